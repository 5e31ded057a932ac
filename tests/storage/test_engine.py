"""The connection: rules of SQLite that must be on, and URLs that cannot be used."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from guides.storage.engine import DatabaseWrong, open_engine


def test_what_is_not_committed_is_not_there(engine: Engine):
    def fails() -> None:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE a (id INTEGER)"))
            connection.execute(text("INSERT INTO b VALUES (1)"))

    with pytest.raises(SQLAlchemyError):
        fails()
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE a (id INTEGER)"))


def test_an_error_says_nothing_of_what_was_to_be_written(engine: Engine):
    with engine.begin() as connection, pytest.raises(SQLAlchemyError) as failed:
        connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "Kanarienvogel"})
    assert "nowhere" in str(failed.value)
    assert "Kanarienvogel" not in str(failed.value)


def test_writers_wait_for_each_other(url: str):
    """Each reads, then writes what it read plus one: no step may be lost."""
    first = open_engine(url)
    with first.begin() as connection:
        connection.execute(text("CREATE TABLE a (n INTEGER)"))
        connection.execute(text("INSERT INTO a VALUES (0)"))
    first.dispose()

    def add(_: int) -> None:
        engine = open_engine(url)
        for _ in range(10):
            with engine.begin() as connection:
                if engine.dialect.name == "postgresql":
                    connection.execute(text("LOCK TABLE a"))
                found = connection.execute(text("SELECT n FROM a")).scalar_one()
                connection.execute(text(f"UPDATE a SET n = {found + 1}"))
        engine.dispose()

    with ThreadPoolExecutor(6) as workers:
        list(workers.map(add, range(6)))
    last = open_engine(url)
    with last.connect() as connection:
        assert connection.execute(text("SELECT n FROM a")).scalar_one() == 60
    last.dispose()


@pytest.fixture
def sqlite(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path / 'data' / 'test.db'}")
    yield engine
    engine.dispose()


def test_sqlite_holds_to_its_foreign_keys(sqlite: Engine):
    with sqlite.begin() as connection:
        connection.execute(text("CREATE TABLE a (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE b (a INTEGER REFERENCES a (id))"))
    with pytest.raises(SQLAlchemyError, match="FOREIGN KEY"), sqlite.begin() as connection:
        connection.execute(text("INSERT INTO b VALUES (1)"))


def test_a_reader_of_sqlite_sees_the_last_whole_state_while_somebody_writes(sqlite: Engine):
    with sqlite.begin() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"


def test_the_folder_of_a_new_database_is_its_owners_alone(sqlite: Engine, tmp_path: Path):
    sqlite.connect().close()
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    "url",
    ["nonsense", "", "mysql://me:secret@host/db", "postgres:x", "sqlite://", "sqlite:///:memory:"],
)
def test_a_url_that_cannot_be_used_is_refused_in_words_without_its_password(url: str):
    with pytest.raises(DatabaseWrong, match="sqlite:///") as refused:
        open_engine(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_the_usual_ways_to_write_a_postgresql_url_are_understood(scheme: str):
    engine = open_engine(f"{scheme}://me@host/db")
    assert (engine.dialect.name, engine.driver) == ("postgresql", "psycopg")
