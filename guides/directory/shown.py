"""A listing as it is shown: the source's words, local corrections, and what people said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from guides.directory.domain import Check, Freshness, Listing, Room, freshness


@dataclass(frozen=True, slots=True)
class Source:
    """Where it comes from."""

    id: int
    kind: str
    """plugin, file or feed."""
    name: str
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One service, corrected. ``room`` and ``check`` are the newest, whoever said so."""

    id: str
    """A UUID: what addresses and the open data call it."""
    listing: Listing
    source: Source
    room: Room | None
    check: Check | None
    edited: tuple[str, ...]
    """Fields that were corrected here."""
    held: str
    """closed, moved or gone: somebody said so, and nobody has looked yet."""
    version: int
    changed_at: datetime

    def freshness(self, on: date) -> Freshness:
        checked = self.check.on if self.check else None
        return freshness(checked, self.listing.check_days, on)

    def on_paper(self, on: date) -> bool:
        """Whether a sheet may name it: open to all, active, and checked not too long ago."""
        return (
            self.listing.visibility == "public"
            and self.listing.status == "active"
            and not self.held
            and self.freshness(on) in ("fresh", "due")
            and not (self.room and self.room.known(on) and self.room.state == "closed")
        )


@dataclass(frozen=True, slots=True)
class Event:
    """Something that was said of a service."""

    id: int
    listing: int
    kind: str
    detail: Mapping[str, Any]
    actor: str
    at: datetime
    done_at: datetime | None
