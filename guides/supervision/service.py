"""What is kept about guides, and how it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from guides.accounts.service import dismissed
from guides.retention.service import Going, Holding
from guides.safe.domain import Shredded
from guides.storage.engine import Session
from guides.supervision import store


def _due(session: Session, now: datetime) -> list[Going]:
    store.sweep(session, now.date())
    gone = store.take_out(session, dismissed(session))
    return [Going(org, store.OWNER + profile, "guide") for org, profile in gone]


def _forget(session: Session, owners: Sequence[Shredded]) -> None:
    store.forget(session, owners)


HOLDING = Holding("guides", ("guide_profile", "guide_check_in"), due=_due, forget=_forget)
