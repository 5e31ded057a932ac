"""Who reads through a caseload is noticed; who works is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from guides.audit.busy import MOST_IN_AN_HOUR, busy
from guides.audit.domain import Entry
from guides.audit.service import many_views
from guides.storage.engine import saving
from tests.audit.conftest import Desk

START = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)


def views(
    actor: str, many: int, *, every: float = 30, records: int | None = None
) -> Iterator[Entry]:
    """``many`` views, one in so many seconds, of so many different records."""
    for n in range(many):
        at = (START + timedelta(seconds=n * every)).strftime("%Y-%m-%dT%H:%M:%SZ")
        subject = f"{n % (records or many)}"
        yield Entry(n + 1, "7", at, actor, "viewed", "note", subject, "", "")


@pytest.mark.parametrize(
    "quiet",
    [
        views("a", MOST_IN_AN_HOUR),
        views("a", 1_000, records=1),
        views("a", 1_000, every=3600 / MOST_IN_AN_HOUR),  # all day long, never more than that
        (replace(each, action="created") for each in views("a", 500)),
        (replace(each, actor="") for each in views("a", 500)),
        (replace(each, actor=str(each.id)) for each in views("a", 500)),
    ],
    ids=["just-so-many", "one-again-and-again", "steadily", "other-acts", "nobody", "each-one"],
)
def test_who_works_is_not_flagged(quiet: Iterator[Entry]) -> None:
    assert busy(quiet) == []


def test_one_more_is_flagged_also_across_a_full_hour_and_midnight() -> None:
    (found,) = busy(views("a", MOST_IN_AN_HOUR + 1, every=59))
    assert (found.actor, found.org, found.records) == ("a", "7", MOST_IN_AN_HOUR + 1)
    assert found.since == "2026-11-21T23:30:00Z"
    (exported,) = busy(replace(each, action="exported") for each in views("a", 100, every=1))
    assert exported.records == 100


def test_the_worst_hour_of_each_counts_and_the_worst_stands_first() -> None:
    later = (replace(each, id=each.id + 500, actor="b") for each in views("b", 90, every=1))
    found = busy([*views("a", 70, every=1), *later])
    assert [(each.actor, each.records) for each in found] == [("b", 90), ("a", 70)]
    assert busy(views("a", 70, every=1), since="2026-11-22T00:00:00Z") == []


def test_it_is_found_in_a_real_log(desk: Desk) -> None:
    with saving(desk.engine) as session:
        for n in range(MOST_IN_AN_HOUR + 5):
            desk.log.write(
                session, org=7, actor="user/1", action="viewed", kind="note", subject=f"note/{n}"
            )
    (found,) = many_views(desk.engine)
    assert (found.actor, found.records) == (desk.log.pseudonym("user/1"), MOST_IN_AN_HOUR + 5)
    assert desk.faults() == []
