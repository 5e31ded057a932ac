"""The table of consents."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String

from guides.storage.engine import Base
from guides.storage.of_client import OfClient


class ConsentRow(OfClient, Base):
    """One use that a client was asked about. Sealed: the days, and how it was asked."""

    __tablename__ = "client_consent"

    use: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(10))
    """given, refused or withdrawn."""
    wording: Mapped[str] = mapped_column(String(16))
    """Fingerprint of the English words that were agreed to."""
    lang: Mapped[str] = mapped_column(String(16))
    """The language in which it was asked."""


def of(session: Session, org: int, client: str) -> list[ConsentRow]:
    rows = select(ConsentRow).where(ConsentRow.org == org, ConsentRow.client == client)
    return list(session.scalars(rows))


def against(session: Session, org: int, use: str) -> list[str]:
    """Clients of an organisation who said no to a use."""
    rows = select(ConsentRow.client).where(
        ConsentRow.org == org, ConsentRow.use == use, ConsentRow.state != "given"
    )
    return list(session.scalars(rows))


def add(session: Session, row: ConsentRow) -> None:
    session.add(row)
    session.flush()
