"""What accounts need from outside, and how their rows go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from guides.accounts import store
from guides.retention.service import Going, Holding
from guides.storage.engine import Session

Act = Literal[
    "signed-in", "sign-in-refused", "signed-out", "invited", "dismissed", "role-changed",
    "created", "changed",
]  # fmt: skip
KEPT = timedelta(days=7)
"""So long stand rows of what is over: sign-ins, codes, guesses."""


@dataclass(frozen=True, slots=True)
class Walls:
    """What the safe does for accounts: sealing secrets, names that say nothing, the audit log."""

    seal: Callable[[int, str], str]
    """Seals an authenticator's secret, for an account."""
    unseal: Callable[[int, str], str]
    blind: Callable[[str], str]
    """A keyed hash: the same text always gives the same, and nobody can guess backwards."""
    note: Callable[[Session, int | None, int | None, Act, int | None], None]
    """Writes the audit: organisation, who, what, about which account."""


def _due(session: Session, now: datetime) -> list[Going]:
    store.sweep(session, now - KEPT)
    return []


HOLDING = Holding(
    "accounts",
    ("organisation", "account", "recovery_code", "sign_in", "invitation", "throttle"),
    due=_due,
)
