"""What runs at start and what shows without one: switches, added releases, safe mode."""

from __future__ import annotations

import os
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from guides.plugins.discovery import CURRENT, pointed
from guides.plugins.domain import Installed
from guides.plugins.pinned import CODE_FILE, Record, digest_of
from guides.plugins.registry import Registry
from guides.plugins.service import rebuilt, registry_of, stamp
from guides.plugins.switches import NAME, SwitchesWrong, read_switches, switch
from guides.settings import Settings
from tests.plugins.folders import code_plugin, line, manifest, plugin, write
from tests.plugins.test_installed import PLUGIN, Install, install  # noqa: F401

STOP = "waiting-and-support"
LINES = f"checklists/{STOP}.toml"
HOOK = """
@hookimpl
def guides_checklists():
    return [ChecklistItem({stop!r}, "soup", "do", {text!r})]
"""


@pytest.fixture
def here(tmp_path: Path) -> Settings:
    """An installation with nothing but what is shipped."""
    return Settings(data_dir=tmp_path / "var")


def _added(here: Settings, plugin_id: str = "tea", version: str = "1", text: str = "Tea.",
           code: str = "") -> Path:  # fmt: skip
    """A release as the command puts it there, and the pointer to it."""
    files = {"plugin.toml": manifest(plugin_id, version=version), LINES: line("tea", text)}
    if code:
        files[CODE_FILE] = f"from guides.api import *\nfrom guides.api import hookimpl\n{code}"
    home = here.added_dir / plugin_id
    release = write(home / f"{version}-0123456789ab", files)
    Record(digest_of(release), "elsewhere", "2026-11-21", code=bool(code)).write(release)
    (home / CURRENT).write_text(f"{release.name}\n")
    return release


def _found(registry: Registry) -> dict[str, Installed]:
    return {p.id: p for p in registry.plugins}


def _lines(registry: Registry) -> list[str]:
    core = registry.for_org().core
    return [i.text for i in registry.for_org().items(STOP) if i.plugin not in core]


# At start ----------------------------------------------------------------------------------------


def test_an_added_plugin_is_on_and_says_where_it_stands(here: Settings):
    release = _added(here)
    registry = registry_of(here)
    found = _found(registry)["tea"]
    assert (found.state, found.rank.name, found.place) == ("on", "LOCAL", str(release))
    assert _lines(registry) == ["Tea."]


@pytest.mark.parametrize("named", [True, False])
def test_a_switch_wins_over_the_settings(here: Settings, named: bool):
    here = replace(here, plugins=("riverside",) if named else ())
    assert _found(registry_of(here))["riverside"].state == ("on" if named else "off")
    switch(here.added_dir, "riverside", not named)
    assert _found(registry_of(here))["riverside"].state == ("off" if named else "on")
    switch(here.added_dir, "riverside", None)
    assert _found(registry_of(here))["riverside"].state == ("on" if named else "off")


def test_what_stands_in_a_folder_of_ones_own_can_be_switched_off_too(here: Settings):
    plugin(here.data_dir / "plugins", "soup", {LINES: line("soup", "Soup.")})
    _added(here)
    for name in ("soup", "tea"):
        switch(here.added_dir, name, False)
    registry = registry_of(here)
    assert {_found(registry)[name].state for name in ("soup", "tea")} == {"off"}
    assert _lines(registry) == []


def test_a_toolkit_is_never_switched_off(here: Settings):
    here.added_dir.mkdir(parents=True)
    (here.added_dir / NAME).write_text('{"format": 1, "on": {"women": false}}')
    assert _found(registry_of(here))["women"].state == "on"


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{", "null", '{"format": 2, "on": {}}', '{"format": 1}', '{"format": 1, "on": 7}',
     '{"format": 1, "on": {"tea": "no"}}', '{"format": 1, "on": {"../tea": true}}',
     "[" * 100_000, "\x00"],
)  # fmt: skip
def test_a_broken_list_of_switches_runs_no_plugin_rather_than_one_that_was_off(here, text: str):
    _added(here)
    here = replace(here, plugins=("riverside",))
    (here.added_dir / NAME).write_text(text)
    found = _found(registry_of(here))
    assert {found[name].state for name in ("tea", "riverside")} == {"off"}
    assert f"{NAME}:1: " in found["tea"].reason
    assert "Mend: " in found["tea"].reason
    with pytest.raises(SwitchesWrong, match="Mend"):
        switch(here.added_dir, "tea", True)
    assert (here.added_dir / NAME).read_text() == text


