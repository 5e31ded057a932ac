"""The table of referrals."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Mapped, Session, mapped_column
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


def of(session: Session, org: int, client: str) -> list[ReferralRow]:
    """Newest month first."""
    mine = select(ReferralRow).where(ReferralRow.org == org, ReferralRow.client == client)
    return list(session.scalars(mine.order_by(ReferralRow.month.desc(), ReferralRow.id)))


def one(session: Session, org: int, client: str, referral: str) -> ReferralRow | None:
    """One of this client's; that of another is not there."""
    mine = select(ReferralRow).where(
        ReferralRow.org == org, ReferralRow.client == client, ReferralRow.id == referral
    )
    return session.scalar(mine)


def saved_as(session: Session, org: int, client: str, save_id: str) -> ReferralRow | None:
    """What this form saved, if it was sent before."""
    mine = select(ReferralRow).where(
        ReferralRow.org == org, ReferralRow.client == client, ReferralRow.save_id == save_id
    )
    return session.scalar(mine)


def add(session: Session, row: ReferralRow) -> None:
    session.add(row)
    session.flush()
