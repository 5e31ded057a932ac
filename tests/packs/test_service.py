"""Taking a pack, going back, taking it again; and all that keeps a pack out."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guides.api import API_VERSION
from guides.packs.archive import PackWrong, read_pack
from guides.packs.service import Looked, Packs, faults_in_words
from guides.plugins.registry import View
from guides.plugins.service import build_registry
from guides.settings import Settings
from guides.toolkit.faults import BrokenContent
from tests.packs.packing import LANTERN, STOP, listed, release, the_list, unzipped, zipped
from tests.plugins.folders import Files, line, manifest, plugin, write

DAY = date(2026, 11, 21)


@pytest.fixture
def packs(tmp_path: Path) -> Packs:
    """An installation with nothing but what is shipped."""
    return Packs(Settings(data_dir=tmp_path / "var"), DAY)


def _pack(packs: Packs, base: Path, version: str = "1", count: int = 14,
          files: Files | None = None) -> bytes:  # fmt: skip
    return packs.pack(release(base, version, count, files))[1]


def _take(packs: Packs, data: bytes) -> None:
    """Take a pack that was looked at and has no faults. Looking takes a second."""
    packs.take(Looked(read_pack(data), (), ()))


def _used(packs: Packs) -> dict[str, str]:
    """Which version of each toolkit that came as a pack is used."""
    return {shown.id: shown.version for shown in packs.list() if shown.taken}


def _view(packs: Packs) -> View:
    """What a site has that starts now."""
    settings = packs.settings
    return build_registry(settings.plugins, settings.local_plugin_dirs, packs=packs.root).for_org()


def _written(folder: Path) -> set[str]:
    return {str(p.relative_to(folder)) for p in folder.rglob("*")} if folder.exists() else set()


# Taking and going back --------------------------------------------------------------------------


def test_looking_says_what_would_change_and_changes_nothing(packs: Packs, tmp_path: Path):
    looked = packs.look(_pack(packs, tmp_path))
    assert looked.faults == ()
    assert f"Stop new: {STOP}" in looked.changes
    assert _written(packs.root) == set()
    assert STOP not in _view(packs).stages


def test_a_pack_is_taken_gone_back_from_and_taken_again(packs: Packs, tmp_path: Path):
    first, second = (_pack(packs, tmp_path, version) for version in ("1", "2"))
    _take(packs, first)
    assert (_used(packs), STOP in _view(packs).stages) == ({LANTERN: "1"}, True)
    _take(packs, second)
    assert _used(packs) == {LANTERN: "2"}
    assert packs.roll_back(LANTERN) == "1"
    assert _used(packs) == {LANTERN: "1"}
    _take(packs, second)
    assert _used(packs) == {LANTERN: "2"}
    assert packs.roll_back(LANTERN) == "1"
    assert packs.roll_back(LANTERN) == "none"
    assert (_used(packs), STOP in _view(packs).stages) == ({}, False)
    with pytest.raises(PackWrong, match="nothing to go back to"):
        packs.roll_back(LANTERN)


def test_taking_what_is_there_already_keeps_the_way_back(packs: Packs, tmp_path: Path):
    _take(packs, _pack(packs, tmp_path))
    second = _pack(packs, tmp_path, "2")
    _take(packs, second)
    _take(packs, second)
    looked = packs.look(second)
    assert looked.changes == ()
    packs.take(looked)
    assert packs.roll_back(LANTERN) == "1"


def test_only_the_release_that_is_used_and_the_one_before_it_are_kept(packs, tmp_path: Path):
    for version in ("1", "2", "3"):
        _take(packs, _pack(packs, tmp_path, version))
    kept = {path.name.partition("-")[0] for path in (packs.root / LANTERN).iterdir()}
    assert kept == {"2", "3", "current", "previous"}


def test_a_pack_stands_for_the_toolkit_that_was_shipped_until_it_is_gone_back_from(
    packs: Packs, tmp_path: Path
):
    shipped = {shown.id: shown for shown in packs.list()}
    assert not any(shown.taken for shown in shipped.values())
    folder = write(tmp_path / "women", {
        "plugin.toml": manifest("women", "Women", version="99"),
        "handbook/walking.md": '+++\ntitle = "Walking"\n+++\nWalk with somebody.\n',
    })  # fmt: skip
    made, data = packs.pack(folder)
    _take(packs, data)
    now = {shown.id: shown for shown in packs.list()}
    assert list(now) == list(shipped)
    assert (now["women"].version, now["women"].taken) == ("99", True)
    assert now["women"].digest == made.digest
    assert [p.id for p in _view(packs).handbook if p.plugin == "women"] == ["walking"]
    assert packs.roll_back("women") == shipped["women"].version
    assert {shown.id: shown for shown in packs.list()} == shipped


@pytest.mark.parametrize("toolkit", ["asylum-journey", "no-such", ""])
def test_without_a_pack_there_is_nothing_to_go_back_to(packs: Packs, toolkit: str):
    with pytest.raises(PackWrong, match="nothing to go back to"):
        packs.roll_back(toolkit)
    assert _written(packs.root) == set()


def test_a_pack_with_faults_is_not_taken_by_whoever_tries(packs: Packs, tmp_path: Path):
    advice = {f"checklists/{STOP}.toml": line(text="You should appeal, you will win.")}
    looked = packs.look(_pack(packs, tmp_path, files=advice))
    assert any("Advice" in said for said in faults_in_words(looked.faults))
    with pytest.raises(PackWrong, match="not taken"):
        packs.take(looked)
    assert _written(packs.root) == set()


def test_a_changed_fact_is_said_in_words(packs: Packs, tmp_path: Path):
    _take(packs, _pack(packs, tmp_path))
    looked = packs.look(_pack(packs, tmp_path, "2", count=28))
    assert [change.replace("\u00a0", " ") for change in looked.changes] == [
        "Fact changed: lantern-days: was “The walk is in 14 days.”, "
        "is now “The walk is in 28 days.”"
    ]


# What keeps a pack out --------------------------------------------------------------------------


@pytest.mark.parametrize("api", [API_VERSION + 1, -1])
def test_a_pack_for_another_version_of_the_program_says_what_to_do(packs, tmp_path: Path, api):
    files = unzipped(_pack(packs, tmp_path))
    with pytest.raises(PackWrong, match=r"another version .*Update Asylum Guides first"):
        packs.look(listed(files, api=api))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"api = 0", b"api = 7", "newer version of Asylum Guides"),
        (b'"lantern"', b'"torch"', "two different ids"),
        (b'version = "1"', b'version = "2"', "two different versions"),
        (b'name = "Lanterns"', b"", '"name" is missing'),
    ],
)
def test_a_pack_that_says_two_things_about_itself_is_refused(packs, tmp_path, old, new, words):
    files = unzipped(_pack(packs, tmp_path))
    files["plugin.toml"] = files["plugin.toml"].replace(old, new)
    with pytest.raises(PackWrong, match=words):
        packs.look(listed(files))


def test_a_pack_without_a_manifest_is_refused(packs: Packs, tmp_path: Path):
    files = unzipped(_pack(packs, tmp_path))
    del files["plugin.toml"]
    with pytest.raises(PackWrong, match=r"There is no plugin\.toml"):
        packs.look(listed(files))


@pytest.mark.parametrize("name", ["facts.toml/more.toml", "a" * 300 + ".toml"])
def test_a_pack_that_cannot_be_unpacked_is_refused(packs: Packs, tmp_path: Path, name: str):
    files = unzipped(_pack(packs, tmp_path))
    with pytest.raises(PackWrong, match="cannot be unpacked"):
        packs.look(listed({**files, name: b"x = 1\n"}))


def test_a_pack_that_was_changed_on_its_way_is_not_even_looked_at(packs: Packs, tmp_path: Path):
    files = unzipped(_pack(packs, tmp_path))
    changed = {**files, "facts.toml": files["facts.toml"].replace(b"14", b"41")}
    with pytest.raises(PackWrong, match="hash differs"):
        packs.look(zipped({"pack.json": the_list(files), **changed}))


PLACEHOLDER = {
    "translations/ar/more.toml": '[[line]]\nen = "The walk is in {fact:lantern-days}."\n'
    'to = "المشي قريب."\n[[line]]\nen = "Bring a lamp."\nto = "أحضر مصباحا."\n'
}


def test_a_pack_whose_translation_lost_its_number_is_refused(packs: Packs, tmp_path: Path):
    """Fluent words around a number that is missing are worse than English."""
    looked = packs.look(_pack(packs, tmp_path, files=PLACEHOLDER))
    (said,) = faults_in_words(looked.faults)
    assert "ar/more.toml:3: The placeholders differ: {fact:lantern-days} in English" in said
    with pytest.raises(PackWrong):
        packs.take(looked)


def test_where_such_a_translation_is_there_all_the_same_the_line_stays_english(packs, tmp_path):
    """A site must start, whoever wrote into its folders."""
    _take(packs, _pack(packs, tmp_path, files=PLACEHOLDER))
    registry = build_registry(packs=packs.root)
    view = registry.for_org()
    assert view.translate("ar", "The walk is in {fact:lantern-days}.") is None
    assert view.translate("ar", "Bring a lamp.") is not None
    warnings = next(p.warnings for p in registry.plugins if p.id == LANTERN)
    assert any("placeholders differ" in str(warning) for warning in warnings)


@pytest.fixture
def town(packs: Packs, tmp_path: Path) -> Packs:
    """The same installation, with a local plugin whose line stands at the pack's stop."""
    _take(packs, _pack(packs, tmp_path))
    local = packs.settings.data_dir / "plugins"
    plugin(local, "our-town", {f"checklists/{STOP}.toml": line("song", "Sing a song.")})
    plugin(local, "broken-town", {"checklists/no-such-stop.toml": line()})
    return packs


