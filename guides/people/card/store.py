"""The table of emergency cards."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from guides.storage.engine import Base
from guides.storage.of_client import OfClient


class CardRow(OfClient, Base):
    """One for each client who asked for it; its id is the client's. Sealed: all of it."""

    __tablename__ = "client_card"

    version: Mapped[int]
    save_id: Mapped[str] = mapped_column(String(32))
