"""Every kind of value goes through a backup and comes back as it was, in either database."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from guides.backup import store
from guides.backup.domain import BackupWrong
from guides.backup.store import Loading, dump, standing_still
from guides.storage.engine import open_engine
from guides.storage.upgrade import changing_tables
from tests.storage.databases import KINDS, fresh

TABLES = sa.MetaData()
THINGS = sa.Table(
    "thing",
    TABLES,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("above", sa.ForeignKey("thing.id")),
    sa.Column("when", sa.DateTime(timezone=True)),
    sa.Column("day", sa.Date),
    sa.Column("hour", sa.Time),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("price", sa.Numeric(12, 2)),
    sa.Column("yes", sa.Boolean),
    sa.Column("part", sa.Float),
    sa.Column("words", sa.Text),
    sa.Column("any", sa.JSON),
)
MOMENT = datetime(2026, 11, 21, 23, 59, 1, 123456, tzinfo=UTC)
FULL = {
    "above": 2,  # a row that comes later
    "when": MOMENT,
    "day": date(2024, 2, 29),
    "hour": time(9, 30),
    "sealed": bytes(range(256)),
    "price": Decimal("1234.50"),
    "yes": False,
    "part": 0.1,
    "words": "\u2028 ' \" \\ \n ع\u200f",
    "any": [1, {"a": None}],
}


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("target", KINDS)
def test_it_comes_back(source: str, target: str, tmp_path: Path):
    (tmp_path / "to").mkdir()
    here = open_engine(fresh(source, tmp_path))
    there = open_engine(fresh(target, tmp_path / "to"))
    TABLES.create_all(here)
    with changing_tables(here) as connection:
        connection.execute(THINGS.insert(), [{"id": 2, "any": None}])
        connection.execute(THINGS.insert(), [{"id": 1, **FULL}])
    with standing_still(here) as connection:
        parts = list(dump(connection))
    with changing_tables(there) as connection:
        TABLES.create_all(connection)
        loading = Loading(connection)
        for part in parts:
            loading.rows(part.table, part.columns, part.lines.split(b"\n")[:-1])
        loading.close()
        assert loading.count("thing") == 2
    with there.connect() as connection:
        rows = connection.execute(sa.select(THINGS).order_by(THINGS.c.id)).mappings().all()
    found = dict(rows[0])
    if found["when"].tzinfo is None:
        found["when"] = found["when"].replace(tzinfo=UTC)
    assert found == {"id": 1, **FULL}
    assert rows[1]["id"] == 2
    for engine in (here, there):
        engine.dispose()


def test_a_value_that_nobody_thought_of_is_refused_and_not_guessed():
    with pytest.raises(BackupWrong, match="complex"):
        store._line([1j])
