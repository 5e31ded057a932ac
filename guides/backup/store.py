"""Tables out of one database and into another, through what the database says of itself.

Rows travel as JSON lines, in an order in which parents come before children. So the same bundle
fits SQLite and PostgreSQL.
"""

from __future__ import annotations

import base64
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    Column,
    Connection,
    Engine,
    MetaData,
    StaticPool,
    Table,
    Text,
    bindparam,
    cast,
    create_engine,
    func,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

from guides.backup.domain import BackupWrong, Value
from guides.storage.rows import EVERY, hiding, see

REVISION = "alembic_version"
PLUGIN_REVISION = f"{REVISION}_"
NOT_KEPT = frozenset({REVISION, "sign_in", "invitation", "throttle"})
"""Not in backups: who is signed in, codes that are under way and wrong guesses. After a restore
nobody is signed in who had signed out, and no code that was used works again."""
ROWS = 500
"""Rows in one part, so that no table is ever held in memory whole."""


@dataclass(frozen=True, slots=True)
class Dumped:
    """Some rows of a table."""

    table: str
    columns: tuple[str, ...]
    lines: bytes
    rows: int


@contextmanager
def standing_still(engine: Engine) -> Iterator[Connection]:
    """A view of the database that nothing changes any more, while others go on writing.

    Raises:
        BackupWrong: when the database is damaged.
    """
    if engine.dialect.name == "sqlite":
        with _copied(Path(str(engine.url.database))) as connection:
            yield connection
        return
    still = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**still) as connection:
        see_all(connection)
        yield connection


def see_all(connection: Connection) -> None:
    """See the rows of every organisation. What cannot be seen would be missing without a word.

    Raises:
        BackupWrong: when somebody made rules of their own that may hide some.
    """
    see(connection, EVERY)
    if hidden := hiding(connection):
        raise BackupWrong(
            f"The database has rules of its own for {', '.join(hidden)} (row-level security), "
            "which may hide rows from this program. Nothing was written. Mend: take those rules "
            "away, or name a role that is above them."
        )


@contextmanager
def _copied(file: Path) -> Iterator[Connection]:
    """A copy in a temporary file of SQLite's own, which has no name and is gone with it."""
    with (
        closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect("", check_same_thread=False)) as copy,
    ):
        try:
            source.backup(copy)
            (said,) = copy.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            raise BackupWrong(_damaged(type(error).__name__)) from error
        if said != "ok":
            raise BackupWrong(_damaged("integrity_check"))
        engine = create_engine("sqlite://", creator=lambda: copy, poolclass=StaticPool)
        with engine.connect() as connection:
            yield connection


def _damaged(why: str) -> str:
    return (
        f"The database is damaged or cannot be read ({why}). No backup was made of it, so that it "
        "does not take the place of a good one. Put back the newest backup."
    )


def revision_of(connection: Connection) -> str:
    """Where the schema stands; empty where none was made."""
    if not inspect(connection).has_table(REVISION):  # asking all the same ends the transaction
        return ""
    return str(connection.execute(text(f"SELECT version_num FROM {REVISION}")).scalar() or "")  # noqa: S608


def tables_of(connection: Connection) -> list[Table]:
    """All tables that are kept, parents first. Those of a search index are made anew instead."""
    there = MetaData()
    skipped = NOT_KEPT | _made_by_sqlite(connection)
    kept = [
        name
        for name in inspect(connection).get_table_names()
        if name not in skipped and not name.startswith(PLUGIN_REVISION)
    ]
    there.reflect(connection, only=kept)
    return [table for table in there.sorted_tables if table.name in kept]


def plugin_revisions(connection: Connection) -> dict[str, str]:
    """Plugins that have tables of their own, and where these stand."""
    names = inspect(connection).get_table_names()
    notes = [name for name in names if name.startswith(PLUGIN_REVISION)]
    found: dict[str, str] = {}
    for note in notes:
        # Ids have no underscore, so that they can be read back out of the name.
        plugin = note.removeprefix(PLUGIN_REVISION).replace("_", "-")
        asked = text(f"SELECT version_num FROM {note}")  # noqa: S608 - a name of our own making
        found[plugin] = str(connection.execute(asked).scalar() or "")
    return {plugin: revision for plugin, revision in found.items() if revision}


def _made_by_sqlite(connection: Connection) -> set[str]:
    if connection.dialect.name != "sqlite":
        return set()
    listed = connection.execute(text("PRAGMA table_list"))
    return {row.name for row in listed if row.type in ("virtual", "shadow")}


def dump(connection: Connection) -> Iterator[Dumped]:
    """Every row of every table, in parts. A table without rows has one part, which is empty."""
    for table in tables_of(connection):
        columns = _columns(table)
        names = tuple(column.name for column in columns)
        asked = select(*(_out(column) for column in columns)).order_by(*table.primary_key.columns)
        rows = connection.execution_options(yield_per=ROWS).execute(asked)
        empty = True
        for some in rows.partitions():
            lines = [_line(row) for row in some]
            yield Dumped(table.name, names, b"".join(lines), len(lines))
            empty = False
        if empty:
            yield Dumped(table.name, names, b"", 0)


