"""Whether a fact may be shown on a day, and how sure it is then."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import date

from guides.api import Fact


@dataclass(frozen=True, slots=True)
class FactState:
    """A fact on one day.

    ``shown`` is False for a fact that is not in force, or not confirmed. ``check_first`` is True
    when it has probably moved, or its review is overdue.
    """

    in_force: bool
    confirmed: bool
    overdue: bool
    moved: bool

    @property
    def shown(self) -> bool:
        return self.in_force and self.confirmed

    @property
    def check_first(self) -> bool:
        return self.overdue or self.moved


def state_of(fact: Fact, on: date) -> FactState:
    """How a fact stands on a day. ``valid_to`` is the last day on which it holds."""
    return FactState(
        in_force=(fact.valid_from is None or on >= fact.valid_from)
        and (fact.valid_to is None or on <= fact.valid_to),
        confirmed=fact.confidence != "low",
        overdue=on > fact.review_by,
        moved=fact.confidence == "superseded-risk",
    )


def fact_version(fact: Fact) -> str:
    """A fingerprint of everything that a reader could see of a fact (12 hex digits)."""
    seen = replace(fact, note="", plugin="")
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:12]


def is_weak(fact: Fact) -> bool:
    """A fact whose source is neither official nor a trusted charity's, or that is not sure."""
    return fact.confidence != "high" or fact.source.kind == "other"
