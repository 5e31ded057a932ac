"""What the columns of somebody's table mean, and what they may mean: for a person to say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from rapidfuzz import fuzz, process

from guides.directory.columns import MEANINGS, columns
from guides.directory.readers.domain import Heading, ReadWrong
from guides.directory.readers.spreadsheet import sheets_of
from guides.toolkit.addresses import tidy_postcode
from guides.toolkit.cells import DAYS
from guides.toolkit.faults import Faults
from guides.toolkit.tables import MOST_ROWS_ABOVE, Columns, plain, table_in

ROWS_LOOKED_AT = 60
EXAMPLES = 3
MOST_GUESSES = 3
_ALIKE = 72
_NOTHING_SAID: Mapping[str, str] = MappingProxyType({})
_NOT_SHOWN = ("address", "place_name", "postcode", "latitude", "longitude")
"""Some of them may have to be hidden."""
_LOOKS = (
    ("email", re.compile(r"\S+@\S+\.\S+")),
    ("website", re.compile(r"(?:https?://|www\.)\S+", re.I)),
    ("phone", re.compile(r"(?:\+|0)[\d ()-]{8,}")),
    ("checked_on", re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}")),
    ("cost", re.compile(r"free|£\s?\d+(?:\.\d\d)?", re.I)),
    ("hours", re.compile(rf".*(?:{'|'.join(day[:3] for day in DAYS)}).*\d.*", re.I)),
)  # fmt: skip


def headings_of(path: Path, headings: Mapping[str, str] = _NOTHING_SAID) -> tuple[Heading, ...]:
    """The headings of the first table of a file.

    Args:
        headings: what a person said earlier; as for :func:`read_flat`.

    Raises:
        ReadWrong: as :func:`read_flat`, but not when no heading is known.
    """
    known, faults = columns(headings), Faults()
    for name, rows in sheets_of(path, known, faults):
        first = [*islice(rows, ROWS_LOOKED_AT)]
        table = table_in(path, name, iter(first), known)
        if table is not None:
            return _headings(table.line, table.written, table.headings, first, known)
        above = first[:MOST_ROWS_ABOVE]
        line, cells = max(above, key=lambda row: sum(map(bool, row[1])), default=(0, []))
        if sum(map(bool, cells)) > 1:
            return _headings(line, cells, [known.known(cell) for cell in cells], first, known)
    raise ReadWrong("There is no table in the file. Write the names of the columns into row 1.")


def _headings(
    line: int,
    written: list[str],
    means: list[str],
    rows: list[tuple[int, list[str]]],
    known: Columns,
) -> tuple[Heading, ...]:
    found = []
    for at, heading in enumerate(written):
        if not heading.strip():
            continue
        below = [row[at] for number, row in rows if number > line and at < len(row) and row[at]]
        decided = means[at] or plain(heading) in known.said
        guesses = () if decided else tuple(_guesses(heading, below, known))[:MOST_GUESSES]
        shown = () if means[at] in _NOT_SHOWN else below
        examples = tuple(dict.fromkeys(cell[:60] for cell in shown))[:EXAMPLES]
        found.append(Heading(heading.strip()[:200], means[at], guesses, examples))
    return tuple(found)


def _guesses(heading: str, below: list[str], known: Columns) -> Iterable[str]:
    """Columns whose names are like the heading, and those whose cells look so."""
    names = {plain(n): c for c, more in known.names.items() for n in (c, *more)}
    found: dict[str, None] = {}
    for column, look in _LOOKS:
        if below and sum(bool(look.fullmatch(cell.strip())) for cell in below) * 2 > len(below):
            found[column] = None
    if below and sum(len(tidy_postcode(cell)) > 4 for cell in below) * 2 > len(below):
        found["postcode"] = None
    alike: dict[str, float] = {}
    for scorer in (fuzz.ratio, fuzz.token_sort_ratio):
        for name, score, _ in process.extract(
            plain(heading), list(names), scorer=scorer, limit=8, score_cutoff=_ALIKE
        ):
            alike[names[name]] = max(score, alike.get(names[name], 0))
    found |= dict.fromkeys(sorted(alike, key=lambda column: -alike[column]))
    return [column for column in found if column in MEANINGS]