def is_empty(engine: Engine) -> bool:
    """Whether a database has no table yet."""
    there = MetaData()
    with engine.connect() as connection:
        there.reflect(connection)
    return not there.tables


def unknown(connection: Connection, columns: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Tables of a bundle that are not here.

    Raises:
        BackupWrong: when a table is here, but not all of its columns.
    """
    here = {table.name: {c.name for c in _columns(table)} for table in tables_of(connection)}
    for table, names in columns.items():
        if table in here and not set(names) <= here[table]:
            raise BackupWrong(
                f"The backup's table {table} has other columns than this release knows. "
                "Nothing was written."
            )
    return tuple(sorted(columns.keys() - here.keys()))


class Loading:
    """Puts rows into empty tables, inside the transaction of a connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._tables = {table.name: table for table in tables_of(connection)}
        self._held = _let_go(connection)
        for table in reversed(self._tables.values()):  # what a migration put in
            connection.execute(table.delete())

    def rows(self, table: str, columns: Sequence[str], lines: Iterable[bytes]) -> int:
        """Put rows in. Returns how many."""
        into = self._tables[table]
        values = [dict(zip(columns, _cells(line), strict=True)) for line in lines]
        if values:
            put = {name: _in(into.c[name], self._connection) for name in columns}
            self._connection.execute(insert(into).values(put), [_named(row) for row in values])
        return len(values)

    def close(self) -> None:
        """Hold to the links again, and let numbers go on after the highest."""
        _take_up(self._connection, self._held)
        if self._connection.dialect.name == "postgresql":
            for table in self._tables.values():
                _count_on(self._connection, table)

    def count(self, table: str) -> int:
        found: int = self._connection.execute(
            select(func.count()).select_from(self._tables[table])
        ).scalar_one()
        return found


def _columns(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.computed is None]


# One cell -----------------------------------------------------------------------------------------


def _out(column: Column[Any]) -> Any:
    """JSON is taken as it is written: read as values, null and no value would be the same."""
    return cast(column, Text).label(column.name) if isinstance(column.type, JSON) else column


def _in(column: Column[Any], connection: Connection) -> Any:
    name = _parameter(column.name)
    if not isinstance(column.type, JSON):
        return bindparam(name, type_=column.type)
    if connection.dialect.name == "sqlite":
        return bindparam(name, type_=Text())
    return cast(bindparam(name, type_=Text()), column.type)


def _parameter(column: str) -> str:
    return f"put_{column}"  # a bare column name is reserved by SQLAlchemy


def _named(row: Mapping[str, object]) -> dict[str, object]:
    return {_parameter(name): value for name, value in row.items()}


def _line(row: Iterable[object]) -> bytes:
    cells = [_to_json(value) for value in row]
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _to_json(value: object) -> Value:
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, datetime):
        aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
        return {"moment": aware.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, bytes | memoryview):
        return {"bytes": base64.b64encode(bytes(value)).decode()}
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, UUID):
        return value.hex
    raise BackupWrong(f"A value of the kind {type(value).__name__} has no place in a backup yet.")


_READ: dict[str, Any] = {
    "moment": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "bytes": base64.b64decode,
    "decimal": Decimal,
}


def _cells(line: bytes) -> list[object]:
    return [_from_json(cell) for cell in json.loads(line)]


def _from_json(cell: Value) -> object:
    if not isinstance(cell, dict):
        return cell
    ((kind, written),) = cell.items()
    return _READ[kind](written)


# What PostgreSQL wants besides --------------------------------------------------------------------

_LINKS = text(
    "SELECT conrelid::regclass::text AS held_by, quote_ident(conname) AS name FROM pg_constraint "
    "WHERE contype = 'f' AND NOT condeferrable AND connamespace = current_schema()::regnamespace"
)


def _let_go(connection: Connection) -> list[tuple[str, str]]:
    """Rows may point at rows that come later, until all are there."""
    if connection.dialect.name == "sqlite":
        return []  # whoever changes its tables has switched this off
    see_all(connection)
    found = [(row.held_by, row.name) for row in connection.execute(_LINKS)]
    for table, name in found:
        connection.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} DEFERRABLE"))
    connection.execute(text("SET CONSTRAINTS ALL DEFERRED"))
    return found


def _take_up(connection: Connection, held: Iterable[tuple[str, str]]) -> None:
    if connection.dialect.name == "sqlite":
        return
    try:
        connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    except DBAPIError as error:
        raise BackupWrong(
            "Something in the backup points at what is not in it. Nothing was written."
        ) from error
    for table, name in held:
        connection.execute(text(f"ALTER TABLE {table} ALTER CONSTRAINT {name} NOT DEFERRABLE"))


def _count_on(connection: Connection, table: Table) -> None:
    for column in table.primary_key.columns:
        asked = {"table": f'"{table.name}"', "column": column.name}
        sequence = connection.execute(
            text("SELECT pg_get_serial_sequence(:table, :column)"), asked
        ).scalar()
        if sequence:
            highest = select(func.coalesce(func.max(column) + 1, 1)).scalar_subquery()
            connection.execute(select(func.setval(sequence, highest, False)))
