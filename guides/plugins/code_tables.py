"""Tables of plugins: their migrations, and how their rows go with those of the core."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from guides.api import Keeping, Owner
from guides.plugins.code_checks import tables_in
from guides.plugins.loader import Loaded
from guides.plugins.runner import PluginFailed, contained
from guides.retention.service import Going, Holding
from guides.safe.domain import Shredded
from guides.storage.engine import Session
from guides.storage.plugin_tables import PluginTables, note_of

log = logging.getLogger("guides.plugins")


def plugin_tables(loaded: Iterable[Loaded]) -> tuple[PluginTables, ...]:
    """The migrations of all plugins that work."""
    found = (tables_in(p.installed.id, p.home) for p in loaded if _works(p))
    return tuple(tables for tables in found if tables is not None)


def plugin_holdings(loaded: Iterable[Loaded], *, strict: bool = False) -> tuple[Holding, ...]:
    """What plugins keep, for the sweep and for a restore.

    A plugin that fails at the daily sweep must not keep the core's rows from going: it is logged.
    With ``strict`` it raises :class:`PluginFailed`: a restore must not go on without it, or it
    would bring back who was erased.
    """
    return tuple(
        holding
        for plugin in loaded
        if _works(plugin) and tables_in(plugin.installed.id, plugin.home) is not None
        for holding in _holdings(plugin, strict=strict)
    )


def _works(plugin: Loaded) -> bool:
    return plugin.runner is not None and plugin.installed.has_code


def _holdings(plugin: Loaded, *, strict: bool) -> list[Holding]:
    name = plugin.installed.id
    found = [_holding(plugin, keeping, strict=strict) for keeping in plugin.brought.keeping]
    return [*found, Holding(f"{name} tables", (note_of(name),))]


def _holding(plugin: Loaded, keeping: Keeping, *, strict: bool) -> Holding:
    def run(session: Session, call: Callable[[], object], what: str) -> None:
        def whole() -> None:
            with session.begin_nested():  # what it did before it failed does not stay
                call()

        try:
            contained(whole, f"{what} of {plugin.installed.id}", plugin.home)
        except PluginFailed as error:
            if strict:
                raise
            log.error("plugin %s: nothing of it was swept: %s", plugin.installed.id, error)

    def due(session: Session, now: datetime) -> Sequence[Going]:
        run(session, lambda: keeping.due(session, now), "what is due")
        return ()

    def forget(session: Session, owners: Sequence[Shredded]) -> None:
        gone = tuple(Owner(int(each.org), each.owner) for each in owners)
        run(session, lambda: keeping.forget(session, gone), "forgetting")

    return Holding(plugin.installed.id, keeping.tables, due, forget)