def test_safe_mode_runs_toolkits_only_and_lists_the_rest(here: Settings, tmp_path: Path):
    ran = tmp_path / "ran"
    code_plugin(here.data_dir / "plugins", "nosy", f"open({str(ran)!r}, 'w')")
    _added(here)
    found = _found(registry_of(replace(here, safe_mode=True, plugins=("riverside",))))
    states = {p.state for p in found.values() if p.rank.name != "TOOLKIT"}
    assert states == {"off"}
    assert {"tea", "nosy", "riverside"} <= found.keys()
    assert "Safe mode" in found["nosy"].reason
    assert not ran.exists()


@pytest.mark.parametrize("how", ["safe mode", "switched off"])
def test_an_installed_package_that_is_off_is_not_imported(here, install: Install, how: str):  # noqa: F811
    install("library", PLUGIN.replace("first-stop", STOP))
    if how == "safe mode":
        here = replace(here, safe_mode=True)
    else:
        switch(here.added_dir, "library", False)
    assert _found(registry_of(here))["library"].state == "off"
    assert "installed_library" not in sys.modules


# What went wrong on the disk ----------------------------------------------------------------------


def _lost(release: Path) -> None:
    shutil.rmtree(release)


def _half(release: Path) -> None:
    (release / "plugin.toml").unlink()


def _cut(release: Path) -> None:
    (release / LINES).write_bytes((release / LINES).read_bytes()[:20])


def _other_id(release: Path) -> None:
    (release / "plugin.toml").write_text(manifest("coffee"))


def _newer(release: Path) -> None:
    text = (release / "plugin.toml").read_text()
    (release / "plugin.toml").write_text(text.replace("api = 0", "api = 1"))


def _no_pointer(release: Path) -> None:
    (release.parent / CURRENT).write_text("")


def _pointer_up(release: Path) -> None:
    (release.parent / CURRENT).write_text("../../plugins\n")


def _pointer_of_bytes(release: Path) -> None:
    (release.parent / CURRENT).write_bytes(b"\xff\x00")


def _code_came(release: Path) -> None:
    (release / CODE_FILE).write_text("open('/nowhere/ran', 'w')\n")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_lost, "is not there, though it was added"),
        (_half, "There is no plugin.toml"),
        (_cut, f"{LINES}:"),
        (_other_id, "was added as tea, and says it is coffee"),
        (_newer, "newer version of Asylum Guides"),
        (_no_pointer, "is not there, though it was added"),
        (_pointer_up, "is not there, though it was added"),
        (_pointer_of_bytes, "is not there, though it was added"),
        (_code_came, "It holds code that nobody agreed to"),
    ],
)
def test_a_spoilt_release_is_off_with_its_reason_and_the_rest_works(here, spoil, words: str):
    _added(here, "soup", text="Soup.")
    spoil(_added(here))
    registry = registry_of(here)
    found = _found(registry)["tea"]
    assert found.state == "broken"
    assert words in found.reason
    assert "Mend: " in found.reason
    assert _lines(registry) == ["Soup."]


def test_code_that_was_changed_since_somebody_agreed_to_it_is_not_run(here, tmp_path: Path):
    ran = tmp_path / "ran"
    release = _added(here, code=HOOK.format(stop=STOP, text="Soup."))
    assert _lines(registry_of(here)) == ["Soup.", "Tea."]
    assert _lines(registry_of(here)) == ["Soup.", "Tea."]  # what Python leaves there is no change
    (release / CODE_FILE).write_text(f"open({str(ran)!r}, 'w')\n")
    found = _found(registry_of(here))["tea"]
    assert (found.state, "the hash differs" in found.reason) == ("broken", True)
    assert not ran.exists()


def test_of_two_plugins_with_one_id_the_second_is_off_and_says_why(here: Settings):
    plugin(here.data_dir / "plugins", "tea", {LINES: line("tea", "Mine.")})
    _added(here)
    registry = registry_of(here)
    states = [(p.state, p.reason) for p in registry.plugins if p.id == "tea"]
    assert [state for state, _ in states] == ["on", "broken"]
    assert 'another plugin with the id "tea"' in states[1][1]
    assert _lines(registry) == ["Mine."]


@pytest.mark.parametrize("name", ["..", ".", "", "a/b", "/etc", ".hidden", "a\0b"])
def test_a_pointer_names_a_folder_beside_it_or_nothing(tmp_path: Path, name: str):
    (tmp_path / CURRENT).write_text(name)
    assert pointed(tmp_path) is None


# Without a restart -------------------------------------------------------------------------------


def test_data_shows_without_a_restart_and_goes_without_one(here: Settings):
    start = registry_of(here)
    _added(here)
    assert _lines(rebuilt(start, here)) == ["Tea."]
    switch(here.added_dir, "tea", False)
    assert _lines(rebuilt(start, here)) == []
    assert _lines(start) == []  # what a request is using does not change under it


