"""Stages, sections, checklists, resources, services, the finder: files into dataclasses."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
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
    Resource,
    Section,
    SectionKind,
    Service,
    Stage,
)
from guides.toolkit.conditions_in import read_conditions
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.front_matter import split_settings
from guides.toolkit.toml_file import ID, Table, TomlFile, unprintable

EDGE_KINDS = ("next", "yes", "no", "loop")
SERVICE_COLUMNS = (
    "id",
    "name",
    "what",
    "stages",
    "phone",
    "address",
    "hours",
    "languages",
    "how",
    "checked_on",
    "checked_by",
)


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
        )
        table.done()
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
            )
            table.done()
            if off_paper := set(item.conditions.audiences) - set(SHEET_AUDIENCES):
                table.wrong(
                    "for",
                    f'A line for "{off_paper.pop()}" would give away who holds the sheet.',
                    "Write it as guidance/<stage>/variant-<name>.md: that stands on the page only.",
                )
            yield item


def read_resources(folder: Folder, faults: Faults) -> Iterator[Resource]:
    """``resources.toml``."""
    for path in folder.files("resources.toml"):
        for table in TomlFile.read(folder, path, faults).tables("resource"):
            resource = Resource(
                id=table.id(),
                title=table.text("title", needed=True),
                text=table.text("text", needed=True),
                stages=table.texts("stages"),
                url=table.text("url"),
                kind=table.text("kind", default="leaflet"),
            )
            if resource.url and not resource.url.startswith(("https://", "http://", "/")):
                table.wrong("url", "This is not a web address.", "Begin it with https://.")
            table.done()
            yield resource


def read_services(folder: Folder, faults: Faults) -> Iterator[Service]:
    """``services.csv``. Rows that cannot be read are named; the others are taken."""
    for path in folder.files("services.csv"):
        rows = csv.DictReader(io.StringIO(folder.read(path, faults)))
        try:
            yield from _services(path, rows, faults)
        except csv.Error as error:
            faults.note(
                path,
                rows.line_num + 1,
                f"The table cannot be read from here on: {error}.",
                "Look for a quotation mark that is never closed.",
            )


def _services(path: Path, rows: csv.DictReader[str], faults: Faults) -> Iterator[Service]:
    known = {name.strip().lower() for name in rows.fieldnames or ()}
    for column in ("id", "name", "what"):
        if column not in known:
            faults.note(
                path,
                1,
                f'There is no column "{column}".',
                f"Name the columns: {','.join(SERVICE_COLUMNS)}.",
            )
            return
    for row in rows:
        cells = {(k or "").strip().lower(): (v or "").strip() for k, v in row.items() if k}
        service = _service(path, rows.line_num, cells, faults)
        if service is not None:
            yield service


def _service(path: Path, line: int, cells: dict[str, str], faults: Faults) -> Service | None:
    if not any(cells.values()):
        return None
    for column in ("id", "name", "what"):
        if not cells.get(column):
            faults.note(
                path, line, f'"{column}" is empty; the row is left out.', "Fill it in.", "warning"
            )
            return None
    for column, cell in cells.items():
        if problem := unprintable(cell):
            faults.note(
                path, line, f'"{column}" {problem}', "Mend it; the row is left out.", "warning"
            )
            return None
    if not ID.fullmatch(cells["id"]):
        faults.note(
            path,
            line,
            f'"{cells["id"]}" cannot be an id; the row is left out.',
            "Use small letters, digits and hyphens only.",
            "warning",
        )
        return None
    return Service(
        id=cells["id"],
        name=cells["name"],
        what=cells["what"],
        stages=_several(cells.get("stages", "")),
        phone=cells.get("phone", ""),
        address=cells.get("address", ""),
        hours=cells.get("hours", ""),
        languages=_several(cells.get("languages", "")),
        how=cells.get("how", ""),
        checked_on=_day(path, line, cells.get("checked_on", ""), faults),
        checked_by=cells.get("checked_by", ""),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.replace(",", ";").split(";") if part.strip())


def _day(path: Path, line: int, cell: str, faults: Faults) -> date | None:
    if not cell:
        return None
    try:
        return date.fromisoformat(cell)
    except ValueError:
        faults.note(
            path,
            line,
            f'"{cell}" is not a date.',
            "Write it as 2026-11-21; it is left out.",
            "warning",
        )
        return None


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
