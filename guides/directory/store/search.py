"""Services that fit, best first, and how many each filter hides: one face for two databases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from sqlalchemy import select, text

from guides.directory.asked import Filter, Viewer
from guides.directory.search.query import Clause
from guides.directory.store.fitting import Asked as Asked
from guides.directory.store.fitting import Near as Near
from guides.directory.store.fitting import Statements
from guides.directory.store.listings import visible
from guides.directory.store.tables import ListingRow
from guides.storage.engine import Connection


@dataclass(frozen=True, slots=True)
class Hit:
    """One row that fits."""

    id: int
    text: int
    """0 in the name, 1 in the words, 2 in another way."""
    km: float | None
    open: bool
    """Known to be open then."""


def by_index(on: Connection) -> None:
    """Until the end of this transaction, PostgreSQL takes no row's words apart to compare them.

    It holds that for cheap, and at 10,000 services it is a hundred times as slow as the index.
    """
    if on.dialect.name == "postgresql":
        on.execute(text("SET LOCAL enable_seqscan = off"))


def hits(on: Connection, asked: Asked, *, limit: int, offset: int) -> tuple[Hit, ...]:
    """One page of what fits, best first."""
    statements = Statements(on.dialect.name, asked)
    rows = on.execute(statements.page(limit, offset)).all()
    # Asked of those on the page alone: it would be worked out for every row that fits.
    opened = set(on.execute(statements.open([row.id for row in rows])).scalars())
    return tuple(
        Hit(row.id, row.text, None if row.square is None else sqrt(row.square), row.id in opened)
        for row in rows
    )


def counts(on: Connection, asked: Asked) -> tuple[int, dict[Filter, int]]:
    """How many fit; and for each filter that hides some, how many more would without it."""
    rows = on.execute(Statements(on.dialect.name, asked).numbers())
    found = {row.filter: row.number for row in rows}
    total = found.pop("")
    return total, {name: number - total for name, number in found.items() if number > total}


def any_fits(on: Connection, viewer: Viewer, clause: Clause) -> bool:
    """Whether any service that somebody may see has one of these words."""
    asked = Asked(viewer, date.min, {"text": (clause,)})
    return on.execute(Statements(on.dialect.name, asked).any()).first() is not None


def every_search(on: Connection, viewer: Viewer) -> Sequence[str]:
    """The tokens of every service that somebody may see."""
    return on.execute(select(ListingRow.search).where(*visible(viewer))).scalars().all()
