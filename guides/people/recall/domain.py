"""A sheet that a recorded client took home, and whether what stands on it still holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Held:
    """A sheet that was printed for a client."""

    id: str
    client: str
    edition: str
    stage: str
    lang: str
    month: str
    day: date | None
    """None when it cannot be opened any more."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds such a sheet."""

    held: Held
    code: str
    closed: bool
    """Nobody meets them any more, but the paper may still be in their pocket."""


Holders = Mapping[str, tuple[Holder, ...]]
"""Who holds which edition."""
