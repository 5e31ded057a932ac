"""A service as the directory keeps it, and the rules of how fresh and how open it is.

The shapes follow HSDS 3.1 (Human Services Data Specification, docs.openreferral.org), flattened to
one document for each service, with what the field needs beyond it: eligibility by stage of the
claim, languages with how they are spoken, how to refer, room with an expiry, how exact an address
may be shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Literal, get_args

from guides.api.referral import Gender as Gender
from guides.api.referral import Household as Household
from guides.api.referral import How as How
from guides.api.referral import Mode as Mode
from guides.api.referral import Need as Need
from guides.api.referral import Precision as Precision
from guides.api.referral import RoomState as RoomState
from guides.api.referral import Route as Route
from guides.api.referral import Status as Status
from guides.api.referral import Visibility as Visibility

Frequency = Literal["WEEKLY", "MONTHLY"]

STATUSES: tuple[Status, ...] = get_args(Status)
VISIBILITIES: tuple[Visibility, ...] = get_args(Visibility)
PRECISIONS: tuple[Precision, ...] = get_args(Precision)
ROUTES: tuple[Route, ...] = get_args(Route)
MODES: tuple[Mode, ...] = get_args(Mode)
ROOM_STATES: tuple[RoomState, ...] = get_args(RoomState)
HOWS: tuple[How, ...] = get_args(How)

NEEDS: tuple[Need, ...] = get_args(Need)
GENDERS: tuple[Gender, ...] = get_args(Gender)
HOUSEHOLDS: tuple[Household, ...] = get_args(Household)

CHECK_DAYS = 90
RISKY_CHECK_DAYS = 30
RISKY: frozenset[str] = frozenset({"legal"})
"""Needs where an old line does most harm, and who is open changes most."""
STALE_DAYS = 180
"""Older, and it is on no sheet."""
ROOM_DAYS = 14
"""So long a report of room is believed, where nobody said how long."""


@dataclass(frozen=True, slots=True)
class Phone:
    number: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    """A language in which somebody is helped. ``code`` is BCP 47, as everywhere in the project."""

    code: str
    mode: Mode | None = None
    """None where nobody said how."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When it is open: wall time in Europe/London. The RRULE subset that HSDS allows.

    ``byday`` is "MO,WE", or with a number for months: "2TU", "-1FR". 24 hours are 00:00 to 23:59.
    """

    opens: str
    """HH:MM; "" when only the days are known."""
    closes: str
    """HH:MM. Before ``opens``: the next morning."""
    byday: str
    freq: Frequency = "WEEKLY"
    interval: int = 1
    starts: date | None = None
    """The first day, from which intervals are counted."""
    until: date | None = None
    """It stops then."""
    valid_from: date | None = None
    valid_to: date | None = None
    """We last knew this then."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cost:
    option: str
    amount: Decimal | None = None
    """Pounds. 0 is free."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it is. ``key`` is its id at the source."""

    key: str = ""
    name: str = ""
    address: str = ""
    """Without town, county and postcode."""
    city: str = ""
    county: str = ""
    postcode: str = ""
    """A whole one, or a sector ("M14 5"), or an outward code ("M14"): as exact as is kept."""
    precision: Precision = "exact"
    latitude: float | None = None
    longitude: float | None = None
    accessibility: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """Whom it is for by where they live: a GSS code ("E08000003"), or a name that has none."""

    code: str = ""
    name: str = ""


NATIONAL = Area("K02000001", "United Kingdom")


@dataclass(frozen=True, slots=True)
class Identifier:
    """Of an organisation: an org-id.guide scheme and a number, GB-CHC and 207076."""

    scheme: str
    number: str


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whom it is for. Empty means everybody, or nobody said."""

    stages: tuple[str, ...] = ()
    """Ids of stops of the journey."""
    genders: tuple[Gender, ...] = ()
    households: tuple[Household, ...] = ()
    minimum_age: int | None = None
    maximum_age: int | None = None
    no_documents: bool | None = None
    """True when no papers are asked for."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Room:
    """Whether there is room, as somebody said on a day. It is believed until ``until``."""

    state: RoomState
    as_of: date
    until: date
    note: str = ""

    @classmethod
    def said(cls, state: RoomState, on: date, note: str = "") -> Room:
        return cls(state, on, on + timedelta(days=ROOM_DAYS), note)

    def known(self, on: date) -> bool:
        return self.as_of <= on <= self.until


@dataclass(frozen=True, slots=True)
class Check:
    """That somebody made sure all of it is right."""

    on: date
    by: str = ""
    """A name of an office or a role; of a person only where the source says one."""
    how: How | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One service. ``key`` is its id at the source, whatever it looks like there."""

    key: str
    name: str
    what: str = ""
    organisation: str = ""
    organisation_key: str = ""
    identifiers: tuple[Identifier, ...] = ()
    status: Status = "active"
    visibility: Visibility = "public"
    url: str = ""
    email: str = ""
    phones: tuple[Phone, ...] = ()
    languages: tuple[Language, ...] = ()
    needs: tuple[Need, ...] = ()
    eligibility: Eligibility = field(default_factory=Eligibility)
    hours: str = ""
    """In words, as the source has them; ``schedules`` where they could be read, too."""
    schedules: tuple[Schedule, ...] = ()
    places: tuple[Place, ...] = ()
    areas: tuple[Area, ...] = ()
    costs: tuple[Cost, ...] = ()
    route: Route | None = None
    route_note: str = ""
    wait: str = ""
    room: Room | None = None
    """As the source says."""
    check: Check | None = None
    """As the source says. That a feed was fetched is none."""
    terms: tuple[str, ...] = ()
    """Further terms of the source's own taxonomies, by name: they are searched, too."""

    @property
    def risky(self) -> bool:
        return not RISKY.isdisjoint(self.needs)

    @property
    def check_days(self) -> int:
        """How long a check holds, in days."""
        return RISKY_CHECK_DAYS if self.risky else CHECK_DAYS


Freshness = Literal["fresh", "due", "stale", "never"]


def freshness(checked_on: date | None, check_days: int, on: date) -> Freshness:
    """How much a line may be believed. ``stale`` and ``never`` are on no sheet.

    A day that is yet to come was mistyped: nobody checked anything on it.
    """
    if checked_on is None or checked_on > on:
        return "never"
    age = (on - checked_on).days
    if age > STALE_DAYS:
        return "stale"
    return "due" if age > check_days else "fresh"
