"""``guides plugin list``: those that are off or broken too, with the reason."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.plugins.broken import all_broken
from tests.plugins.folders import code_plugin, line, plugin

TOOLKITS = (
    "asylum-journey", "coordinator", "guide-training", "one-meeting", "separated-children", "women",
)  # fmt: skip


def test_every_plugin_is_listed_with_how_it_fares(run, environment: Path):
    local = environment / "var" / "plugins"
    plugin(local, "cafe", {"checklists/claiming.toml": line(text="Café").encode("cp1252")})
    code_plugin(local, "exits", "sys.exit(3)")
    code_plugin(local, "misspelt", "@hookimpl\ndef guides_fakts(): return ()")
    plugin(local, "lost", {"checklists/nowhere.toml": line()})
    found = json.loads(run("plugin", "list", "--json").out)
    by_id = {each["id"]: each for each in found}
    assert {name: each["state"] for name, each in by_id.items()} == {
        **dict.fromkeys(TOOLKITS, "on"),
        "riverside": "on", "paper-folder": "on", "cafe": "on",
        "exits": "broken", "misspelt": "broken", "lost": "broken",
    }  # fmt: skip
    assert "SystemExit" in by_id["exits"]["reason"]
    assert "guides_fakts" in by_id["misspelt"]["reason"]
    assert "lost/checklists/nowhere.toml:1:" in by_id["lost"]["reason"]
    assert "UTF-8" in by_id["cafe"]["warnings"][0]
    assert by_id["cafe"]["adds"] == {"items": 1}
    assert (by_id["riverside"]["from"], by_id["cafe"]["from"]) == ("bundled", "local")
    listed = run("plugin", "list")
    assert listed.code == 0
    for each in found:
        assert each["reason"] in listed.out
        assert f"{each['state']:7} {each['id']}" in listed.out


def test_every_way_to_be_broken_is_listed_with_its_reason(run, environment: Path):
    names = all_broken(environment / "var" / "plugins")
    found = json.loads(run("plugin", "list", "--json").out)
    broken = [each for each in found if each["state"] == "broken"]
    assert len(broken) == len(names)
    listed = run("plugin", "list")
    assert listed.code == 0
    for each in broken:
        assert each["reason"]
        assert f"broken  {each['id']} " in listed.out
        assert each["reason"] in listed.out


def test_a_bundled_plugin_that_is_off_says_so(run, environment: Path):
    (environment / "guides.toml").write_text("")
    found = json.loads(run("plugin", "list", "--json").out)
    assert {each["id"]: each["state"] for each in found}["riverside"] == "off"


def test_names_that_cannot_be_shown_do_not_break_the_list(run, environment: Path):
    root = plugin(environment / "var" / "plugins", "odd")
    (root / "checklists").mkdir()
    with open(os.fsencode(root / "checklists") + b"/caf\xe9.toml", "w") as file:
        file.write(line())
    found = run("plugin", "list")
    assert found.code == 0
    assert r"caf\udce9.toml" in found.out
    assert found.out.encode()  # raises where a terminal would
