"""The check of a folder, for what an organisation says of itself and in the place of the core."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guides.lint.service import check_folder
from tests.plugins.folders import Files, line, plugin
from tests.toolkit.workbooks import workbook

DAY = date(2026, 11, 21)
STOP = "waiting-and-support"
LINES = f"checklists/{STOP}.toml"
CORE = f"asylum-journey/{STOP}"

FOUND: dict[str, tuple[Files, str, str]] = {
    "protected line": (
        {LINES: line(more=f'replaces = "{CORE}/support-refused"')}, f"{LINES}:5:", "protected"),
    "advice line": (
        {"hide.toml": f'[[hide]]\nsection = "{CORE}/advice-line"\n'}, "hide.toml:2:", "protected"),
    "no fingerprint": (
        {LINES: line(more=f'replaces = "{CORE}/look-for-solicitor"')}, f"{LINES}:5:", 'of = "'),
    "old fingerprint": (
        {"hide.toml": f'[[hide]]\nline = "{CORE}/look-for-solicitor"\nof = "00000000"\n'},
        "hide.toml:2:", "Core text changed"),
    "another toolkit's line": (
        {"hide.toml": f'[[hide]]\nline = "women/{STOP}/time-alone"\n'}, "hide.toml:2:", 'of = "'),
    "number in a resource": (
        {"resources.csv": "title,text\nRoom,It costs £5 a day\n"}, "resources.csv:2:", "money"),
    "number in a workbook": (
        {"services.xlsx": workbook([["name", "what"], ["Tea", "Tea for £5"]])},
        "services.xlsx:2:", "money"),
    "advice on a card": (
        {"contact.toml": 'name = "A"\nphone = "0161"\nwho = "You should appeal now."\n'},
        "contact.toml:3:", "Advice"),
    "no such stop": (
        {"resources.csv": "title,text,stages\nRoom,Quiet,nowhere\n"}, "resources.csv:2:",
        'no stage "nowhere"'),
    "dead link": (
        {"resources.csv": "title,text\nRoom,See [this](/nowhere)\n"}, "resources.csv:2:",
        "leads nowhere"),
    "not translated": (
        {"plugin.toml": 'id = "a"\napi = 0\nversion = "1"\nname = "A"\nlanguages = ["ar"]\n',
         "resources.csv": "title,text\nA new kind of room,Quiet\n"},
        "resources.csv:2:", "Not translated"),
}  # fmt: skip


@pytest.mark.parametrize("name", FOUND)
def test_it_is_named_with_its_file_and_line(tmp_path: Path, name: str):
    files, place, words = FOUND[name]
    said = [str(f) for f in check_folder(plugin(tmp_path, "a", files), DAY)]
    assert [each for each in said if place in each and words in each], said


def test_a_folder_that_is_well_has_nothing_to_say(tmp_path: Path):
    files: Files = {
        "contact.toml": 'name = "A"\nphone = "0161 496 0001"\nwho = "A volunteer answers."\n',
        "safeguarding.toml": '[[ring]]\nworry = "A child is not safe."\nwho = "The council"\n'
        'phone = "0161 496 0010"\n',
        "branding.toml": 'name = "A"\naccent = "#0b5563"\n',
        "resources.csv": "title,text,who\nRoom,A quiet room,Everybody\n",
        "services.xlsx": workbook([["name", "what"], ["Tea", "Tea and talk"]]),
    }
    assert not [str(f) for f in check_folder(plugin(tmp_path, "a", files), DAY)]
