"""The tables of answers: sealed as they were given, and what is measured as closed codes."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from guides.storage.engine import Base
from guides.storage.of_client import OfClient


class AnswersRow(OfClient, Base):
    """A form that was filled in. Sealed: the day and every answer."""

    __tablename__ = "client_answers"

    form: Mapped[str] = mapped_column(String(60))
    form_version: Mapped[int]
    moment: Mapped[str] = mapped_column(String(16))
    """registration, assessment, meeting, closure or follow-up."""
    meeting: Mapped[str] = mapped_column(String(32))
    """The meeting it was filled in after; "" for none."""
    month: Mapped[str] = mapped_column(String(7))
    version: Mapped[int]
    save_id: Mapped[str] = mapped_column(String(32))


class MeasureRow(Base):
    """One closed answer to a question that is compared over time, whatever the form's version."""

    __tablename__ = "client_measure"

    answers: Mapped[str] = mapped_column(
        ForeignKey("client_answers.id", ondelete="CASCADE"), primary_key=True
    )
    measure: Mapped[str] = mapped_column(String(60), primary_key=True)
    org: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    client: Mapped[str] = mapped_column(ForeignKey("client.id", ondelete="CASCADE"), index=True)
    value: Mapped[str] = mapped_column(String(40))
    moment: Mapped[str] = mapped_column(String(16))
    month: Mapped[str] = mapped_column(String(7))
