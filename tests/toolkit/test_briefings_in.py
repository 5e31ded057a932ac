"""Briefings and handbook pages are read whole, and each mistake is named on its line."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from guides.api import (
    Briefing,
    BriefingPart,
    Conditions,
    HandbookPage,
    Hurt,
    PassOn,
    PracticeQuestion,
    Reply,
    SafeSentence,
    TeachBack,
)
from guides.toolkit.briefings_in import read_briefings, read_handbook
from guides.toolkit.faults import Fault, Faults
from guides.toolkit.folder import Folder

BRIEFING = """\
purpose = "They come back alone."
minutes = 50
ready = ["A pen."]

[[part]]
kind = "explain"
title = "The letter"
minutes = 10
say = ["Keep it.", "Copy it."]
guide = "Slowly."
nations = ["scotland"]

[[safe]]
when = "They ask."
say = "Ask a lawyer."

[[pass_on]]
question = "Will I win?"
to = "A lawyer."

[[teach_back]]
ask = "What do you keep?"
listen_for = "The letter."

[[hurts]]
what = "Waiting."
speak = "Slowly."
"""

PAGE = """\
+++
title = "A case"
order = 30

[[question]]
text = "What do you do?"

[[question.reply]]
text = "Wait."
because = "It is enough."
right = true

