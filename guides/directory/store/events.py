"""What people said of services, and what is still to be done about it; pairs that may be one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import Session, aliased

from guides.directory.shown import Event
from guides.directory.store.tables import EventRow, ListingRow, PairRow
from guides.storage.engine import Connection, insert_into

TO_DO = ("moved", "closed", "gone")
"""Kinds of events about which somebody has to do something."""


def note(
    session: Session,
    org: int,
    listing: int,
    kind: str,
    detail: Mapping[str, Any],
    actor: str,
    now: datetime,
) -> None:
    done = None if kind in TO_DO else now
    session.add(
        EventRow(
            org=org, listing=listing, kind=kind, detail=dict(detail), actor=actor, at=now,
            done_at=done,
        )
    )  # fmt: skip


def spoken_of(session: Session, listings: Sequence[int]) -> set[int]:
    """Those of which somebody said something, or which somebody corrected."""
    found = select(EventRow.listing).where(EventRow.listing.in_(listings)).distinct()
    return set(session.scalars(found))


def settle(session: Session, listing: int, now: datetime) -> None:
    """All that was to be done about a service is done."""
    session.execute(
        update(EventRow)
        .where(EventRow.listing == listing, EventRow.done_at.is_(None))
        .values(done_at=now)
    )


def settle_gone(session: Session, listings: Sequence[int], now: datetime) -> None:
    session.execute(
        update(EventRow)
        .where(EventRow.listing.in_(listings), EventRow.kind == "gone", EventRow.done_at.is_(None))
        .values(done_at=now)
    )


def of(on: Session | Connection, org: int, listing: int, most: int = 20) -> tuple[Event, ...]:
    """Newest first."""
    asked = (
        select(*_COLUMNS)
        .where(EventRow.org == org, EventRow.listing == listing)
        .order_by(EventRow.id.desc())
        .limit(most)
    )
    return tuple(Event(*row) for row in on.execute(asked))


_COLUMNS = (
    *(EventRow.id, EventRow.listing, EventRow.kind, EventRow.detail, EventRow.actor),
    *(EventRow.at, EventRow.done_at),
)


def to_do(on: Session | Connection, org: int, most: int) -> tuple[Event, ...]:
    """Oldest first: whoever reported it waits longest."""
    asked = select(*_COLUMNS).where(EventRow.org == org, EventRow.done_at.is_(None))
    return tuple(Event(*row) for row in on.execute(asked.order_by(EventRow.id).limit(most)))


def due(
    on: Session | Connection, org: int, today: date, sources: Sequence[int] | None, most: int
) -> tuple[int, tuple[int, ...]]:
    """How many services are to be checked, and the first of them: the risky ones, of these the
    longest overdue, then those that nobody ever checked."""
    walls = [
        ListingRow.org == org,
        ListingRow.status == "active",
        ListingRow.held == "",
        or_(ListingRow.due_on <= today, ListingRow.due_on.is_(None)),
    ]
    if sources is not None:
        walls.append(ListingRow.source.in_(sources))
    total = on.execute(select(func.count()).select_from(ListingRow).where(*walls)).scalar_one()
    never = ListingRow.due_on.is_(None)
    order = (ListingRow.risky.desc(), never, ListingRow.due_on, ListingRow.id)
    asked = select(ListingRow.id).where(*walls).order_by(*order).limit(most)
    return total, tuple(on.execute(asked).scalars())


def decide(
    session: Session, org: int, pair: tuple[int, int], decision: str, actor: str, now: datetime
) -> None:
    """Whether two services are one. The second is shown no more when they are."""
    values = {"decision": decision, "actor": actor, "at": now}
    new = insert_into(session, PairRow).values(first=pair[0], second=pair[1], org=org, **values)
    session.execute(new.on_conflict_do_update(index_elements=["first", "second"], set_=values))


def decided(on: Session | Connection, org: int) -> dict[frozenset[str], str]:
    """What was said of pairs, by their two UUIDs."""
    first, second = aliased(ListingRow), aliased(ListingRow)
    found = on.execute(
        select(first.uuid, second.uuid, PairRow.decision)
        .join(first, first.id == PairRow.first)
        .join(second, second.id == PairRow.second)
        .where(PairRow.org == org)
    )
    return {frozenset((a, b)): decision for a, b, decision in found}
