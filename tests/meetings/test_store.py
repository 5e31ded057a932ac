"""Tallies in the database: a month, topics, a language and two numbers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from guides.meetings import store
from guides.meetings.domain import Tally
from tests.storage.tables import everything

DAY = date(2026, 11, 21)
TALLY = Tally(("claiming", "screening"), "prs", 9, 50)


def _name(number: int) -> str:
    return f"{number:032x}"


def test_of_a_session_only_the_tally_stays_and_of_its_day_only_the_month(engine: Engine):
    store.keep(engine, _name(1), TALLY, DAY)
    assert everything(engine) == {
        "session_tally": [
            {
                "save_id": _name(1),
                "month": "2026-11",
                "topics": ["claiming", "screening"],
                "lang": "prs",
                "people": 9,
                "minutes": 50,
            }
        ]
    }


def test_a_form_that_is_sent_twice_counts_once(engine: Engine):
    """A phone with a bad signal sends again; also when the month has turned meanwhile."""
    store.keep(engine, _name(1), TALLY, DAY)
    store.keep(engine, _name(1), replace(TALLY, people=12), date(2026, 12, 1))
    (found,) = store.counted(engine)
    assert (found.month, found.sessions, found.people) == ("2026-11", 1, 9)


def test_sending_twice_at_the_same_moment_counts_once(engine: Engine):
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: store.keep(engine, _name(1), TALLY, DAY), range(12)))
    assert [each.sessions for each in store.counted(engine)] == [1]


def test_tallies_are_added_up_by_month_and_language_newest_first(engine: Engine):
    store.keep(engine, _name(1), TALLY, DAY)
    store.keep(engine, _name(2), Tally(("removal", "claiming"), "prs", 3, 45), DAY)
    store.keep(engine, _name(3), replace(TALLY, lang="fr"), DAY)
    store.keep(engine, _name(4), TALLY, date(2026, 9, 30))
    found = store.counted(engine)
    assert [(each.month, each.lang, each.sessions) for each in found] == [
        ("2026-11", "prs", 2), ("2026-11", "fr", 1), ("2026-09", "prs", 1),
    ]  # fmt: skip
    assert (found[0].people, found[0].minutes) == (12, 95)
    assert found[0].topics == ("claiming", "removal", "screening")


def test_without_a_tally_nothing_is_counted(engine: Engine):
    assert store.counted(engine) == ()
