"""Stages, sections, checklists, the finder: files into dataclasses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from guides.api import (
    SECTION_KINDS,
    SHEET_AUDIENCES,
    Answer,
    ChecklistItem,
    Edge,
    ItemKind,
    Question,
    Section,
    SectionKind,
    Stage,
)
from guides.toolkit.conditions_in import read_conditions
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.front_matter import split_settings
from guides.toolkit.toml_file import Table, TomlFile, note_unseen

EDGE_KINDS = ("next", "yes", "no", "loop")


def read_stages(folder: Folder, faults: Faults) -> Iterator[Stage]:
    """``stages/*.toml``, one stage a file."""
    for path in folder.files("stages/*.toml"):
        file = TomlFile.read(folder, path, faults)
        table = file.root()
        stage = Stage(
            id=table.id(),
            title=table.text("title", needed=True),
            short=table.text("short", needed=True),
            summary=table.text("summary", needed=True),
            order=table.number_("order"),
            lane=table.number_("lane"),
            interrupts=table.flag("interrupts"),
            edges=tuple(_edge(edge) for edge in file.tables("next")),
        )
        table.asked.add("next")
        table.done()
        _name_fits(path, stage.id, faults)
        yield stage


def _edge(table: Table) -> Edge:
    edge = Edge(table.id("to"), table.choice("kind", EDGE_KINDS, "next"), table.text("when"))  # type: ignore[arg-type]
    table.done()
    return edge


def _name_fits(path: Path, stage: str, faults: Faults) -> None:
    if stage and path.stem != stage:
        faults.note(
            path,
            1,
            f'The file is called {path.name}, but it is about the stage "{stage}".',
            f"Call the file {stage}.toml.",
        )


def read_sections(folder: Folder, faults: Faults) -> Iterator[Section]:
    """``guidance/<stage>/<section>.md``: settings between ``+++`` lines, then Markdown."""
    for path in folder.files("guidance/*/*.md"):
        text = folder.read(path, faults)
        settings, body = split_settings(text)
        file = TomlFile.parse(path, settings, faults)
        table = file.root()
        kind = _kind(path, faults)
        reader = table.choice("reader", ("client", "guide"), "client")
        section = Section(
            stage=path.parent.name,
            kind=kind,
            slug=path.stem,
            title=table.text("title", needed=kind == "variant"),
            body=body,
            order=table.number_("order"),
            reader="guide" if kind == "advice-line" or reader == "guide" else "client",
            conditions=read_conditions(table),
            path=str(path),
            replaces=table.text("replaces"),
            of=table.text("of"),
        )
        table.done()
        note_unseen(path, body, faults)
        if not body.strip():
            faults.note(path, 1, "The section is empty.", "Write it, or remove the file.")
        yield section


def _kind(path: Path, faults: Faults) -> SectionKind:
    for kind in SECTION_KINDS:
        if path.stem == kind or (kind == "variant" and path.stem.startswith("variant-")):
            return kind
    names = ", ".join(f"{k}.md" for k in SECTION_KINDS if k != "variant")
    faults.note(
        path, 1, f"{path.name} is not a section.", f"Use one of {names}, or variant-<name>.md."
    )
    return "what-happens"


def read_checklists(folder: Folder, faults: Faults) -> Iterator[ChecklistItem]:
    """``checklists/<stage>.toml``."""
    for path in folder.files("checklists/*.toml"):
        for table in TomlFile.read(folder, path, faults).tables("item"):
            item = ChecklistItem(
                stage=path.stem,
                id=table.id(),
                kind=table.choice("kind", get_args(ItemKind)),
                text=table.text("text", needed=True),
                order=table.number_("order", 500),
                why=table.text("why"),
                facts=table.texts("facts"),
                conditions=read_conditions(table),
                protected=table.flag("protected"),
                fill=table.text("fill"),
                icon=table.text("icon"),
                replaces=table.text("replaces"),
                of=table.text("of"),
            )
            table.done()
            if off_paper := set(item.conditions.audiences) - set(SHEET_AUDIENCES):
                table.wrong(
                    "for",
                    f'A line for "{off_paper.pop()}" would give away who holds the sheet.',
                    "Write it as guidance/<stage>/variant-<name>.md: that stands on the page only.",
                )
            yield item


def read_questions(folder: Folder, faults: Faults) -> Iterator[Question]:
    """``finder.toml``."""
    for path in folder.files("finder.toml"):
        for table in TomlFile.read(folder, path, faults).tables("question"):
            answers = []
            for part in table.parts("answer"):
                answer = Answer(
                    part.text("text", needed=True), part.text("question"), part.text("stage")
                )
                part.done()
                if bool(answer.question) == bool(answer.stage):
                    table.wrong(
                        "answer",
                        f'The answer "{answer.text}" leads nowhere, or to two places.',
                        'Give it question = "…" or stage = "…".',
                    )
                answers.append(answer)
            question = Question(
                id=table.id(),
                text=table.text("text", needed=True),
                hint=table.text("hint"),
                first=table.flag("first"),
                answers=tuple(answers),
            )
            table.asked.add("answer")
            table.done()
            yield question
