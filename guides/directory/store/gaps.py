"""All services of a directory, one after the other, with little more than what is counted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Text, cast, select

from guides.directory import documents
from guides.directory.asked import Viewer
from guides.directory.documents import Outline
from guides.directory.domain import Listing
from guides.directory.store.listings import offered, visible
from guides.directory.store.tables import ListingRow, StateRow
from guides.storage.engine import Connection

_AT_ONCE = 2_000
_EDITS = cast(ListingRow.edits, Text)
"""As it is written: most services have none, and reading "{}" a hundred thousand times is slow."""


def open_to_all(
    on: Connection, viewer: Viewer, day: date
) -> Iterator[tuple[Outline | Listing, bool]]:
    """Services that are active, public and not reported as closed, gone or moved; and whether each
    is checked, and the check still holds on that day."""
    asked = select(ListingRow.document, _EDITS, ListingRow.due_on >= day).where(
        *offered(viewer), ListingRow.visibility == "public", ListingRow.held == ""
    )
    for document, edits, holds in on.execute(asked.execution_options(yield_per=_AT_ONCE)):
        found = documents.outline(document) if edits == "{}" else _corrected(document, edits)
        yield found, bool(holds)


@dataclass(frozen=True, slots=True)
class Told:
    """One service with its corrections, and what people said of it."""

    source: int
    listing: Listing
    checked: bool
    room: bool
    """Whether anybody ever said how much room there is."""


def told(on: Connection, viewer: Viewer) -> Iterator[Told]:
    """Every active service that somebody may see."""
    asked = select(
        *(ListingRow.source, ListingRow.document, _EDITS),
        *(ListingRow.checked_on.is_not(None), ListingRow.room != ""),
    ).where(*visible(viewer), ListingRow.status == "active")
    for source, document, edits, checked, room in on.execute(
        asked.execution_options(yield_per=_AT_ONCE)
    ):
        yield Told(source, _corrected(document, edits), checked, room)


def revision(on: Connection, org: int) -> int:
    """How often this directory was changed."""
    asked = select(StateRow.revision).where(StateRow.org == org)
    return on.execute(asked).scalar_one_or_none() or 0


def _corrected(document: str, edits: str) -> Listing:
    return documents.corrected(documents.read(document), json.loads(edits) if edits != "{}" else {})
