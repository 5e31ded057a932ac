"""Which recorded clients hold which sheet, so that those with an outdated one are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from guides.accounts.domain import Account
from guides.once.domain import new_id
from guides.people.domain import Code, NoSuchClient, Told
from guides.people.recall import store
from guides.people.recall.domain import Held, Holder, Holders
from guides.people.service import touch
from guides.people.store import ClientRow
from guides.people.work import Records, Work


@dataclass(frozen=True, slots=True)
class _Words:
    day: date


@dataclass(frozen=True, slots=True)
class Recall:
    """Sheets of clients, as one account sees them. Raises NoSuchClient where it finds nothing.

    A guide sees those of their own clients, a coordinator those of the organisation: which
    edition, in which language, on which day is no word about anybody.
    """

    records: Records
    by: Account

    def hold(self, client: str, edition: str, stage: str, lang: str) -> Held:
        """A sheet was printed for a client. The same edition again is the same sheet."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.hold(client)
            touch(work, row)
            mine = store.of(work.session, work.org, client)
            held = next((each for each in mine if each.edition == edition), None)
            held = held or store.HeldRow(id=new_id(), org=work.org, client=client, words="")
            _put(work, held, edition, stage, lang)
            store.add(work.session, held)
            work.note("printed", client)
            return _held(work, held)

    def again(self, client: str, held: str, edition: str) -> None:
        """The same sheet was printed anew: the old one is in nobody's pocket any more."""
        with self.records.work(self.by, "work-with-clients") as work:
            touch(work, work.hold(client))
            row = _one(work, client, held)
            for twin in store.of(work.session, work.org, client):
                if twin.edition == edition and twin.id != row.id:
                    store.remove(work.session, twin)
            _put(work, row, edition, row.stage, row.lang)
            work.note("printed", client)

    def gone(self, client: str, held: str) -> None:
        """The client was told, and the sheet is thrown away. Told twice, it is gone once."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.hold(client)
            there = store.one(work.session, work.org, client, held)
            if there is not None:
                touch(work, row)
                store.remove(work.session, there)
                work.note("changed", client)

    def one(self, client: str, held: str) -> Held:
        with self.records.work(self.by, "work-with-clients") as work:
            work.client(client)
            return _held(work, _one(work, client, held))

    def of(self, client: str) -> tuple[Held, ...]:
        """What one client holds, newest first."""
        with self.records.work(self.by, "work-with-clients") as work:
            return _of(work, work.client(client))

    def holders(self) -> Holders:
        """Who holds which edition. Practice is not recalled."""
        with self.records.work(self.by, "work-with-clients") as work:
            clients = {row.id: row for row in work.clients() if not row.practice}
            rows = [r for r in store.of_house(work.session, work.org) if r.client in clients]
            work.fetch_keys(row.owner for row in rows)
            found: dict[str, list[Holder]] = {}
            for row in rows:
                whose = clients[row.client]
                holder = Holder(_held(work, row), whose.code, whose.state == "closed")
                found.setdefault(row.edition, []).append(holder)
            return {
                edition: tuple(sorted(holders, key=lambda each: each.code))
                for edition, holders in found.items()
            }


def tell(work: Work, row: ClientRow) -> Iterator[Told]:
    """The sheets that were printed for somebody."""
    for each in _of(work, row):
        yield Told(
            "recall-sheet",
            (
                ("recall-edition", (each.edition,)),
                ("recall-stop", (Code("stop", each.stage),)),
                ("recall-language", (Code("language", each.lang),)),
                ("recall-day", (each.day or each.month,)),
            ),
        )


def _one(work: Work, client: str, held: str) -> store.HeldRow:
    row = store.one(work.session, work.org, client, held)
    if row is None:
        raise NoSuchClient(client)
    return row


def _put(work: Work, row: store.HeldRow, edition: str, stage: str, lang: str) -> None:
    row.edition, row.stage, row.lang = edition, stage, lang
    row.month = f"{work.today:%Y-%m}"
    work.seal(row, _Words(work.today))


def _of(work: Work, row: ClientRow) -> tuple[Held, ...]:
    return tuple(_held(work, each) for each in store.of(work.session, work.org, row.id))


def _held(work: Work, row: store.HeldRow) -> Held:
    words = work.words(row, _Words)
    day = words.day if words else None
    return Held(row.id, row.client, row.edition, row.stage, row.lang, row.month, day)