def _counting(path: Path) -> str:
    """Code that notes each time it is imported."""
    return f"with open({str(path)!r}, 'a') as file: file.write('x')\n" + HOOK.format(
        stop=STOP, text="Soup."
    )


def test_code_is_imported_once_however_often_the_registry_is_built(here, tmp_path: Path):
    count = tmp_path / "count"
    code_plugin(here.data_dir / "plugins", "soup", _counting(count))
    start = registry_of(here)
    again = rebuilt(rebuilt(start, here), here)
    assert _lines(again) == ["Soup."]
    assert again.loaded[-1] is start.loaded[-1]
    assert count.read_text() == "x"


def test_code_that_came_or_changed_since_the_start_says_that_it_needs_a_restart(here, tmp_path):
    count = tmp_path / "count"
    _added(here, "soup", code=_counting(count))
    start = registry_of(here)
    _added(here, "late", code=_counting(count))
    _added(here, "soup", version="2", text="New.", code=_counting(count))
    registry = rebuilt(start, here)
    found = _found(registry)
    assert (found["late"].state, found["soup"].state) == ("off", "on")
    assert "restart" in found["late"].reason
    assert "restart" in found["soup"].reason
    assert _lines(registry) == ["Soup.", "Tea."]  # as it was at the start, until the restart
    (here.added_dir / "soup" / CURRENT).write_text("1-0123456789ab\n")
    back = _found(rebuilt(registry, here))["soup"]
    assert (back.state, back.reason) == ("on", "")  # gone back to: nothing is new any more
    assert count.read_text() == "x"


def test_a_plugin_with_code_is_switched_off_and_on_again_without_an_import(here, tmp_path: Path):
    count = tmp_path / "count"
    code_plugin(here.data_dir / "plugins", "soup", _counting(count))
    start = registry_of(here)
    switch(here.added_dir, "soup", False)
    without = rebuilt(start, here)
    assert _lines(without) == []
    switch(here.added_dir, "soup", True)
    for before in (start, without):
        assert _lines(rebuilt(before, here)) == ["Soup."]
    assert count.read_text() == "x"


def test_an_installed_package_stays_as_it_was_imported(here, install: Install):  # noqa: F811
    install("library", PLUGIN.replace("first-stop", STOP))
    start = registry_of(here)
    assert rebuilt(start, here).loaded[-1] is start.loaded[-1]
    install("late", PLUGIN.replace("first-stop", STOP))
    found = _found(rebuilt(start, here))["late"]
    assert (found.state, "restart" in found.reason) == ("off", True)
    assert "installed_late" not in sys.modules


def _switched(here: Settings) -> None:
    switch(here.added_dir, "riverside", True)


def _released(here: Settings) -> None:
    _added(here, version="2")


def _written(here: Settings) -> None:
    plugin(here.data_dir / "plugins", "soup", {LINES: line("soup", "Much soup.")})


def _came(here: Settings) -> None:
    plugin(here.data_dir / "plugins", "cake")


def _went(here: Settings) -> None:
    shutil.rmtree(here.data_dir / "plugins" / "soup")


def _packed(here: Settings) -> None:
    write(here.packs_dir / "lantern", {CURRENT: "1-0123456789ab"})


@pytest.mark.parametrize("change", [_switched, _released, _written, _came, _went, _packed])
def test_the_stamp_is_another_after_each_change_and_the_same_otherwise(here, change):
    plugin(here.data_dir / "plugins", "soup", {LINES: line("soup", "Soup.")})
    _added(here)
    before = stamp(here)
    assert stamp(here) == before
    change(here)
    assert stamp(here) != before


def test_loading_does_not_change_the_stamp(here: Settings):
    """Python writes beside code that it imports: that is no change of anybody's."""
    code_plugin(here.data_dir / "plugins", "soup", HOOK.format(stop=STOP, text="Soup."))
    before = stamp(here)
    registry_of(here)
    assert stamp(here) == before


def test_fifty_plugins_are_looked_at_in_a_moment(here: Settings):
    for number in range(50):
        files = {f"guidance/{STOP}/variant-{n}.md": "Tea.\n" for n in range(8)}
        plugin(here.data_dir / "plugins", f"tea-{number}", files)
    took = []
    for _ in range(20):
        start = time.perf_counter()
        stamp(here)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.02  # five thousandths on a quiet machine


def test_a_switch_is_written_whole(here: Settings):
    switch(here.added_dir, "tea", False)
    switch(here.added_dir, "soup", True)
    assert dict(read_switches(here.added_dir).on) == {"tea": False, "soup": True}
    assert os.listdir(here.added_dir) == [NAME]
