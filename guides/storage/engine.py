"""The database: one engine, SQLite in a folder by default, PostgreSQL by URL."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection as Connection
from sqlalchemy import Engine as Engine  # services pass it on to their stores
from sqlalchemy import create_engine, event
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.orm import Session as Session

from guides.storage.rows import Whose, see

BUSY_MS = 5_000
StorageFailed = SQLAlchemyError
"""For those who go on without a database."""


class Base(DeclarativeBase):
    """All tables of the core."""


class DatabaseWrong(Exception):
    """The URL of the database cannot be used. The message says what to write, without the URL."""


class _WithHints(SQLiteCompiler):
    """SQLite has a hint, INDEXED BY, and SQLAlchemy leaves it out: ``Select.with_hint`` says it."""

    def get_from_hint_text(self, table: Any, text: str | None) -> str | None:
        return text


def is_there(engine: Engine) -> bool:
    """Whether the database has been made: only looking at SQLite would make an empty file."""
    return engine.dialect.name != "sqlite" or Path(str(engine.url.database)).is_file()


def open_engine(url: str) -> Engine:
    """An engine for this URL. The folder of a SQLite file is made, readable by its owner only.

    Raises:
        DatabaseWrong: when it is no URL, or that of a database that we cannot use.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        parsed = URL.create("none")
    kind = parsed.drivername.partition("+")[0]
    if kind in ("postgresql", "postgres"):
        psycopg = parsed.set(drivername="postgresql+psycopg")
        return create_engine(psycopg, pool_pre_ping=True, hide_parameters=True)
    if kind != "sqlite" or parsed.database in (None, "", ":memory:"):
        # The URL can hold a password, so it is not said back.
        raise DatabaseWrong(
            'The setting "database" cannot be used. Write sqlite:///folder/guides.db or '
            "postgresql://user@host/name, or leave it out."
        )
    folder = Path(str(parsed.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DatabaseWrong(f"The folder {folder} cannot be made ({error.strerror}).") from error
    engine = create_engine(parsed, hide_parameters=True)
    engine.dialect.statement_compiler = _WithHints
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def insert_into(on: Engine | Connection | Session, table: type[DeclarativeBase]) -> Any:
    """An insert that knows ``on_conflict_…``: both databases have it, each under its own name."""
    dialect = (on.get_bind() if isinstance(on, Session) else on).dialect
    return (sqlite_insert if dialect.name == "sqlite" else postgresql_insert)(table)


@contextmanager
def saving(engine: Engine, org: Whose | None = None) -> Iterator[Session]:
    """One transaction: all that is done in it is saved together, or nothing is.

    Without ``org`` the tables of :data:`guides.storage.rows.WALLED` look empty on PostgreSQL.
    """
    with Session(engine, expire_on_commit=False) as session, session.begin():
        if org is not None:
            see(session, org)
        yield session


@contextmanager
def reading(engine: Engine, org: Whose | None = None) -> Iterator[Connection]:
    """Only to look: waits for nobody who writes, and works when there is no room to write.

    ``org`` as in :func:`saving`.
    """
    with engine.connect().execution_options(reading=True) as connection:
        if org is not None:
            see(connection, org)
        yield connection


def empty_journal(engine: Engine) -> None:
    """Let nothing that was deleted stand in SQLite's journal, where it stays until overwritten.

    Where somebody reads at that moment, it is left for the next time.
    """
    if engine.dialect.name == "sqlite":
        with closing(engine.raw_connection()) as connection:  # it works in no transaction
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _set_up_sqlite(connection: Any, _record: object) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # The driver's own transactions leave out DDL; ours begin where SQLAlchemy says so.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",  # what is deleted is overwritten, whatever SQLite was built with
        f"busy_timeout={BUSY_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Any) -> None:
    """Take the write lock at once: a lock that is taken half-way can fail half-way."""
    only_reads = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if only_reads else "BEGIN IMMEDIATE")
