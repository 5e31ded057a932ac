"""The table of notes. The text is sealed; what is in the clear says nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String, Text

from guides.safe.domain import Shredded
from guides.storage.engine import Base
from guides.storage.moments import Moment

OWNER = "note/"
"""Before a note's id, this names whose key seals it: its own, so that erasing it reaches every
copy."""


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


def of(session: Session, org: int, today: date, *only: ColumnElement[bool]) -> list[NoteRow]:
    """The only way to notes: an organisation sees its own, as if there were no others.

    One whose time is over is not there, even while nobody has swept yet.
    """
    there = (NoteRow.org == org, NoteRow.goes >= today)
    return list(
        session.scalars(select(NoteRow).where(*there, *only).order_by(NoteRow.changed.desc()))
    )


def every(session: Session, org: int, today: date) -> list[NoteRow]:
    return of(session, org, today)


def one(session: Session, org: int, today: date, note: str) -> NoteRow | None:
    return next(iter(of(session, org, today, NoteRow.id == note)), None)


def saved_as(session: Session, org: int, today: date, save_id: str) -> NoteRow | None:
    """The note that this form made, if it was sent before."""
    return next(iter(of(session, org, today, NoteRow.save_id == save_id)), None)


def add(session: Session, row: NoteRow) -> None:
    session.add(row)


def remove(session: Session, row: NoteRow) -> None:
    session.delete(row)


def forget(session: Session, owners: Sequence[Shredded]) -> None:
    """Delete the notes that are among these owners."""
    notes = [each.owner.removeprefix(OWNER) for each in owners if each.owner.startswith(OWNER)]
    for note in notes:
        session.execute(delete(NoteRow).where(NoteRow.id == note))


def gone_by(session: Session, day: date) -> list[tuple[int, str]]:
    """Delete the notes whose time is over: organisation and id of each."""
    gone = delete(NoteRow).where(NoteRow.goes < day).returning(NoteRow.org, NoteRow.id)
    return [(org, note) for org, note in session.execute(gone)]
