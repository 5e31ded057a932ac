"""Bringing the database to the tables that this release works with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from guides import paths
from guides.storage.engine import DatabaseWrong

_UPGRADE_LOCK = 0x67756964
"""Any number that nothing else in the same PostgreSQL database locks."""


class DatabaseNewer(Exception):
    """The database was made by a newer release than this one; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Revision:
    """Where the database stands, and where it belongs."""

    current: str | None
    wanted: str

    @property
    def up_to_date(self) -> bool:
        return self.current == self.wanted


def revision(engine: Engine) -> Revision:
    """Look only: a database that does not exist yet is not made by looking."""
    if engine.dialect.name == "sqlite" and not Path(str(engine.url.database)).is_file():
        return Revision(None, _head())
    with engine.connect() as connection:
        return _revision(connection)


def upgrade(engine: Engine) -> Revision:
    """Bring the database up to date, in one transaction. Returns where it stood before.

    Raises:
        DatabaseNewer: when it was made by a newer release.
        DatabaseWrong: when its file cannot be made.
    """
    config = _config()
    if engine.dialect.name == "sqlite":
        # Made here and not by the driver, so that only its owner can ever read it.
        _touch(Path(str(engine.url.database)))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.begin() as connection:
        _wait_for_others(connection)
        before = _revision(connection)
        if before.current is not None and before.current not in known:
            raise DatabaseNewer(
                f"The database stands at {before.current}, which this release does not know. "
                "It was made by a newer release: install that one again. Nothing was changed."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before


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
