"""Listings put in, corrected, held back, removed. ``listings.py`` only looks them up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Update, delete, insert, select, update
from sqlalchemy.orm import Session

from guides.directory import documents
from guides.directory.domain import Check, Listing, Room
from guides.directory.search.indexing import Index, Slot, index_of
from guides.directory.store.tables import ListingRow, SlotRow, SourceRow, StateRow
from guides.storage.engine import insert_into

Middle = Callable[[str], tuple[float, float] | None]
"""The middle of a postcode sector."""
SOME = 500
"""Rows that are written in one statement."""


def bump(session: Session, org: int) -> None:
    """Something that can be seen changed."""
    new = insert_into(session, StateRow).values(org=org, revision=1)
    session.execute(
        new.on_conflict_do_update(index_elements=["org"], set_={"revision": StateRow.revision + 1})
    )


def source(session: Session, org: int, kind: str, name: str) -> SourceRow:
    """The source of this name; a new one if there is none."""
    new = insert_into(session, SourceRow).values(
        org=org, kind=kind, name=name, licence="", digest="", etag=""
    )
    session.execute(new.on_conflict_do_nothing())
    named = (SourceRow.org == org, SourceRow.kind == kind, SourceRow.name == name)
    return session.scalars(select(SourceRow).where(*named)).one()


def put(
    session: Session,
    source: SourceRow,
    listings: Sequence[Listing],
    *,
    now: datetime,
    middle: Middle,
) -> None:
    """New and changed listings of a source. Corrections, room and checks stay, unless the source
    says something newer. A key stands in ``listings`` once."""
    for at in range(0, len(listings), SOME):
        _put_some(session, source, listings[at : at + SOME], now, middle)


def _put_some(
    session: Session, source: SourceRow, listings: Sequence[Listing], now: datetime, middle: Middle
) -> None:
    there = {
        row.key: row
        for row in session.scalars(
            select(ListingRow).where(
                ListingRow.source == source.id,
                ListingRow.key.in_([listing.key for listing in listings]),
            )
        )
    }
    space = uuid5(NAMESPACE_URL, f"{source.kind}:{source.name}")
    new = []
    for listing in listings:
        row = there.get(listing.key)
        if row is None:
            new.append(_fresh(source, str(uuid5(space, listing.key)), listing, now, middle))
        else:
            document = documents.write(listing)
            row.document, row.digest = document, documents.digest(document)
            row.missing = 0
            row.held = "" if row.held == "gone" else row.held
            _take_newer(row, listing)
            rework(session, row, now=now, middle=middle)
    if new:
        session.flush()
        session.execute(insert(ListingRow), [values for values, _ in new])
        there_now = select(ListingRow.uuid, ListingRow.id).where(
            ListingRow.org == source.org,
            ListingRow.uuid.in_([values["uuid"] for values, _ in new]),
        )
        ids = {row.uuid: row.id for row in session.execute(there_now)}
        slots = [_slot(ids[values["uuid"]], slot) for values, index in new for slot in index.slots]
        if slots:
            session.execute(insert(SlotRow), slots)


def _fresh(
    source: SourceRow, uuid: str, listing: Listing, now: datetime, middle: Middle
) -> tuple[dict[str, Any], Index]:
    document = documents.write(listing)
    room, check = listing.room, listing.check
    index = index_of(listing, org=source.org, middle=middle)
    return {
        "org": source.org,
        "uuid": uuid,
        "source": source.id,
        "key": listing.key,
        "digest": documents.digest(document),
        "document": document,
        "missing": 0,
        "edits": {},
        "room": room.state if room else "",
        "room_on": room.as_of if room else None,
        "room_until": room.until if room else None,
        "room_note": room.note if room else "",
        "checked_on": check.on if check else None,
        "checked_by": check.by if check else "",
        "checked_how": (check.how or "") if check else "",
        "held": "",
        "version": 1,
        "changed_at": now,
        **_worked_out(listing, check.on if check else None, index),
    }, index


def _worked_out(listing: Listing, checked_on: date | None, index: Index) -> dict[str, Any]:
    return {
        "name": listing.name[:300],
        "status": listing.status,
        "visibility": listing.visibility,
        "due_on": checked_on + timedelta(days=listing.check_days) if checked_on else None,
        "risky": listing.risky,
        "minimum_age": index.minimum_age,
        "maximum_age": index.maximum_age,
        "latitude": index.latitude,
        "longitude": index.longitude,
        "search": index.search,
    }


def _take_newer(row: ListingRow, listing: Listing) -> None:
    """What the source says of room and checks, where nobody here said so later."""
    room, check = listing.room, listing.check
    if room and (row.room_on is None or room.as_of >= row.room_on):
        say_room(row, room)
    if check and (row.checked_on is None or check.on >= row.checked_on):
        say_check(row, check)


def say_room(row: ListingRow, room: Room) -> None:
    row.room, row.room_on = room.state, room.as_of
    row.room_until, row.room_note = room.until, room.note[:300]


def say_check(row: ListingRow, check: Check) -> None:
    row.checked_on, row.checked_by = check.on, check.by[:200]
    row.checked_how = check.how or ""


def rework(session: Session, row: ListingRow, *, now: datetime, middle: Middle) -> None:
    """Work out again what is searched, after anything of a row has changed."""
    listing = documents.corrected(documents.read(row.document), row.edits)
    index = index_of(listing, org=row.org, middle=middle)
    for name, value in _worked_out(listing, row.checked_on, index).items():
        setattr(row, name, value)
    row.version += 1
    row.changed_at = now.astimezone(UTC)
    session.flush()
    session.execute(delete(SlotRow).where(SlotRow.listing == row.id))
    if index.slots:
        session.execute(insert(SlotRow), [_slot(row.id, slot) for slot in index.slots])


def _slot(listing: int, slot: Slot) -> dict[str, Any]:
    return {
        "listing": listing,
        "weekday": slot.weekday,
        "opens": slot.opens,
        "closes": slot.closes,
        "nth": slot.nth,
        "every": slot.every,
        "counted_from": slot.counted_from,
        "from_day": slot.from_day,
        "to_day": slot.to_day,
    }


def mark_missing(session: Session, ids: Sequence[int], *, hold: bool) -> None:
    """Once more these were not in their source. ``hold``: and nobody is to be sent there."""
    if not ids:
        return
    change: dict[str, Any] = {"missing": ListingRow.missing + 1} | (
        {"held": "gone"} if hold else {}
    )
    for at in range(0, len(ids), SOME):
        session.execute(_not_reported(ids[at : at + SOME]).values(change))


def not_missing(session: Session, ids: Sequence[int]) -> None:
    """They are there after all."""
    for at in range(0, len(ids), SOME):
        session.execute(_not_reported(ids[at : at + SOME]).values(missing=0, held=""))


def _not_reported(ids: Sequence[int]) -> Update:
    """What people said of a service stands over whether its source has it."""
    return update(ListingRow).where(ListingRow.id.in_(ids), ListingRow.held.in_(("", "gone")))


def remove(session: Session, ids: Sequence[int]) -> None:
    """For undo alone: what was never there before."""
    for at in range(0, len(ids), SOME):
        session.execute(delete(ListingRow).where(ListingRow.id.in_(ids[at : at + SOME])))
