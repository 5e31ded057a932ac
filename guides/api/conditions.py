"""Whom a line is for: nation, household, and before or after the day a rule changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Nation = Literal["england", "wales", "scotland", "northern-ireland"]
NATIONS: tuple[Nation, ...] = get_args(Nation)

Audience = Literal["children", "women", "family", "lgbt", "detained"]
"""Whom a text is for, when it is not for everybody.

``children`` means a separated child, ``family`` people with children of their own, ``lgbt``
lesbian, gay, bisexual and trans people, ``detained`` people in immigration detention.
"""
AUDIENCES: tuple[Audience, ...] = get_args(Audience)
SHEET_AUDIENCES: tuple[Audience, ...] = ("children", "women", "family", "detained")
"""Those that a sheet can be printed for. A sheet is found by others: it must not give away whom
its holder loves, so what is for ``lgbt`` stands on pages only."""

Event = Literal["claimed", "granted"]
"""The two days on which a person's position under a rule depends."""


@dataclass(frozen=True, slots=True)
class Span:
    """Days from ``start`` (included) up to ``end`` (not included); None is without end."""

    start: date | None = None
    end: date | None = None

    def contains(self, day: date) -> bool:
        return (self.start is None or day >= self.start) and (self.end is None or day < self.end)

    def overlaps(self, other: Span) -> bool:
        return (self.end is None or other.start is None or other.start < self.end) and (
            other.end is None or self.start is None or self.start < other.end
        )

    @property
    def open(self) -> bool:
        """True when the span says nothing."""
        return self.start is None and self.end is None


ALWAYS = Span()


@dataclass(frozen=True, slots=True)
class Conditions:
    """When a fact, a section or a line applies. Empty means: to everybody."""

    nations: tuple[Nation, ...] = ()
    audiences: tuple[Audience, ...] = ()
    claimed: Span = ALWAYS
    granted: Span = ALWAYS
    excluded: tuple[Audience, ...] = ()
    """Left out when the sheet is for one of these."""

    def spans(self) -> tuple[tuple[Event, Span], ...]:
        """The rules by date that these conditions name."""
        pairs: tuple[tuple[Event, Span], ...] = (
            ("claimed", self.claimed),
            ("granted", self.granted),
        )
        return tuple((event, span) for event, span in pairs if not span.open)


@dataclass(frozen=True, slots=True)
class Case:
    """All that a plugin may know about the person a sheet is for. Closed codes only.

    ``claimed`` and ``granted`` are bands between the days on which a rule changed, never the
    date itself; an open span means "not said".
    """

    stage: str
    lang: str = "en"
    nation: Nation | None = None
    audiences: frozenset[Audience] = frozenset()
    claimed: Span = ALWAYS
    granted: Span = ALWAYS

    def matches(self, conditions: Conditions) -> bool:
        """Whether a line with these conditions can be meant for this person.

        What was not said rules nothing out, except that lines for an audience wait to be asked
        for. Then the line itself names its condition, so that two people can see which fits.
        """
        if conditions.nations and self.nation and self.nation not in conditions.nations:
            return False
        if conditions.audiences and not self.audiences.intersection(conditions.audiences):
            return False
        if self.audiences.intersection(conditions.excluded):
            return False
        return self.claimed.overlaps(conditions.claimed) and self.granted.overlaps(
            conditions.granted
        )
