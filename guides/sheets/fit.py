"""How big the letters of a sheet can be.

Guessed from the lengths of the texts, because laying each sheet out twice would double the wait.
The numbers were measured against what WeasyPrint made of the sheets of all stages, and are a little
on the high side. Where the guess was too low all the same, ``render.py`` takes the next smaller
letters, before it would print a page too many.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from math import ceil

from guides.journey.domain import LineShown
from guides.sheets.domain import Sheet
from guides.sheets.sides import english, own
from guides.toolkit.domain import Pair

SIZES = (11.0, 10.4, 9.8, 9.2)
"""In points. Smaller is tiring for a tired reader …"""
TIGHT = 8.7
"""… and only taken where a third page would be needed otherwise."""
MOST_PAGES = 2

LARGE = (16.0, 15.0, 14.0)
"""In points, for the client's language on a sheet in large print."""
LARGE_ENGLISH = 11.5
"""The English beside it, in sheet.css too: it is the guide who reads it."""
MOST_LARGE_PAGES = 4
"""Smaller big letters are taken for this; a sheet in two long languages can need a fifth."""

WIDE = 60
LONG = 70
"""In letters."""

MM = 0.3528
"""Millimetres in a point."""


def has_wide_sources(line: LineShown) -> bool:
    """Whether the small print needs the width of both columns."""
    return any(len(said.plain) > WIDE for note in line.notes for said in note.both)


def has_long_fill(line: LineShown) -> bool:
    """Whether what stands beside a line to write on leaves no room to write."""
    return line.fill is not None and sum(len(said.plain) for said in line.fill.both) > LONG


def points_for(sheet: Sheet, *, bilingual: bool) -> float:
    """The biggest letters that do not need a page more than smaller ones would."""
    sizes, most = (LARGE, MOST_LARGE_PAGES) if sheet.options.large else (SIZES, MOST_PAGES)
    fewest = pages(sheet, sizes[-1], bilingual=bilingual)
    if sheet.options.large:
        fewest = most  # Big letters come first here, and paper second.
    elif fewest > most:
        return TIGHT
    return next((s for s in sizes if pages(sheet, s, bilingual=bilingual) <= fewest), sizes[-1])


def smaller(points: float, *, large: bool) -> tuple[float, ...]:
    """Sizes to try when the guess was too low, biggest first."""
    sizes = LARGE if large else (*SIZES, TIGHT)
    return tuple(size for size in sizes if size < points)


def pages(sheet: Sheet, points: float, *, bilingual: bool) -> int:
    """About how many pages the sheet takes with letters of this size."""
    # A line is never torn, so some white is left at the foot of a page that goes on.
    page, lost = (260.0, 24.0) if sheet.options.large else (269.0, 14.0)
    needed = height(sheet, points, bilingual=bilingual)
    return 1 if needed <= page else 1 + ceil((needed - page + lost) / (page - lost))


@dataclass(frozen=True, slots=True)
class _Column:
    width: float
    em: float
    english: bool

    def text(self, pair: Pair | None, scale: float, leading: float = 1.3) -> float:
        """How high a text stands in this column."""
        said = english(pair) if self.english else own(pair)
        if said is None:
            return 0.0
        if said.direction == "rtl":
            scale, leading = scale * 1.12, max(leading, 1.42)
        wide = sum(_width(letter) for letter in said.plain) * self.em * scale
        return ceil(wide / self.width * 1.04) * self.em * scale * leading

    def side(self, line: LineShown) -> float:
        return (
            self.text(line.condition, 0.85, 1.5)
            + self.text(line.text, 1.03)
            + self.text(line.why, 0.88)
            + sum(self.text(check, 0.88, 1.35) for check in line.check_first)
            + sum(self.text(check, 0.88) for check in line.check_first)
        )

    def sources(self, line: LineShown) -> float:
        credit = self.em * 0.95 if line.credit else 0.0
        return sum(self.text(note, 0.72) for note in line.notes) + credit


def height(sheet: Sheet, points: float, *, bilingual: bool) -> float:
    """About how high everything on the sheet is, in millimetres, on one endless page."""
    em = points * MM
    large = sheet.options.large
    room = 186.0 - em * 6.1 - 4  # beside tick boxes and pictogram
    columns = [_Column(room, em, True)]
    if bilingual:
        columns = [_Column(room * (0.62 if large else 0.5), em, False)]
        second = LARGE_ENGLISH * MM if large else em
        columns.append(_Column(room - columns[0].width, second, True))
    total = (
        (26.5 if sheet.marks else 0.0)
        + em * 5
        + (2 if bilingual else -28)
        + (45 if bilingual and large else 0)
    )
    total += em * 1.9 * ceil(len(sheet.why_this) / 2)  # two labels in a row, mostly
    for group in sheet.groups:
        total += em * 1.45 + 4.1
        total += sum(_row(line, columns, room, large) for line in group.lines)
    total += (em * 1.5 + 2) * (len(sheet.trouble) + bool(sheet.more))
    total += em * 5.2 + 5.5 if sheet.help_lines else 0
    total += 24  # the boxes to write in
    total += em * 10.5 + 10 if sheet.services else 0
    return total + (em * 4 if large else 0)


def _row(line: LineShown, columns: list[_Column], room: float, large: bool) -> float:
    """The higher of the two sides, and what stands under both."""
    sides = [column.side(line) for column in columns]
    under = 0.0
    if len(columns) > 1 and has_wide_sources(line):
        under = sum(_Column(room, c.em, c.english).sources(line) for c in columns)
    else:
        sides = [s + c.sources(line) for s, c in zip(sides, columns, strict=True)]
    if line.fill:
        under += 16.0 if large or has_long_fill(line) else 8.7
    return max(sides) + under + (1.2 if under else 0.0) + 2.6


def _width(letter: str) -> float:
    """About how wide a letter is, as a part of how high it is."""
    if unicodedata.combining(letter):
        return 0.0
    if letter < "\u0590":
        return 0.52
    if letter < "\u0900":  # Hebrew, Arabic, Syriac
        return 0.45
    return 0.72
