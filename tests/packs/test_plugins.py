"""Plugins of a site that runs, as its administrator's page uses them."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from guides.packs.plugins import Plugins, PluginWrong
from guides.packs.sources import opened
from guides.plugins.service import registry_of
from guides.settings import Settings
from tests.plugins.folders import Files, code_plugin, line, plugin

DAY = date(2026, 11, 21)
LINES = "checklists/waiting-and-support.toml"


@pytest.fixture
def site(tmp_path: Path) -> Plugins:
    """The plugins of a site that started with nothing but what is shipped."""
    settings = Settings(data_dir=tmp_path / "var")
    return Plugins(settings, DAY, registry_of(settings))


def _taken(site: Plugins, root: Path, called: str = "") -> None:
    with opened(root, DAY) as source:
        site.take(site.look(source), called=called)


def test_a_plugin_comes_changes_and_goes_while_the_site_runs(site: Plugins, tmp_path: Path):
    for version, text in (("one", "Come for tea."), ("two", "Come for cake.")):
        _taken(site, plugin(tmp_path / version, "tea", {LINES: line(text=text)}), "tea.zip")
        items = site.now().for_org().items("waiting-and-support")
        assert text in [item.text for item in items]
    shown = site.show("tea")
    assert shown.record is not None
    assert (shown.record.source, shown.record.added) == ("tea.zip", "2026-11-21")
    assert not shown.changed
    assert site.switch("tea", False).state == "off"
    assert site.switch("tea", True).state == "on"
    site.remove("tea")
    with pytest.raises(PluginWrong, match="no plugin 'tea'"):
        site.find("tea")


def test_code_is_never_added_through_a_page(site: Plugins, tmp_path: Path):
    ran = tmp_path / "ran"
    root = code_plugin(tmp_path, "nosy", f"open({str(ran)!r}, 'w').close()")
    with opened(root, DAY) as source:
        looked = site.look(source)
        for agreed in (False, True):
            with pytest.raises(PluginWrong):
                site.take(looked, agreed=agreed)
    assert not ran.exists()
    assert not site.settings.added_dir.exists()


def test_a_release_whose_files_were_changed_says_so(site: Plugins, tmp_path: Path):
    _taken(site, plugin(tmp_path, "tea", {LINES: line()}))
    release = site.show("tea").release
    assert release is not None
    (release / LINES).write_text(line(text="Something else."))
    assert site.show("tea").changed


def test_a_plugin_that_was_broken_before_keeps_no_other_out(site, tmp_path: Path):
    stop: Files = {
        "stages/hall.toml": 'id = "hall"\ntitle = "The hall"\nshort = "Hall"\n'
        'summary = "You go to the hall."\norder = 900\n',
        LINES: line(),
    }
    _taken(site, plugin(tmp_path / "one", "tea", stop))
    plugin(site.settings.data_dir / "plugins", "zebra", {"checklists/hall.toml": line("zebra")})
    # Local folders stand before what was added, so this one has never worked with it.
    states = {p.id: p.state for p in site.now().plugins}
    assert (states["tea"], states["zebra"]) == ("on", "broken")
    _taken(site, plugin(tmp_path / "more", "yak", {LINES: line("yak")}))
    assert site.find("yak").state == "on"


def test_fifty_plugins_are_shown_in_a_moment(site: Plugins):
    for number in range(50):
        plugin(site.settings.data_dir / "plugins", f"tea-{number}", {LINES: line()})
    start = time.perf_counter()
    shown = [site.show(p.id) for p in site.now().plugins if p.id.startswith("tea-")]
    assert len(shown) == 50
    assert time.perf_counter() - start < 5  # half a second on a quiet machine
