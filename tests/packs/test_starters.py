"""A new plugin works before anything in it was changed, whatever it is called."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from guides.packs.plugins import PluginWrong
from guides.packs.sources import faults_of, opened
from guides.packs.starters import new_plugin

DAY = date(2026, 11, 21)


@pytest.mark.parametrize("code", [False, True])
@pytest.mark.parametrize(
    ("name", "plugin_id", "shown"),
    [
        ("my-town", "my-town", "My Town"),
        ("Women's Tea & Talk (demo)", "womens-tea-talk-demo", "Women's Tea & Talk (demo)"),
        ("Café 9", "caf-9", "Café 9"),
    ],
)
def test_it_has_no_fault_and_the_name_that_was_given(
    tmp_path: Path, name: str, plugin_id: str, shown: str, code: bool
):
    folder = new_plugin(name, tmp_path, code)
    assert folder == tmp_path / plugin_id
    assert faults_of(folder, DAY) == ()
    with opened(folder, DAY) as source:
        assert (source.manifest.id, source.manifest.name) == (plugin_id, shown)
        assert source.has_code is code
    texts = [path.read_text() for path in folder.rglob("*") if path.is_file()]
    assert not any("Your organisation" in text or "your-plugin" in text for text in texts)
    assert [path.name for path in tmp_path.iterdir()] == [plugin_id]


@pytest.mark.full  # each is a whole run of pytest, with sheets
@pytest.mark.parametrize("code", [False, True])
def test_its_first_test_passes_and_sees_what_is_taken_out(tmp_path: Path, code: bool):
    folder = new_plugin("Women's Tea & Talk", tmp_path, code)
    assert _tested(folder) == 0
    if code:
        (folder / "plugin.py").unlink()
    else:
        (folder / "services.csv").unlink()
    assert _tested(folder) == 1


def _tested(folder: Path) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(folder)]
    return subprocess.run(command, cwd=folder, capture_output=True, timeout=300).returncode


@pytest.mark.parametrize(
    "name",
    ["", " ", "../up", "/etc", "a\nb", 'a"b', "a\\b", "{{ 7*7 }}", "a\x00b", "x" * 81, "Ярмарка"],
)
def test_a_name_that_will_not_do_is_refused(tmp_path: Path, name: str):
    with pytest.raises(PluginWrong):
        new_plugin(name, tmp_path / "here", False)
    assert not (tmp_path / "here").exists()


def test_what_is_there_already_is_left_alone(tmp_path: Path):
    folder = new_plugin("my-town", tmp_path, False)
    (folder / "services.csv").write_text("mine")
    with pytest.raises(PluginWrong, match="there already"):
        new_plugin("My Town", tmp_path, False)
    assert (folder / "services.csv").read_text() == "mine"
