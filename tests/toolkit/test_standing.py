"""Whether a fact may be shown on a day, and with which warning."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from guides.api import Conditions, Duration, Fact, Source
from guides.toolkit.standing import fact_version, state_of

DAY = date(2026, 11, 21)
FACT = Fact(
    id="so",
    topic="rules",
    statement="It takes {value}.",
    source=Source("Office", "https://rules.example", "undated", DAY, "official"),
    confidence="high",
    review_by=DAY,
    value=Duration(Decimal(14), "day"),
)


def _shown(fact: Fact, on: date) -> tuple[bool, bool]:
    state = state_of(fact, on)
    return state.shown, state.check_first


@pytest.mark.parametrize(
    ("change", "days_later", "shown", "check_first"),
    [
        ({}, 0, True, False),  # the day of the review is still in time
        ({}, 1, True, True),
        ({"confidence": "medium"}, 0, True, False),
        ({"confidence": "superseded-risk"}, 0, True, True),
        ({"confidence": "low"}, 0, False, False),
        ({"confidence": "low"}, 1, False, True),
        ({"valid_from": DAY}, -1, False, False),
        ({"valid_from": DAY}, 0, True, False),
        ({"valid_to": DAY}, 0, True, False),  # the last day on which it holds
        ({"valid_to": DAY}, 1, False, True),
    ],
)
def test_a_fact_on_a_day(change: dict, days_later: int, shown: bool, check_first: bool):
    fact = replace(FACT, **change)
    assert _shown(fact, DAY + timedelta(days_later)) == (shown, check_first)


def test_one_rule_follows_the_other_without_a_gap_or_an_overlap():
    old = replace(FACT, review_by=date.max, valid_to=DAY)
    new = replace(FACT, review_by=date.max, valid_from=DAY + timedelta(1))
    for later in range(-3, 4):
        day = DAY + timedelta(later)
        assert state_of(old, day).shown != state_of(new, day).shown


SEEN: dict[str, Any] = {
    "statement": "It takes about {value}.",
    "value": Duration(Decimal(15), "day"),
    "confidence": "medium",
    "review_by": DAY + timedelta(1),
    "source": replace(FACT.source, dated="1 March 2026"),
    "conditions": Conditions(nations=("wales",)),
    "valid_from": DAY,
    "valid_to": DAY,
    "ask": "a lawyer",
    "checked_by": "A. Person",
    "checked_on": DAY,
}


@pytest.mark.parametrize("field", SEEN)
def test_the_version_of_a_fact_changes_with_what_a_reader_sees(field: str):
    assert fact_version(replace(FACT, **{field: SEEN[field]})) != fact_version(FACT)


def test_the_version_of_a_fact_does_not_change_with_what_nobody_sees():
    assert fact_version(replace(FACT, note="other")) == fact_version(FACT)
    assert fact_version(replace(FACT, plugin="other")) == fact_version(FACT)
