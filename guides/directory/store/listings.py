"""Listings looked up in their table. What changes them stands in ``changes.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, aliased
from sqlalchemy.sql import Select

from guides.directory import documents
from guides.directory.asked import Viewer
from guides.directory.domain import VISIBILITIES, Check, Listing, Room
from guides.directory.shown import Shown, Source
from guides.directory.store.tables import ListingRow, PairRow, SourceRow, StateRow
from guides.storage.engine import Connection

BY_ID = "INDEXED BY ix_directory_listing_compared"
"""Left to itself, SQLite takes an index of whole organisations, and opens each row of them."""
HIDDEN = ("closed", "gone")
"""Held in one of these ways, a service is shown to nobody but staff."""
SOME = 500
"""Rows that are read at once."""
VIEWERS = 64
"""For so many the conditions are kept: making them took longer than what the database did."""


def revisions(on: Connection) -> dict[int, int]:
    """By organisation."""
    return {row.org: row.revision for row in on.execute(select(StateRow.org, StateRow.revision))}


def sources(on: Session | Connection, org: int) -> dict[int, Source]:
    columns = (SourceRow.id, SourceRow.kind, SourceRow.name, SourceRow.licence)
    found = on.execute(select(*columns).where(SourceRow.org == org))
    return {row.id: Source(row.id, row.kind, row.name, row.licence) for row in found}


def digests(on: Session | Connection, org: int, kind: str) -> dict[str, str]:
    """Of what was last read from each source of a kind, by its name."""
    asked = select(SourceRow.name, SourceRow.digest)
    found = on.execute(asked.where(SourceRow.org == org, SourceRow.kind == kind))
    return {row.name: row.digest for row in found}


# Reading -----------------------------------------------------------------------------------------


def shown_of(row: Any, source: Source) -> Shown:
    """``row`` has the columns of a ListingRow."""
    return Shown(
        id=row.uuid,
        listing=documents.corrected(documents.read(row.document), row.edits),
        source=source,
        room=room_of(row),
        check=check_of(row),
        edited=tuple(sorted(row.edits)),
        held=row.held,
        version=row.version,
        changed_at=row.changed_at,
    )


def room_of(row: Any) -> Room | None:
    if not (row.room and row.room_on and row.room_until):
        return None
    return Room(row.room, row.room_on, row.room_until, row.room_note)


def check_of(row: Any) -> Check | None:
    return (
        Check(row.checked_on, row.checked_by, row.checked_how or None) if row.checked_on else None
    )


def visible(viewer: Viewer) -> list[ColumnElement[bool]]:
    """What somebody may see at all. Every query that shows a service begins with it."""
    return _walls(ListingRow, viewer) if viewer.sees == "staff" else offered(viewer)


def offered(viewer: Viewer) -> list[ColumnElement[bool]]:
    """Where somebody can be sent, as far as anybody knows; also for staff.

    Of two that are the same the second is left out; but not for one that cannot be seen.
    """
    return list(_offered(viewer))


@lru_cache(maxsize=VIEWERS)
def _offered(viewer: Viewer) -> tuple[ColumnElement[bool], ...]:
    first = aliased(ListingRow)
    same = (
        select(PairRow.second)
        .join(first, first.id == PairRow.first)
        .where(PairRow.decision == "same", PairRow.org == viewer.org, *_there(first, viewer))
        .with_hint(first, BY_ID, "sqlite")
    )
    return (*_there(ListingRow, viewer), ListingRow.id.notin_(same))


def _there(row: type[ListingRow], viewer: Viewer) -> list[ColumnElement[bool]]:
    return [*_walls(row, viewer), row.status == "active", row.held.notin_(HIDDEN)]


def _walls(row: type[ListingRow], viewer: Viewer) -> list[ColumnElement[bool]]:
    seen = VISIBILITIES[: VISIBILITIES.index(viewer.sees) + 1]
    walls = [row.org == viewer.org, row.visibility.in_(seen)]
    return walls if viewer.sources is None else [*walls, row.source.in_(viewer.sources)]


_SHOWN = [c for c in ListingRow.__table__.c if c.name != "search"]


@lru_cache(maxsize=VIEWERS)
def _select(viewer: Viewer) -> Select[Any]:
    return select(*_SHOWN).where(*visible(viewer))


def one(on: Connection | Session, viewer: Viewer, uuid: str) -> Shown | None:
    """One service, for somebody who may see it."""
    row = on.execute(_select(viewer).where(ListingRow.uuid == uuid)).one_or_none()
    return shown_of(row, sources(on, viewer.org)[row.source]) if row else None


def id_of(on: Connection | Session, viewer: Viewer, uuid: str) -> int | None:
    """The number of a service's row, for somebody who may see it."""
    asked = select(ListingRow.id).where(*visible(viewer), ListingRow.uuid == uuid)
    found: int | None = on.execute(asked).scalar_one_or_none()
    return found


