"""The checker finds every fault that was planted, on its line, and none that was not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guides.lint.service import CORE, Looked, check_folder, untranslated
from guides.toolkit.faults import Fault
from tests.lint.planted import DAY, GOOD, PLANTED, WARNINGS, folder
from tests.plugins.folders import line, manifest, plugin, write


def _said(found: list[Fault]) -> list[str]:
    return [str(fault) for fault in found]


@pytest.fixture(scope="module")
def everything(tmp_path_factory) -> tuple[list[Fault], Path, dict]:
    """What is found in a folder with a fault of every kind."""
    root, places = folder(tmp_path_factory.mktemp("all"), *PLANTED.values(), *WARNINGS.values())
    return check_folder(root, DAY), root, places


@pytest.fixture(scope="module")
def core() -> Looked:
    """The core toolkit, read once for all folders that are checked against it."""
    return Looked.at(CORE)


@pytest.mark.parametrize("kind", [*PLANTED, *WARNINGS])
def test_every_planted_fault_is_found_on_its_line(everything, kind: str):
    found, root, places = everything
    planted = {**PLANTED, **WARNINGS}[kind]
    here = [
        fault
        for fault in found
        if fault.path == root / planted.path
        and fault.line == places[planted]
        and planted.words.lower() in f"{fault.what} {fault.mend}".lower()
    ]
    assert here, "\n".join(s for s in _said(found) if planted.path in s)
    assert all(fault.mend for fault in here)
    assert {fault.severity for fault in here} == {"warning" if kind in WARNINGS else "fault"}


def test_the_mended_folder_has_no_fault(tmp_path: Path):
    assert _said(check_folder(write(tmp_path, GOOD), DAY)) == []


def test_faults_stand_in_the_order_of_files_and_lines(everything):
    found, _, _ = everything
    places = [(str(fault.path), fault.line) for fault in found]
    assert places == sorted(places)
    assert len(set(found)) == len(found)


def test_what_is_missing_in_a_plugin_of_another_language_is_only_a_warning(tmp_path, core):
    """A town's own lines may stay English: the sheet says so."""
    files = {"plugin.toml": manifest("town").replace("name", 'languages = ["en", "ar"]\nname')}
    plugin(tmp_path, "town", {**files, "checklists/claiming.toml": line(text="Drink warm tea.")})
    (fault,) = check_folder(tmp_path / "town", DAY, core)
    assert (fault.severity, fault.line) == ("warning", 4)
    assert "Drink warm tea." in fault.what


def test_a_plugin_may_name_what_the_core_has(tmp_path, core):
    plugin(tmp_path, "town", {"checklists/claiming.toml": line(
        text="Ring {fact:migrant-help-line}.", more='facts = ["support-can-ask"]')})  # fmt: skip
    assert _said(check_folder(tmp_path / "town", DAY, core)) == []


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plugin.toml", 'id = "town"\napi = 9\nname = "T"\nversion = "1"\n', "plugin.toml:2:"),
        ("plugin.toml", "", "plugin.toml:1:"),
        ("plugin.toml", b"\xff\x00", "plugin.toml:1:"),
        ("words.toml", "words = 3\n", "words.toml:1:"),
        ("words.toml", "[words]\na = 3\n", "words.toml:2:"),
        ("allowed.toml", "names = 3\n", "allowed.toml:1:"),
        ("finder.toml", "question = 3\n", "finder.toml:1:"),
        ("finder.toml", '[[question]]\nid = "q"\ntext = "T"\nanswer = 3\n', "finder.toml:4:"),
        ("services.csv", b"\xff\xfe\x00", "services.csv:1:"),
        ("services.csv", 'id,name,what\na,b,"' + "c" * 200_000, "services.csv:"),
        ("checklists/claiming.toml", "item = [1, 2]\n", "claiming.toml:1:"),
        ("checklists/claiming.toml", "x = " + "[" * 50_000, "claiming.toml:1:"),
        ("translations/ar.toml", "line = 1\nplural = 2\n", "ar.toml:1:"),
        ("stages/x.toml", "next = 1\n", "x.toml:1:"),
        ("facts.toml", "[[fact]]\nvalue = 1\nsource = 2\n", "facts.toml:2:"),
        ("guidance/claiming/rights.md", "+++\n[[[\n+++\nCome in.\n", "rights.md:2:"),
        ("guidance/claiming/rights.md", b"1 \xe9t\xe9\n", "rights.md:1:"),
    ],
)
def test_nothing_that_stands_in_a_file_breaks_the_checker(tmp_path, core, name, content, words):
    plugin(tmp_path, "town", {name: content})
    assert words in "\n".join(_said(check_folder(tmp_path / "town", DAY, core)))


def test_a_folder_that_cannot_be_read_safely_is_not_read_on(tmp_path, core):
    root = plugin(tmp_path, "town", {"checklists/claiming.toml": line(text="You have 14 days.")})
    (root / "link.md").symlink_to("/etc/hostname")
    found = _said(check_folder(root, DAY, core))
    assert len(found) == 1
    assert "link.md:1: This is a link" in found[0]


def test_an_overdue_review_depends_on_the_day_that_was_asked_for(tmp_path, core):
    root, _ = folder(tmp_path, WARNINGS["review overdue"])
    assert check_folder(root, date(2026, 11, 20), core) == []
    (fault,) = check_folder(root, date(2026, 11, 21), core)
    assert fault.severity == "warning"


def test_the_list_of_what_is_not_translated_holds_each_line_once(tmp_path: Path):
    plugin(tmp_path, "town", {
        "checklists/claiming.toml": line("a", "Drink tea.") + line("b", "Drink tea."),
        "guidance/claiming/advice-line.md": "For guides only.\n",
    })  # fmt: skip
    assert untranslated("ar", tmp_path / "town")[-1:] == ["Drink tea."]
    assert untranslated("ar", tmp_path / "town").count("Drink tea.") == 1