def test_a_pack_that_no_longer_has_what_a_plugin_refers_to_is_refused_and_names_it(
    town: Packs, tmp_path: Path
):
    """The plugin that was broken before is not the pack's fault, so it is not named."""
    files = unzipped(_pack(town, tmp_path, "2"))
    renamed = {
        name.replace(STOP, "lamp-walk"): data.replace(STOP.encode(), b"lamp-walk")
        for name, data in files.items()
    }
    looked = town.look(listed(renamed, version="2"))
    said = "\n".join(faults_in_words(looked.faults))
    assert "The plugin our-town would stop working" in said
    assert f'There is no stage "{STOP}"' in said
    assert "broken-town" not in said
    assert {f"Stop gone: {STOP}", "Stop new: lamp-walk"} <= set(looked.changes)
    with pytest.raises(PackWrong):
        town.take(looked)
    assert _used(town) == {LANTERN: "1"}


def test_a_pack_that_keeps_what_a_plugin_refers_to_is_taken(town: Packs, tmp_path: Path):
    _take(town, _pack(town, tmp_path, "2"))
    assert _used(town) == {LANTERN: "2"}


def test_a_pack_that_takes_an_id_of_the_core_is_refused(packs: Packs, tmp_path: Path):
    taken = {"stages/claiming.toml": 'id = "claiming"\ntitle = "T"\nshort = "S"\nsummary = "S."\n'}
    looked = packs.look(_pack(packs, tmp_path, files=taken))
    assert any("claiming" in said for said in faults_in_words(looked.faults))
    with pytest.raises(PackWrong):
        packs.take(looked)


def test_a_folder_with_a_link_is_not_packed(packs: Packs, tmp_path: Path):
    """It would carry a file of this machine to everybody who takes the pack."""
    folder = release(tmp_path)
    secret = write(tmp_path / "elsewhere", {"secret.toml": "x = 1\n"}) / "secret.toml"
    (folder / "more.toml").symlink_to(secret)
    with pytest.raises(BrokenContent, match="link"):
        packs.pack(folder)


def test_a_pack_of_each_toolkit_that_is_shipped_can_be_read(packs: Packs, checkout: Path):
    for folder in sorted((checkout / "toolkits").iterdir()):
        if (folder / "plugin.toml").is_file():
            made, data = packs.pack(folder)
            assert read_pack(data) == made
