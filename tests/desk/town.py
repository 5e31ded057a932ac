"""A site of two organisations, each with a directory of its own; services of every kind in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from guides.directory.asked import Viewer
from guides.directory.domain import (
    Area,
    Check,
    Cost,
    Eligibility,
    Language,
    Listing,
    Phone,
    Place,
    Room,
    Schedule,
)
from guides.directory.readers.domain import Read
from guides.directory.service import Directory
from guides.directory.shown import Shown
from tests.accounts.house import ELSEWHERE, Browser, House, Person, quick
from tests.conftest import TODAY
from tests.storage.databases import fresh

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LIST = "Town list (demo)"
LAW, REFUGE, FOOD, OLD = (
    "Example Law Centre (demo)",
    "Safe House (demo)",
    "Demo Pantry",
    "Old Office",
)
QUIET, ODD, SOUTHERN = "For Guides Only (demo)", "<script>alert(1)</script> & Co", "Southern Soup"
SECRET_STREET = "77 Hiddenstreet"
MANY = 24

LISTINGS: tuple[Listing, ...] = (
    Listing(
        "law", LAW, "Advice on asylum claims.", "Example Law Centre (demo)",
        phones=(Phone("0161 496 0101", "appointments"),),
        languages=(Language("ar", "interpreter"), Language("fa", "staff")),
        needs=("legal",), eligibility=Eligibility(stages=("claiming",), no_documents=True),
        hours="Mon-Wed 10-4", schedules=(Schedule("10:00", "16:00", "MO,TU,WE"),),
        places=(Place("a", "", "12 Demo Street", "Manchester", "", "M14 5", "street"),),
        areas=(Area("E08000003", "Manchester"),), costs=(Cost("Free", Decimal(0)),),
        route="phone", route_note="Ask for the asylum team.", url="https://law.example/asylum",
        room=Room("open", date(2026, 11, 18), date(2026, 12, 2)),
        check=Check(date(2026, 11, 18), "Example office", "call"),
    ),
    Listing(
        "refuge", REFUGE, "For women who have fled violence.", phones=(Phone("0161 496 0202"),),
        needs=("safety", "women"), eligibility=Eligibility(genders=("women",), minimum_age=18),
        places=(Place("b", "", "", "", "", "", "hidden"),), route="professional",
        check=Check(date(2026, 11, 1)),
    ),
    Listing(
        "food", FOOD, "Food parcels.", phones=(Phone("0161 496 0303"),), needs=("food",),
        languages=(Language("en", "staff"),),
        places=(Place("c", "Hall", "4 Example Road", "Manchester", "", "M13 9PL"),), route="self",
        check=Check(date(2026, 11, 2)),
    ),
    Listing(
        "old", OLD, "Legal help.", phones=(Phone("01632 960404"),), needs=("legal",),
        places=(Place("d", "", "", "Salford", "", "M5 4", "sector"),),
        check=Check(date(2026, 3, 1)),
    ),
    Listing("quiet", QUIET, "Not for the public.", visibility="volunteers", needs=("housing",),
            check=Check(date(2026, 11, 2))),
    Listing("odd", ODD, '"><img src=x onerror=alert(2)>', needs=("sport",),
            phones=(Phone("javascript:alert(3) 0161 496 0505"),), url="javascript:alert(4)",
            hours="<b>never</b>", check=Check(date(2026, 11, 2))),
    *(Listing(f"many-{n}", f"Evening Class {n}", needs=("family-tracing",),
              check=Check(date(2026, 11, 2))) for n in range(MANY)),
)  # fmt: skip


@dataclass
class Town:
    app: Flask
    house: House
    guide: Person
    coordinator: Person
    elsewhere: Person
    """A coordinator of the other organisation."""

    @property
    def directory(self) -> Directory:
        found: Directory = self.app.extensions["guides"].directory
        return found

    def bring(self, org: int, name: str, listings: Iterable[Listing]) -> int:
        rows = [Read(f"row {n}", each.key, each) for n, each in enumerate(listings, 2)]
        number = self.directory.importing.preview(org, "file", name, rows)
        self.directory.importing.take(org, number)
        self.app.extensions["guides"].look_again()
        return number

    def shown(self, name: str, org: int = 0) -> Shown:
        """As staff sees it."""
        every = self.directory.every(Viewer(org, "staff"))
        return next(each for each in every if each.listing.name == name)

    def enter(self, person: Person) -> Browser:
        return Browser.on(self.app, self.house.enter(person))

    def visitor(self) -> FlaskClient:
        return self.app.test_client()


@contextmanager
def built(make_app: Callable[..., Flask], kind: str, place: Path) -> Iterator[Town]:
    with quick():
        app = make_app(database=fresh(kind, place), plugins=("riverside",), print_workers=1)
        here = app.extensions["guides"]
        vars(here)["directory"] = replace(here.directory, now=lambda: NOW)
        assert here.today() == TODAY
        house = House.of(here.guarded)
        town = Town(
            app,
            house,
            house.admit("the-guide", "guide"),
            house.admit("the-coordinator", "coordinator"),
            house.admit("elsewhere", "coordinator", ELSEWHERE),
        )
        town.bring(0, LIST, LISTINGS)
        assert town.elsewhere.account.org is not None
        southern = (Listing("soup", SOUTHERN, needs=("food",), phones=(Phone("01632 960909"),)),)
        town.bring(town.elsewhere.account.org, LIST, southern)
        yield town


def names(html: str) -> list[str]:
    """The services of a list of results, in their order."""
    return re.findall(r'<h3><span class="no">\d+</span> <a [^>]*>([^<]*)</a>', html)
