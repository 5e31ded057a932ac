"""What the commands share: the registry, dates, and errors in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache

import click
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from guides.audit.domain import AuditWrong
from guides.backup.domain import BackupWrong
from guides.packs.archive import PackWrong
from guides.packs.plugins import PluginWrong
from guides.plugins.registry import Registry, View
from guides.plugins.service import ToolkitBroken, registry_of
from guides.plugins.switches import SwitchesWrong
from guides.provenance.service import checks, with_checks
from guides.safe.domain import SafeWrong
from guides.settings import Settings, SettingsWrong, read_settings
from guides.sheets.faults import PrintingError
from guides.storage.engine import DatabaseWrong, Engine, is_there, open_engine
from guides.storage.upgrade import DatabaseNewer
from guides.toolkit.faults import BrokenContent

FAULTS, WRONG_USE = 1, 2
"""Exit codes: something is at fault; the command was used wrongly."""


@cache
def settings() -> Settings:
    return read_settings()


@cache
def registry() -> Registry:
    return registry_of(settings())


def view() -> View:
    """What this installation's organisation has switched on, with its own checks of facts."""
    plain = registry().for_org(None)
    try:
        with database() as engine:
            found = checks(engine) if is_there(engine) else ()
    except (SQLAlchemyError, DatabaseWrong, OSError):  # the commands work without a database, too
        found = ()
    return plain.with_facts(with_checks(plain.facts, found)) if found else plain


@contextmanager
def database() -> Iterator[Engine]:
    """The database of this installation, closed again at the end."""
    engine = open_engine(settings().database_url)
    try:
        yield engine
    finally:
        engine.dispose()


class Day(click.ParamType[date]):
    """A day, written 2026-11-21."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self.fail(
                f"{value!r} is not a date. Write year-month-day, such as 2026-11-21.", param, ctx
            )


def say_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


@dataclass(frozen=True, slots=True)
class Said:
    """An error in words, and the exit code that goes with it."""

    message: str
    code: int


def explain(error: Exception) -> Said | None:
    """An error in words, when a person can do something about it; otherwise None."""
    if isinstance(error, SettingsWrong | DatabaseWrong | PluginWrong):
        return Said(str(error), WRONG_USE)
    if isinstance(
        error,
        AuditWrong
        | BackupWrong
        | BrokenContent
        | DatabaseNewer
        | PackWrong
        | PrintingError
        | SafeWrong
        | SwitchesWrong
        | ToolkitBroken,
    ):
        return Said(str(error), FAULTS)
    if isinstance(error, DBAPIError):
        why = str(error.orig).strip().partition("\n")[0]
        if "no such table" in why or "does not exist" in why:
            return Said(f'The database is not ready ({why}). Run "guides db upgrade" once.', FAULTS)
        return Said(f"The database cannot be used: {why}.", FAULTS)
    return None
