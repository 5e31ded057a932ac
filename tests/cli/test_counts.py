"""``guides counts``: what was counted, and nothing about anybody."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from guides.meetings import store as meetings
from guides.meetings.domain import Tally
from guides.provenance import store as provenance
from guides.settings import read_settings
from guides.storage.engine import open_engine
from tests.cli.conftest import Run

DAY = date(2026, 11, 21)


@pytest.fixture
def engine(run: Run):
    """The database of the installation, upgraded."""
    assert run("db", "upgrade").code == 0
    found = open_engine(read_settings().database_url)
    yield found
    found.dispose()


def test_sessions_are_listed_by_month_and_language(run: Run, engine: Engine):
    meetings.keep(engine, "0" * 32, Tally(("claiming",), "ar", 9, 50), DAY)
    meetings.keep(engine, "1" * 32, Tally(("screening",), "ar", 3, 40), DAY)
    meetings.keep(engine, "2" * 32, Tally(("claiming",), "prs", 4, 45), date(2026, 12, 1))
    rows = run("counts", "sessions").out.splitlines()
    assert [row.split()[:3] for row in rows] == [
        ["2026-12", "prs", "1"], ["2026-11", "ar", "2"], ["3", "sessions", "were"],
    ]  # fmt: skip
    assert "12 people, 90 minutes: claiming, screening" in rows[1]


def test_reports_are_listed_by_page(run: Run, engine: Engine):
    for page in ("/where", "/", "/"):
        provenance.count_mistake(engine, page, "old", DAY)
    rows = run("counts", "mistakes").out.splitlines()
    assert [row.split() for row in rows] == [
        ["2026-11", "2", "old", "/"], ["2026-11", "1", "old", "/where"], ["3", "reports."],
    ]  # fmt: skip


@pytest.mark.parametrize("what", ["sessions", "mistakes"])
def test_where_nothing_was_counted_that_is_said(run: Run, engine: Engine, what: str):
    found = run("counts", what)
    assert (found.code, found.out.split()[0], found.err) == (0, "0", "")


@pytest.mark.parametrize("what", ["sessions", "mistakes"])
def test_a_database_without_tables_is_said_in_words(run: Run, what: str):
    found = run("counts", what)
    assert found.code == 1
    assert "guides db upgrade" in found.err
    assert "Traceback" not in found.err
