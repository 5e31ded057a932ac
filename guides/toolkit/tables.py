"""Lists that somebody keeps in a spreadsheet: CSV or Excel, cleaned as far as that is safe.

Rows of a title above the table, empty rows and columns, other names for a column, "n/a": people
write tables for people. What cannot be understood is left out, with file, line and mend.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from guides.toolkit import xlsx
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.toml_file import unprintable
from guides.toolkit.xlsx import Rows

MOST_ROWS = 5_000
MOST_ROWS_ABOVE = 20
LONGEST_LINE = 200_000
MOST_LETTERS = 2_000
"""In one cell. A list of places has none that long; reading every word of it would take minutes."""
"""The table begins this far down at most."""
_SEPARATORS = ",;\t|"
NOTHING = {"n/a", "na", "n.a.", "none", "nil", "-", "–", "—", "--", "?", "tbc", "tba", "unknown"}
_LONGEST_NOTHING = max(map(len, NOTHING))
_AS_TEXT = re.compile(r'="([^"]*)"')
"""How some export a number so that Excel keeps its first 0."""


@dataclass(frozen=True)
class Columns:
    """The columns that a table can have, each with the other names that people give it."""

    names: Mapping[str, Sequence[str]]
    needed: tuple[str, ...]

    def known(self, heading: str) -> str:
        """The column that a heading means, or ""."""
        return self._meanings.get(_plain(heading), "")

    @cached_property
    def _meanings(self) -> Mapping[str, str]:
        """What stands above a column, and which one it is. A column's own name comes first."""
        others = {other: name for name, more in self.names.items() for other in more}
        return others | {_plain(name): name for name in self.names}


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
    seen = False
    before = len(faults.fatal)
    for rows in _tables(folder, path, columns, faults):
        found = _heading(rows, columns)
        if found is None:
            continue
        seen = True
        line, headings = found
        if _all_needed(path, line, headings, columns, faults):
            yield from _below(path, headings, rows, faults)
            return
    if not seen and len(faults.fatal) == before:
        faults.note(
            path, 1, f"There is no row with the names of the columns ({_list(columns)}).",
            f"Write them into the first row: {','.join(columns.names)}.",
        )  # fmt: skip


def _tables(folder: Folder, path: Path, columns: Columns, faults: Faults) -> Iterator[Rows]:
    if path.suffix == ".xlsx":
        yield from xlsx.sheets(path, folder.read_bytes(path), faults)
        return
    text = folder.read(path, faults)
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:  # the reader would make an object of each of its cells
            faults.note(
                path, number, f"This line has {len(line):,} letters.",
                "Write one place in each line.",
            )  # fmt: skip
            return
    yield _csv(path, text, _separator(text, columns), faults)


def _separator(text: str, columns: Columns) -> str:
    """What stands between cells: that by which most names of columns are found."""
    head = text.split("\n", MOST_ROWS_ABOVE)[:MOST_ROWS_ABOVE]

    def found(separator: str) -> int:
        lines = (line.replace('"', "").split(separator) for line in head)
        return max((sum(bool(columns.known(cell)) for cell in cells) for cells in lines), default=0)

    return max(_SEPARATORS, key=found)


def _csv(path: Path, text: str, separator: str, faults: Faults) -> Rows:
    reader = csv.reader(io.StringIO(text), delimiter=separator)
    begins = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            faults.note(
                path,
                begins,
                f"The table cannot be read from here on: {error}.",
                "Look for a quotation mark that is never closed.",
            )
            return
        cells = map(str.strip, row)
        yield begins, [c if c[:1] != "=" else _formula(path, begins, c, faults) for c in cells]
        begins = reader.line_num + 1


def _formula(path: Path, line: int, cell: str, faults: Faults) -> str:
    """What is taken of a cell that begins as a formula does."""
    if kept := _AS_TEXT.fullmatch(cell):
        return kept[1]
    what = "A cell holds a formula; it is left out."
    faults.note(path, line, what, "Write what it should say.", "warning")
    return ""


def _heading(rows: Rows, columns: Columns) -> tuple[int, list[str]] | None:
    """The row that names the columns: the first with two known names or more."""
    for _, (line, cells) in zip(range(MOST_ROWS_ABOVE), rows, strict=False):
        if len({columns.known(cell) for cell in cells} - {""}) > 1:
            return line, [columns.known(cell) or f"?{cell.strip()}" for cell in cells]
    return None


def _all_needed(
    path: Path, line: int, headings: list[str], columns: Columns, faults: Faults
) -> bool:
    missing = [name for name in columns.needed if name not in headings]
    for name in missing:
        faults.note(
            path, line, f'There is no column "{name}".',
            f"Name the columns: {','.join(columns.names)}.",
        )  # fmt: skip
    for heading in headings:
        if heading.startswith("?") and heading != "?":
            faults.note(
                path, line, f'The column "{heading[1:][:40]}" is not known here; it is left out.',
                f"Call it one of these, or take it out: {_list(columns)}.", "warning",
            )  # fmt: skip
    return not missing


def _below(path: Path, headings: list[str], rows: Rows, faults: Faults) -> Iterator[Record]:
    count = 0
    empty = {name: "" for name in headings if not name.startswith("?")}
    for line, row in rows:
        cells = empty.copy()
        for name, cell in zip(headings, row, strict=False):
            if cell and name in cells and not cells[name]:
                cells[name] = clean(cell)
        if not any(cells.values()):
            continue
        count += 1
        if count > MOST_ROWS:
            faults.note(
                path, line, f"There are more than {MOST_ROWS:,} rows.",
                "Keep what is near you, or make a second plugin.",
            )  # fmt: skip
            return
        if longest := next((n for n, cell in cells.items() if len(cell) > MOST_LETTERS), ""):
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


def clean(cell: str) -> str:
    """The words of a cell, without what only fills it."""
    text = " ".join(cell.split())
    if len(text) > _LONGEST_NOTHING and text.isascii() and text[0] != "'":
        return text  # as most
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.replace("\ufeff", "").replace("\u200b", ""))
    if text.startswith("'") and text[1:2] in "0123456789+=":
        text = text[1:]  # the mark by which Excel knows a number as text
    return "" if text.lower() in NOTHING else text


@lru_cache(1_000)
def slug(text: str) -> str:
    """An id made of words: "Café on the Hill" makes ``cafe-on-the-hill``. "" if there are none."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")[:60].strip("-")


def _plain(heading: str) -> str:
    return " ".join(re.sub(r"[^\w]+|_", " ", heading.lower()).split())


def _list(columns: Columns) -> str:
    return ", ".join(columns.names)
