"""Listings by the ids that the open data calls them by."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from guides.directory.asked import Viewer
from guides.directory.shown import Shown
from guides.directory.store.listings import shown_of, sources, visible
from guides.directory.store.tables import ListingRow
from guides.storage.engine import Connection

_SHOWN = [column for column in ListingRow.__table__.c if column.name != "search"]


def by_uuid(on: Connection, viewer: Viewer, uuids: Sequence[str]) -> dict[str, Shown]:
    """Those of them that somebody may see."""
    known = sources(on, viewer.org)
    rows = on.execute(select(*_SHOWN).where(*visible(viewer)).where(ListingRow.uuid.in_(uuids)))
    return {row.uuid: shown_of(row, known[row.source]) for row in rows}


def versions(on: Connection, viewer: Viewer) -> dict[str, int]:
    """By the id of each service, in an order that stays: another version, another service."""
    asked = select(ListingRow.uuid, ListingRow.version).where(*visible(viewer))
    return {row.uuid: row.version for row in on.execute(asked.order_by(ListingRow.id))}
