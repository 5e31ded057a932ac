"""What a change touches, and how the fact base stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

MistakeKind = Literal["wrong", "old", "hard", "language", "other"]
"""What can be wrong with a page: a fact, its age, the words, the translation, something else."""
MISTAKES: tuple[MistakeKind, ...] = get_args(MistakeKind)


@dataclass(frozen=True, slots=True)
class Check:
    """A named person has read a version of a fact against its source."""

    fact: str
    version: str
    checked_by: str
    checked_on: date


@dataclass(frozen=True, slots=True)
class Seen:
    """One version of a fact."""

    fact: str
    version: str
    number: int
    said: str
    first_seen: date


@dataclass(frozen=True, slots=True)
class Mistakes:
    """How often a page was reported in a month."""

    month: str
    page: str
    kind: str
    reports: int


@dataclass(frozen=True, slots=True)
class Touched:
    """Everything that carries one changed fact."""

    fact: str
    said: str
    """What it says now; "" when it is gone."""
    before: str
    """What it said before; "" when it is new."""
    since: date
    pages: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    translations: tuple[tuple[str, int], ...] = ()
    """Language, and how many of its sentences hold the fact."""
    editions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How the fact base stands on a day."""

    facts: int
    official: int
    charity: int
    other: int
    checked: int
    due: int
    check_first: int
    newest: date | None
