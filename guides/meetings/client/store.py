"""The tables of meetings with a client."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String, Text

from guides.storage.engine import Base
from guides.storage.of_client import OfClient


class MeetingRow(OfClient, Base):
    """One meeting. Sealed: its day, place and plan; and, apart, the short note."""

    __tablename__ = "meeting"

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
    """talked; of a question the client answered: alone, with-help or again."""


class StepRow(OfClient, Base):
    """Who does what next. Sealed: what, and by when."""

    __tablename__ = "client_step"

    meeting: Mapped[str] = mapped_column(String(32))
    who: Mapped[str] = mapped_column(String(12))
    """client, guide or coordinator."""
    state: Mapped[str] = mapped_column(String(10))
    """open or done."""
