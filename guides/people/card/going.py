"""How an emergency card goes. Apart from the service: closing a client calls it, too."""

from __future__ import annotations

from guides.people.card import store
from guides.storage.engine import Session


def drop(session: Session, org: int, client: str) -> bool:
    """Delete the emergency card of a client; whether there was one."""
    row = store.one(session, org, client)
    if row is not None:
        store.remove(session, row)
    return row is not None
