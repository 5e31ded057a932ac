"""A client as an organisation knows one: a code name and closed codes. No name, no story."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from guides.api import SHEET_AUDIENCES, Audience, Case, Nation
from guides.toolkit.bands import span_of

State = Literal["waiting", "active", "closed"]
"""Waiting for a guide; met by one; finished."""
Reads = Literal["yes", "a-little", "no"]
Contact = Literal[
    "text-only", "call", "voice-message", "daytime-only", "never-at-home", "no-message",
    "through-partner", "in-person-only",
]  # fmt: skip
"""Safe ways to make contact, as a list to tick. Numbers stand on the emergency card alone."""
Access = Literal[
    "wheelchair", "hearing", "sight", "large-print", "interpreter", "sign-language", "childcare",
    "travel-money", "breaks", "quiet-room", "told-aloud",
]  # fmt: skip
GuideWish = Literal["", "woman", "man"]
Place = Literal["office", "library", "community-place", "accommodation", "online", "phone"]
"""Where people meet: from a list, never an address."""
ClosedWhy = Literal["finished", "wished", "moved", "no-contact", "passed-on", "other"]
"""Why somebody is no longer met."""
READS: tuple[Reads, ...] = get_args(Reads)
CONTACTS: tuple[Contact, ...] = get_args(Contact)
ACCESS: tuple[Access, ...] = get_args(Access)
GUIDE_WISHES: tuple[GuideWish, ...] = get_args(GuideWish)
PLACES: tuple[Place, ...] = get_args(Place)
CLOSED_WHY: tuple[ClosedWhy, ...] = get_args(ClosedWhy)
AUDIENCES: tuple[Audience, ...] = SHEET_AUDIENCES

KEPT_CLOSED = timedelta(days=365)
"""So long stands what was closed: a follow-up needs it."""
KEPT_SILENT = timedelta(days=730)
"""So long stands what nobody touched."""
KEPT_PRACTICE = timedelta(days=7)
OPENED_FOR = timedelta(minutes=60)
"""So long a coordinator who gave a reason reads the words of a client's record."""
LONGEST_NOTE = 500
LONGEST_REASON = 200


class NoSuchClient(LookupError):
    """Absent, of another organisation, or not for this account: all three look the same."""


class ClientChanged(Exception):
    """Somebody else saved since the form was opened; ``now`` is what stands there."""

    def __init__(self, now: Client) -> None:
        self.now = now
        super().__init__("changed")


class ClosedWords(Exception):
    """A coordinator reads a client's words only after saying why: the guide is told."""


class Unfit(ValueError):
    """What was sent cannot be kept. ``word`` is the id of the sentence that says why."""

    def __init__(self, word: str) -> None:
        self.word = word
        super().__init__(word)


@dataclass(frozen=True, slots=True)
class Profile:
    """What shapes content, matching and contact. All of it closed codes."""

    tongue: str
    """The language variety that is spoken: Dari, not "Persian"."""
    lang: str
    """The language that is printed: one of those there are sheets in."""
    stage: str
    reads: Reads = "yes"
    nation: Nation | None = None
    audiences: frozenset[Audience] = frozenset()
    claimed: str = ""
    """A band between two changes of a rule, as ``guides.toolkit.bands`` writes it. "": not said."""
    granted: str = ""
    contact: tuple[Contact, ...] = ()
    access: tuple[Access, ...] = ()
    guide_wish: GuideWish = ""

    @property
    def child(self) -> bool:
        """Somebody separated from their parents: a guide stops, the coordinator takes over."""
        return "children" in self.audiences

    def case(self) -> Case:
        """What a sheet and a plugin may know."""
        return Case(
            self.stage, self.lang, self.nation, self.audiences,
            span_of(self.claimed), span_of(self.granted),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Diary:
    """The exact days, which are sealed. ``next_at`` is a time such as "14:00"."""

    registered: date | None = None
    last: date | None = None
    """When they last met or spoke."""
    next: date | None = None
    next_at: str = ""
    next_place: Place | Literal[""] = ""
    closed: date | None = None
    partner: str = ""
    """Who referred them in, if somebody did."""


@dataclass(frozen=True, slots=True)
class Client:
    """A client. ``version`` goes up with each save, so that two people notice each other."""

    id: str
    org: int
    code: str
    """A name made by the software, such as KESTREL-42."""
    state: State
    practice: bool
    """Invented, for training: counted nowhere, gone after a week."""
    profile: Profile
    guide: int | None
    backup: int | None
    month: str
    """Of registration: 2026-11."""
    version: int
    goes: date
    """When the record goes by itself, if nobody touches it."""
    diary: Diary = field(default_factory=Diary)
    lost: bool = False
    """What is sealed cannot be opened: it was changed in the database, or the key is gone."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody opened the words of a client's record, and why."""

    id: str
    account: int
    what: str
    """Either "words" or "card"."""
    reason: str
    at: datetime
    seen: bool
    """The guide has said that they have read of it."""


@dataclass(frozen=True, slots=True)
class Code:
    """A closed code that is kept, by what says it in words."""

    kind: Literal["word", "stop", "language", "item", "sentence", "claimed", "granted"]
    """A word of the interface, a stop, a language, something that can be ticked in a meeting, a
    sentence of the content, the days between two changes of a rule."""
    of: str


Kept = str | date | Code
"""What is kept: as somebody typed it, a day, or a code."""


ToldLine = tuple[str | Code, tuple[Kept, ...]]
"""What it is, by the id of a word or as a code, and what is kept."""


def coded(start: str, *codes: str) -> tuple[Code, ...]:
    """Codes that words of the interface say, whose ids begin like this."""
    return tuple(Code("word", start + code) for code in codes if code)


@dataclass(frozen=True, slots=True)
class Told:
    """Something that is held about a client, in words that they can read.

    No name of a guide, of another client or of anybody else is in it.
    """

    heading: str
    """Id of a word of the interface."""
    lines: tuple[ToldLine, ...]


Counts = Mapping[tuple[str, str, str], int]
"""Year, what was counted and its closed value, with how many."""
