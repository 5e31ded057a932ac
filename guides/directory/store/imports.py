"""Imports and their rows, in their tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from guides.directory.imported import Import, Row
from guides.directory.store.tables import HeadingRow, ImportedRow, ImportRow, SourceRow
from guides.storage.engine import Connection, insert_into


def begin(session: Session, org: int, source: int, actor: str, now: datetime) -> int:
    """A new import. Others of this source that nobody took are left."""
    unfinished = (ImportRow.org == org, ImportRow.source == source)
    session.execute(
        update(ImportRow)
        .where(*unfinished, ImportRow.state.in_(("reading", "seen")))
        .values(state="left")
    )
    row = ImportRow(
        org=org, source=source, state="reading", actor=actor, at=now, counts={}, notes=[]
    )
    session.add(row)
    session.flush()
    return row.id


def add(session: Session, imported: int, rows: Sequence[Row]) -> None:
    if rows:
        session.execute(
            insert(ImportedRow),
            [
                {
                    "imported": imported,
                    "line": row.line[:100],
                    "key": row.key[:200],
                    "name": row.name[:300],
                    "action": row.action,
                    "take": row.take,
                    "done": False,
                    "reasons": list(row.reasons),
                    "document": row.document,
                    "before": row.before,
                }
                for row in rows
            ],
        )


def seen(session: Session, imported: int, counts: dict[str, int], notes: Sequence[str]) -> None:
    session.execute(
        update(ImportRow)
        .where(ImportRow.id == imported)
        .values(state="seen", counts=counts, notes=list(notes))
    )


def move(session: Session, org: int, imported: int, states: Sequence[str], to: str) -> bool:
    """From one of ``states`` to another. False when somebody else was quicker."""
    moved = (
        update(ImportRow)
        .where(ImportRow.org == org, ImportRow.id == imported, ImportRow.state.in_(states))
        .values(state=to)
    )
    return bool(session.execute(moved).rowcount)  # type: ignore[attr-defined]


def several(on: Session | Connection, org: int, most: int = 50) -> tuple[Import, ...]:
    """Newest first."""
    asked = _asked(org).order_by(ImportRow.id.desc()).limit(most)
    return tuple(_import(row) for row in on.execute(asked))


def one(on: Session | Connection, org: int, imported: int) -> Import | None:
    row = on.execute(_asked(org).where(ImportRow.id == imported)).one_or_none()
    return _import(row) if row else None


def newest_of(on: Session | Connection, source: int) -> int | None:
    """The newest that changed something."""
    asked = select(func.max(ImportRow.id)).where(
        ImportRow.source == source, ImportRow.state.in_(("taking", "taken", "undoing"))
    )
    found: int | None = on.execute(asked).scalar()
    return found


def _asked(org: int) -> Any:
    return (
        select(
            *(ImportRow.id, ImportRow.source, SourceRow.kind, SourceRow.name, ImportRow.state),
            *(ImportRow.at, ImportRow.counts, ImportRow.notes),
        )
        .join(SourceRow, SourceRow.id == ImportRow.source)
        .where(ImportRow.org == org)
    )


def _import(row: Any) -> Import:
    return Import(
        *(row.id, row.source, row.kind, row.name, row.state, row.at, row.counts, tuple(row.notes))
    )


def rows(
    on: Session | Connection, imported: int, *, action: str = "", first: int = 0, most: int = 100
) -> tuple[Row, ...]:
    """Rows in the order of the file, ``most`` after the one with the id ``first``."""
    asked = _rows(imported).where(ImportedRow.id > first).limit(most)
    if action:
        asked = asked.where(ImportedRow.action == action)
    return tuple(_row(row) for row in on.execute(asked))


def to_do(
    on: Session, imported: int, actions: Sequence[str], *, done: bool, most: int
) -> tuple[Row, ...]:
    """Rows that are to be taken (``done=False``) or given back (``done=True``)."""
    asked = _rows(imported).where(
        ImportedRow.action.in_(actions), ImportedRow.take, ImportedRow.done.is_(done)
    )
    return tuple(_row(row) for row in on.execute(asked.limit(most)))


def _rows(imported: int) -> Any:
    columns = [c for c in ImportedRow.__table__.c if c.name != "imported"]
    return select(*columns).where(ImportedRow.imported == imported).order_by(ImportedRow.id)


def _row(row: Any) -> Row:
    return Row(
        *(row.line, row.key, row.name, row.action, row.take, tuple(row.reasons)),
        *(row.document, row.before, row.id, row.done),
    )


def finish(session: Session, befores: Mapping[int, str], *, done: bool) -> None:
    """These rows were taken, or given back, with what stood there before."""
    if befores:
        session.execute(
            update(ImportedRow),
            [{"id": which, "before": text, "done": done} for which, text in befores.items()],
        )


def choose(session: Session, imported: int, takes: Mapping[int, bool]) -> None:
    """Accept or hold rows. Held ones that could not be read stay held."""
    for which, take in takes.items():
        session.execute(
            update(ImportedRow)
            .where(
                ImportedRow.imported == imported,
                ImportedRow.id == which,
                ImportedRow.action != "held",
            )
            .values(take=take)
        )


def headings(on: Session | Connection, org: int) -> dict[str, str]:
    found = on.execute(select(HeadingRow.heading, HeadingRow.means).where(HeadingRow.org == org))
    return {row.heading: row.means for row in found}


def remember(session: Session, org: int, meanings: Mapping[str, str]) -> None:
    for heading, means in meanings.items():
        new = insert_into(session, HeadingRow).values(org=org, heading=heading[:200], means=means)
        session.execute(
            new.on_conflict_do_update(index_elements=["org", "heading"], set_={"means": means})
        )


def forget_old(session: Session, before: datetime) -> None:
    """Rows of imports that ended long ago: what they changed is kept, how to undo it is not."""
    session.execute(delete(ImportRow).where(ImportRow.at < before))
