"""Facts: the only place where a number may stand.

A fact is one plain sentence with at most one typed value. Pages, checklists and sheets refer to a
fact by its id; none of them types the number again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from guides.api.conditions import Conditions

Confidence = Literal["high", "medium", "superseded-risk", "low"]
"""How sure we are. ``low`` is never printed; ``superseded-risk`` only with "check first"."""

SourceKind = Literal["official", "charity", "other"]
Unit = Literal["minute", "hour", "day", "working-day", "week", "month", "year", "mile"]
Period = Literal["week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Money:
    """Pounds sterling, with the period it is paid for if there is one."""

    amount: Decimal
    per: Period | None = None
    approximate: bool = False


@dataclass(frozen=True, slots=True)
class Duration:
    """A length (of time, or a distance in miles). ``working-day`` is a unit of its own."""

    count: Decimal
    unit: Unit
    up_to: Decimal | None = None
    approximate: bool = False
    per: Period | None = None


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number as people write it, digits and spaces."""

    number: str


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A day; ``month_only`` when the source names no day."""

    day: date
    month_only: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """The name of a form, card, law or procedure: never translated, never counted as a number."""

    name: str


@dataclass(frozen=True, slots=True)
class Address:
    """A postal, e-mail or web address."""

    text: str


@dataclass(frozen=True, slots=True)
class Words:
    """Anything else that must not be typed twice, in English."""

    text: str


Value = Money | Duration | Phone | CalendarDate | Form | Address | Words


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read.

    ``dated`` is the date that the page itself shows, as words ("10 May 2026", "undated").
    ``seen_on`` is the day on which somebody last read it for us.
    """

    title: str
    url: str
    dated: str
    seen_on: date
    kind: SourceKind


@dataclass(frozen=True, slots=True)
class Fact:
    """One sentence that is true within limits, and where it comes from.

    ``statement`` holds the value as ``{value}`` and other facts as ``{fact:other-id}``.
    ``ask`` says whom to ask before relying on it, in words for a client.
    """

    id: str
    topic: str
    statement: str
    source: Source
    confidence: Confidence
    review_by: date
    stages: tuple[str, ...] = ()
    value: Value | None = None
    conditions: Conditions = field(default_factory=Conditions)
    valid_from: date | None = None
    valid_to: date | None = None
    ask: str = ""
    checked_by: str = ""
    checked_on: date | None = None
    note: str = ""
    plugin: str = ""
    """Set by the host: the plugin that brought the fact."""
