"""``guides content``: exit codes and what is printed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.lint.planted import GOOD, PLANTED, WARNINGS, folder
from tests.plugins.folders import line, manifest, plugin, write

ON = ("--on", "2026-11-21")


def test_a_folder_with_faults_ends_with_1_and_mended_with_0(run, tmp_path: Path):
    root, places = folder(tmp_path / "town", *PLANTED.values())
    found = run("content", "check", str(root), *ON)
    assert found.code == 1
    for planted, number in places.items():
        assert f"{root / planted.path}:{number}: " in found.out
    assert " Mend: " in found.out
    mended = run("content", "check", str(write(tmp_path / "mended", GOOD)), *ON)
    assert (mended.code, mended.out) == (0, "0 faults, 0 warnings.\n")


def test_a_review_that_is_overdue_is_said_but_ends_with_0(run, tmp_path: Path):
    """Time passes by itself: it must not turn a build red."""
    root, _ = folder(tmp_path / "town", WARNINGS["review overdue"])
    late = run("content", "check", str(root), *ON)
    assert late.code == 0
    assert "warning: " in late.out
    assert "0 faults, 1 warnings." in late.out
    assert "0 warnings" in run("content", "check", str(root), "--on", "2026-11-20").out


@pytest.mark.full  # script/test does the same, before the tests
def test_what_is_shipped_is_checked_where_no_folder_is_named(run, environment: Path):
    """Nothing is found in it; one fault is, in a local plugin that stands beside it."""
    plugin(environment / "var" / "plugins", "town", {"checklists/nowhere.toml": line()})
    found = run("content", "check", *ON)
    assert found.code == 1
    faults = found.out.splitlines()[:-1]
    assert [fault for fault in faults if "/town/" not in fault] == []
    assert "town/checklists/nowhere.toml:1:" in faults[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "nowhere"), "nowhere"),
        (("check", "guides.toml"), "guides.toml"),
        (("check", ".", "--on", "21.11.2026"), "2026-11-21"),
        (("untranslated", "xx"), "en, ar"),
        (("untranslated", "ar", "--folder", "nowhere"), "nowhere"),
    ],
)
def test_wrong_use_ends_with_2_and_says_what_is_right(run, arguments, words: str):
    found = run("content", *arguments)
    assert (found.code, found.out) == (2, "")
    assert words in found.err


def test_what_is_not_translated_comes_ready_to_fill_in(run, tmp_path: Path):
    text = r"Drink \"warm\" tea \\ {fact:migrant-help-line}."
    root = plugin(tmp_path, "town", {"checklists/claiming.toml": line(text=text)})
    found = run("content", "untranslated", "ar", "--folder", str(root))
    assert found.code == 0
    ready = tomllib.loads(found.out)["line"]
    assert {"en": 'Drink "warm" tea \\ {fact:migrant-help-line}.', "to": ""} in ready


def test_a_folder_that_is_not_safe_to_read_is_said_in_words(run, tmp_path: Path):
    root = plugin(tmp_path, "town")
    (root / "link").symlink_to("/etc")
    for arguments in (("check", str(root)), ("untranslated", "ar", "--folder", str(root))):
        found = run("content", *arguments)
        assert found.code == 1
        assert "link:1: This is a link" in found.out + found.err


def test_where_many_lines_are_not_translated_the_command_that_prints_them_is_named(
    run, tmp_path: Path
):
    """The command that stands there, with the folder filled in, prints those very lines."""
    promise = manifest("town") + 'languages = ["en", "ar"]\n'
    texts = [f"Come for {what}." for what in ("tea", "soup", "cake", "bread", "rice")]
    lines = "".join(line(item_id=f"i-{at}", text=text) for at, text in enumerate(texts))
    files = {"plugin.toml": promise, "checklists/claiming.toml": lines}
    root = plugin(tmp_path, "town", files)
    said = run("content", "check", str(root), *ON).out.splitlines()[-2]
    command = said.split("guides ", 1)[1].replace("FOLDER", str(root))
    ready = tomllib.loads(run(*command.split()).out)["line"]
    assert [each["en"] for each in ready] == texts


def test_a_list_that_is_half_filled_in_is_taken_as_far_as_it_goes(run, tmp_path: Path):
    """What was printed is saved as it is, and filled in over an evening or two."""
    promise = manifest("town") + 'languages = ["en", "ar"]\n'
    lines = line(item_id="a", text="Come for tea.") + line(item_id="b", text="Come for soup.")
    files = {"plugin.toml": promise, "checklists/claiming.toml": lines}
    root = plugin(tmp_path, "town", files)
    ready = run("content", "untranslated", "ar", "--folder", str(root)).out
    write(root, {"translations/ar.toml": ready.replace('to = ""', 'to = "شاي"', 1)})
    found = run("content", "check", str(root), *ON)
    assert found.code == 0, found.out
    assert "“Come for soup.”" in found.out
    assert "“Come for tea.”" not in found.out
