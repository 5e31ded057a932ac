"""The table of notes. The text is sealed; what is in the clear says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String, Text

from guides.safe.domain import Shredded
from guides.storage.engine import Base, Connection
from guides.storage.moments import Moment


class NoteRow(Base):
    __tablename__ = "note"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Random: it stands in addresses, and says nothing."""
    org: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    """Sealed."""
    version: Mapped[int]
    save_id: Mapped[str] = mapped_column(String(32))
    """Of the last save: the same form sent twice saves once."""
    changed: Mapped[datetime] = mapped_column(Moment)
    goes: Mapped[date]


def of(session: Session, org: int, *only: ColumnElement[bool]) -> list[NoteRow]:
    """The only way to notes: an organisation sees its own, as if there were no others."""
    wanted = select(NoteRow).where(NoteRow.org == org, *only).order_by(NoteRow.changed.desc())
    return list(session.scalars(wanted))


def every(session: Session, org: int) -> list[NoteRow]:
    return of(session, org)


def one(session: Session, org: int, note: str) -> NoteRow | None:
    return next(iter(of(session, org, NoteRow.id == note)), None)


def add(session: Session, row: NoteRow) -> None:
    session.add(row)


def remove(session: Session, row: NoteRow) -> None:
    session.delete(row)


def erase_again(connection: Connection, owners: Sequence[Shredded]) -> None:
    """After a backup was put back: the rows of notes that were erased since go again."""
    prefix = "note/"
    notes = [each.owner.removeprefix(prefix) for each in owners if each.owner.startswith(prefix)]
    for note in notes:
        connection.execute(delete(NoteRow).where(NoteRow.id == note))


def gone_by(session: Session, day: date) -> list[tuple[int, str]]:
    """Notes whose time is over: organisation and id. They are deleted here."""
    rows = session.execute(select(NoteRow.org, NoteRow.id).where(NoteRow.goes < day)).all()
    session.execute(delete(NoteRow).where(NoteRow.goes < day))
    return [(org, note) for org, note in rows]
