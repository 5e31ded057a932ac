"""Filling in, opening and throwing away the emergency card of a client."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from guides.accounts.domain import Account
from guides.people.card import going, store
from guides.people.card.domain import (
    LONGEST_NAME,
    LONGEST_NUMBER,
    LONGEST_TEXT,
    Card,
    CardChanged,
)
from guides.people.domain import Told, Unfit
from guides.people.service import touch
from guides.people.store import ClientRow
from guides.people.typed import typed
from guides.people.work import Records, Work

MOST = {
    "ring": LONGEST_NAME, "ring_number": LONGEST_NUMBER,
    "solicitor": LONGEST_NAME, "solicitor_number": LONGEST_NUMBER,
    "know": LONGEST_TEXT, "never": LONGEST_TEXT,
}  # fmt: skip
"""How many letters each field may have."""
_SEALED = "card"
"""What a coordinator opens with a reason of its own."""


@dataclass(frozen=True, slots=True)
class Cards:
    """Emergency cards, as one account sees them: its guide's, or a coordinator's who said why."""

    records: Records
    by: Account

    def there(self, client: str) -> bool:
        """Whether there is one. That much everybody sees who looks after the client."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.client(client)
            return store.one(work.session, work.org, row.id) is not None

    def of(self, client: str) -> Card | None:
        """The card; None where nobody asked for one. Raises ClosedWords, also where there is none:
        whether there is something to read is not told by the answer."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.client(client)
            work.must_read_words(row, _SEALED)
            found = store.one(work.session, work.org, client)
            work.note("viewed", client)
            return _card(work, found) if found else None

    def save(self, client: str, card: Card, save_id: str) -> None:
        """Keep it as the client wants it; ``card.version`` is the one that was opened.

        Raises:
            Unfit: empty, too long, or the client is not met any more.
            CardChanged: when somebody else saved meanwhile; nothing is written.
        """
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.hold(client)
            work.must_read_words(row, _SEALED)
            if row.state == "closed":
                raise Unfit("card-closed")
            fit = fitting(card)
            if fit.empty:
                raise Unfit("card-empty")
            there = store.one(work.session, work.org, client)
            if there is not None and there.save_id == save_id:
                return
            if (there.version if there else 0) != card.version:
                raise CardChanged(_card(work, there) if there else Card())
            if there is None:
                there = store.CardRow(id=client, org=work.org, client=client, version=0)
            work.seal(there, dict(fit.lines()))
            there.version, there.save_id = card.version + 1, save_id
            store.add(work.session, there)
            touch(work, row)
            work.note("changed" if card.version else "created", client)

    def throw_away(self, client: str) -> None:
        """It goes at once. Nobody needs to have read it for that."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.hold(client)
            if going.drop(work.session, work.org, row.id):
                touch(work, row)
                work.note("erased", client)


def fitting(card: Card) -> Card:
    """As it is kept. Raises Unfit where something is too long."""
    fit: dict[str, Any] = {name: typed(text, MOST[name]) for name, text in card.lines()}
    return replace(card, **fit)


def tell(work: Work, row: ClientRow) -> Iterator[Told]:
    """What stands on the emergency card, if there is one."""
    found = store.one(work.session, work.org, row.id)
    if found is None:
        return
    card = _card(work, found)
    if card.lost:
        yield Told("told-card", (("client-words-lost", ("–",)),))
        return
    said = tuple((f"card-{name.replace('_', '-')}", (text,)) for name, text in card.lines() if text)
    yield Told("told-card", said)


def _card(work: Work, row: store.CardRow) -> Card:
    return replace(work.words(row, Card) or Card(lost=True), version=row.version)
