"""The demo organisation: made once, by the services that people use, with days around today."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from guides import clock
from guides.accounts import factor, passwords
from guides.audit.service import AuditLog
from guides.demo.domain import CLIENTS, ORGANISATION, Demo, DemoWrong
from guides.demo.making import Days, sign_up
from guides.demo.shelf import Shelf
from guides.demo.telling import Telling
from guides.people.work import Records
from guides.plugins.code_tables import plugin_tables
from guides.plugins.registry import Registry
from guides.plugins.service import registry_of
from guides.provenance.service import note_facts
from guides.safe import service as safe_service
from guides.settings import CONFIG_NAME, Settings, read_settings
from guides.sheets.printing import Press
from guides.storage.engine import open_engine
from guides.storage.upgrade import upgrade
from guides.walls import Guarded, open_guarded

MADE = "demo.json"
"""In the data folder, once the demo is whole: the secrets of its authenticators."""
_PLUGINS = ("riverside", "paper-folder")


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """A folder with an installation that is for the demo alone: settings, key, data."""

    folder: Path

    @property
    def config(self) -> Path:
        return self.folder / CONFIG_NAME

    def settings(self) -> Settings:
        """Those of this folder, whatever the environment says."""
        return read_settings({"GUIDES_CONFIG": str(self.config)})

    def make(self) -> Demo:
        """The demo, made here if it is not there yet. A making that is cut short leaves nothing.

        Raises:
            DemoWrong: when something else is in the folder.
        """
        if self.config.is_file():
            self._name_key()
            return made_before(self.settings())
        if self.folder.exists() and any(self.folder.iterdir()):
            raise DemoWrong(
                f"There is something else in {self.folder}. Name a folder that is empty or new."
            )
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".demo-", dir=self.folder.parent))
        try:
            demo = DemoFolder(aside)._make_aside()
            self._take(aside)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
        return demo

    def _make_aside(self) -> Demo:
        key = self.folder / "key" / "master.key"
        self.config.write_text(
            "# The demo organisation: invented people, to try the program with. Its key lies\n"
            "# beside its data, so nothing about a real person may ever be put into it. To begin\n"
            "# anew, delete this folder.\n"
            f'organisation = "{ORGANISATION}"\n'
            f"plugins = {json.dumps(_PLUGINS)}\n"
            'data_dir = "data"\n'
            f"master_key = {json.dumps(str(key))}\n",
            "utf-8",
        )
        settings = self.settings()
        safe_service.begin(settings)
        engine = open_engine(settings.database_url)
        registry = registry_of(settings)
        upgrade(engine, plugins=plugin_tables(registry.loaded))
        note_facts(engine, registry.for_org(None), clock.today())
        engine.dispose()
        return make(settings, registry)

    def _take(self, aside: Path) -> None:
        """What was made aside becomes this folder, in one step."""
        try:
            aside.replace(self.folder)
        except OSError as error:
            raise DemoWrong(
                f"{self.folder} cannot be made ({error.strerror}). Is somebody else making it?"
            ) from error
        self._name_key()

    def _name_key(self) -> None:
        """The settings say where the key is: it moves with the folder."""
        line = f"master_key = {json.dumps(str(self.folder / 'key' / 'master.key'))}"
        text = self.config.read_text("utf-8")
        # A function, because a path may hold what stands for something in a replacement.
        named = re.sub(r"^master_key = .*$", lambda _: line, text, count=1, flags=re.MULTILINE)
        if named != text:
            self.config.write_text(named, "utf-8")


def made_before(settings: Settings) -> Demo:
    """Raises DemoWrong, where it was not made, or is something else by now."""
    _secrets(settings)
    return Demo("", len(CLIENTS))


def make(settings: Settings, registry: Registry | None = None) -> Demo:
    """Make the demo in an installation with a key and no organisation yet.

    Raises:
        DemoWrong: when there is an organisation that is not the demo.
    """
    if (settings.data_dir / MADE).is_file():
        return made_before(settings)
    guarded = open_guarded(settings)
    if guarded is None:
        raise DemoWrong(
            'The setting "master_key" is empty, so there are no accounts. Write --into FOLDER: '
            "the demo gets a key and a data folder of its own there."
        )
    try:
        if found := guarded.people.organisations():
            raise DemoWrong(
                f"There is an organisation here already ({found[0].name}). The demo is for an "
                "installation without one. Write --into FOLDER to give it a folder of its own."
            )
        password = passwords.suggestion()
        signed = sign_up(guarded, password)
        days = Days(datetime.now(UTC))
        shelf = _shelf(settings, guarded, registry or registry_of(settings))
        Telling(_records(settings, guarded, days), signed, days, shelf).tell()
    finally:
        guarded.close()
    _keep(settings, signed.secrets)
    return Demo(password, len(CLIENTS))


def _records(settings: Settings, guarded: Guarded, days: Days) -> Records:
    """As the site has them, at a clock that can stand in the past."""
    here = guarded.records
    audit = AuditLog.from_settings(settings, here.safe, now=days)
    return Records(here.engine, here.safe, audit, days)


def _shelf(settings: Settings, guarded: Guarded, registry: Registry) -> Shelf:
    view, press = registry.for_org(None), Press(settings, in_process=True)
    return Shelf.stocked(view, guarded.directory, settings.organisation, press.shaped_by)


def code(settings: Settings, name: str) -> str:
    """The six digits that the authenticator of a demo account shows now.

    Raises:
        DemoWrong: when there is no demo, or nobody with an authenticator has this name.
    """
    secrets = _secrets(settings)
    if name not in secrets:
        known = ", ".join(secrets)
        raise DemoWrong(f"{name} has no authenticator. These have one: {known}.")
    return factor.digits(secrets[name], datetime.now(UTC))


_NONE = 'There is no demo here. Make one with "guides demo --into FOLDER".'


def _keep(settings: Settings, secrets: Mapping[str, str]) -> None:
    """Last: a demo without this file is one that was cut short."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    file = os.open(settings.data_dir / MADE, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as written:
        json.dump({"authenticators": dict(secrets)}, written)


def _secrets(settings: Settings) -> Mapping[str, str]:
    try:
        kept = json.loads((settings.data_dir / MADE).read_text("utf-8"))
        return {str(name): str(secret) for name, secret in kept["authenticators"].items()}
    except (OSError, ValueError, KeyError, AttributeError) as error:
        raise DemoWrong(_NONE) from error
