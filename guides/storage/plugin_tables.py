"""Tables of plugins: each plugin has migrations of its own, and its own note of where it stands.

With one note for all, removing a plugin would break the core's next upgrade: the note would name a
step that nobody has any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect

from guides import paths

FOLDER = "migrations"
VERSIONS = "alembic_version"
"""Where the core notes its own revision; a plugin's note has its id behind it."""


class TablesWrong(Exception):
    """A plugin's migrations cannot be used. The message says why, and how to mend it."""


@dataclass(frozen=True, slots=True)
class PluginTables:
    """A plugin that brings tables, and the folder with its migrations."""

    plugin: str
    folder: Path


def prefix(plugin: str) -> str:
    """How the names of a plugin's tables begin."""
    return f"plugin_{plugin.replace('-', '_')}_"


def note_of(plugin: str) -> str:
    """The table in which it is noted where a plugin's tables stand."""
    return f"{VERSIONS}_{plugin.replace('-', '_')}"


def stands(connection: Connection, tables: PluginTables) -> str | None:
    """The revision of a plugin's tables in this database; None where there are none."""
    context = MigrationContext.configure(connection, opts={"version_table": note_of(tables.plugin)})
    return context.get_current_revision()


def newest(tables: PluginTables) -> str:
    """The revision that a plugin wants.

    Raises:
        TablesWrong: when its migrations cannot be read, or do not make one row.
    """
    try:
        return ScriptDirectory.from_config(_config(tables)).get_current_head() or ""
    except (Exception, SystemExit) as error:  # a script of the plugin is imported here
        raise TablesWrong(_said(tables, error)) from error


def bring_plugin_to(connection: Connection, tables: PluginTables, step: str = "head") -> None:
    """Bring a plugin's tables up, inside the transaction of this connection, or change nothing.

    Raises:
        TablesWrong: when a migration fails, or makes a table whose name is not the plugin's.
    """
    before = set(inspect(connection).get_table_names())
    config = _config(tables)
    config.attributes["connection"] = connection
    config.attributes["version_table"] = note_of(tables.plugin)
    try:
        with connection.begin_nested():
            command.upgrade(config, step)
            made = set(inspect(connection).get_table_names())
            _only_its_own(tables.plugin, before, made)
    except TablesWrong:
        raise
    except (Exception, SystemExit) as error:
        raise TablesWrong(_said(tables, error)) from error


def tables_made(tables: PluginTables) -> frozenset[str]:
    """The tables that a plugin's migrations make, found by running them on an empty database.

    Raises:
        TablesWrong: when they cannot be run.
    """
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as connection:
            bring_plugin_to(connection, tables)
            made = set(inspect(connection).get_table_names())
    finally:
        engine.dispose()
    return frozenset(made - {note_of(tables.plugin)})


def _only_its_own(plugin: str, before: set[str], after: set[str]) -> None:
    foreign = [
        name
        for name in sorted(before ^ after)
        if not name.startswith(prefix(plugin)) and name != note_of(plugin)
    ]
    if foreign:
        raise TablesWrong(
            f'A migration of {plugin} makes or drops the table "{foreign[0]}". Mend: the names of '
            f"its tables must begin with {prefix(plugin)}."
        )


def _said(tables: PluginTables, error: BaseException) -> str:
    return (
        f"The migrations in {tables.folder} cannot be run ({type(error).__name__}: "
        f"{str(error).partition(chr(10))[0]}). Mend: see docs/for-plugin-authors.md."
    )


def _config(tables: PluginTables) -> Config:
    config = Config()
    config.set_main_option("script_location", _plain(paths.MIGRATIONS))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", _plain(tables.folder))
    return config


def _plain(path: Path) -> str:
    return str(path).replace("%", "%%")
