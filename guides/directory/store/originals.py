"""What a source itself says of a service, without what was corrected here."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.directory import documents
from guides.directory.asked import Viewer
from guides.directory.domain import Listing
from guides.directory.store.listings import visible
from guides.directory.store.tables import ListingRow
from guides.storage.engine import Connection


def original(on: Connection | Session, viewer: Viewer, uuid: str) -> Listing | None:
    """For somebody who may see the service."""
    asked = select(ListingRow.document).where(*visible(viewer), ListingRow.uuid == uuid)
    found: str | None = on.execute(asked).scalar_one_or_none()
    return documents.read(found) if found is not None else None
