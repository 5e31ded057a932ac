"""What is known of guides, so that people meet somebody who fits; and how guides are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, get_args

from guides.people.domain import Contact, GuideWish, Place

How = Literal["good", "fine", "tired", "exhausted"]
"""How a guide says they are, once a week."""
HOWS: tuple[How, ...] = get_args(How)
CHECK_INS_KEPT = timedelta(days=90)
WEEKS_SHOWN = 4

LONGEST_AREA = 60
MOST_TONGUES = 8
USUAL_MOST = 3
"""So many clients a guide takes who has not said how many."""
MOST_CLIENTS = 30

TRAINING_LASTS = timedelta(days=730)
"""Then a guide is asked to come to a training again."""
SOON = timedelta(days=60)
"""So long before it ends a coordinator is told of a DBS check, or of a training."""
GOES_SOON = timedelta(days=30)
"""So long before a record goes by itself a coordinator is told."""
SILENT = timedelta(weeks=6)
"""So long without a word is too long."""
WEEK = timedelta(days=7)
CALENDAR = timedelta(days=60)
"""So far ahead the calendar file goes."""


@dataclass(frozen=True, slots=True)
class GuideProfile:
    """What matching needs to know of a guide. They read it, and can have it changed."""

    tongues: tuple[str, ...] = ()
    """Language varieties besides English."""
    gender: GuideWish = ""
    """Only if the guide says so."""
    area: str = ""
    """The first half of a postcode, or a part of town: never an address."""
    trained: date | None = None
    dbs: date | None = None
    """The day on which the DBS check is to be renewed."""
    most: int = USUAL_MOST
    """How many clients at most."""
    children: bool = False
    """May work with children: a decision of the organisation."""

    def dbs_over(self, today: date) -> bool:
        return self.dbs is not None and self.dbs < today

    def fit_for_children(self, today: date) -> bool:
        """Allowed to, and with a DBS check that somebody has seen and that is in date."""
        return self.children and self.dbs is not None and self.dbs >= today

    @property
    def training_ends(self) -> date | None:
        return self.trained + TRAINING_LASTS if self.trained else None


@dataclass(frozen=True, slots=True)
class CheckIn:
    """How a guide was in one week."""

    week: str
    how: How
    talk: bool
    """They would like to be rung."""
    goes: date


@dataclass(frozen=True, slots=True)
class GuideSeen:
    """A guide as the coordinator sees them. ``version`` is 0 while nothing was saved of them."""

    account: int
    name: str
    profile: GuideProfile = GuideProfile()
    version: int = 0
    load: int = 0
    """Clients whose guide they are now."""
    weeks: tuple[tuple[str, CheckIn | None], ...] = ()
    """The last four weeks, oldest first; None where nothing was said."""
    active: bool = True
    """They have joined, and can sign in."""
    gone: bool = False
    """Their account was ended."""
    lost: bool = False
    """What was sealed about them cannot be opened any more."""

    @property
    def known(self) -> bool:
        return self.version > 0 and not self.lost

    @property
    def latest(self) -> CheckIn | None:
        """What they said last, this week or one of the three before."""
        return next((each for _, each in reversed(self.weeks) if each), None)

    @property
    def exhausted(self) -> bool:
        return self.latest is not None and self.latest.how == "exhausted"

    @property
    def full(self) -> bool:
        return self.load >= self.profile.most


class ProfileChanged(Exception):
    """Somebody else saved since the form was opened; ``now`` is what stands there."""

    def __init__(self, now: GuideSeen) -> None:
        self.now = now
        super().__init__("changed")


# What is due -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting that is arranged."""

    client: str
    code: str
    day: date
    at: str
    place: Place | Literal[""]
    guide: int | None
    lang: str
    contact: tuple[Contact, ...]

    @property
    def may_text(self) -> bool:
        """A text message was ticked as safe, and nothing that was ticked speaks against it."""
        against = {"no-message", "through-partner", "in-person-only"}
        return "text-only" in self.contact and not against.intersection(self.contact)


Why = Literal["missed", "silent", "never", "waiting", "left"]
"""The day has passed; no word for six weeks; never met; no guide yet; their guide has left."""
WHYS: tuple[Why, ...] = get_args(Why)


@dataclass(frozen=True, slots=True)
class Open:
    """A client for whom something is to be done."""

    client: str
    code: str
    why: Why
    since: date | None
    stage: str
    tongue: str
    guide: int | None


@dataclass(frozen=True, slots=True)
class Ending:
    """A guide's DBS check or training that ends soon, or has ended."""

    guide: GuideSeen
    what: Literal["dbs", "training"]
    day: date
    over: bool


@dataclass(frozen=True, slots=True)
class Day:
    """All that is due, as one account sees it."""

    on: date
    today: tuple[Coming, ...] = ()
    week: tuple[Coming, ...] = ()
    overdue: tuple[Open, ...] = ()
    waiting: tuple[Open, ...] = ()
    going: tuple[tuple[str, str, date], ...] = ()
    """Id and code name of clients whose record goes by itself, and when."""
    ending: tuple[Ending, ...] = ()
    guides: tuple[GuideSeen, ...] = ()
    """Empty for a guide."""
    names: Mapping[int, str] = field(default_factory=dict)
    """Of guides, by account."""
    stages: Mapping[str, int] = field(default_factory=dict)
    """How many clients are at each stop: those with a guide and those who wait for one."""
    active: int = 0
    lost: int = 0
    """Clients whose days cannot be read any more."""

    @property
    def talk(self) -> tuple[GuideSeen, ...]:
        """Guides who would like to be rung."""
        return tuple(each for each in self.guides if each.latest and each.latest.talk)

    @property
    def exhausted(self) -> tuple[GuideSeen, ...]:
        return tuple(each for each in self.guides if each.exhausted)


def week_of(day: date) -> str:
    """The week as it is kept: 2026-W47."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def last_weeks(day: date) -> tuple[str, ...]:
    """This week and the three before, oldest first."""
    return tuple(week_of(day - WEEK * back) for back in reversed(range(WEEKS_SHOWN)))
