"""From a day to the band between two changes of a rule: all that is kept of a date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from guides.api import ALWAYS, Span


def band_of(day: date | None, rule_days: Iterable[date]) -> Span:
    """The band in which a day lies. No day: the open span, which fits every rule."""
    if day is None:
        return ALWAYS
    return next(band for band in bands(rule_days) if band.contains(day))


def bands(rule_days: Iterable[date]) -> tuple[Span, ...]:
    """Every band between the days on which a rule changed, earliest first."""
    days = sorted(set(rule_days))
    edges: list[date | None] = [None, *days, None]
    return tuple(Span(start, end) for start, end in pairwise(edges))


def band_code(span: Span) -> str:
    """A closed code for a band: ``/2026-03-02``, ``2026-03-02/`` or "" for not said."""
    if span.open:
        return ""
    return f"{span.start or ''}/{span.end or ''}"


def band_from_code(code: str, rule_days: Iterable[date]) -> Span | None:
    """The band with this code, or None when there is none such."""
    if not code:
        return ALWAYS
    return next((band for band in bands(rule_days) if band_code(band) == code), None)


def span_of(code: str) -> Span:
    """The days that a band's code stands for, also where the rules have other days by now."""
    start, _, end = code.partition("/")
    return Span(
        date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None
    )
