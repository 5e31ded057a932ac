"""docs/columns.md is the approved list of all that is kept: nothing more, nothing less.

A new column, also one of a plugin's table, fails here until a person has written down what it is
for, who sees it, how it is kept and for how long.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from guides.plugins.code_tables import plugin_holdings, plugin_tables
from guides.plugins.service import build_registry
from guides.retention.service import Holding
from guides.safe import keyring_store
from guides.storage.engine import Engine, open_engine
from guides.storage.upgrade import upgrade
from guides.walls import HOLDINGS

BUNDLED = build_registry(("form-clinic",)).loaded
"""Bundled plugins with tables of their own are looked at like the core."""
KEPT = ("plain code", "sealed", "hashed", "plain")
FORBIDDEN = ("nationality", "birth", "religion", "faith", "address", "phone", "passport", "gender")
"""Words that no column may be named for: what is not asked cannot be taken."""


@dataclass(frozen=True)
class Approved:
    """A line of the list."""

    table: str
    column: str
    what: str
    who: str
    kept: str
    how_long: str


def approved(text: str) -> list[Approved]:
    """The lines of all tables of the document, without their heads."""
    lines = [line for line in text.splitlines() if line.startswith("| `")]
    return [
        Approved(*(cell.strip().strip("`") for cell in line.strip("| ").split("|")))
        for line in lines
    ]


def live(engine: Engine) -> set[tuple[str, str]]:
    """Every column that is there."""
    looker = inspect(engine)
    # An index of words that stand in a table already: nobody writes into it but SQLite.
    names = [name for name in looker.get_table_names() if not name.startswith("directory_search")]
    return {(table, column["name"]) for table in names for column in looker.get_columns(table)}


def unapproved(there: set[tuple[str, str]], listed: list[Approved]) -> Iterator[str]:
    known = {(each.table, each.column) for each in listed}
    for table, column in sorted(there - known):
        yield f"{table}.{column} is kept, but docs/columns.md does not approve it."
    for table, column in sorted(known - there):
        yield f"docs/columns.md approves {table}.{column}, which is not there."


@pytest.fixture(scope="module")
def listed(checkout: Path) -> list[Approved]:
    return approved((checkout / "docs" / "columns.md").read_text("utf-8"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"sqlite:///{tmp_path / 'guides.db'}")
    upgrade(engine, plugins=plugin_tables(BUNDLED))
    yield engine
    engine.dispose()


@pytest.fixture
def keyring(tmp_path: Path) -> Iterator[Engine]:
    engine = keyring_store.open_keyring(f"sqlite:///{tmp_path / 'keyring.db'}")
    keyring_store.make(engine, "00000000", "", [])
    yield engine
    engine.dispose()


def test_what_is_kept_is_what_was_approved(
    database: Engine, keyring: Engine, listed: list[Approved]
) -> None:
    assert not list(unapproved(live(database) | live(keyring), listed))


def test_a_new_column_and_a_new_table_are_seen(
    database: Engine, keyring: Engine, listed: list[Approved]
) -> None:
    with database.begin() as connection:
        connection.execute(text("ALTER TABLE edition ADD COLUMN nationality TEXT"))
        connection.execute(text("CREATE TABLE plugin_diary (words TEXT)"))
    found = "\n".join(unapproved(live(database) | live(keyring), listed))
    assert "edition.nationality is kept" in found
    assert "plugin_diary.words is kept" in found


def test_a_line_for_what_is_gone_is_seen(listed: list[Approved]) -> None:
    there = {(each.table, each.column) for each in listed}
    more = [*listed, Approved("attic", "diary", "a", "b", "plain", "c")]
    assert list(unapproved(there, more)) == [
        "docs/columns.md approves attic.diary, which is not there."
    ]


def test_every_line_says_what_who_how_and_how_long(listed: list[Approved]) -> None:
    assert listed
    for each in listed:
        assert all((each.what, each.who, each.how_long)), each
        assert each.kept in KEPT, each
    names = [(each.table, each.column) for each in listed]
    assert len(names) == len(set(names))


def test_nothing_is_kept_that_nobody_needs(listed: list[Approved]) -> None:
    found = [e for e in listed if any(w in f"{e.table}.{e.column}".lower() for w in FORBIDDEN)]
    assert not found


def unanswered(tables: set[str], holdings: tuple[Holding, ...]) -> Iterator[str]:
    """Tables for which no feature says how rows leave them, or two do."""
    answered = Counter(table for holding in holdings for table in holding.tables)
    for table in sorted(tables | answered.keys()):
        if answered[table] != 1 or table not in tables:
            yield f"{table}: {answered[table]} holdings answer for it."


def test_every_table_is_answered_for_once(database: Engine) -> None:
    """How its rows go: after their time, when they are erased, and after a restore."""
    there = {table for table, _ in live(database)}
    holdings = (*HOLDINGS, *plugin_holdings(BUNDLED))
    assert not list(unanswered(there, holdings))
    assert list(unanswered(there | {"diary"}, (*holdings, Holding("again", ("note",))))) == [
        "diary: 0 holdings answer for it.",
        "note: 2 holdings answer for it.",
    ]
