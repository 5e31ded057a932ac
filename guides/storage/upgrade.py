"""Bringing the database to the tables that this release works with."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from guides import paths
from guides.storage.engine import DatabaseWrong, reading
from guides.storage.plugin_tables import (
    PluginTables,
    TablesWrong,
    bring_plugin_to,
    newest,
    stands,
)
from guides.storage.rows import EVERY, see

_UPGRADE_LOCK = 0x67756964
"""Any number that nothing else in the same PostgreSQL database locks."""


class DatabaseNewer(Exception):
    """The database was made by a newer release than this one; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Where the database stands, and where it belongs."""

    current: str | None
    wanted: str
    plugins: tuple[PluginStep, ...] = ()
    """Plugins whose tables were brought up, or could not be."""

    @property
    def up_to_date(self) -> bool:
        return self.current == self.wanted


@dataclass(frozen=True, slots=True)
class PluginStep:
    """Where the tables of a plugin stood, and where they were brought."""

    plugin: str
    current: str | None
    wanted: str
    problem: str = ""
    """Why they could not be brought up; then they stand where they stood."""


def revision(engine: Engine) -> Revision:
    """Look only: a database that does not exist yet is not made by looking."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).is_file():
        return Revision(None, _head())
    with reading(engine) as connection:
        return _revision(connection)


def known_revisions() -> frozenset[str]:
    """All that this release can bring up."""
    steps = ScriptDirectory.from_config(_config()).walk_revisions()
    return frozenset(step.revision for step in steps)


def upgrade(
    engine: Engine,
    before_change: Callable[[Revision], None] = lambda _: None,
    plugins: Sequence[PluginTables] = (),
) -> Revision:
    """Bring the database up to date, in one transaction. Returns where it stood before.

    ``before_change`` is called when a database that has tables is about to be changed, while
    nobody else can change it: there a backup is made. What it raises stops the upgrade. The tables
    of ``plugins`` follow those of the core; a plugin whose migration fails stands in nobody's way.

    Raises:
        DatabaseNewer: when it was made by a newer release.
        DatabaseWrong: when its file cannot be made.
    """
    with changing_tables(engine) as connection:
        before = _revision(connection)
        if before.current is not None and before.current not in known_revisions():
            raise DatabaseNewer(
                f"The database stands at {before.current}, which this release does not know. "
                "It was made by a newer release: install that one again. Nothing was changed."
            )
        steps = tuple(_plugin_step(connection, each) for each in plugins)
        changes = not before.up_to_date or any(step.current != step.wanted for step in steps)
        if before.current is not None and changes:
            before_change(before)
        bring_to(connection, "head")
        done = tuple(_bring(connection, *each) for each in zip(plugins, steps, strict=True))
    return replace(before, plugins=tuple(step for step in done if step.current != step.wanted))


def _plugin_step(connection: Connection, tables: PluginTables) -> PluginStep:
    current = stands(connection, tables)
    try:
        return PluginStep(tables.plugin, current, newest(tables))
    except TablesWrong as wrong:
        return PluginStep(tables.plugin, current, "", str(wrong))


def _bring(connection: Connection, tables: PluginTables, step: PluginStep) -> PluginStep:
    if step.problem or step.current == step.wanted:
        return step
    try:
        bring_plugin_to(connection, tables)
    except TablesWrong as wrong:
        return replace(step, problem=str(wrong))
    return step


def bring_to(connection: Connection, step: str) -> None:
    """Bring the tables up to a revision, inside the transaction of this connection."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, step)


@contextmanager
def changing_tables(engine: Engine) -> Iterator[Connection]:
    """One transaction in which tables can be changed: all of it is done, or nothing is.

    Others that want the same wait. In SQLite a table is changed by copying it and dropping the old
    one, which would delete what points at it: so its links are not held to on the way, and all of
    them are looked at before the end.
    """
    sqlite = engine.dialect.name == "sqlite"
    with _alone(engine), engine.connect() as connection:
        driver = connection.connection.driver_connection
        if sqlite and driver is not None:
            driver.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction
        try:
            with connection.begin():
                _wait_for_others(connection)
                see(connection, EVERY)
                yield connection
                if sqlite:
                    _check_links(connection)
        finally:
            if sqlite and driver is not None:
                driver.execute("PRAGMA foreign_keys=ON")


def _check_links(connection: Connection) -> None:
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
        raise DatabaseWrong(
            "Something in the database points at what is not there. Nothing was changed. "
            "Put a backup back, or ask for help."
        )


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Workers that start together in an empty folder make its SQLite file one after the other:
    turning on its write-ahead log is the one thing that SQLite does not wait for."""
    if engine.dialect.name != "sqlite":
        yield
        return
    file = Path(str(engine.url.database))
    try:
        folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as error:
        raise DatabaseWrong(f"The file {file} cannot be made ({error.strerror}).") from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        _touch(file)  # and not by the driver, so that only its owner can ever read it
        yield
    finally:
        os.close(folder)


def _touch(file: Path) -> None:
    try:
        file.touch(mode=0o600)
    except OSError as error:
        raise DatabaseWrong(f"The file {file} cannot be made ({error.strerror}).") from error


def _wait_for_others(connection: Connection) -> None:
    """Two workers that start together: one brings the tables, the other finds them there."""
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})


def _revision(connection: Connection) -> Revision:
    return Revision(MigrationContext.configure(connection).get_current_revision(), _head())


def _head() -> str:
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS).replace("%", "%%"))
    return config
