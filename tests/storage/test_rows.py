"""Whose rows a transaction sees: PostgreSQL keeps them apart where a query forgets to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, text
from sqlalchemy.exc import ProgrammingError

from guides.accounts import store as accounts
from guides.storage.engine import Base, open_engine, reading, saving
from guides.storage.rows import EVERY, NOT_WALLED, POLICY, WALLED, hiding, what_is_wrong
from guides.storage.upgrade import upgrade
from guides.walls import HOLDINGS
from tests.storage.databases import as_superuser, fresh

ALL = "SELECT id FROM note ORDER BY id"
"""A query without a WHERE: what somebody writes who forgot it."""
ADD = (
    "INSERT INTO note (id, org, text, version, save_id, changed, goes) "
    "VALUES (:id, :org, 'sealed', 1, :id, '2026-11-21', '2027-01-01')"
)


def two(engine: Engine) -> tuple[int, int]:
    """Two organisations with a note each: "n" of the first, "s" of the second."""
    upgrade(engine)
    with saving(engine, EVERY) as session:
        north = accounts.add_organisation(session, "North House (demo)").id
        south = accounts.add_organisation(session, "South House (demo)").id
        for note, org in (("n", north), ("s", south)):
            session.execute(text(ADD), {"id": note, "org": org})
    return north, south


@pytest.fixture
def walled(tmp_path: Path) -> Iterator[Engine]:
    """A PostgreSQL, opened as the role that owns it."""
    found = open_engine(fresh("postgresql", tmp_path))
    yield found
    found.dispose()


def _seen(engine: Engine, org: object, query: str = ALL) -> list[str]:
    with reading(engine, org) as connection:  # type: ignore[arg-type]
        return list(connection.execute(text(query)).scalars())


def test_who_looks_after_all_sees_all(engine: Engine) -> None:
    two(engine)
    assert _seen(engine, EVERY) == ["n", "s"]


@pytest.fixture
def pair(walled: Engine) -> tuple[int, int]:
    return two(walled)


def test_a_query_without_where_sees_one_organisation(walled: Engine, pair: tuple[int, int]) -> None:
    north, south = pair
    assert (_seen(walled, north), _seen(walled, south)) == (["n"], ["s"])
    assert _seen(walled, north, "SELECT id FROM note WHERE id = 's'") == []
    assert _seen(walled, 0) == []


def test_without_a_word_nothing_is_seen(walled: Engine, pair: tuple[int, int]) -> None:
    """Also on a connection of the pool on which somebody else said a word before."""
    assert _seen(walled, None) == []
    with saving(walled, pair[0]) as session:
        assert list(session.scalars(text(ALL))) == ["n"]
    for _ in range(5):
        assert _seen(walled, None) == []
        with saving(walled) as session:
            assert list(session.scalars(text(ALL))) == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE note SET text = 'x'",
        "DELETE FROM note",
        "DELETE FROM note WHERE id = 's'",
    ],
)
def test_what_is_not_seen_is_not_changed(
    walled: Engine, pair: tuple[int, int], change: str
) -> None:
    north, _ = pair
    with saving(walled, north) as session:
        session.execute(text(change))
    assert _seen(walled, EVERY, "SELECT id FROM note WHERE text = 'sealed' AND id = 's'") == ["s"]


@pytest.mark.parametrize("change", ["UPDATE note SET org = :other", ADD])
def test_no_row_is_put_among_those_of_others(
    walled: Engine, pair: tuple[int, int], change: str
) -> None:
    north, south = pair
    words = {"other": south, "id": "new", "org": south}
    with pytest.raises(ProgrammingError, match="row-level security"), saving(walled, north) as one:
        one.execute(text(change), words)
    assert _seen(walled, south) == ["s"]


def test_the_role_of_the_tests_owns_the_tables(walled: Engine, pair: tuple[int, int]) -> None:
    """Otherwise nothing above would show that owners are held, too."""
    query = "SELECT tablename FROM pg_tables WHERE tableowner = current_user"
    assert "note" in _seen(walled, None, query)
    with saving(walled) as session:  # what an owner would see without FORCE
        session.execute(text("ALTER TABLE note NO FORCE ROW LEVEL SECURITY"))
    assert _seen(walled, None) == ["n", "s"]


def test_a_role_above_the_wall_is_told(walled: Engine, pair: tuple[int, int]) -> None:
    assert what_is_wrong(walled) == ""
    above = open_engine(as_superuser(walled.url.render_as_string(hide_password=False)))
    try:
        assert _seen(above, None) == ["n", "s"]
        assert "NOSUPERUSER" in what_is_wrong(above)
    finally:
        above.dispose()


def test_rules_of_somebody_else_are_noticed(walled: Engine, pair: tuple[int, int]) -> None:
    with walled.begin() as connection:
        assert hiding(connection) == ()
        connection.execute(text("CREATE POLICY odd ON note AS RESTRICTIVE USING (id <> 's')"))
        connection.execute(text("ALTER TABLE sheet_count ENABLE ROW LEVEL SECURITY"))
        connection.execute(text("ALTER TABLE sheet_count FORCE ROW LEVEL SECURITY"))
        assert hiding(connection) == ("note", "sheet_count")


def test_each_table_of_an_organisation_is_behind_the_wall_or_says_why_not(walled: Engine) -> None:
    upgrade(walled)
    there = MetaData()
    there.reflect(walled)
    with_org = {name for name, table in there.tables.items() if "org" in table.columns}
    assert with_org == {*WALLED, *NOT_WALLED}
    assert with_org <= set(Base.metadata.tables)
    assert {t for each in HOLDINGS for t in each.tables} >= with_org
    query = (
        "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
        f"WHERE c.relrowsecurity AND c.relforcerowsecurity AND p.polname = '{POLICY}' ORDER BY 1"
    )
    assert _seen(walled, None, query) == sorted(WALLED)
