"""An Excel workbook of one sheet, written as a stream. Every cell is text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO

_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_sheet(stream: BinaryIO, title: str, rows: Iterable[Sequence[str]]) -> None:
    """Rows of words, the first with the names of the columns. Disarm formulas before."""
    import openpyxl  # here, because it is large, and most processes write none

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "C2"
    for row in rows:
        sheet.append([_ILLEGAL.sub("", cell) or None for cell in row])
    book.save(stream)
