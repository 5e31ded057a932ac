"""What plugins hear of, besides printed sheets: closed codes, and nothing that anybody typed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from tests.cli.conftest import environment as environment
from tests.cli.conftest import run as run
from tests.extensions.conftest import MakeTown, Town, plugin_folder

CODE = """
heard = []


@hookimpl
def guides_event(event):
    heard.append((event.what, dict(event.details)))
"""


@pytest.fixture(scope="module")
def town(make_town: MakeTown, tmp_path_factory: pytest.TempPathFactory) -> Town:
    parent = tmp_path_factory.mktemp("plugins")
    other = plugin_folder(parent, "", "other-town")
    return make_town(plugin_folder(parent, CODE, "listener"), other)


def _heard(plugin: str = "listener") -> list[Any]:
    module: Any = sys.modules[f"guides_plugin_{plugin}"]
    return list(module.heard)


def test_a_session_that_was_counted_is_told_once(town: Town) -> None:
    client = town.as_nobody().client
    sent = {
        "language": "ar",
        "topic": ["claiming", "screening"],
        "people": "7",
        "minutes": "40",
        "save": "0" * 32,
    }
    for action in ("show", "keep", "keep", "refuse"):
        assert client.post("/session/tally", data={**sent, "action": action}).status_code == 200
    told = {"lang": "ar", "topics": "claiming,screening"}
    assert [d for what, d in _heard() if what == "session-counted"] == [told]


def test_a_plugin_that_was_switched_is_told(town: Town) -> None:
    browser = town.as_("administrator")
    version = browser.get("/plugins").text.split('name="version" value="')[1].split('"')[0]
    assert browser.post("/plugins", version=version, on="listener").status_code == 303
    switched = [details for what, details in _heard() if what == "plugin-switched"]
    assert {"plugin": "other-town", "state": "off"} in switched
    assert not [details for details in switched if details["plugin"] == "listener"]


def test_a_fact_that_was_checked_is_told_and_not_by_whom(environment: Path, run: Run) -> None:
    local = environment / "var" / "plugins"
    local.mkdir(parents=True)
    plugin_folder(local, CODE, "checked")
    assert run("db", "upgrade").code == 0
    assert run("facts", "check", "appeal-14-days", "--by", "Amina").code == 0
    assert _heard("checked") == [("fact-checked", {"fact": "appeal-14-days"})]
