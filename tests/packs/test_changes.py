"""What a release changes, in words that a coordinator can read; and nothing that it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.packs.changes import in_words
from guides.plugins.loader import Brought
from tests.plugins.folders import Files, fact, line, small_registry

STOP = "first-stop"
LINES = f"checklists/{STOP}.toml"
TEA = line("tea", "Come for tea.")
VALUE = 'value = { type = "duration", count = 42, unit = "day" }'
USUAL: Files = {
    LINES: TEA,
    "facts/more.toml": fact("so", "It takes {value}.", VALUE) + fact("tea", "Tea is free."),
    f"briefings/{STOP}.toml": 'purpose = "So."\nminutes = 9\n[[part]]\nkind = "explain"\n'
    'title = "T"\nminutes = 9\nsay = ["Good."]\n',
    "handbook/waiting.md": '+++\ntitle = "Waiting"\n+++\nIt is so.\n',
    "translations/ar/more.toml": '[[line]]\nen = "Come for tea."\nto = "شاي"\n',
}


def _brought(base: Path, files: Files) -> Brought:
    return small_registry(base, {**USUAL, **files}).loaded[0].brought


def _with(name: str, old: str, new: str) -> Files:
    text = str(USUAL[name])
    assert old in text
    return {name: text.replace(old, new)}


CHANGES: dict[str, tuple[Files, list[str]]] = {
    "nothing": ({}, []),
    "a number": (_with("facts/more.toml", "42", "28"),
        ["Fact changed: so: was “It takes 42 days.”, is now “It takes 28 days.”"]),
    "a sentence": (_with("facts/more.toml", "Tea is free", "Tea costs nothing"),
        ["Fact changed: tea: was “Tea is free.”, is now “Tea costs nothing.”"]),
    "a review": ({"facts/more.toml": fact("so", "It takes {value}.", VALUE)
        + fact("tea", "Tea is free.").replace("2027-01-31", "2027-02-28")},
        ["Fact, its source or its dates: tea"]),
    "a check": ({"facts/more.toml": fact("so", "It takes {value}.", VALUE) + fact("tea",
        "Tea is free.", 'checked_by = "A. Reader"\nchecked_on = 2026-11-02')}, []),
    "a fact went": ({"facts/more.toml": fact("so", "It takes {value}.", VALUE)},
        ["Fact gone: tea: Tea is free."]),
    "a fact came": ({"facts/new.toml": fact("cake", "Cake is free.")},
        ["Fact new: cake: Cake is free."]),
    "a line": (_with(LINES, "for tea", "for cake"), [f"Line changed: {STOP}/tea"]),
    "a line for others": ({LINES: line("tea", "Come for tea.", 'nations = ["wales"]')},
        [f"Line changed: {STOP}/tea"]),
    "a line went, another came": (_with(LINES, '"tea"', '"cake"'),
        [f"Line new: {STOP}/cake", f"Line gone: {STOP}/tea"]),
    "a page": ({f"guidance/{STOP}/what-happens.md": "You wait.\n"},
        [f"Page changed: {STOP}/what-happens"]),
    "a page came": ({f"guidance/{STOP}/rights.md": "You can rest.\n"},
        [f"Page new: {STOP}/rights"]),
    "a briefing": (_with(f"briefings/{STOP}.toml", "Good.", "Fine."),
        [f"Briefing changed: {STOP}"]),
    "a handbook page": (_with("handbook/waiting.md", "It is so", "It was so"),
        ["Handbook page changed: waiting"]),
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_what_changed_is_named_and_nothing_else(tmp_path: Path, what: str):
    files, expected = CHANGES[what]
    old, new = _brought(tmp_path / "old", {}), _brought(tmp_path / "new", files)
    assert [said.replace("\u00a0", " ") for said in in_words(old, new, old)] == expected


def test_translations_are_counted_not_listed(tmp_path: Path):
    old = _brought(tmp_path / "old", {})
    new = _brought(tmp_path / "new", _with("translations/ar/more.toml", "شاي", "الشاي"))
    in_all = sum(t.lang == "ar" for t in new.translations)
    assert list(in_words(old, new, old)) == [
        f"Translations, ar: 1 new or changed; {in_all} in all."
    ]


def test_a_toolkit_that_was_not_there_is_new_and_one_that_went_is_gone(tmp_path: Path):
    some = _brought(tmp_path, {})
    came = [said.split(": ")[0] for said in in_words(Brought(), some, some)]
    went = [said.split(": ")[0] for said in in_words(some, Brought(), some)]
    new = [said for said in came if not said.startswith("Translations")]
    assert [said.replace("new", "gone") for said in new] == went
    assert {"Fact gone", "Stop gone", "Line gone", "Page gone"} <= set(went)
