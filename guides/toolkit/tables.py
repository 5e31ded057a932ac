"""Lists that somebody keeps in a spreadsheet: CSV or Excel, cleaned as far as that is safe.

Rows of a title above the table, empty rows and columns, other names for a column, "n/a": people
write tables for people. What cannot be understood is left out, with file, line and mend.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path

from guides.toolkit import csv_file, xlsx
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.limits import OF_A_PLUGIN, Limits
from guides.toolkit.toml_file import unprintable
from guides.toolkit.xlsx import Rows

MOST_ROWS_ABOVE = 20
"""The table begins this far down at most."""
NOTHING = {"n/a", "na", "n.a.", "none", "nil", "-", "–", "—", "--", "?", "tbc", "tba", "unknown"}
_LONGEST_NOTHING = max(map(len, NOTHING))
_TEXT_MARK = re.compile(r"'(?='*[0-9+=@\-])")
"""By which Excel knows a number as text, and we a cell that must not become a formula."""


@dataclass(frozen=True)
class Columns:
    """The columns that a table can have, each with the other names that people give it."""

    names: Mapping[str, Sequence[str]]
    needed: tuple[str, ...]
    instead: Mapping[str, str] = field(default_factory=dict)
    """For a column that a table has not: which other one is meant then."""
    joined: frozenset[str] = frozenset()
    """Columns that may stand there twice, such as two phones; of others the first counts."""
    said: Mapping[str, str] = field(default_factory=dict)
    """What a person said that a heading means, by its plain words; "" is left out."""

    def known(self, heading: str) -> str:
        """The column that a heading means, or ""."""
        return self._meanings.get(plain(heading), "")

    @cached_property
    def _meanings(self) -> Mapping[str, str]:
        """What stands above a column, and which one it is. A column's own name comes first."""
        others = {other: name for name, more in self.names.items() for other in more}
        return others | {plain(name): name for name in self.names} | dict(self.said)


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was found: its headings as written, what they mean, and the rows below."""

    path: Path
    sheet: str
    line: int
    written: list[str]
    headings: list[str]
    """The column that each means; "" for one that means none."""
    rows: Rows


@dataclass(frozen=True, slots=True)
class Record:
    """One row, cell by cell. Every column is there; a cell without words is empty."""

    path: Path
    line: int
    cells: dict[str, str]

    def warn(self, faults: Faults, what: str, mend: str) -> None:
        faults.note(self.path, self.line, what, mend, "warning")


def records(folder: Folder, stem: str, columns: Columns, faults: Faults) -> Iterator[Record]:
    """Every row of ``<stem>.csv`` and ``<stem>.xlsx`` in which something stands."""
    for path in (*folder.files(f"{stem}.csv"), *folder.files(f"{stem}.xlsx")):
        yield from _of_file(folder, path, columns, faults)


def _of_file(folder: Folder, path: Path, columns: Columns, faults: Faults) -> Iterator[Record]:
    before = len(faults.fatal)
    if path.suffix == ".xlsx":
        sheets = xlsx.sheets(path, folder.read_bytes(path), faults)
    else:
        text = io.StringIO(folder.read(path, faults), newline="")
        lines = csv_file.lines(path, text, OF_A_PLUGIN.line, faults)
        sheets = iter([("", csv_rows(path, lines, columns, faults))])
    seen = False
    for name, rows in sheets:
        if table := table_in(path, name, rows, columns):
            seen = True
            if all_needed(table, columns, faults):
                yield from below(table, columns, faults)
                return
    if not seen and len(faults.fatal) == before:
        faults.note(
            path, 1, f"There is no row with the names of the columns ({_list(columns)}).",
            f"Write them into the first row: {','.join(columns.names)}.",
        )  # fmt: skip


def csv_rows(path: Path, lines: Iterator[str], columns: Columns, faults: Faults) -> Rows:
    """The rows of a text. What stands between cells is found out by its first lines."""
    head = [line for _, line in zip(range(MOST_ROWS_ABOVE), lines, strict=False)]
    mark = csv_file.separator(head, columns.known)
    return csv_file.rows(path, chain(head, lines), mark, faults)


def table_in(path: Path, sheet: str, rows: Rows, columns: Columns) -> Table | None:
    """The table that begins at the first row with two known names of columns or more.

    One is enough when a person said what it means. If the row below has more of them, the first
    was only a band above the names.
    """
    for _, (line, cells) in zip(range(MOST_ROWS_ABOVE), rows, strict=False):
        found = _known(cells, columns)
        if found is None:
            continue
        below = next(rows, None)
        better = below and _known(below[1], columns)
        if below and better and len({*better} - {""}) > len({*found} - {""}):
            (line, cells), found, below = below, better, None
        for column, other in columns.instead.items():
            if column not in found and other in found:
                found[found.index(other)] = column
        written = [cell.strip() for cell in cells]
        return Table(path, sheet, line, written, found, chain([below] if below else [], rows))
    return None


def _known(cells: list[str], columns: Columns) -> list[str] | None:
    """What each cell means as the name of a column; None when the row is no heading."""
    found = [columns.known(cell) for cell in cells]
    said = any(columns.said.get(plain(cell)) for cell in cells)
    return found if said or len({*found} - {""}) > 1 else None


def all_needed(table: Table, columns: Columns, faults: Faults) -> bool:
    """Whether the columns are there that a table cannot do without. Unknown ones are named."""
    missing = [name for name in columns.needed if name not in table.headings]
    for name in missing:
        faults.note(
            table.path, table.line, f'There is no column "{name}".',
            f"Name the columns: {','.join(columns.names)}.",
        )  # fmt: skip
    for heading, means in zip(table.written, table.headings, strict=True):
        if heading and not means and plain(heading) not in columns.said:
            faults.note(
                table.path, table.line,
                f'The column "{heading[:40]}" is not known here; it is left out.',
                f"Call it one of these, or take it out: {_list(columns)}.", "warning",
            )  # fmt: skip
    return not missing


def below(
    table: Table, columns: Columns, faults: Faults, most: Limits = OF_A_PLUGIN
) -> Iterator[Record]:
    """Every row of a table in which something stands."""
    path = table.path
    count = 0
    empty = {name: "" for name in table.headings if name}
    for line, row in table.rows:
        cells = empty.copy()
        for name, cell in zip(table.headings, row, strict=False):
            if cell and name:
                if not cells[name]:
                    cells[name] = clean(cell)
                elif name in columns.joined and (more := clean(cell)):
                    cells[name] += f"; {more}"
        if not any(cells.values()):
            continue
        count += 1
        if count > most.rows:
            faults.note(
                path, line, f"There are more than {most.rows:,} rows.",
                "Keep what is near you, or make a second plugin.",
            )  # fmt: skip
            return
        if longest := next((n for n, cell in cells.items() if len(cell) > most.letters), ""):
            faults.note(
                path, line, f'"{longest}" has {len(cells[longest]):,} letters.',
                "Say it in a sentence or two; the row is left out.", "warning",
            )  # fmt: skip
            continue
        if unprintable("".join(cells.values())):  # or one by one, or they are only many
            problems = [f'"{n}" {p}' for n, cell in cells.items() if (p := unprintable(cell))]
            if problems:
                faults.note(path, line, problems[0], "Mend it; the row is left out.", "warning")
                continue
        yield Record(path, line, cells)


def armless(words: str) -> str:
    """A cell that no spreadsheet takes for a formula, and that :func:`clean` reads as it was."""
    text = " ".join(words.split())
    bare = text.lstrip("'")
    marked = bare[:1] in "=+-@" if bare else False
    if marked or bare.lower() in NOTHING or (bare != text and bare[:1].isdigit()):
        return f"'{text}"
    return text


def clean(cell: str) -> str:
    """The words of a cell, without what only fills it."""
    text = " ".join(cell.split())
    if len(text) > _LONGEST_NOTHING and text.isascii() and text[0] != "'":
        return text  # as most
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.replace("\ufeff", "").replace("\u200b", ""))
    if text[:1] == "'" and (_TEXT_MARK.match(text) or text.lstrip("'").lower() in NOTHING):
        return text[1:]
    return "" if text.lower() in NOTHING else text


@lru_cache(1_000)
def slug(text: str) -> str:
    """An id made of words: "Café on the Hill" makes ``cafe-on-the-hill``. "" if there are none."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:60].strip("-")


@lru_cache(1_000)
def plain(heading: str) -> str:
    """A heading in small letters and single spaces, without marks."""
    return " ".join(re.sub(r"[^\w]+|_", " ", heading.lower()).split())


def _list(columns: Columns) -> str:
    return ", ".join(columns.names)
