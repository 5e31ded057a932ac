"""What every table has that holds something of one client."""

from __future__ import annotations

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column
from sqlalchemy.types import String, Text

OWNER = "client/"
"""Before a client's id, this names whose key seals all their words."""


class OfClient:
    """Columns of every table with something that belongs to one client."""

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Random."""
    words: Mapped[str] = mapped_column(Text)
    """Sealed with the client's key."""

    @declared_attr
    def org(cls) -> Mapped[int]:  # noqa: N805 - of the class that takes it
        return mapped_column(ForeignKey("organisation.id"))

    @declared_attr
    def client(cls) -> Mapped[str]:  # noqa: N805
        return mapped_column(ForeignKey("client.id", ondelete="CASCADE"), index=True)

    @property
    def owner(self) -> str:
        """Whose key seals the words."""
        return OWNER + self.client