def several(on: Connection | Session, viewer: Viewer, ids: Sequence[int]) -> dict[int, Shown]:
    """By the id of the row."""
    known = sources(on, viewer.org)
    rows = on.execute(_select(viewer).where(ListingRow.id.in_(ids)))
    return {row.id: shown_of(row, known[row.source]) for row in rows}


def by_uuid(on: Connection, viewer: Viewer, uuids: Sequence[str]) -> dict[str, Shown]:
    """Those of them that somebody may see."""
    known = sources(on, viewer.org)
    rows = on.execute(_select(viewer).where(ListingRow.uuid.in_(uuids)))
    return {row.uuid: shown_of(row, known[row.source]) for row in rows}


def versions(on: Connection, viewer: Viewer) -> dict[str, int]:
    """By the UUID of each service, in an order that stays: another version, another service."""
    asked = select(ListingRow.uuid, ListingRow.version).where(*visible(viewer))
    return {row.uuid: row.version for row in on.execute(asked.order_by(ListingRow.id))}


def original(on: Connection | Session, viewer: Viewer, uuid: str) -> Listing | None:
    """What the source itself says of a service, without what was corrected here."""
    asked = select(ListingRow.document).where(*visible(viewer), ListingRow.uuid == uuid)
    found: str | None = on.execute(asked).scalar_one_or_none()
    return documents.read(found) if found is not None else None


def page_of(
    on: Connection | Session, viewer: Viewer, page: int, size: int
) -> tuple[int, tuple[Shown, ...]]:
    """How many there are, and one page of them, in an order that stays."""
    asked = select(func.count()).select_from(ListingRow).where(*visible(viewer))
    known = sources(on, viewer.org)
    rows = on.execute(_select(viewer).order_by(ListingRow.id).limit(size).offset((page - 1) * size))
    shown = tuple(shown_of(row, known[row.source]) for row in rows)
    return on.execute(asked).scalar_one(), shown


def every(on: Connection, viewer: Viewer) -> Iterator[Shown]:
    """All of them, one after the other, in little memory."""
    known = sources(on, viewer.org)
    asked = _select(viewer).order_by(ListingRow.id).execution_options(yield_per=SOME)
    with on.execute(asked) as rows:  # closed also when nobody wants the rest
        for row in rows:
            yield shown_of(row, known[row.source])


def of_staff(session: Session, org: int, uuid: str) -> ListingRow | None:
    """The row itself, for somebody who changes it."""
    named = (ListingRow.org == org, ListingRow.uuid == uuid)
    return session.scalars(select(ListingRow).where(*named).with_for_update()).one_or_none()


def after(session: Session, org: int, last: int) -> Sequence[ListingRow]:
    """The rows themselves, some at a time."""
    there = (ListingRow.org == org, ListingRow.id > last)
    return session.scalars(
        select(ListingRow).where(*there).order_by(ListingRow.id).limit(SOME)
    ).all()


@dataclass(frozen=True, slots=True)
class Known:
    """What stands at a source under a key."""

    id: int
    digest: str
    document: str
    missing: int
    held: str


def known(on: Session, source_id: int, keys: Iterable[str]) -> dict[str, Known]:
    columns = (
        *(ListingRow.key, ListingRow.id, ListingRow.digest, ListingRow.document),
        *(ListingRow.missing, ListingRow.held),
    )
    rows = on.execute(
        select(*columns).where(ListingRow.source == source_id, ListingRow.key.in_(list(keys)))
    )
    return {row.key: Known(row.id, row.digest, row.document, row.missing, row.held) for row in rows}


def keys_of(on: Session, source_id: int) -> Iterator[tuple[str, str, int]]:
    """Key, name, and how often it was missing."""
    columns = (ListingRow.key, ListingRow.name, ListingRow.missing)
    asked = select(*columns).where(ListingRow.source == source_id).order_by(ListingRow.id)
    with on.execute(asked.execution_options(yield_per=5_000)) as rows:
        for row in rows:
            yield row.key, row.name, row.missing
