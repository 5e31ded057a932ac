"""What stays when records go, for the command line: counts of a year, without small numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from guides.people import store
from guides.storage.engine import Engine, saving

SMALL = 5
"""Fewer than so many are not told: somebody might know them."""


@dataclass(frozen=True, slots=True)
class Count:
    year: str
    what: str
    value: str
    number: int | None
    """None when it is under :data:`SMALL`."""


def counts_of(engine: Engine, org: int) -> tuple[Count, ...]:
    """The counts of one organisation, newest year first."""
    with saving(engine, org) as session:
        found = store.counts(session, org)
    return tuple(_safe(found.items()))


def _safe(found: Iterable[tuple[tuple[str, str, str], int]]) -> list[Count]:
    counts = [Count(*key, n if n >= SMALL else None) for key, n in found]
    return sorted(counts, key=lambda c: (-int(c.year), c.what, c.value))
