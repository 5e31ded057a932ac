"""The table of referrals."""

from __future__ import annotations

from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import String

from guides.storage.engine import Base
from guides.storage.of_client import OfClient


class ReferralRow(OfClient, Base):
    """One referral. Sealed: which service, why, the days, what came of it."""

    __tablename__ = "client_referral"

    meeting: Mapped[str] = mapped_column(String(32))
    """The meeting it came from; "" for none."""
    state: Mapped[str] = mapped_column(String(16))
    month: Mapped[str] = mapped_column(String(7))
    version: Mapped[int]
    save_id: Mapped[str] = mapped_column(String(32))
