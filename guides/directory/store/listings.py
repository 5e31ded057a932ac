"""Listings in their table: put in, looked up, corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import ColumnElement, Update, delete, func, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql import Select

from guides.directory import documents
from guides.directory.asked import Viewer
from guides.directory.domain import Check, Listing, Room
from guides.directory.indexing import Index, Slot, index_of
from guides.directory.shown import Shown, Source
from guides.directory.store.tables import ListingRow, SlotRow, SourceRow, StateRow
from guides.storage.engine import Connection, insert_into

Middle = Callable[[str], tuple[float, float] | None]
"""The middle of a postcode sector."""
HIDDEN = ("closed", "gone")
"""Held in one of these ways, a service is shown to nobody but staff."""
SOME = 500
"""Rows that are written in one statement."""


def bump(session: Session, org: int) -> None:
    """Something that can be seen changed."""
    new = insert_into(session, StateRow).values(org=org, revision=1)
    session.execute(
        new.on_conflict_do_update(index_elements=["org"], set_={"revision": StateRow.revision + 1})
    )


def revisions(on: Connection) -> dict[int, int]:
    """By organisation."""
    return {row.org: row.revision for row in on.execute(select(StateRow.org, StateRow.revision))}


# Sources -----------------------------------------------------------------------------------------


def source(session: Session, org: int, kind: str, name: str) -> SourceRow:
    """The source of this name; a new one if there is none."""
    new = insert_into(session, SourceRow).values(
        org=org, kind=kind, name=name, licence="", digest="", etag=""
    )
    session.execute(new.on_conflict_do_nothing())
    named = (SourceRow.org == org, SourceRow.kind == kind, SourceRow.name == name)
    return session.scalars(select(SourceRow).where(*named)).one()


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
    seen = {
        "public": ("public",),
        "volunteers": ("public", "volunteers"),
        "staff": ("public", "volunteers", "staff"),
    }[viewer.sees]
    walls = [ListingRow.org == viewer.org, ListingRow.visibility.in_(seen)]
    if viewer.sources is not None:
        walls.append(ListingRow.source.in_(viewer.sources))
    if viewer.sees != "staff":
        walls += [ListingRow.held.notin_(HIDDEN), ListingRow.status == "active"]
    return walls


_SHOWN = [c for c in ListingRow.__table__.c if c.name != "search"]


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


def page_of(
    on: Connection | Session,
    viewer: Viewer,
    *,
    page: int,
    size: int,
    modified_after: datetime | None = None,
) -> tuple[int, tuple[Shown, ...]]:
    """How many there are, and one page of them, in an order that stays."""
    walls = visible(viewer)
    if modified_after is not None:
        walls.append(ListingRow.changed_at > modified_after)
    total = on.execute(select(func.count()).select_from(ListingRow).where(*walls)).scalar_one()
    known = sources(on, viewer.org)
    rows = on.execute(
        select(*_SHOWN).where(*walls).order_by(ListingRow.id).limit(size).offset((page - 1) * size)
    )
    return total, tuple(shown_of(row, known[row.source]) for row in rows)


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


# Writing -----------------------------------------------------------------------------------------


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
