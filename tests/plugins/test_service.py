"""Starting with broken folders: a toolkit stops the start, a plugin only itself (class A, B)."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides import paths
from guides.plugins.domain import Rank
from guides.plugins.service import ToolkitBroken, build_registry
from guides.toolkit.wording import Wording
from tests.plugins.broken import BROKEN_CODE, BROKEN_DATA, HOOK
from tests.plugins.folders import (
    Files,
    code_plugin,
    fact,
    line,
    manifest,
    plugin,
    small_registry,
    toolkit,
    write,
)

CHECKLIST = "checklists/first-stop.toml"

# What is put into the toolkit, the file and line that must be named, and words that say why.
BROKEN: dict[str, tuple[Files, str, str]] = {
    "not TOML": ({"facts.toml": "[[fact]]\nid = “curly”\n"}, "facts.toml:2:", "not TOML"),
    "an unknown stage": ({"checklists/nowhere.toml": line()}, "checklists/nowhere.toml:1:",
                         '"nowhere"'),
    "an unknown stage of a section": ({"guidance/nowhere/rights.md": "Hello.\n"},
                                      "guidance/nowhere/rights.md:1:", '"nowhere"'),
    "an unknown stage of a fact": (
        {"facts/more.toml": fact("one", more='stages = ["first-stop", "nowhere"]')},
        "facts/more.toml:7:", '"nowhere"'),
    "an unknown fact in a line": ({CHECKLIST: line(text="Wait {fact:no-such}.")},
                                  f"{CHECKLIST}:4:", '"no-such"'),
    "an unknown fact under a line": ({CHECKLIST: line(more='facts = ["no-such"]')},
                                     f"{CHECKLIST}:5:", '"no-such"'),
    "an unknown fact in prose": (
        {"guidance/first-stop/rights.md": "One.\n\nTwo {fact:no-such}.\n"},
        "guidance/first-stop/rights.md:3:", '"no-such"'),
    "a way to nowhere": (
        {"stages/second-stop.toml": 'id = "second-stop"\ntitle = "T"\nshort = "S"\n'
                                    'summary = "Y"\n\n[[next]]\nto = "nowhere"\n'},
        "stages/second-stop.toml:7:", '"nowhere"'),
    "an answer to nowhere": (
        {"finder.toml": '[[question]]\nid = "q"\ntext = "Where?"\nfirst = true\n\n'
                        '[[question.answer]]\ntext = "Here"\nstage = "nowhere"\n'},
        "finder.toml:8:", '"nowhere"'),
    "a duplicate fact": ({"facts/more.toml": fact("one") + fact("one")},
                         "facts/more.toml:17:", '"one"'),
    "a duplicate line": ({CHECKLIST: line() + line()}, f"{CHECKLIST}:7:", '"tea"'),
    "an id with capitals": ({CHECKLIST: line("Tea Time")}, f"{CHECKLIST}:2:", "cannot be an id"),
    "a source that is no page": (
        {"facts/more.toml": fact("one").replace("https://rules", "javascript:alert")},
        "facts/more.toml:11:", "https://"),
    "a fact without a source": ({"facts/more.toml": fact("one", source="")},
                                "facts/more.toml:2:", "no source"),
    "a misspelt key": ({CHECKLIST: line(more='fill_in = "Date"')}, f"{CHECKLIST}:5:", '"fill"'),
    "a date that is text": ({"facts/more.toml": fact("one", more='valid_from = "soon"')},
                            "facts/more.toml:7:", "not a date"),
    "a NUL byte": ({"guidance/first-stop/rights.md": b"One.\n\nTw\x00o.\n"},
                   "guidance/first-stop/rights.md:3:", "NUL"),
    "a future interface": ({"plugin.toml": manifest("small", required=True).replace("api = 0",
                                                                                    "api = 7")},
                           "plugin.toml:2:", "newer version"),
    "no manifest field": ({"plugin.toml": 'id = "small"\napi = 0\nname = "Small"\n'},
                          "plugin.toml:", '"version" is missing'),
}  # fmt: skip


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_toolkit_stops_the_start_and_names_file_and_line(tmp_path: Path, kind: str):
    files, place, words = BROKEN[kind]
    with pytest.raises(ToolkitBroken) as broken:
        small_registry(tmp_path, files)
    said = str(broken.value)
    assert place in said
    assert words in said
    assert "Mend:" in said


def test_a_broken_toolkit_names_every_fault_at_once(tmp_path: Path):
    with pytest.raises(ToolkitBroken) as broken:
        small_registry(tmp_path, {
            "checklists/nowhere.toml": line(),
            CHECKLIST: line(text="Wait {fact:no-such}."),
        })  # fmt: skip
    assert "checklists/nowhere.toml:1:" in str(broken.value)
    assert f"{CHECKLIST}:4:" in str(broken.value)


def test_a_toolkit_that_links_out_of_its_folder_stops_the_start(tmp_path: Path):
    root = toolkit(tmp_path / "toolkits")
    (root / "guidance" / "first-stop" / "rights.md").symlink_to("/etc/hostname")
    with pytest.raises(ToolkitBroken, match=r"rights\.md:1: This is a link"):
        build_registry(toolkits=tmp_path / "toolkits", bundled=tmp_path)


def test_no_toolkit_at_all_stops_the_start(tmp_path: Path):
    with pytest.raises(ToolkitBroken, match=r"put toolkits/ back"):
        build_registry(toolkits=tmp_path / "nowhere", bundled=paths.BUNDLED_PLUGINS)


def test_a_broken_toolkit_is_named_before_any_plugin_is_imported(tmp_path: Path):
    toolkit(tmp_path / "toolkits", {"facts.toml": "broken"})
    code_plugin(tmp_path / "local", "early", f'open({str(tmp_path / "ran")!r}, "w").close()')
    with pytest.raises(ToolkitBroken):
        build_registry((), [tmp_path / "local"], tmp_path / "toolkits", tmp_path)
    assert not (tmp_path / "ran").exists()


# Class B ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("plugin_id", BROKEN_DATA)
def test_a_broken_data_plugin_is_off_with_its_reason(tmp_path: Path, plugin_id: str):
    files, reason = BROKEN_DATA[plugin_id]
    plugin(tmp_path / "local", plugin_id, files)
    plugin(tmp_path / "local", "zebra", {CHECKLIST: line()})
    registry = small_registry(tmp_path)
    found = {p.place.rsplit("/", 1)[-1]: p for p in registry.plugins}
    assert found[plugin_id].state == "broken"
    assert reason in found[plugin_id].reason
    assert found["zebra"].state == "on"
    shown = [item.plugin for item in registry.for_org().items("first-stop")]
    assert shown == ["small", "small", "zebra"]


@pytest.mark.parametrize("plugin_id", BROKEN_CODE)
def test_a_broken_code_plugin_is_off_with_its_reason(tmp_path: Path, plugin_id: str):
    code, reason = BROKEN_CODE[plugin_id]
    code_plugin(tmp_path / "local", plugin_id, code)
    plugin(tmp_path / "local", "zebra", {CHECKLIST: line()})
    registry = small_registry(tmp_path)
    _, broken, good = registry.plugins
    assert (broken.id, broken.state, good.state) == (plugin_id, "broken", "on")
    assert reason in broken.reason
    assert "zebra" in [item.plugin for item in registry.for_org().items("first-stop")]


def test_a_reason_does_not_repeat_what_the_plugin_said(tmp_path: Path):
    """What a plugin's code raises can hold what it handled; the place in the code is enough."""
    code_plugin(tmp_path / "local", "talks", HOOK + "def guides_facts(): raise OSError('Amina')")
    assert "Amina" not in small_registry(tmp_path).plugins[1].reason


