"""The table of sheets that recorded clients hold."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column
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
