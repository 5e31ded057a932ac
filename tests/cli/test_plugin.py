"""``guides plugin``: making, checking, looking; those that are off or broken, with the reason."""

from __future__ import annotations

import json
import os
from pathlib import Path

from guides.packs.sources import pack
from tests.packs.packing import zipped
from tests.plugins.broken import all_broken
from tests.plugins.folders import code_plugin, fact, line, plugin

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
        "riverside": "on", "paper-folder": "on", "form-clinic": "off", "cafe": "on",
        "hillside-charity": "off", "womens-circle": "off", "reading-circle": "off",
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


PLANTED = {
    "checklists/claiming.toml": line(text="You should appeal, you will win.")
    + line("bus", "A bus costs £4.50.")
    + line("lost", "Wait {fact:no-such}."),
    "checklists/nowhere.toml": line("where", "Come."),
    "facts.toml": fact("emergency-999"),
    "guidance/claiming/rights.md": "Read [this](/stop/nowhere).\n",
    "services.csv": "id,name,what,stages\nhall,The hall,Tea,nowhere\n",
}
"""One fault in each, and the file and line that must be named."""
WHERE = (
    *("checklists/claiming.toml:4", "checklists/claiming.toml:9", "checklists/claiming.toml:14"),
    *("checklists/nowhere.toml:1", "facts.toml:2", "guidance/claiming/rights.md:1"),
    "services.csv:2",
)


def test_every_planted_fault_is_named_in_a_folder_and_in_a_zip(run, environment: Path):
    root = plugin(environment, "planted", PLANTED)
    (environment / "planted.zip").write_bytes(pack(root)[1])
    counted = set()
    for name in ("planted", "planted.zip"):
        found = run("plugin", "check", name)
        assert found.code == 1
        missing = [place for place in WHERE if f"{name}/{place}: " not in found.out]
        assert not missing, found.out
        assert found.out.count("Mend: ") >= len(WHERE)
        counted.add(found.out.splitlines()[-1])
    assert len(counted) == 1
    assert not (environment / "var").exists()


def test_a_hostile_zip_is_refused_when_it_is_checked(run, environment: Path):
    (environment / "bad.zip").write_bytes(zipped({"../up.toml": b"x = 1\n"}))
    found = run("plugin", "check", "bad.zip")
    assert found.code == 1
    assert "bad.zip: The pack wants to write outside its folder" in found.out


def test_each_bundled_plugin_is_without_fault(run, environment: Path, checkout: Path):
    for folder in sorted((checkout / "plugins").glob("[a-z]*")):
        found = run("plugin", "check", str(folder))
        assert (found.code, "0 faults" in found.out) == (0, True), found.out


def test_what_a_plugin_is_and_may_do_is_shown(run, environment: Path):
    shown = run("plugin", "show", "riverside").out
    for said in ("hello@riverside.example", "bundled: ", "3 services", "It runs no code.", "hash "):
        assert said in shown
    assert "this can read everything" in run("plugin", "show", "paper-folder").out


def test_a_new_plugin_is_written_where_it_is_wanted(run, environment: Path):
    made = run("plugin", "new", "Tea Club", "--code", "--into", "mine")
    assert (made.code, made.err) == (0, "")
    assert (environment / "mine" / "tea-club" / "plugin.py").is_file()
    for step in ("check", "add"):
        assert f"guides plugin {step} mine/tea-club" in made.out


def test_where_there_is_code_the_check_says_that_it_was_not_run(run, environment: Path):
    code_plugin(environment, "nosy", f"open({str(environment / 'ran')!r}, 'w').close()")
    assert "Its code was not run." in run("plugin", "check", "nosy").out
    assert not (environment / "ran").exists()
    plugin(environment, "quiet", {})
    assert "code" not in run("plugin", "check", "quiet").out


def test_a_route_for_safety_is_named_by_its_worries(run, environment: Path):
    ring = (
        '[[ring]]\nworry = "A child is not safe."\nwho = "The council"\nphone = "0161 496 0010"\n'
    )
    plugin(environment / "var" / "plugins", "town", {"safeguarding.toml": ring})
    assert "Safeguarding new: A child is not safe.\n" in run("plugin", "diff", "town").out
