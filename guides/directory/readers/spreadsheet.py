"""The tables of a spreadsheet file, as streams: CSV in any usual dress, or Excel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from guides.directory.readers.domain import MOST_BYTES, ReadWrong
from guides.toolkit import csv_file, xlsx
from guides.toolkit.faults import Faults
from guides.toolkit.limits import Limits
from guides.toolkit.tables import Columns, csv_rows
from guides.toolkit.xlsx import Rows

MOST_ROWS = 200_000
MOST = Limits(
    rows=MOST_ROWS + 1,
    letters=5_000,
    line=200_000,
    columns=100,
    unpacked=300_000_000,
    strings=60_000_000,
    rows_looked_at=MOST_ROWS + 1_000,
)
_LOOKED_AT = 4_096
_KINDS: tuple[tuple[bytes, str], ...] = (
    (
        b"\xd0\xcf\x11\xe0",
        "This is an old Excel file (.xls), or one that is locked with a password. Open it in Excel "
        "and save it as .xlsx, without a password.",
    ),
    (b"%PDF", "This is a PDF. Ask for the spreadsheet that it was made from."),
    (b"{\\rtf", "This is a letter (RTF). Copy its table into a spreadsheet."),
    (b"\x1f\x8b", "The file is packed (gzip). Unpack it first."),
)


def sheets_of(path: Path, columns: Columns, faults: Faults) -> Iterator[tuple[str, Rows]]:
    """Each sheet with its name and its rows. CSV is one sheet without a name.

    Raises:
        ReadWrong: the file is no table, or one that must not be opened.
    """
    if not path.is_file():
        raise ReadWrong("There is no such file, or it is a folder. Choose a file.")
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise ReadWrong(
            f"The file has {size // 1_000_000:,} MB; {MOST_BYTES // 1_000_000} are the most that "
            "is read. Divide it."
        )
    with path.open("rb") as file:
        head = file.read(_LOOKED_AT)
    if not head.strip(b"\xef\xbb\xbf\r\n\t \0"):
        raise ReadWrong("There is nothing in the file. Was it saved while it was open?")
    if problem := next((words for mark, words in _KINDS if head.startswith(mark)), ""):
        raise ReadWrong(problem)
    if head.startswith(b"PK"):
        yield from _workbook(path, faults)
    else:
        yield from _text(path, head, columns, faults)


def _workbook(path: Path, faults: Faults) -> Iterator[tuple[str, Rows]]:
    before = len(faults.fatal)
    yield from xlsx.sheets(path, path, faults, MOST)
    for fault in faults.fatal[before:]:
        raise ReadWrong(f"{fault.what} {fault.mend}")


def _text(path: Path, head: bytes, columns: Columns, faults: Faults) -> Iterator[tuple[str, Rows]]:
    encoding = _encoding(head)
    start = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    if start.startswith(("<", "{", "[")):
        what = "a web page" if start.startswith("<") else "JSON"
        raise ReadWrong(f"This is {what}, not a table. Save the table as CSV or .xlsx.")
    errors = "surrogateescape" if encoding == "utf-8-sig" else "replace"
    with path.open(encoding=encoding, errors=errors, newline="") as file:
        lines = csv_file.lines(path, file, MOST.line, faults)
        if encoding == "utf-8-sig":
            lines = csv_file.mended(path, lines, faults)
        yield "", csv_rows(path, lines, columns, faults)


def _encoding(head: bytes) -> str:
    """UTF-16 when the file says so, or when every second byte is nothing; otherwise UTF-8."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if head.count(0) <= max(3, len(head) // 200):  # a few are dirt, in rows that are held
        return "utf-8-sig"
    half = len(head) // 2
    if head[1::2].count(0) > half * 0.7 and head[0::2].count(0) < half * 0.3:
        return "utf-16-le"
    if head[0::2].count(0) > half * 0.7 and head[1::2].count(0) < half * 0.3:
        return "utf-16-be"
    raise ReadWrong("This is not a table. Save the list as CSV or .xlsx.")