def test_a_missing_manifest_is_said_with_the_file_that_belongs_there(tmp_path: Path):
    (tmp_path / "local" / "bare").mkdir(parents=True)
    broken = small_registry(tmp_path).plugins[1]
    assert (broken.id, broken.state) == ("bare", "broken")
    assert "bare/plugin.toml:1: There is no plugin.toml." in broken.reason


@pytest.mark.parametrize("name", ["plugin.toml", CHECKLIST, "services.csv", "translations/ar.toml"])
def test_a_file_of_a_gigabyte_is_refused_without_reading_it(tmp_path: Path, name: str):
    root = plugin(tmp_path / "local", "huge", {CHECKLIST: line()})
    (root / name).parent.mkdir(exist_ok=True)
    with (root / name).open("wb") as sparse:
        sparse.truncate(1 << 30)
    broken = small_registry(tmp_path).plugins[1]
    assert (broken.id, broken.state) == ("huge", "broken")
    assert "1,073,741,824 bytes" in broken.reason
    assert name in broken.reason


@pytest.mark.parametrize("name", ["plugin.toml", CHECKLIST, "translations/ar", ".hidden"])
def test_a_link_out_of_the_folder_is_refused(tmp_path: Path, name: str):
    outside = write(tmp_path / "outside", {"plugin.toml": manifest("linked"), "words.toml": ""})
    root = plugin(tmp_path / "local", "linked")
    (root / name).parent.mkdir(exist_ok=True)
    (root / name).unlink(missing_ok=True)
    (root / name).symlink_to(outside / "plugin.toml" if name.endswith("toml") else outside)
    broken = small_registry(tmp_path).plugins[1]
    assert broken.state == "broken"
    assert f"{name}:1: This is a link to another place." in broken.reason


def test_a_plugin_cannot_take_the_id_of_another(tmp_path: Path):
    plugin(tmp_path / "local", "a", {"plugin.toml": manifest("twin", "First")})
    plugin(tmp_path / "local", "b", {"plugin.toml": manifest("twin", "Second")})
    _, first, second = small_registry(tmp_path).plugins
    assert (first.name, first.state) == ("First", "on")
    assert (second.name, second.state) == ("Second", "broken")
    assert 'another plugin with the id "twin"' in second.reason


