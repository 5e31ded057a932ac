"""Text with a table in it, as a stream: lines, what stands between cells, rows."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from guides.toolkit.faults import Faults
from guides.toolkit.xlsx import Rows

SEPARATORS = ",;\t|"
MOST_LINES_OF_A_ROW = 100
"""A row that goes on for longer has a quotation mark that is never closed."""
NOT_UTF_8 = "Some lines are not UTF-8; they were read as Windows-1252."
_ESCAPED = re.compile("[\udc80-\udcff]")
_AS_TEXT = re.compile(r'="([^"]*)"')
"""How some export a number so that Excel keeps its first 0."""


def lines(path: Path, source: TextIO, longest: int, faults: Faults) -> Iterator[str]:
    r"""Every line, with one ``\n`` behind it. One that is far too long is said, and empty.

    Args:
        source: opened with ``newline=""``. A file that went from one system to the next can end
            its lines in CR CR LF: that is one end, not two.
    """
    number, after_cr = 0, False
    while line := source.readline(longest + 1):
        if after_cr and line == "\r\n":
            after_cr = False
            continue
        number += 1
        letters, last = len(line), line[-1]
        if letters > longest and last not in "\r\n":
            while last not in "\r\n" and (more := source.readline(longest)):
                letters, last = letters + len(more), more[-1]
            what = f"This line has {letters:,} letters; it is left out."
            faults.note(path, number, what, "Write one place in each line.")
            line = "\n"
        after_cr = last == "\r"
        yield line.rstrip("\r\n") + "\n"


def mended(path: Path, source: Iterator[str], faults: Faults) -> Iterator[str]:
    """Lines of UTF-8, and those that are none as Windows-1252, which old spreadsheets write.

    Args:
        source: decoded with ``errors="surrogateescape"``.
    """
    said = False
    for number, line in enumerate(source, 1):
        if line.isascii() or not _ESCAPED.search(line):
            yield line
            continue
        if not said:
            said = True
            faults.note(
                path, number, NOT_UTF_8,
                'Look at letters such as é and £; or save the file again as "CSV UTF-8".',
                "warning",
            )  # fmt: skip
        yield line.encode("utf-8", "surrogateescape").decode("cp1252", "replace")


def separator(head: Sequence[str], known: Callable[[str], str]) -> str:
    """What stands between cells: that by which most names of columns are found, or most cells."""

    def found(mark: str) -> tuple[int, int]:
        rows = [line.replace('"', "").split(mark) for line in head]
        named = max((sum(bool(known(cell)) for cell in cells) for cells in rows), default=0)
        return named, sum(len(cells) > 1 for cells in rows)

    return max(SEPARATORS, key=found)


def rows(path: Path, source: Iterator[str], mark: str, faults: Faults) -> Rows:
    """The cells of each row, with the line where it begins. What breaks one leaves the others."""
    feed = _Feed(source)
    begins, width = 1, 0
    while True:
        try:
            for row in csv.reader(feed, delimiter=mark):
                if len(feed.taken) > 1:
                    if feed.swallowed(len(row), width, mark):
                        raise _NeverClosed
                else:
                    width = len(row)
                cells = map(str.strip, row)
                yield (
                    begins,
                    [c if c[:1] != "=" else _formula(path, begins, c, faults) for c in cells],
                )
                begins += len(feed.taken)
                feed.taken.clear()
            return
        except (csv.Error, _NeverClosed):
            faults.note(
                path, begins, "The row that begins here cannot be read; it is left out.",
                "Look for a quotation mark that is never closed.",
            )  # fmt: skip
            feed.again.extendleft(reversed(feed.taken[1:]))
            feed.taken.clear()
            begins += 1


class _NeverClosed(Exception):
    """A quotation mark made one row of many."""


class _Feed:
    """Gives lines to the reader of CSV, and can give those of one row again."""

    def __init__(self, source: Iterator[str]) -> None:
        self._source = source
        self._ended = False
        self.again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES_OF_A_ROW:
            raise _NeverClosed
        if self.again:
            line = self.again.popleft()
        else:
            try:
                line = next(self._source)
            except StopIteration:
                self._ended = True
                raise
        self.taken.append(line)
        return line

    def swallowed(self, cells: int, width: int, mark: str) -> bool:
        """Whether a row of several lines is several rows, behind a stray quotation mark."""
        if self._ended and sum(line.count('"') for line in self.taken) % 2:
            return True
        later = self.taken[1:]
        return cells != width and all(_cells(line, mark) == width for line in later)


def _cells(line: str, mark: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=mark), []))
    except csv.Error:
        return -1


def _formula(path: Path, line: int, cell: str, faults: Faults) -> str:
    """What is taken of a cell that begins as a formula does."""
    if kept := _AS_TEXT.fullmatch(cell):
        return kept[1]
    what = "A cell holds a formula; it is left out."
    faults.note(path, line, what, "Write what it should say.", "warning")
    return ""
