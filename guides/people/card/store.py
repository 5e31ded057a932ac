"""The table of emergency cards."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String

from guides.storage.engine import Base
from guides.storage.of_client import OfClient


class CardRow(OfClient, Base):
    """One for each client who asked for it; its id is the client's. Sealed: all of it."""

    __tablename__ = "client_card"

    version: Mapped[int]
    save_id: Mapped[str] = mapped_column(String(32))


def one(session: Session, org: int, client: str) -> CardRow | None:
    return session.scalar(select(CardRow).where(CardRow.org == org, CardRow.id == client))


def add(session: Session, row: CardRow) -> None:
    session.add(row)
    session.flush()


def remove(session: Session, row: CardRow) -> None:
    session.delete(row)
    session.flush()
