"""A database with all tables, on both kinds of it: for the tests of stores."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, MetaData, select

from guides.storage.engine import open_engine, reading
from guides.storage.rows import EVERY
from tests.storage.databases import KINDS, upgraded


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of one, upgraded and empty. A folder's conftest imports both."""
    return upgraded(request.param, tmp_path)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    found = open_engine(url)
    yield found
    found.dispose()


def everything(engine: Engine) -> dict[str, list[dict[str, object]]]:
    """All that stands in the database, table by table; empty tables are left out.

    So is SQLite's index of words: it holds nothing that does not stand in a table.
    """
    there = MetaData()
    there.reflect(engine, only=lambda name, _: not name.startswith("directory_search"))
    found: dict[str, list[dict[str, object]]] = {}
    with reading(engine, EVERY) as connection:
        for table in there.sorted_tables:
            rows = [dict(row) for row in connection.execute(select(table)).mappings()]
            if rows and table.name != "alembic_version":
                found[table.name] = rows
    return found
