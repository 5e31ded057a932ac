"""The tables of meetings with a client, and the questions that are asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String, Text

from guides.storage.engine import Base, insert_into
from guides.storage.of_client import OfClient


class MeetingRow(OfClient, Base):
    """One meeting. Sealed: its day, place and plan; and, apart, the short note."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("client", "number"),)

    number: Mapped[int]
    """1 for the first of this client."""
    stage: Mapped[str] = mapped_column(String(64))
    lang: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(10))
    """open or finished."""
    month: Mapped[str] = mapped_column(String(7))
    guide: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    note: Mapped[str] = mapped_column(Text)
    """Sealed; "" when there is none, or its 90 days are over."""
    note_goes: Mapped[date | None]
    version: Mapped[int]
    save_id: Mapped[str] = mapped_column(String(32))


class TickRow(Base):
    """A line of the checklist, or a question, that came up in a meeting."""

    __tablename__ = "meeting_tick"

    meeting: Mapped[str] = mapped_column(
        ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True
    )
    item: Mapped[str] = mapped_column(String(160), primary_key=True)
    org: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    client: Mapped[str] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"), index=True)
    state: Mapped[str] = mapped_column(String(12))
    """talked; of a question the client answered: alone, with-help or again; passed-on."""


class StepRow(OfClient, Base):
    """Who does what next. Sealed: what, and by when."""

    __tablename__ = "client_step"

    meeting: Mapped[str] = mapped_column(String(32))
    who: Mapped[str] = mapped_column(String(12))
    """client, guide or coordinator."""
    state: Mapped[str] = mapped_column(String(10))
    """open or done."""


def of(session: Session, org: int, client: str) -> list[MeetingRow]:
    """Meetings of a client, newest first."""
    mine = select(MeetingRow).where(MeetingRow.org == org, MeetingRow.client == client)
    return list(session.scalars(mine.order_by(MeetingRow.number.desc())))


def one(session: Session, org: int, client: str, meeting: str) -> MeetingRow | None:
    """A meeting of this client: the id of another's is none."""
    mine = select(MeetingRow).where(
        MeetingRow.org == org, MeetingRow.client == client, MeetingRow.id == meeting
    )
    return session.scalar(mine)


def add(session: Session, row: Base) -> None:
    session.add(row)
    session.flush()


# Ticks -----------------------------------------------------------------------------------------


def ticks(session: Session, org: int, meeting: str) -> dict[str, str]:
    """What came up in a meeting: items with their states."""
    mine = select(TickRow.item, TickRow.state).where(TickRow.org == org, TickRow.meeting == meeting)
    return {row.item: row.state for row in session.execute(mine)}


def put_ticks(session: Session, meeting: MeetingRow, changes: Mapping[str, str]) -> None:
    """Set states of items; "" takes one back. The same again changes nothing."""
    back = [item for item, state in changes.items() if not state]
    if back:
        session.execute(
            delete(TickRow).where(TickRow.meeting == meeting.id, TickRow.item.in_(back))
        )
    there = [
        {"meeting": meeting.id, "item": item, "org": meeting.org, "client": meeting.client,
         "state": state}
        for item, state in changes.items() if state
    ]  # fmt: skip
    if there:
        new = insert_into(session, TickRow).values(there)
        session.execute(
            new.on_conflict_do_update(
                index_elements=["meeting", "item"], set_={"state": new.excluded.state}
            )
        )


# Steps -----------------------------------------------------------------------------------------


def steps(session: Session, org: int, client: str, meeting: str = "") -> list[StepRow]:
    """Steps of a client, or of one meeting."""
    mine = select(StepRow).where(StepRow.org == org, StepRow.client == client)
    if meeting:
        mine = mine.where(StepRow.meeting == meeting)
    return list(session.scalars(mine))


def remove(session: Session, row: StepRow) -> None:
    session.delete(row)


# Going -----------------------------------------------------------------------------------------


def empty_notes(session: Session, day: date) -> None:
    """Notes whose time is over go; their meetings stay."""
    session.execute(
        update(MeetingRow)
        .where(MeetingRow.note_goes < day)
        .values(note="", note_goes=None)
        .execution_options(synchronize_session=False)
    )
