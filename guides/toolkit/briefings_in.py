"""``briefings/*.toml`` and ``handbook/*.md``: how to run meetings, and what to know for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from guides.api import (
    Briefing,
    BriefingPart,
    BriefingPlace,
    HandbookPage,
    Hurt,
    PartKind,
    PassOn,
    PracticeQuestion,
    Reply,
    SafeSentence,
    TeachBack,
)
from guides.toolkit.conditions_in import read_conditions
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.front_matter import split_settings
from guides.toolkit.toml_file import ID, Table, TomlFile, note_unseen


def read_briefings(folder: Folder, faults: Faults) -> Iterator[Briefing]:
    """``briefings/<stage>.toml``; one that says ``when`` stands elsewhere than at a stage."""
    for path in folder.files("briefings/*.toml"):
        file = TomlFile.read(folder, path, faults)
        table = file.root()
        place = table.choice("when", get_args(BriefingPlace), "stage")
        briefing = Briefing(
            id=path.stem,
            place=place,
            title=table.text("title", needed=place != "stage"),
            purpose=table.text("purpose", needed=True),
            minutes=table.number_("minutes"),
            ready=table.texts("ready"),
            parts=tuple(_part(part) for part in file.tables("part")),
            safe=tuple(SafeSentence(*_two(t, "when", "say")) for t in file.tables("safe")),
            pass_on=tuple(PassOn(*_two(t, "question", "to")) for t in file.tables("pass_on")),
            teach_back=tuple(
                TeachBack(*_two(t, "ask", "listen_for")) for t in file.tables("teach_back")
            ),
            hurts=tuple(Hurt(*_two(t, "what", "speak")) for t in file.tables("hurts")),
        )
        table.asked |= {"part", "safe", "pass_on", "teach_back", "hurts"}
        table.done()
        if not ID.fullmatch(path.stem):
            faults.note(path, 1, f"{path.name} cannot be an id.", "Use small letters and hyphens.")
        if not briefing.parts:
            faults.note(path, 1, "There is no [[part]].", "Write what is explained, line by line.")
        yield briefing


def _part(table: Table) -> BriefingPart:
    part = BriefingPart(
        kind=table.choice("kind", get_args(PartKind)),
        title=table.text("title", needed=True),
        minutes=table.number_("minutes"),
        say=table.texts("say"),
        guide=table.text("guide"),
        conditions=read_conditions(table),
    )
    table.done()
    if not part.say:
        table.wrong("say", "Nothing is said in this part.", 'Write say = ["…", "…"].')
    return part


def _two(table: Table, first: str, second: str) -> tuple[str, str]:
    pair = table.text(first, needed=True), table.text(second, needed=True)
    table.done()
    return pair


def read_handbook(folder: Folder, faults: Faults) -> Iterator[HandbookPage]:
    """``handbook/<page>.md``: settings between ``+++`` lines, then Markdown."""
    for path in folder.files("handbook/*.md"):
        settings, body = split_settings(folder.read(path, faults))
        file = TomlFile.parse(path, settings, faults)
        table = file.root()
        page = HandbookPage(
            id=path.stem,
            title=table.text("title", needed=True),
            order=table.number_("order"),
            body=body,
            questions=tuple(_question(question) for question in file.tables("question")),
            path=str(path),
        )
        table.asked.add("question")
        table.done()
        if not ID.fullmatch(path.stem):
            faults.note(path, 1, f"{path.name} cannot be an id.", "Use small letters and hyphens.")
        note_unseen(path, body, faults)
        if not body.strip():
            faults.note(path, 1, "The page is empty.", "Write it, or remove the file.")
        yield page


def _question(table: Table) -> PracticeQuestion:
    replies = []
    for part in table.parts("reply"):
        replies.append(
            Reply(
                part.text("text", needed=True),
                part.text("because", needed=True),
                part.flag("right"),
            )
        )
        part.done()
    question = PracticeQuestion(table.text("text", needed=True), tuple(replies))
    table.done()
    if not any(reply.right for reply in replies):
        table.wrong("text", "No reply is right.", "Write right = true in one [[question.reply]].")
    return question
