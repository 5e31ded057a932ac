"""A meeting of a guide with one client: what was talked about, who does what next."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal, get_args

from guides.people.domain import Client, Place, Profile

State = Literal["open", "finished"]
Answered = Literal["alone", "with-help", "again"]
"""How a client answered a question: alone, with help, or the guide explains it again."""
Stop = Literal["advice", "safeguarding", "trafficking", "violence", "age"]
"""Where a guide stops and passes on."""
Who = Literal["client", "guide", "coordinator"]
ANSWERED: tuple[Answered, ...] = get_args(Answered)
STOPS: tuple[Stop, ...] = get_args(Stop)
WHO: tuple[Who, ...] = get_args(Who)
TALKED = "talked"
PASSED_ON = "passed-on"
WITH_COORDINATOR = "with/coordinator"
"""Ticked where a coordinator sits in the meeting: a separated child is met in no other way."""
ASK = "ask/"
"""Before the fingerprint of a question: another question is another item."""
STOP = "stop/"
"""Before the kind: what was passed on, as a closed code."""

NOTE_KEPT = timedelta(days=90)
MOST_STEPS = 5
LONGEST_STEP = 200
MOST_MINUTES = 480
FURTHEST = timedelta(days=366)
"""A next meeting further away is a slip of the finger."""


class MeetingChanged(Exception):
    """Somebody else saved the meeting since it was opened; ``now`` is what stands there."""

    def __init__(self, now: Look) -> None:
        self.now = now
        super().__init__("changed")


@dataclass(frozen=True, slots=True)
class Plan:
    """What is sealed of a meeting, besides its note."""

    day: date | None = None
    minutes: int | None = None
    place: Place | Literal[""] = ""
    left: tuple[str, ...] = ()
    """Lines of the checklist that nobody came to: ids."""


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting. ``version`` goes up with each save of its words, not with a tick."""

    id: str
    client: str
    number: int
    stage: str
    lang: str
    state: State
    month: str
    guide: int | None
    version: int
    plan: Plan = field(default_factory=Plan)
    note: str = ""
    note_goes: date | None = None
    shut: bool = False
    """The note is there, and not open to this account."""
    lost: bool = False
    """What is sealed cannot be opened any more."""


@dataclass(frozen=True, slots=True)
class Step:
    """Who does what next. Of one whose words are shut or lost, ``what`` is empty."""

    id: str
    meeting: str
    who: Who
    done: bool
    what: str = ""
    by: date | None = None
    shut: bool = False
    lost: bool = False


@dataclass(frozen=True, slots=True)
class TypedStep:
    """A step as it was typed; ``id`` is "" for a new one. One without words is taken out."""

    id: str
    what: str
    who: Who
    by: date | None


@dataclass(frozen=True, slots=True)
class Closing:
    """What is said at the end of a meeting."""

    day: date
    minutes: int | None
    place: Place | Literal[""]
    note: str
    steps: tuple[TypedStep, ...]
    next: date | None
    next_at: str
    next_place: Place | Literal[""]


@dataclass(frozen=True, slots=True)
class Look:
    """A meeting with all that its pages show."""

    client: Client
    meeting: Meeting
    ticks: Mapping[str, str]
    """Id of a line, question or stop, with its state."""
    steps: tuple[Step, ...]
    """Of this meeting."""


@dataclass(frozen=True, slots=True)
class Ready:
    """What a guide looks at before a meeting."""

    client: Client
    last: Meeting | None
    """The last one that was finished."""
    running: Meeting | None
    """One that was begun and not finished: it is taken up again."""
    steps: tuple[Step, ...]
    """All that are open."""


Offered = Callable[[Profile, str], Collection[str]]
"""What can be ticked for somebody at a stop: ids of lines and questions."""


def states_of(item: str) -> tuple[str, ...]:
    """The states that an item of a meeting can have, besides none."""
    if item.startswith(STOP):
        return (PASSED_ON,)
    return ANSWERED if item.startswith(ASK) else (TALKED,)
