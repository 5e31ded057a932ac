"""How big the letters of a sheet can be.

Guessed from the lengths of the texts, because laying a sheet out twice would double the wait.
A wrong guess costs white space or a page, never a word.
"""

from __future__ import annotations

import unicodedata
from math import ceil

from guides.journey.domain import LineShown
from guides.sheets.domain import Sheet
from guides.toolkit.domain import Pair, Said

LARGE = (16.0, 15.2, 14.5)
"""In points: what large print means to those who need it, in at most MOST_LARGE_PAGES."""
MOST_LARGE_PAGES = 4

SIZES = (11.0, 10.4, 9.8, 9.2)
"""In points, for everybody else. Smaller is tiring for a tired reader …"""

TIGHT = 8.7
"""… and only taken where a third page would be needed otherwise."""

MOST_PAGES = 2

WIDE = 60
LONG = 70
"""In letters."""

PAGE = 269.0
"""What a page holds, in millimetres."""
LOST = 11.0
"""What is left white at the foot of a page that goes on, because a line is never torn."""

# Measured against what WeasyPrint made of sheets of many lengths, and a little on the high side.


def has_wide_sources(line: LineShown) -> bool:
    """Whether the small print needs the width of both columns."""
    return any(len(said.plain) > WIDE for note in line.notes for said in note.both)


def has_long_fill(line: LineShown) -> bool:
    """Whether what stands beside a line to write on leaves no room to write."""
    return line.fill is not None and sum(len(said.plain) for said in line.fill.both) > LONG


def points_for(sheet: Sheet, *, bilingual: bool) -> float:
    """The biggest letters that do not need a page more than smaller ones would."""
    if sheet.options.large:
        return next(
            (size for size in LARGE if pages(sheet, size, bilingual=bilingual) <= MOST_LARGE_PAGES),
            LARGE[-1],
        )
    fewest = pages(sheet, SIZES[-1], bilingual=bilingual)
    if fewest > MOST_PAGES:
        return TIGHT
    return next(size for size in SIZES if pages(sheet, size, bilingual=bilingual) <= fewest)


def pages(sheet: Sheet, points: float, *, bilingual: bool) -> int:
    """About how many pages the sheet takes with letters of this size."""
    needed = height(sheet, points, bilingual=bilingual)
    return 1 if needed <= PAGE else 1 + ceil((needed - PAGE + LOST) / (PAGE - LOST))


def height(sheet: Sheet, points: float, *, bilingual: bool) -> float:
    """About how high everything on the sheet is, in millimetres, on one endless page."""
    em = points * 0.3528
    width = 80.0 if bilingual else 166.0
    total = 26.5 if sheet.marks else 0.0
    total += em * 5 - 2  # title and instruction
    for group in sheet.groups:
        total += em * 1.45 + 4.1
        total += sum(_row(line, em, width, bilingual) for line in group.lines)
    total += (em * 1.5 + 2) * (len(sheet.trouble) + bool(sheet.more))
    total += em * 5.2 + 5.5 if sheet.help_lines else 0
    total += 24  # the boxes to write in
    total += em * 8.5 + 10 if sheet.services else 0
    return total


def _row(line: LineShown, em: float, width: float, bilingual: bool) -> float:
    """The higher of the two sides, and what stands under both."""
    languages = (False, True) if bilingual else (False,)
    wide = bilingual and has_wide_sources(line)
    sources = [_sources(line, em, 2 * width if wide else width, e) for e in languages]
    sides = [_side(line, em, width, english) for english in languages]
    if wide:
        under = sum(sources)
    else:
        sides = [side + source for side, source in zip(sides, sources, strict=True)]
        under = 0.0
    under += 8.7 if line.fill else 0.0
    return max(sides) + under + (1.2 if under else 0.0) + 2.6


def _side(line: LineShown, em: float, width: float, english: bool) -> float:
    return (
        _text(line.condition, em, width, 0.85, 1.5, english)
        + _text(line.text, em, width, 1.0 if english else 1.06, 1.3, english)
        + _text(line.why, em, width, 0.88, 1.3, english)
    )


def _sources(line: LineShown, em: float, width: float, english: bool) -> float:
    return sum(_text(note, em, width, 0.72, 1.3, english) for note in line.notes) + (
        em * 0.95 if line.credit else 0.0
    )


def _text(
    pair: Pair | None, em: float, width: float, scale: float, leading: float, english: bool
) -> float:
    if pair is None:
        return 0.0
    said: Said = pair.english if english and pair.english else pair.first
    if said.direction == "rtl":
        scale, leading = scale * 1.12, max(leading, 1.42)
    wide = sum(_width(letter) for letter in said.plain) * em * scale
    return ceil(wide / width * 1.04) * em * scale * leading


def _width(letter: str) -> float:
    """About how wide a letter is, as a part of how high it is."""
    if unicodedata.combining(letter):
        return 0.0
    if letter < "\u0590":
        return 0.52
    if letter < "\u0900":  # Hebrew, Arabic, Syriac
        return 0.45
    return 0.72
