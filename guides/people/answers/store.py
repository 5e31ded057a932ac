"""The tables of answers: sealed as they were given, and what is measured as closed codes."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column
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


def of(session: Session, org: int, client: str) -> list[AnswersRow]:
    """Every form of a client that was filled in, in no order: their days are sealed."""
    there = (AnswersRow.org == org, AnswersRow.client == client)
    return list(session.scalars(select(AnswersRow).where(*there)))


def add(session: Session, row: AnswersRow) -> None:
    session.add(row)
    session.flush()


def measure(session: Session, row: AnswersRow, values: Mapping[str, str]) -> None:
    """Note what a form measured, in place of what it measured before."""
    session.execute(delete(MeasureRow).where(MeasureRow.answers == row.id))
    session.add_all(
        MeasureRow(
            answers=row.id, measure=name, org=row.org, client=row.client, value=value,
            moment=row.moment, month=row.month,
        )
        for name, value in values.items()
    )  # fmt: skip
