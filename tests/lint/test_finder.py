""" "Where are you now?" ends soon, at a stop, and every stop can be reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.api import Answer, Question
from guides.lint.finder import MOST_QUESTIONS, check_finder
from guides.lint.rules import Known
from guides.lint.service import CORE, Looked
from guides.toolkit.folder import Folder
from tests.lint.planted import DAY

KNOWN = Known(stages=("a", "b"), facts={}, languages=(), allowed=(), on=DAY)
A, B = Answer("A", stage="a"), Answer("B", stage="b")


def _found(tmp_path: Path, *questions: Question) -> list[str]:
    return [fault.what for fault in check_finder(Folder(tmp_path), questions, KNOWN)]


def _question(name: str, *answers: Answer, first: bool = False) -> Question:
    return Question(name, "Where?", answers, first=first)


def _chain(length: int) -> list[Question]:
    """Questions one after the other; the last leads to a stop."""
    names = [f"q{n}" for n in range(length)]
    leads = [Answer("On", question=name) for name in names[1:]]
    return [
        _question(name, A, *([leads[n]] if n < length - 1 else [B]), first=n == 0)
        for n, name in enumerate(names)
    ]


def test_a_finder_that_ends_is_right(tmp_path: Path):
    assert _found(tmp_path, _question("q", A, B, first=True)) == []
    assert _found(tmp_path, *_chain(MOST_QUESTIONS)) == []


def test_a_finder_that_asks_too_much_is_not(tmp_path: Path):
    assert _found(tmp_path, *_chain(MOST_QUESTIONS + 1)) == [
        f"Somebody may be asked {MOST_QUESTIONS + 1} questions."
    ]


@pytest.mark.parametrize(
    ("questions", "words"),
    [
        ([_question("q", A, B)], "0 questions are the first"),
        ([_question("q", A, B, first=True), _question("r", A, first=True)], "2 questions are"),
        ([_question("q", A, first=True)], 'No answer leads to the stage "b"'),
        ([_question("q", A, B, Answer("C", question="r"), first=True)], 'no question "r"'),
        ([_question("q", A, B, Answer("C", stage="c"), first=True)], 'no stage "c"'),
        ([_question("q", A, B, Answer("Q", question="q"), first=True)], "may be asked"),
        (
            [
                _question("q", A, B, Answer("R", question="r"), first=True),
                _question("r", Answer("Q", question="q")),
            ],
            "may be asked",
        ),
    ],
)
def test_each_way_to_get_lost_is_found(tmp_path: Path, questions: list[Question], words: str):
    assert any(words in what for what in _found(tmp_path, *questions))


def test_a_folder_without_questions_needs_none(tmp_path: Path):
    assert _found(tmp_path) == []


def test_the_faults_stand_where_the_answer_does(tmp_path: Path):
    """The core's own finder, with one answer bent."""
    text = (CORE / "finder.toml").read_text()
    stage = next(s for s in text.split('"') if s == "claiming")
    bent = text.replace(f'stage = "{stage}"', 'stage = "nowhere"', 1)
    (tmp_path / "finder.toml").write_text(bent)
    (tmp_path / "plugin.toml").write_text('id = "x"\napi = 0\nname = "X"\nversion = "1"\n')
    here = Looked.at(tmp_path)
    line = bent[: bent.index('"nowhere"')].count("\n") + 1
    known = Known(["claiming"], {}, (), (), DAY)
    found = list(check_finder(here.folder, here.brought.questions, known))
    assert line in [fault.line for fault in found if "nowhere" in fault.what]
