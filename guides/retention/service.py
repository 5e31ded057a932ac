"""What each feature keeps, and how it goes. Every table belongs to one holding, or the build fails.

A row goes in three ways: its time is over, somebody erases it, or a backup brings back what was
erased meanwhile. A feature answers for all three here, and so cannot forget one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from guides.audit.domain import Kind
from guides.audit.service import AuditLog
from guides.safe.domain import Shredded
from guides.safe.service import Safe
from guides.storage.engine import Engine, Session, empty_journal, saving
from guides.storage.rows import EVERY


@dataclass(frozen=True, slots=True)
class Going:
    """One owner whose words go now: their key is destroyed with their rows."""

    org: int
    owner: str
    kind: Kind
    """As the audit log calls it."""


def _nothing_is_due(session: Session, now: datetime) -> Sequence[Going]:
    return ()


def _nothing_to_forget(session: Session, owners: Sequence[Shredded]) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Holding:
    """The tables of one feature, and how rows leave them."""

    name: str
    tables: tuple[str, ...]
    due: Callable[[Session, datetime], Sequence[Going]] = _nothing_is_due
    """Deletes what has been kept for its time; says whose keys are to go with it."""
    forget: Callable[[Session, Sequence[Shredded]], None] = _nothing_to_forget
    """Deletes all that there is of these owners: rows, files, entries of an index. Those of other
    features are among them; who is not there is no error. What it raises stops a restore."""


@dataclass(frozen=True, slots=True)
class Retention:
    """All holdings of one installation."""

    holdings: tuple[Holding, ...]
    engine: Engine
    safe: Safe
    audit: AuditLog
    now: Callable[[], datetime]

    def sweep(self) -> tuple[tuple[str, int], ...]:
        """Erase what has been kept for its time. Returns how many owners went, by holding.

        It also ends an erasing that was cut short after the key was destroyed.
        """
        with saving(self.engine, EVERY) as session:
            went = {each.name: each.due(session, self.now()) for each in self.holdings}
            for going in chain.from_iterable(went.values()):
                org, owner = going.org, going.owner
                self.audit.write(
                    session, org=org, actor="", action="erased", kind=going.kind, subject=owner
                )
                self.safe.shred(org=org, owner=owner)
            forget(session, self.holdings, self.safe.shredded())
        empty_journal(self.engine)
        return tuple((name, len(gone)) for name, gone in went.items() if gone)


def forget(session: Session, holdings: Sequence[Holding], owners: Sequence[Shredded]) -> None:
    """Delete all that any feature has of these owners."""
    for each in holdings:
        each.forget(session, owners)
