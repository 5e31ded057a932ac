"""Rules for "where are you now?": it ends, soon, at a stop, and every stop can be reached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from guides.api import Question
from guides.lint.rules import Known
from guides.toolkit.faults import Fault
from guides.toolkit.folder import Folder

MOST_QUESTIONS = 4


def check_finder(folder: Folder, questions: Sequence[Question], known: Known) -> Iterator[Fault]:
    """Faults of a folder's ``finder.toml``."""
    if not questions:
        return
    path = folder.root / "finder.toml"
    by_id = {question.id: question for question in questions}
    first = [question for question in questions if question.first]
    if len(first) != 1:
        yield Fault(
            path, 1, f"{len(first)} questions are the first.", "Mark one with first = true."
        )
        return
    for question in questions:
        for answer in question.answers:
            if answer.question and answer.question not in by_id:
                yield _unknown(folder, path, "question", answer.question)
            if answer.stage and answer.stage not in known.stages:
                yield _unknown(folder, path, "stage", answer.stage)
    reached: set[str] = set()
    longest = _walk(first[0].id, by_id, reached, ())
    if longest > MOST_QUESTIONS:
        yield Fault(
            path,
            1,
            f"Somebody may be asked {longest} questions.",
            f"{MOST_QUESTIONS} are the most; let some answers end at a stop.",
        )
    for stage in sorted(set(known.stages) - reached):
        yield Fault(path, 1, f'No answer leads to the stage "{stage}".', "Add an answer that does.")


def _unknown(folder: Folder, path: Path, key: str, name: str) -> Fault:
    _, line = folder.find(rf'{key}\s*=\s*"{re.escape(name)}"') or (path, 1)
    return Fault(path, line, f'There is no {key} "{name}".', "Correct the id.")


def _walk(at: str, by_id: dict[str, Question], reached: set[str], path: tuple[str, ...]) -> int:
    """The longest way from here, in questions; a loop counts as too long."""
    if at in path:
        return MOST_QUESTIONS + 1
    question = by_id.get(at)
    if question is None:
        return len(path)
    depth = len(path) + 1
    for answer in question.answers:
        if answer.stage:
            reached.add(answer.stage)
        elif answer.question:
            depth = max(depth, _walk(answer.question, by_id, reached, (*path, at)))
    return depth
