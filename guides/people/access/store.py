"""How much there is of one client, in every table that belongs to clients."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from guides.people.store import belonging


def count(session: Session, org: int, client: str, table: str) -> int:
    """How many rows of a client stand in a table."""
    found = belonging(table)
    mine = select(func.count()).select_from(found)
    return session.scalar(mine.where(found.c.org == org, found.c.client == client)) or 0
