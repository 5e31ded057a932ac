"""Showing somebody all that is held about them, giving it to them, and erasing it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from guides.accounts.domain import Account
from guides.people.access import store
from guides.people.access.domain import GOES, Everything, Going
from guides.people.domain import Told
from guides.people.service import Caseload, client_of
from guides.people.store import ClientRow
from guides.people.work import Records, Work

Tell = Callable[[Work, ClientRow], Iterable[Told]]


@dataclass(frozen=True, slots=True)
class Telling:
    """What one feature tells, and what a coordinator opens to read it."""

    tell: Tell
    what: str = "words"


@dataclass(frozen=True, slots=True)
class Access:
    """The right to see and to be forgotten. Calls raise NoSuchClient where they find nothing."""

    records: Records
    by: Account

    def everything(self, client: str, tellings: Sequence[Telling]) -> Everything:
        """All that these features hold. Raises ClosedWords."""
        with self.records.work(self.by, "work-with-clients") as work:
            found = _everything(work, work.client(client), tellings)
            work.note("viewed", client)
            return found

    def export(self, client: str, tellings: Sequence[Telling]) -> Everything:
        """The same, to be given to the person. Raises ClosedWords."""
        with self.records.work(self.by, "manage-clients") as work:
            found = _everything(work, work.client(client), tellings)
            work.note("exported", client)
            return found

    def going(self, client: str) -> Going:
        """What erasing would take, counted. Nothing of it is opened."""
        with self.records.work(self.by, "manage-clients") as work:
            row = work.client(client)
            counted = ((t, store.count(work.session, work.org, client, t)) for t in GOES)
            return Going(client_of(work, row), tuple((t, n) for t, n in counted if n))

    def erase(self, client: str) -> None:
        """Rows and key, so that no backup gives them back. Counts stay."""
        Caseload(self.records, self.by).erase(client)


def _everything(work: Work, row: ClientRow, tellings: Sequence[Telling]) -> Everything:
    work.must_read_words(row)
    told: list[Told] = []
    closed = False
    for each in tellings:
        if work.reads_words(row, each.what):
            told += each.tell(work, row)
        else:
            closed = closed or any(True for _ in each.tell(work, row))
    return Everything(client_of(work, row), tuple(told), closed)
