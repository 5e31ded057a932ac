"""Bringing the database to the tables that this release works with."""

from __future__ import annotations

from dataclasses import dataclass

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from guides import paths


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
    """Look only; nothing is made. A database that does not exist yet has no revision."""
    wanted = ScriptDirectory.from_config(_config()).get_current_head() or ""
    if engine.dialect.name == "sqlite" and not _sqlite_exists(engine):
        return Revision(None, wanted)
    with engine.connect() as connection:
        return Revision(MigrationContext.configure(connection).get_current_revision(), wanted)


def upgrade(engine: Engine) -> Revision:
    """Bring the database up to date, in one transaction.

    Returns where it stood before.

    Raises:
        DatabaseNewer: when it was made by a newer release.
    """
    config = _config()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    with engine.begin() as connection:
        before = revision_of(connection)
        if before.current is not None and before.current not in known:
            raise DatabaseNewer(
                f"The database stands at {before.current}, which this release does not know. "
                "It was made by a newer release: install that one again."
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    return before


def revision_of(connection: object) -> Revision:
    wanted = ScriptDirectory.from_config(_config()).get_current_head() or ""
    context = MigrationContext.configure(connection)  # type: ignore[arg-type]
    return Revision(context.get_current_revision(), wanted)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    return config


def _sqlite_exists(engine: Engine) -> bool:
    from pathlib import Path

    return bool(engine.url.database) and Path(str(engine.url.database)).is_file()


__all__ = ["DatabaseNewer", "OperationalError", "Revision", "revision", "upgrade"]
