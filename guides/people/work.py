"""One transaction with clients: who does it, what they may see, the key of each client.

Every feature about clients works through this, so that permission, organisation, caseload, sealing
and the audit stand in one place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeVar

import msgspec

from guides.accounts.domain import Account, Permission
from guides.audit.domain import Action
from guides.audit.service import AuditLog
from guides.people import store
from guides.people.domain import OPENED_FOR, ClosedWords, NoSuchClient
from guides.safe.service import Box, CannotOpen, Safe
from guides.storage.engine import Engine, Session, saving
from guides.storage.of_client import OWNER

T = TypeVar("T")
ClientRow = store.ClientRow
"""Other features name it by this: a store is private to its folder."""


class Sealed(Protocol):
    """A row with words that belong to somebody."""

    __tablename__: str
    id: str

    @property
    def owner(self) -> str:
        """Whose key seals them: "client/…"."""
        ...


@dataclass
class Work:
    """What one account does to clients of its organisation, in one transaction."""

    session: Session
    org: int
    by: Account
    now: datetime
    _safe: Safe
    _audit: AuditLog
    _boxes: dict[str, Box] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def caseload(self) -> int | None:
        """Whose clients alone are seen; None for all of the organisation."""
        return None if self.by.may("manage-clients") else self.by.id

    # Clients -----------------------------------------------------------------------------------

    def client(self, client: str) -> store.ClientRow:
        """Raises NoSuchClient."""
        return self._one(client, hold=False)

    def hold(self, client: str) -> store.ClientRow:
        """The same, to be changed: whoever else saves for them waits, and then sees what was saved.

        Before anything of the client is read, or what is read may be old. Raises NoSuchClient.
        """
        return self._one(client, hold=True)

    def _one(self, client: str, *, hold: bool) -> store.ClientRow:
        row = store.one(self.session, self.org, self.caseload, self.today, client, hold=hold)
        if row is None:
            raise NoSuchClient(client)
        return row

    def clients(self, *, hold: bool = False) -> list[store.ClientRow]:
        """Those this account looks after, by code name; ``hold`` as in :meth:`hold`."""
        return store.of(self.session, self.org, self.caseload, self.today, hold=hold)

    def is_theirs(self, row: store.ClientRow) -> bool:
        """Whether this account is the client's guide or backup."""
        return self.by.id in (row.guide, row.backup)

    def reads_words(self, row: store.ClientRow, what: str = "words") -> bool:
        """Whether this account may read what was written about a client."""
        return self.is_theirs(row) or store.opened_since(
            self.session, self.org, row.id, self.by.id, what, self.now - OPENED_FOR
        )

    def must_read_words(self, row: store.ClientRow, what: str = "words") -> None:
        """Raises ClosedWords."""
        if not self.reads_words(row, what):
            raise ClosedWords

    # Words -------------------------------------------------------------------------------------

    def fetch_keys(self, owners: Iterable[str]) -> None:
        """Before the words of many are opened: one question instead of many."""
        missing = [owner for owner in dict.fromkeys(owners) if owner not in self._boxes]
        if missing:  # otherwise the keyring would be opened again for each word
            self._boxes |= self._safe.boxes(self.org, missing)

    def seal(self, row: Sealed, words: object, column: str = "words") -> None:
        """Put what stands in a dataclass into the row, under its owner's key."""
        box = self._boxes.get(row.owner)
        if box is None:
            box = self._boxes[row.owner] = self._safe.box(self.org, row.owner)
        text = msgspec.json.encode(words).decode()
        sealed = box.seal(text, table=row.__tablename__, column=column, row=row.id)
        setattr(row, column, sealed)

    def words(self, row: Sealed, kind: type[T], column: str = "words") -> T | None:
        """What stands in the row; None when nothing does, or it cannot be opened any more."""
        self.fetch_keys([row.owner])
        box, sealed = self._boxes.get(row.owner), getattr(row, column)
        if box is None or not sealed:
            return None
        try:
            text = box.open(sealed, table=row.__tablename__, column=column, row=row.id)
        except CannotOpen:
            return None
        return msgspec.json.decode(text, type=kind)

    def shred(self, owner: str) -> None:
        """Destroy somebody's key."""
        self._boxes.pop(owner, None)
        self._safe.shred(self.org, owner)

    # What stays --------------------------------------------------------------------------------

    def note(self, action: Action, client: str) -> None:
        """Write the audit. Last before the transaction ends: others wait for it until then."""
        self._audit.write(
            self.session, org=self.org, actor=f"user/{self.by.id}", action=action, kind="client",
            subject=f"{OWNER}{client}" if client else "",
        )  # fmt: skip

    def count(self, row: store.ClientRow, what: str, value: str) -> None:
        """Count something that is to stay when the record goes. Practice is not counted."""
        if not row.practice:
            store.count(self.session, self.org, f"{self.today:%Y}", what, value)


@dataclass(frozen=True, slots=True)
class Records:
    """The records of clients on one installation. Make one for each process."""

    engine: Engine
    safe: Safe
    audit: AuditLog
    clock: Callable[[], datetime]

    @contextmanager
    def work(self, by: Account, permission: Permission) -> Iterator[Work]:
        """One transaction of somebody who may do this; others find nothing.

        Who asks for a client that is not theirs is written down, whatever becomes of the rest.

        Raises:
            NoSuchClient: also from within.
        """
        if by.org is None or not by.may(permission):
            raise NoSuchClient
        try:
            with saving(self.engine, by.org) as session:
                yield Work(session, by.org, by, self.clock(), self.safe, self.audit)
        except NoSuchClient as refused:
            if refused.args:
                self._refused(by, by.org, str(refused.args[0]))
            raise

    def _refused(self, by: Account, org: int, client: str) -> None:
        with saving(self.engine, org) as session:
            self.audit.write(
                session, org=org, actor=f"user/{by.id}", action="refused", kind="client",
                subject=OWNER + client,
            )  # fmt: skip