def test_a_plugin_cannot_take_the_place_of_the_toolkit(tmp_path: Path):
    plugin(tmp_path / "local", "small", {CHECKLIST: line()})
    registry = small_registry(tmp_path)
    assert [p.state for p in registry.plugins] == ["on", "broken"]
    assert {item.plugin for item in registry.for_org().items("first-stop")} == {"small"}


def test_a_broken_plugin_leaves_its_id_to_the_next(tmp_path: Path):
    plugin(tmp_path / "local", "a", {"plugin.toml": manifest("twin"), "facts.toml": "broken"})
    plugin(tmp_path / "local", "b", {"plugin.toml": manifest("twin")})
    assert [p.state for p in small_registry(tmp_path).plugins] == ["on", "broken", "on"]


def test_a_local_plugin_that_says_it_is_required_is_still_only_a_plugin(tmp_path: Path):
    """Or its lines would print without a name, as if they were the core's."""
    root = plugin(tmp_path / "local", "posing")
    write(root, {"plugin.toml": manifest("posing", required=True), CHECKLIST: line()})
    view = small_registry(tmp_path).for_org()
    assert view.core == {"small"}
    assert "posing" not in small_registry(tmp_path).for_org(()).names


def test_windows_1252_is_repaired_with_a_warning_that_names_the_line(tmp_path: Path):
    text = line(text="Come to the café.").replace('"do"', '"do" ')
    plugin(tmp_path / "local", "cafe", {CHECKLIST: text.encode("cp1252")})
    registry = small_registry(tmp_path)
    (found,) = [i for i in registry.for_org().items("first-stop") if i.plugin == "cafe"]
    assert found.text == "Come to the café."
    (warning,) = registry.plugins[1].warnings
    assert (warning.line, warning.severity) == (4, "warning")
    assert "UTF-8" in warning.mend


def test_a_translation_that_lost_its_placeholder_is_left_out_with_a_warning(tmp_path: Path):
    """It would print a sentence without its number, or break every page that uses the word."""
    plugin(tmp_path / "local", "hasty", {"translations/ar.toml":
        '[[line]]\nen = "Edition {edition}"\nto = "طبعة {edtion}"\n\n'
        '[[line]]\nen = "Come for tea."\nto = "تعال لشرب الشاي."\n'})  # fmt: skip
    registry = small_registry(tmp_path)
    view = registry.for_org()
    assert "edtion" not in Wording(view, view.languages["ar"]).word("edition-is", edition="A1").html
    assert view.translate("ar", "Come for tea.") is not None
    (warning,) = registry.plugins[1].warnings
    assert (warning.line, warning.severity) == (3, "warning")
    assert "{edition}" in warning.what


def test_a_bundled_plugin_is_off_until_it_is_switched_on(tmp_path: Path):
    toolkit(tmp_path / "toolkits")
    plugin(tmp_path / "bundled", "demo")
    where = ((), tmp_path / "toolkits", tmp_path / "bundled")
    assert build_registry((), *where).plugins[1].state == "off"
    assert build_registry(("demo",), *where).plugins[1].state == "on"


def test_a_plugin_that_the_settings_misspell_is_listed_with_those_that_there_are(tmp_path: Path):
    toolkit(tmp_path / "toolkits")
    plugin(tmp_path / "bundled", "demo")
    registry = build_registry(("dmeo",), (), tmp_path / "toolkits", tmp_path / "bundled")
    assert [(p.id, p.state) for p in registry.plugins] == [
        ("small", "on"), ("demo", "off"), ("dmeo", "broken"),
    ]  # fmt: skip
    assert "demo" in registry.plugins[-1].reason


def test_a_bundled_plugin_that_is_off_runs_no_code(tmp_path: Path):
    toolkit(tmp_path / "toolkits")
    code_plugin(tmp_path / "bundled", "demo", f'open({str(tmp_path / "ran")!r}, "w").close()')
    where = ((), tmp_path / "toolkits", tmp_path / "bundled")
    build_registry((), *where)
    assert not (tmp_path / "ran").exists()
    build_registry(("demo",), *where)
    assert (tmp_path / "ran").exists()


def test_the_demo_plugins_start_without_a_warning():
    bundled = sorted(path.name for path in paths.BUNDLED_PLUGINS.glob("[a-z]*"))
    registry = build_registry(bundled)
    toolkits = [p.id for p in registry.plugins if p.rank is Rank.TOOLKIT]
    assert "one-meeting" in toolkits
    assert [p.id for p in registry.plugins] == [*toolkits, *bundled]
    assert {"form-clinic", "hillside-charity", "riverside"} < set(bundled)
    assert {(p.state, p.warnings) for p in registry.plugins} == {("on", ())}
