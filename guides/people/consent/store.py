"""The table of consents."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column
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
