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

LARGE = 16.0
"""Points: what large print means to those who need it."""

SIZES = (11.0, 10.4, 9.8, 9.2)
"""In points, for everybody else. Smaller is tiring for a tired reader …"""

TIGHT = 8.7
"""… and only taken where a third page would be needed otherwise."""

MOST_PAGES = 2
PAGE = 269.0
"""What a page holds, in millimetres."""
LOST = 11.0
"""What is left white at the foot of a page that goes on, because a line is never torn."""

# Measured against what WeasyPrint made of sheets of many lengths, and a little on the high side.


def points_for(sheet: Sheet, *, bilingual: bool) -> float:
    """The biggest letters that do not need a page more than smaller ones would."""
    if sheet.options.large:
        return LARGE
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
    sides = [_side(line, em, width, english=False)]
    if bilingual:
        sides.append(_side(line, em, width, english=True))
    return max(sides) + (8.7 if line.fill else 0.0) + 2.6


def _side(line: LineShown, em: float, width: float, *, english: bool) -> float:
    def said(pair: Pair) -> Said:
        return pair.english if english and pair.english else pair.first

    def text(pair: Pair | None, scale: float, leading: float) -> float:
        if pair is None:
            return 0.0
        words = said(pair)
        if words.direction == "rtl":
            scale, leading = scale * 1.12, max(leading, 1.42)
        wide = sum(_width(letter) for letter in words.plain) * em * scale
        return ceil(wide / width * 1.04) * em * scale * leading

    return (
        text(line.condition, 0.85, 1.5)
        + text(line.text, 1.0 if english else 1.06, 1.3)
        + text(line.why, 0.88, 1.3)
        + sum(text(note, 0.72, 1.3) for note in line.notes)
        + (em if line.credit else 0.0)
    )


def _width(letter: str) -> float:
    """About how wide a letter is, as a part of how high it is."""
    if unicodedata.combining(letter):
        return 0.0
    if letter < "\u0590":
        return 0.52
    if letter < "\u0900":  # Hebrew, Arabic, Syriac
        return 0.45
    return 0.72
