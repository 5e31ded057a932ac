"""What a guide has in hand during a meeting."""

from __future__ import annotations

from dataclasses import dataclass

from guides.api import BriefingPlace, Language, Nation, PartKind
from guides.journey.domain import Credit
from guides.toolkit.domain import Pair, Said

MOST_STOPS = 3
"""More do not fit into one meeting: people remember three things."""
MOST_PEOPLE = 12
MOST_MINUTES = 180
MOST_COUNTED = 100
"""People in one session that is counted: more is a slip of the finger."""
LENGTH = 50
"""Minutes of a session in which everything has its time."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A line that is read aloud in both languages; ``check_first``: a number may have moved."""

    text: Pair
    check_first: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class PartShown:
    """One step of a briefing."""

    kind: PartKind
    title: Pair
    minutes: int
    lines: tuple[Spoken, ...]
    guide: Said | None
    condition: Pair | None


@dataclass(frozen=True, slots=True)
class SafeShown:
    when: Said
    say: Pair


@dataclass(frozen=True, slots=True)
class TwoShown:
    """Two texts for the guide that belong together: a question and to whom it goes."""

    first: Said
    second: Said


@dataclass(frozen=True, slots=True)
class AskedBack:
    ask: Pair
    listen_for: Said


@dataclass(frozen=True, slots=True)
class BriefingShown:
    """A briefing in the guide's language, its spoken lines in the client's as well."""

    id: str
    place: BriefingPlace
    title: Pair
    purpose: Said
    minutes: int
    ready: tuple[Said, ...]
    parts: tuple[PartShown, ...]
    safe: tuple[SafeShown, ...]
    pass_on: tuple[TwoShown, ...]
    teach_back: tuple[AskedBack, ...]
    hurts: tuple[TwoShown, ...]
    credit: Credit | None


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that a session can be about."""

    id: str
    title: Said


@dataclass(frozen=True, slots=True)
class Session:
    """One session: in which language, about what, in which order."""

    spoken: Language
    nation: Nation | None
    topics: tuple[str, ...]
    briefings: tuple[BriefingShown, ...]

    @property
    def stops(self) -> tuple[str, ...]:
        """The stops that there are sheets for."""
        return tuple(b.id for b in self.briefings if b.place == "stage")

    @property
    def minutes(self) -> int:
        """How long it takes to say everything that is not folded away."""
        return sum(_minutes(briefing, short=len(self.topics) > 1) for briefing in self.briefings)


def _minutes(briefing: BriefingShown, *, short: bool) -> int:
    """Of the parts that are for some people only, the longest counts: it is one or the other."""
    whole = briefing.place in ("opening", "closing") or not short
    parts = [part for part in briefing.parts if whole or part.kind == "explain"]
    some = [part.minutes for part in parts if part.condition is not None]
    return sum(part.minutes for part in parts if part.condition is None) + max(some, default=0)


@dataclass(frozen=True, slots=True)
class Tally:
    """All that can be kept of a session: no name, no day, nothing that anybody said."""

    topics: tuple[str, ...]
    lang: str
    people: int
    minutes: int
