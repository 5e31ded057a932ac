"""A site with a plugin of the test's own, and people of every role in two organisations."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from guides.accounts.domain import ROLES, Role
from guides.plugins.code_tables import plugin_tables
from guides.storage.upgrade import upgrade
from tests.accounts.house import ELSEWHERE, HERE, Browser, House, Person, quick
from tests.conftest import MakeApp

HEAD = "from guides.api import *\nfrom guides.api import hookimpl\n\n"


def plugin_folder(parent: Path, code: str, plugin_id: str = "my-town", **files: str) -> Path:
    """A plugin with this code; ``templates__a_html`` is the text of ``templates/a.html``."""
    folder = parent / plugin_id
    folder.mkdir()
    (folder / "plugin.toml").write_text(
        f'id = "{plugin_id}"\napi = 0\nversion = "1"\nname = "Plugin {plugin_id}"\n', "utf-8"
    )
    (folder / "plugin.py").write_text(HEAD + code, "utf-8")
    for name, text in files.items():
        where, _, rest = name.partition("__")
        path = folder / where / ".".join(rest.rsplit("_", 1))
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


@dataclass
class Town:
    """A running site, and who lives there."""

    app: Flask
    house: House
    people: dict[Role, Person]
    neighbour: Person
    """An administrator of another organisation."""

    def as_(self, role: Role) -> Browser:
        return Browser.on(self.app, self.house.enter(self.people[role]))

    def as_neighbour(self) -> Browser:
        return Browser.on(self.app, self.house.enter(self.neighbour))

    def as_nobody(self) -> Browser:
        return Browser.on(self.app)


MakeTown = Callable[..., Town]


@pytest.fixture(scope="module")
def make_town(make_app: MakeApp) -> Iterator[MakeTown]:
    """``make_town(folder, …, **settings)``: a site with these plugins, everybody admitted."""
    with quick():

        def make(*folders: Path, **settings: object) -> Town:
            chosen = {"database": False, "plugin_dirs": folders, "print_workers": 1, **settings}
            app = make_app(**chosen)
            running = app.extensions["guides"]
            upgrade(running.engine, plugins=plugin_tables(running.registry.loaded))
            house = House.of(running.guarded)
            people: dict[Role, Person] = {
                role: house.admit(f"the {role}", role, HERE) for role in ROLES
            }
            neighbour = house.admit("the neighbour", "administrator", ELSEWHERE)
            return Town(app, house, people, neighbour)

        yield make
