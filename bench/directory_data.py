"""Services that nobody offers, as many as are wanted: always the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from guides.directory.domain import (
    NEEDS,
    Area,
    Check,
    Cost,
    Eligibility,
    Gender,
    Household,
    Language,
    Listing,
    Phone,
    Place,
    Room,
    Schedule,
)

TODAY = date(2026, 11, 21)
STAGES = ("claiming", "screening", "waiting-and-support", "refused-and-appealing", "detention")
LANGUAGES = ("ar", "fa", "prs", "ckb", "ti", "sq", "fr", "es", "so", "am", "ur", "ps", "tr", "vi")
TOWNS = (
    *(("Manchester", 53.48, -2.24), ("Leeds", 53.80, -1.55), ("Cardiff", 51.48, -3.18)),
    *(("Glasgow", 55.86, -4.25), ("Belfast", 54.60, -5.93), ("London", 51.51, -0.13)),
    *(("Bristol", 51.45, -2.59), ("Hull", 53.74, -0.33), ("Norwich", 52.63, 1.30)),
)
_KINDS = (
    "Law Centre",
    "Welcome Group",
    "Food Pantry",
    "Drop-in",
    "Clinic",
    "Sewing Circle",
    "Café",
)
_SAID = (
    "asylum refugee support people help advice claim solicitor interview appeal evidence "
    "housing hostel room winter coat food parcel lunch class english lesson beginner women "
    "group mother baby doctor nurse counsel trauma listen bus ticket phone data form letter "
    "benefit bank school college work volunteer garden football church mosque friend family "
    "trace reunion letter visit detention bail lawyer casework appointment referral morning "
    "afternoon online free "
)
_WORDS = tuple(_SAID.split())


def listings(number: int, seed: int = 7) -> Iterator[Listing]:
    """About as long, and about as often one thing or another, as real ones are."""
    luck = Random(seed)
    for at in range(number):
        yield _listing(at, luck)


def _listing(at: int, luck: Random) -> Listing:
    town, latitude, longitude = luck.choice(TOWNS)
    kind = luck.choice(_KINDS)
    return Listing(
        key=f"s{at}",
        name=f"Example {kind} {town} {at} (demo)",
        what=" ".join(luck.choices(_WORDS, k=luck.randint(20, 70))).capitalize() + ".",
        organisation=f"Example {kind} (demo)",
        organisation_key=f"o{at % 997}",
        phones=(Phone(f"01632 960{at % 1000:03}"),),
        languages=tuple(
            Language(code, luck.choice(("staff", "interpreter", "written", None)))
            for code in luck.sample(LANGUAGES, luck.choice((0, 1, 1, 2, 4)))
        ),
        needs=tuple(luck.sample(NEEDS, luck.choice((1, 1, 2, 3)))),
        eligibility=_who(luck),
        hours="Monday to Friday",
        schedules=_hours(luck) if luck.random() < 0.7 else (),
        places=(
            Place(
                address=f"{at % 300} Example Street",
                city=town,
                postcode="ZZ1 1",
                latitude=latitude + luck.gauss(0, 0.1) if luck.random() < 0.6 else None,
                longitude=longitude + luck.gauss(0, 0.15),
            ),
        ),
        areas=(Area(f"E0800{luck.randrange(40):04}"),) if luck.random() < 0.5 else (),
        costs=(Cost("Free", None),) if luck.random() < 0.5 else (),
        room=_room(luck) if luck.random() < 0.3 else None,
        check=Check(TODAY - timedelta(luck.randrange(250))) if luck.random() < 0.7 else None,
    )


def _who(luck: Random) -> Eligibility:
    genders: tuple[Gender, ...] = ("women",) if luck.random() < 0.12 else ()
    households: tuple[Household, ...] = ("families",) if luck.random() < 0.1 else ()
    return Eligibility(
        stages=tuple(luck.sample(STAGES, 2)) if luck.random() < 0.4 else (),
        genders=genders,
        households=households,
        minimum_age=18 if luck.random() < 0.5 else None,
        maximum_age=25 if luck.random() < 0.1 else None,
        no_documents=luck.choice((None, None, True, False)),
    )


def _hours(luck: Random) -> tuple[Schedule, ...]:
    if luck.random() < 0.1:
        return (Schedule("10:00", "12:00", luck.choice(("1TU", "-1FR", "2WE")), "MONTHLY"),)
    days = luck.sample(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), luck.randint(1, 5))
    opens = luck.randint(8, 14)
    return (Schedule(f"{opens:02}:30", f"{opens + luck.randint(2, 6):02}:00", ",".join(days)),)


def _room(luck: Random) -> Room:
    state = luck.choice(("open", "limited", "waiting list", "closed"))
    return Room.said(state, TODAY - timedelta(luck.randrange(20)))  # type: ignore[arg-type]