[[question.reply]]
text = "Go."
because = "They are alone then."
+++
She waits.
"""


def _briefings(base: Path, text: str, name: str = "claiming") -> tuple[list[Briefing], list[Fault]]:
    (base / "briefings").mkdir()
    (base / "briefings" / f"{name}.toml").write_text(dedent(text))
    faults = Faults()
    return list(read_briefings(Folder(base), faults)), faults.found


def _pages(base: Path, text: str, name: str = "case") -> tuple[list[HandbookPage], list[Fault]]:
    (base / "handbook").mkdir()
    (base / "handbook" / f"{name}.md").write_text(dedent(text))
    faults = Faults()
    return list(read_handbook(Folder(base), faults)), faults.found


def test_a_briefing_is_read_whole(tmp_path: Path):
    (found,), faults = _briefings(tmp_path, BRIEFING)
    assert faults == []
    assert found == Briefing(
        id="claiming",
        place="stage",
        purpose="They come back alone.",
        minutes=50,
        ready=("A pen.",),
        parts=(
            BriefingPart(
                "explain", "The letter", 10, ("Keep it.", "Copy it."), "Slowly.",
                Conditions(nations=("scotland",)),
            ),
        ),
        safe=(SafeSentence("They ask.", "Ask a lawyer."),),
        pass_on=(PassOn("Will I win?", "A lawyer."),),
        teach_back=(TeachBack("What do you keep?", "The letter."),),
        hurts=(Hurt("Waiting.", "Slowly."),),
    )  # fmt: skip


def test_what_is_said_and_what_is_read_is_all_that_stands_in_it_and_nothing_twice(tmp_path: Path):
    """The checker reads by these two: what is in neither is checked by nobody."""
    (found,), _ = _briefings(tmp_path, BRIEFING)
    assert found.spoken() == (
        "The letter", "Keep it.", "Copy it.", "Ask a lawyer.", "What do you keep?",
    )  # fmt: skip
    assert found.read() == (
        "They come back alone.", "A pen.", "Slowly.", "They ask.", "Will I win?", "A lawyer.",
        "The letter.", "Waiting.", "Slowly.",
    )  # fmt: skip


@pytest.mark.parametrize("place", ["opening", "closing", "topic"])
def test_a_briefing_that_is_at_no_stop_has_a_title_of_its_own(tmp_path: Path, place: str):
    text = f'when = "{place}"\ntitle = "Hello"\n{BRIEFING}'
    (found,), faults = _briefings(tmp_path, text, "hello")
    assert (found.place, found.title, faults) == (place, "Hello", [])
    assert found.spoken()[0] == "Hello"


def test_without_a_title_it_says_so(tmp_path: Path):
    _, faults = _briefings(tmp_path, f'when = "topic"\n{BRIEFING}', "hello")
    assert [(f.line, '"title" is missing' in f.what) for f in faults] == [(1, True)]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('purpose = "They come back alone."', "", 1, '"purpose" is missing'),
        ("minutes = 50", 'minutes = "long"', 2, "minutes"),
        ('ready = ["A pen."]', 'ready = "A pen."', 3, "ready"),
        ('kind = "explain"', 'kind = "preach"', 6, "'preach'"),
        ('kind = "explain"', "", 5, '"kind"'),
        ('title = "The letter"', "", 5, '"title" is missing'),
        ('say = ["Keep it.", "Copy it."]', "say = []", 9, "Nothing is said"),
        ('nations = ["scotland"]', 'nations = ["france"]', 11, '"france" is not known'),
        ('guide = "Slowly."', 'giude = "Slowly."', 10, '"giude" is not known'),
        ('when = "They ask."', "", 13, '"when" is missing'),
        ('to = "A lawyer."', "", 17, '"to" is missing'),
        ('listen_for = "The letter."', "", 21, '"listen_for" is missing'),
        ('speak = "Slowly."', 'speak = "Slowly."\nloud = true', 28, '"loud" is not known'),
        ("[[hurts]]", "[[hurt]]", 1, '"hurt" is not known'),
    ],
)
def test_each_mistake_is_on_its_line(tmp_path: Path, old: str, new: str, line: int, words: str):
    assert old in BRIEFING
    _, faults = _briefings(tmp_path, BRIEFING.replace(old, new, 1))
    assert [f.line for f in faults if words in f.what] == [line], [(f.line, f.what) for f in faults]


def test_a_briefing_without_a_part_says_so(tmp_path: Path):
    _, faults = _briefings(tmp_path, 'purpose = "So."\nminutes = 9\n')
    assert [(f.line, f.what) for f in faults] == [(1, "There is no [[part]].")]


@pytest.mark.parametrize("name", ["The_Stop", "the stop", "Stop"])
def test_a_file_name_that_is_no_id_is_named(tmp_path: Path, name: str):
    _, faults = _briefings(tmp_path, BRIEFING, name)
    assert ["cannot be an id" in fault.what for fault in faults] == [True]
    _, faults = _pages(tmp_path, PAGE, name)
    assert ["cannot be an id" in fault.what for fault in faults] == [True]


def test_a_page_is_read_whole(tmp_path: Path):
    (found,), faults = _pages(tmp_path, PAGE)
    assert faults == []
    assert (found.id, found.title, found.order) == ("case", "A case", 30)
    assert found.body.strip() == "She waits."
    assert found.path == str(tmp_path / "handbook" / "case.md")
    assert found.questions == (
        PracticeQuestion(
            "What do you do?",
            (
                Reply("Wait.", "It is enough.", True),
                Reply("Go.", "They are alone then."),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('title = "A case"', "", 1, '"title" is missing'),
        ("order = 30", 'order = "first"', 3, "order"),
        ("right = true", "", 6, "No reply is right"),
        ("right = true", 'right = "yes"', 11, "right"),
        ('because = "It is enough."', "", 5, '"because" is missing'),
        ('text = "What do you do?"', "", 5, '"text" is missing'),
        ("[[question]]", "[[questions]]", 1, '"questions" is not known'),
        ("She waits.", "", 1, "The page is empty"),
    ],
)
def test_each_mistake_of_a_page_is_on_its_line(tmp_path: Path, old, new, line: int, words: str):
    assert old in PAGE
    changed = PAGE.replace("[[question.reply]]", "[[questions.reply]]") if "ions]]" in new else PAGE
    _, faults = _pages(tmp_path, changed.replace(old, new, 1))
    assert line in [f.line for f in faults if words in f.what], [(f.line, f.what) for f in faults]


@pytest.mark.parametrize(
    "text", ["", "+++\n", "+++\n+++\n", "No settings.\n", "+++\n[[[\n+++\nX.\n"]
)
def test_a_page_without_settings_is_a_fault_and_no_crash(tmp_path: Path, text: str):
    _, faults = _pages(tmp_path, text)
    assert any(fault.severity == "fault" for fault in faults)


@pytest.mark.parametrize(
    "text", ["", "part = 1\n", "part = [1]\n", "safe = [[]]\n", "[[part]]\nsay = 1\n"]
)
def test_a_briefing_of_another_shape_is_a_fault_and_no_crash(tmp_path: Path, text: str):
    _, faults = _briefings(tmp_path, text)
    assert any(fault.severity == "fault" for fault in faults)
