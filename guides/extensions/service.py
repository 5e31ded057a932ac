"""Settings of plugins: who may choose them, and what a plugin is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from guides import clock
from guides.accounts.domain import Account
from guides.api import (
    Command,
    CommandRequest,
    Page,
    Permission,
    RoleName,
    Setting,
    SettingValue,
    Store,
    Viewer,
)
from guides.audit.service import AuditLog
from guides.extensions import store
from guides.extensions.domain import Chosen, NoSuchSettings, SettingsChanged, chosen, written
from guides.plugins.code_checks import full_name
from guides.plugins.loader import Loaded
from guides.plugins.runner import contained
from guides.retention.service import Holding
from guides.storage.engine import Connection, Engine, Session, is_there, reading, saving

HOLDING = Holding("settings of plugins", ("plugin_setting",))
"""Nothing about a person: it stays as long as the organisation does."""


@dataclass(frozen=True, slots=True)
class PluginStore:
    """A plugin's way to the database. It is handed nothing else of the program."""

    _engine: Engine

    def saving(self) -> AbstractContextManager[Session]:
        """One transaction: all that is done in it is saved together, or nothing is."""
        return saving(self._engine)

    def reading(self) -> AbstractContextManager[Connection]:
        """Only to look: waits for nobody who writes."""
        return reading(self._engine)


def settings_for(
    engine: Engine, org: int | None, plugin: str, settings: Sequence[Setting]
) -> Mapping[str, SettingValue]:
    """What an organisation has chosen for a plugin; the defaults where there is none."""
    if org is None or not settings or not is_there(engine):
        return chosen(settings, {})
    with reading(engine) as connection:
        kept, _ = store.kept(connection, org, plugin)
    return chosen(settings, kept)


def viewer_of(account: Account, plugin: str, permissions: Sequence[Permission]) -> Viewer:
    """What a plugin is told of somebody who is signed in: no name, no number."""
    may = (full_name(plugin, each) for each in permissions if account.role in each.roles)
    return Viewer(account.role, account.org, frozenset(may))


def roles_of(plugin: Loaded, page: Page) -> frozenset[RoleName] | None:
    """Whose page it is, where it names a permission of the plugin's own; otherwise None."""
    for permission in plugin.brought.permissions:
        if full_name(plugin.installed.id, permission) == page.access:
            return frozenset(permission.roles)
    return None


def run_command(plugin: str, command: Command, typed: Mapping[str, str], on: Store) -> str:
    """Run a plugin's command.

    Raises:
        PluginFailed: when it fails, or answers with anything but a text.
    """
    request = CommandRequest(typed, on, clock.today())
    return contained(lambda: str(command.run(request)), f"the command {command.name} of {plugin}")


@dataclass(frozen=True, slots=True)
class PluginSettings:
    """What organisations have chosen, each for itself."""

    engine: Engine
    audit: AuditLog

    def of(self, by: Account, plugin: str, settings: Sequence[Setting]) -> Chosen:
        """What one's own organisation has chosen. Raises NoSuchSettings without permission."""
        org = _org(by, settings)
        with reading(self.engine) as connection:
            kept, version = store.kept(connection, org, plugin)
        return Chosen(chosen(settings, kept), version)

    def save(
        self,
        by: Account,
        plugin: str,
        settings: Sequence[Setting],
        values: Mapping[str, SettingValue],
        version: int,
    ) -> None:
        """Keep what was chosen.

        Raises:
            NoSuchSettings: without permission.
            SettingsChanged: when somebody else saved them since ``version``; nothing is written.
        """
        org = _org(by, settings)
        with saving(self.engine) as session:
            texts = {name: written(value) for name, value in values.items()}
            if not store.keep(session, org, plugin, texts, version):
                raise SettingsChanged
            self.audit.write(
                session,
                org=org,
                actor=f"user/{by.id}",
                action="changed",
                kind="plugin",
                subject=f"plugin/{plugin}",
            )


def _org(by: Account, settings: Sequence[Setting]) -> int:
    if by.org is None or not settings or not by.may("manage-plugins"):
        raise NoSuchSettings
    return by.org
