"""Checks, versions and counts in the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date

from sqlalchemy import Engine

from guides.provenance import store
from guides.provenance.domain import Check, Mistakes
from tests.storage.tables import everything

DAY = date(2026, 11, 21)
LATER = date(2026, 12, 1)
CHECK = Check("appeal-14-days", "0123456789ab", "A. Reader", DAY)


def test_a_check_takes_the_place_of_an_older_one_of_the_same_fact(engine: Engine):
    store.keep_check(engine, CHECK)
    newer = replace(CHECK, version="ba9876543210", checked_by="B. Reader", checked_on=LATER)
    store.keep_check(engine, newer)
    store.keep_check(engine, replace(CHECK, fact="other"))
    assert set(store.checks(engine)) == {newer, replace(CHECK, fact="other")}


def test_a_name_of_any_script_is_kept_as_it_was_written(engine: Engine):
    named = replace(CHECK, checked_by="نورا ﷺ Zoë 王")
    store.keep_check(engine, named)
    assert store.checks(engine) == (named,)


def _noted(engine: Engine, fact: str) -> list[tuple[str, int, date]]:
    return [(s.version, s.number, s.first_seen) for s in store.versions(engine).get(fact, [])]


def test_versions_are_numbered_and_noted_once(engine: Engine):
    store.note_versions(engine, [("a", "v1", "It is one."), ("b", "w1", "So.")], DAY)
    store.note_versions(engine, [("a", "v1", "It is one."), ("b", "w1", "So.")], LATER)
    store.note_versions(engine, [("a", "v2", "It is two."), ("b", "w1", "So.")], LATER)
    assert _noted(engine, "a") == [("v1", 1, DAY), ("v2", 2, LATER)]
    assert _noted(engine, "b") == [("w1", 1, DAY)]
    assert [seen.said for seen in store.versions(engine)["a"]] == ["It is one.", "It is two."]


def test_a_version_that_comes_back_is_the_newest_again(engine: Engine):
    """A pack was taken, and gone back from."""
    for day, version in ((1, "v1"), (2, "v2"), (3, "v1")):
        store.note_versions(engine, [("a", version, version)], date(2026, 12, day))
    assert [version for version, _, _ in _noted(engine, "a")] == ["v2", "v1"]
    store.note_versions(engine, [("a", "v1", "v1")], date(2026, 12, 4))
    assert [version for version, _, _ in _noted(engine, "a")] == ["v2", "v1"]


def test_reports_are_counted_by_month_page_and_kind_and_nothing_else_is_there(engine: Engine):
    for page, kind, on in (
        ("/", "old", DAY), ("/", "old", DAY), ("/", "wrong", DAY),
        ("/where", "old", DAY), ("/", "old", LATER),
    ):  # fmt: skip
        store.count_mistake(engine, page, kind, on)
    assert store.mistakes(engine) == (
        Mistakes("2026-12", "/", "old", 1),
        Mistakes("2026-11", "/", "old", 2),
        Mistakes("2026-11", "/", "wrong", 1),
        Mistakes("2026-11", "/where", "old", 1),
    )
    columns = {tuple(row) for row in everything(engine)["mistake_count"]}
    assert columns == {("month", "page", "kind", "reports")}


def test_reports_at_the_same_moment_are_all_counted(engine: Engine):
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: store.count_mistake(engine, "/", "old", DAY), range(24)))
    assert [each.reports for each in store.mistakes(engine)] == [24]
