"""A folder of tables packed as ZIP ("tabular data package"), or a workbook with a tab for each.

Nothing is unpacked onto the disk, and no name inside is believed: a table is known by its name
without folders, and read as far as the limits go.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path, PurePosixPath
from typing import IO, Any

from guides.directory.readers.domain import Read, ReadWrong
from guides.directory.readers.joined import services, table_named
from guides.directory.readers.nodes import ALL_TEXT, WHERE, clean
from guides.directory.readers.scratch import MOST_ROWS, Scratch, TooMuch

MOST_PARTS = 500
MOST_PART_BYTES = 200_000_000
MOST_BYTES = 400_000_000
"""Unpacked, all tables together."""
MOST_COLUMNS = 200
MOST_LINE = 1_000_000
_LINK = 0o120000
_ZIP_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError)
SAVE_AGAIN = "Ask for the package again, or unpack it and bring the tables one by one."
TOO_LONG = "The table has too many rows; the rest is not read."
TOO_LARGE = "Unpacked, the tables are too large."
Row = tuple[int, Sequence[str]]
"""The number of a row, and its cells."""


def read_package(path: Path, broken: Callable[[], None]) -> Iterator[Read]:
    """Every service in the tables of a ZIP. ``broken`` is called where a table cannot be read.

    Raises:
        ReadWrong: it is no package of tables.
    """
    with _opened(path) as archive, closing(Scratch()) as scratch:
        tables = dict(_tables(archive))
        if "service" not in tables.values():
            raise ReadWrong(
                "There is no table of services in this package. Look for a file services.csv in it."
            )
        left = [MOST_BYTES]
        for part, table in tables.items():
            name = clean(PurePosixPath(part.filename.replace("\\", "/")).name)[:80]
            try:
                yield from _fill(scratch, table, name, _csv(archive, part, left))
            except _ZIP_FAULTS:
                broken()
                why = f"{name}: the table is damaged from here on. {SAVE_AGAIN}"
                yield Read(name[:100], "", None, (why,))
            except TooMuch as error:
                broken()
                yield Read(name[:100], "", None, (f"{name}: {error}",))
        yield from services(scratch)


def read_tabs(
    tabs: Iterable[tuple[str, Iterable[Row]]], broken: Callable[[], None]
) -> Iterator[Read]:
    """Every service in the tabs of a workbook. Raises ReadWrong."""
    with closing(Scratch()) as scratch:
        for title, rows in tabs:
            if table := table_named(title):
                try:
                    yield from _fill(scratch, table, title, rows)
                except TooMuch as error:
                    broken()
                    yield Read(title[:100], "", None, (f"{title}: {error}",))
        if "service" not in scratch.tables:
            raise ReadWrong('There is no tab "services" with a service in it in this workbook.')
        yield from services(scratch)


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(path)
    except (*_ZIP_FAULTS, ValueError) as error:
        raise ReadWrong(f"The package is damaged or cut off. {SAVE_AGAIN}") from error
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        archive.close()
        raise ReadWrong(f"There are {len(parts):,} files in this package; {MOST_PARTS} are read.")
    if any(part.flag_bits & 1 for part in parts):
        archive.close()
        raise ReadWrong("The package is locked with a password. Save it again without one.")
    return archive


def _tables(archive: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, str]]:
    """Which part is which table: as datapackage.json says, or by its name. One of each."""
    named = _named(archive)
    seen: set[str] = set()
    for part in archive.infolist():
        name = PurePosixPath(part.filename.replace("\\", "/"))
        if part.is_dir() or name.suffix.lower() != ".csv" or name.name.startswith("."):
            continue
        if ".." in name.parts or name.is_absolute() or part.external_attr >> 16 & 0o170000 == _LINK:
            continue
        table = table_named(named.get(str(name), "")) or table_named(name.stem)
        once = f"{table}/{name.stem.lower()}"  # physical and postal addresses are both addresses
        if table and once not in seen:
            seen.add(once)
            yield part, table


def _named(archive: zipfile.ZipFile) -> Mapping[str, str]:
    """What datapackage.json calls its files; {} where it says nothing of use."""
    try:
        with archive.open("datapackage.json") as stream:
            said = json.loads(stream.read(2_000_000))
        resources = said.get("resources", ())
        return {str(r["path"]).removeprefix("./"): str(r.get("name", "")) for r in resources}
    except (*_ZIP_FAULTS, KeyError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _csv(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: list[int]) -> Iterator[Row]:
    """The rows of a packed table. What the archive says of its size is not believed."""
    with archive.open(part) as packed:
        head = packed.read(4)
        encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    with archive.open(part) as packed:
        text = io.TextIOWrapper(
            io.BufferedReader(_Counted(packed, left), 65_536),
            encoding=encoding,
            errors="surrogateescape",
            newline="",
        )
        reader = csv.reader(_lines(text))
        number = 0
        while True:
            number += 1
            if number > MOST_ROWS:  # empty ones, too: a bomb may be made of them
                raise TooMuch(TOO_LONG)
            try:
                row = next(reader)
            except StopIteration:
                return
            except (csv.Error, UnicodeError):
                row = ["\0"]
            yield number, row


class _Counted(io.RawIOBase):
    """Bytes of a packed file, up to a limit."""

    def __init__(self, inner: IO[bytes], left: list[int]) -> None:
        self._inner = inner
        self._left = left
        self._own = MOST_PART_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        found = self._inner.read(len(buffer))
        buffer[: len(found)] = found
        self._left[0] -= len(found)
        self._own -= len(found)
        if self._left[0] < 0 or self._own < 0:
            raise TooMuch(TOO_LARGE)
        return len(found)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    r"""Lines as the reader of tables wants them; "\r\r\n" ends one line, not two."""
    half = False
    while line := text.readline(MOST_LINE):
        if half and line in ("\r\n", "\n"):
            half = False
            continue
        half = line.endswith("\r")
        yield line[:-1] + "\n" if half else line


def _fill(scratch: Scratch, table: str, name: str, rows: Iterable[Row]) -> Iterator[Read]:
    """Put the rows below the headings into the table. Yields those that cannot be read."""
    headings: list[str] = []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{name} row {number}"
        if cells == ["\0"]:
            why = "it cannot be read: a quotation mark is never closed, or a cell is endless."
            yield Read(where[:100], "", None, (f"{where}: {why}",))
        elif not headings:
            headings = [_heading(cell) for cell in cells[:MOST_COLUMNS]]
        elif any(cell.strip() for cell in cells[len(headings) :]):
            why = f"it has {len(cells)} cells, and there are {len(headings)} columns."
            yield Read(where[:100], "", None, (f"{where}: {why} Look for a comma too many.",))
        else:
            filled = zip(headings, cells, strict=False)
            row = {heading: cell.strip() for heading, cell in filled if heading and cell.strip()}
            scratch.add(table, {**row, WHERE: where, ALL_TEXT: True})


def _heading(cell: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", cell.strip().lower()).strip("_")
