"""The table of sheets that recorded clients hold."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String

from guides.storage.engine import Base
from guides.storage.of_client import OfClient


class HeldRow(OfClient, Base):
    """A sheet that was printed for a client. Sealed: the day."""

    __tablename__ = "client_sheet"

    edition: Mapped[str] = mapped_column(String(10), index=True)
    stage: Mapped[str] = mapped_column(String(64))
    lang: Mapped[str] = mapped_column(String(16))
    month: Mapped[str] = mapped_column(String(7))


def of(session: Session, org: int, client: str) -> list[HeldRow]:
    """Newest month first."""
    mine = select(HeldRow).where(HeldRow.org == org, HeldRow.client == client)
    return list(session.scalars(mine.order_by(HeldRow.month.desc(), HeldRow.id)))


def of_house(session: Session, org: int) -> list[HeldRow]:
    """Of every client of an organisation: whoever asks for it looks for their own among them."""
    return list(session.scalars(select(HeldRow).where(HeldRow.org == org).order_by(HeldRow.id)))


def one(session: Session, org: int, client: str, held: str) -> HeldRow | None:
    """One of this client's; that of another is not there."""
    mine = select(HeldRow).where(HeldRow.org == org, HeldRow.client == client, HeldRow.id == held)
    return session.scalar(mine)


def add(session: Session, row: HeldRow) -> None:
    session.add(row)
    session.flush()


def remove(session: Session, row: HeldRow) -> None:
    session.execute(delete(HeldRow).where(HeldRow.org == row.org, HeldRow.id == row.id))
