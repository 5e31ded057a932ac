"""Excel workbooks: the words in their cells, and nothing else that they can hold."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time
from pathlib import Path

from guides.toolkit.faults import Faults
from guides.toolkit.limits import OF_A_PLUGIN, Limits

MOST_PARTS = 500
_CHUNK = 1_000_000
_OVERLAP = 200
"""Longer than anything that is looked for in a part, so that no cut hides it."""

AS_CSV = "Save it again from Excel as .xlsx, or as CSV (UTF-8)."
_ENTITY = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3}(\d+):[A-Z]{1,3}\d+)"')

Rows = Iterator[tuple[int, list[str]]]


def sheets(
    path: Path, source: bytes | Path, faults: Faults, most: Limits = OF_A_PLUGIN
) -> Iterator[tuple[str, Rows]]:
    """Each sheet that is not hidden: its name, and its rows: row number, the words of its cells.

    What is wrong with the file is noted as a fault, and there are no sheets then.
    """
    if problem := _unsafe(source, most):
        faults.note(path, 1, *problem)
        return
    import openpyxl  # here, because it is large, and few plugins and files are workbooks

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells of charts and rules that it cannot draw
        try:
            # Its formulas are wanted as formulas, so that they can be refused: the value that
            # Excel kept beside them may be old.
            with (
                # Of a path the library would believe the ending.
                io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as stream,
                closing(
                    openpyxl.load_workbook(
                        stream, read_only=True, data_only=False, keep_links=False
                    )
                ) as book,
            ):
                for sheet in book.worksheets:
                    if sheet.sheet_state == "visible":
                        merged = _merged(source, str(getattr(sheet, "_worksheet_path", "")))
                        yield sheet.title, _rows(path, sheet, merged, faults, most)
        except Exception as error:  # whatever a broken file makes the library say
            what = f"The workbook cannot be read ({type(error).__name__})."
            faults.note(path, 1, what, AS_CSV)


def _file(source: bytes | Path) -> io.BytesIO | str:
    return io.BytesIO(source) if isinstance(source, bytes) else str(source)


def _unsafe(source: bytes | Path, most: Limits) -> tuple[str, str] | None:
    """What is wrong and the mend, before anything in the file is believed."""
    try:
        with zipfile.ZipFile(_file(source)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                return f"The workbook has {len(parts):,} parts inside.", AS_CSV
            size = sum(part.file_size for part in parts)
            if size > most.unpacked:
                return (
                    f"Unpacked, the workbook has {size:,} bytes; "
                    f"{most.unpacked:,} are the most that is read.",
                    "Copy the cells that matter into a new workbook.",
                )
            if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
                return "There is a macro in the workbook.", "Save it as .xlsx, without macros."
            strings = sum(part.file_size for part in parts if "sharedStrings" in part.filename)
            if strings > most.strings:
                return f"There are {strings:,} bytes of words in the workbook.", AS_CSV
            for part in parts:
                chunks = _chunks(archive, part.filename)
                is_xml = part.filename.endswith(".xml")
                for chunk in chunks:
                    if _ENTITY.search(chunk.replace(b"\0", b"")):
                        return "The workbook declares things that no Excel writes.", AS_CSV
                    if is_xml and len(chunk) > _CHUNK and b"<" not in chunk:
                        return "A cell of the workbook has a million letters.", AS_CSV
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
        return (
            "This is not an Excel workbook (.xlsx): an older kind, locked with a password, or cut "
            "off.",
            AS_CSV,
        )
    except Exception:  # a damaged stream fails in the way of whatever packed it
        return "The workbook is damaged.", AS_CSV
    return None


def _chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part, piece by piece. Each begins with the end of the one before."""
    before = b""
    with archive.open(name) as part:
        while read := part.read(_CHUNK):
            yield before + read
            before = read[-_OVERLAP:]


def _merged(source: bytes | Path, name: str) -> dict[int, str]:
    """By the row in which they end: cells that were made one."""
    with zipfile.ZipFile(_file(source)) as archive:
        found = name.lstrip("/")
        chunks = _chunks(archive, found) if found in archive.namelist() else iter(())
        return {int(m[2]): m[1].decode() for chunk in chunks for m in _MERGED.finditer(chunk)}


def _rows(path: Path, sheet: object, merged: dict[int, str], faults: Faults, most: Limits) -> Rows:
    begun = 0
    rows = sheet.iter_rows(max_row=most.rows_looked_at, max_col=most.columns)  # type: ignore[attr-defined]
    for line, cells in enumerate(rows, 1):
        texts = [_text(path, line, cell, faults) for cell in cells]
        begun += sum(map(bool, texts)) > 1
        # Above the table a title may well go across all columns.
        if line in merged and begun > 1:
            what = f"The cells {merged[line]} are merged; only the first of them keeps its words."
            mend = "Unmerge them, and write the words into each."
            faults.note(path, line, what, mend, "warning")
        yield line, texts


def _text(path: Path, line: int, cell: object, faults: Faults) -> str:
    """The words of a cell; a formula, or what it broke into, has none."""
    value = getattr(cell, "value", None)
    kind = getattr(cell, "data_type", "")
    if value is None:
        return ""
    if kind == "f":
        what = "A cell holds a formula; it is left out."
        mend = 'Copy the column and choose "Paste values".'
        faults.note(path, line, what, mend, "warning")
        return ""
    if kind == "e":
        faults.note(path, line, f"A cell says {value}.", "Write what belongs there.", "warning")
        return ""
    return _written(value)


def _written(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
