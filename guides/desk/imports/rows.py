"""A file that somebody brought, and rows of it as they are looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from guides.desk.corrections import in_short
from guides.directory import documents
from guides.directory.columns import MEANINGS
from guides.directory.imported import Row
from guides.directory.importing import changed_fields
from guides.directory.readers import Reader, open_reader
from guides.directory.readers.domain import Heading
from guides.directory.readers.headings import headings_of

MOST_ROWS = 50
"""On one page."""


ACTIONS = ("new", "changed", "gone", "held")
"""What a row of a file can do. One that is as before is only counted."""
FLAT = ("csv", "xlsx")
"""Kinds of files whose columns have names of somebody's own."""


@dataclass(frozen=True, slots=True)
class Headings:
    """Columns that were not understood, and what they may mean."""

    unknown: tuple[Heading, ...]
    known: tuple[Heading, ...]
    meanings: tuple[str, ...] = tuple(MEANINGS)


def headings_asked(file: Path, told: Mapping[str, str]) -> Headings | None:
    """What a person is to be asked of a file; None when all of it is understood.

    ``told`` is what was said before; a column that was left out then is not asked for again.

    Raises:
        ReadWrong: nothing of the file can be read.
    """
    if open_reader(file).kind not in FLAT:
        return None
    found = headings_of(file, told)
    said = {heading.strip().casefold() for heading in told}
    unknown = tuple(h for h in found if not h.means and h.written.casefold() not in said)
    if not unknown:
        return None
    return Headings(unknown, tuple(h for h in found if h.means))


def read(file: Path, told: Mapping[str, str]) -> Reader:
    """The rows of a file, as they are read. Raises ReadWrong."""
    return open_reader(file, told)


@dataclass(frozen=True, slots=True)
class Change:
    """A field that would be another."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RowShown:
    row: Row
    changes: tuple[Change, ...]
    what: str
    """What a new service would be, in a few words."""


def row_shown(row: Row) -> RowShown:
    return RowShown(row, tuple(_changes(row)), _what(row))


def _changes(row: Row) -> list[Change]:
    if not (row.document and row.before):
        return []
    new, old = documents.read(row.document), documents.read(row.before)
    return [Change(f, in_short(old, f), in_short(new, f)) for f in changed_fields(row)]


def _what(row: Row) -> str:
    if row.action != "new" or not row.document:
        return ""
    listing = documents.read(row.document)
    told = (in_short(listing, field) for field in ("organisation", "phones", "hours", "places"))
    return " · ".join(text for text in told if text)
