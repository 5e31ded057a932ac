"""Services of every kind, plainly made up, for the tests of the open data."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from guides.directory.domain import (
    NATIONAL,
    Area,
    Check,
    Cost,
    Eligibility,
    Identifier,
    Language,
    Listing,
    Phone,
    Place,
    Room,
    Schedule,
)
from guides.directory.shown import Shown, Source

DAY = date(2026, 11, 21)
SECRET = "Kanarienvogel"
"""Stands in all that must not be seen of a hidden address."""
RICH = Listing(
    key="law-1",
    name="Example Law Centre (demo): asylum advice",
    what="Advice and representation.\nRing first.",
    organisation="Example Law Centre (demo)",
    organisation_key="law",
    identifiers=(Identifier("GB-CHC", "0000000"), Identifier("GB-XYZ", "7")),
    url="https://law.example/asylum",
    email="advice@law.example",
    phones=(Phone("0161 496 0001", "Mornings"), Phone("07700 900001")),
    languages=(
        Language("ar", "staff", "Two of us"),
        Language("fa-AF", "interpreter"),
        Language("ti"),
        Language("mul", "interpreter"),
    ),
    needs=("legal", "women"),
    eligibility=Eligibility(
        ("refused-and-appealing", "claiming"), ("women",), ("families",), 18, 65, True, "Ring us."
    ),
    hours="Most mornings",
    schedules=(
        Schedule("09:00", "12:30", "MO,WE", note="Not in August"),
        Schedule("00:00", "23:59", "1TU,-1FR", "MONTHLY"),
        Schedule("10:00", "11:00", "TH", interval=2, starts=DAY, until=date(2027, 6, 1)),
        Schedule("", "", "SA", valid_from=DAY, valid_to=date(2027, 1, 1)),
    ),
    places=(
        Place(
            key="p1",
            name="Front door",
            address="1 Example Street",
            city="Manchester",
            county="Greater Manchester",
            postcode="M14 5AA",
            latitude=53.4512345678,
            longitude=-2.2212345678,
            accessibility=("Ramp at the side",),
            phones=(Phone("0161 496 0002"),),
            schedules=(Schedule("13:00", "15:00", "MO"),),
        ),
        Place(key="p2", address="2 Example Street", city="Manchester", postcode="M14 5AA"),
    ),
    areas=(Area("E08000003", "Manchester"), Area(name="The north"), NATIONAL),
    costs=(Cost("Free", Decimal(0)), Cost("Letter", Decimal("12.50"), "Once"), Cost("Donation")),
    route="phone",
    route_note="Ring on Monday.",
    wait="About two weeks",
    room=Room("limited", DAY, date(2026, 12, 5), "Two places"),
    check=Check(date(2026, 11, 1), "enquiries@law.example", "call"),
    terms=("Immigration", "Advocacy"),
)
HIDDEN = Place(
    key=SECRET,
    name=f"{SECRET} House",
    address=f"3 {SECRET} Road",
    city=f"{SECRET}ton",
    county=f"{SECRET}shire",
    postcode="M14 5AB",
    precision="hidden",
    latitude=53.111,
    longitude=-2.111,
    accessibility=(f"Steps, {SECRET}",),
    phones=(Phone("0161 496 0003", f"Ask for {SECRET}"),),
    schedules=(Schedule("09:00", "17:00", "TU", note=f"At {SECRET}"),),
)
REFUGE = Listing(
    key="refuge", name="Example Refuge (demo)", needs=("safety",), phones=(Phone("0161 496 0004"),),
    organisation="Example Law Centre (demo)", organisation_key="law", places=(HIDDEN,),
    check=Check(date(2026, 10, 1), "amina.example@law.example", "told"),
)  # fmt: skip
SECTOR = Listing(
    key="sector", name="Example Drop-in (demo)", needs=("food",),
    places=(
        Place("s", "Whole Hall", "4 Whole Street", "Salford", "Greater Manchester", "M5 4ZZ",
              "sector", 53.48, -2.27),
        Place("t", "Half Hall", "Half Street", "Salford", "Greater Manchester", "M5 4ZY",
              "street", 53.481234, -2.271234),
    ),
)  # fmt: skip
BARE = Listing(key="bare", name="Example Choir (demo)", url="www.choir.example", email="ring us")
FULL = Listing(
    key="full", name="Example Hostel (demo)", needs=("housing",), organisation="Example Hostel",
    room=Room("closed", date(2026, 11, 1), date(2026, 11, 2)),
    eligibility=Eligibility(minimum_age=0, maximum_age=17, no_documents=False),
)  # fmt: skip
CLINIC = Listing(
    key="clinic", name="Example Clinic (demo)", needs=("health",),
    eligibility=Eligibility(minimum_age=18, maximum_age=65),
    schedules=(Schedule("09:00", "12:30", "MO,WE"), Schedule("22:00", "02:00", "FR")),
    places=(Place(city="Bolton", schedules=(Schedule("13:00", "15:00", "MO"),)),),
)  # fmt: skip
SAMPLES = (RICH, REFUGE, SECTOR, BARE, FULL, CLINIC)


def shown(listing: Listing, held: str = "") -> Shown:
    return Shown(
        id=str(uuid5(NAMESPACE_URL, listing.key)),
        listing=listing,
        source=Source(1, "file", "north", "CC BY 4.0"),
        room=listing.room,
        check=listing.check,
        edited=(),
        held=held,
        version=1,
        changed_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
    )
