"""What accounts need from outside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from guides.storage.engine import Session

Act = Literal[
    "signed-in", "sign-in-refused", "signed-out", "invited", "dismissed", "role-changed",
    "created", "changed",
]  # fmt: skip


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
