"""Files that others write, read into listings: row by row, and each row held or taken."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from guides.directory.readers.domain import Read, ReadWrong
from guides.directory.readers.flat import read_flat
from guides.directory.readers.joined import table_named
from guides.directory.readers.json_file import read_json
from guides.directory.readers.package import MOST_BYTES, MOST_COLUMNS, read_package, read_tabs
from guides.toolkit import xlsx
from guides.toolkit.faults import Faults
from guides.toolkit.limits import Limits

MOST_FILE_BYTES = 200_000_000
MOST_SERVICES = 200_000
NO_HEADINGS: Mapping[str, str] = MappingProxyType({})
_TABS = Limits(
    rows=1_000_000, letters=100_000, columns=MOST_COLUMNS, unpacked=MOST_BYTES,
    rows_looked_at=1_048_576,
)  # fmt: skip
_HEAD = 4_096
PART = "This is only a part. A service that is not in it may still be there."


@dataclass
class Reader:
    """A file that was opened. Its rows can be read once."""

    kind: str
    """csv, xlsx, tabs (a workbook with a tab for each table), package (ZIP) or json."""
    rows: Iterator[Read] = field(default_factory=lambda: iter(()))
    complete: bool = True
    """Known when the rows are read to their end: False when the file could not be read to its own
    end, or says itself that it is a part. Then nobody may conclude that a service is missing."""
    notes: list[str] = field(default_factory=list)
    """What is wrong with the whole file; known in full at the end."""

    def __iter__(self) -> Iterator[Read]:
        for count, read in enumerate(self.rows):
            if count >= MOST_SERVICES:
                self.broken()
                why = f"There are more than {MOST_SERVICES:,} rows; the rest is not read."
                yield Read("end", "", None, (f"{why} Divide the file.",))
                return
            yield read

    def broken(self) -> None:
        if self.complete:
            self.notes.append(PART)
        self.complete = False


def open_reader(
    path: Path, headings: Mapping[str, str] = NO_HEADINGS, notes: list[str] | None = None
) -> Reader:
    """A file of services, whatever its name says: what it is is found out by its content.

    ``headings`` says what headings of a flat spreadsheet mean, where a person said so. What is
    wrong with the whole file is added to ``notes``.

    Raises:
        ReadWrong: nothing of it can be read; here or while the rows are read.
    """
    size = path.stat().st_size
    if size > MOST_FILE_BYTES:
        raise ReadWrong(
            f"The file has {size // 1_000_000:,} MB; {MOST_FILE_BYTES // 1_000_000} are the most. "
            "Divide it."
        )
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    kind = _kind(path, head)
    reader = Reader(kind, notes=[] if notes is None else notes)
    if kind == "package":
        reader.rows = read_package(path, reader.broken)
    elif kind == "tabs":
        reader.rows = _tabs(path, reader.broken)
    elif kind == "json":
        reader.rows = _json(path, head, reader.broken)
    else:
        reader.rows = read_flat(path, headings, reader.notes, reader.broken)
    return reader


def _kind(path: Path, head: bytes) -> str:
    """Raises ReadWrong for what is no list of services at all."""
    if head[:2] == b"PK":
        return _packed(path)
    if head[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise ReadWrong(
            "This is an old Excel file, or one with a password. Save it again from Excel as .xlsx."
        )
    if head[:2] == b"\x1f\x8b":
        raise ReadWrong("This file is packed (gzip). Unpack it first.")
    if head[:5] == b"%PDF-":
        raise ReadWrong("This is a PDF. Ask for the table that it was made from.")
    start = _plain(head)
    if not start:
        raise ReadWrong("The file is empty.")
    if start[0] == "<":
        raise ReadWrong(
            "This is a web page, not a feed. Ask whoever runs the site for the address of its data."
            if "<html" in start.lower() or "<!doctype" in start.lower()
            else "This is XML, not a list of services. Ask for JSON or a spreadsheet."
        )
    return "json" if start[0] in "{[" else "csv"


def _plain(head: bytes) -> str:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return head[: len(head) // 2 * 2].decode("utf-16", "replace").strip("\ufeff \t\r\n")
    return head.decode("utf-8", "replace").strip("\ufeff \t\r\n")


def _packed(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise ReadWrong("The file is damaged or cut off. Fetch it again.") from error
    if "xl/workbook.xml" not in names:
        return "package"
    faults = Faults()
    titles = [title for title, _ in xlsx.sheets(path, path, faults, _TABS)]
    _say(faults)
    tables = {table_named(title) for title in titles} - {""}
    return "tabs" if "service" in tables and len(tables) > 1 else "xlsx"


def _tabs(path: Path, broken: Callable[[], None]) -> Iterator[Read]:
    faults = Faults()
    yield from read_tabs(xlsx.sheets(path, path, faults, _TABS), broken)
    _say(faults)


def _say(faults: Faults) -> None:
    if faults.fatal:
        fault = faults.fatal[0]
        raise ReadWrong(f"{fault.what} {fault.mend}")


def _json(path: Path, head: bytes, broken: Callable[[], None]) -> Iterator[Read]:
    wide = head[:2] in (b"\xff\xfe", b"\xfe\xff")
    # A byte that is no UTF-8 stays what it is until the text it stands in is cleaned.
    with io.TextIOWrapper(
        path.open("rb"),
        encoding="utf-16" if wide else "utf-8-sig",
        errors="replace" if wide else "surrogateescape",
    ) as stream:
        yield from read_json(stream, broken)
