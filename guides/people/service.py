"""What a guide and a coordinator can do with clients: each act one transaction, audit and all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from guides.accounts.domain import Account
from guides.once.domain import id_made_by, new_id
from guides.people import store
from guides.people.card import going
from guides.people.domain import (
    KEPT_CLOSED,
    KEPT_PRACTICE,
    KEPT_SILENT,
    LONGEST_REASON,
    Client,
    ClientChanged,
    Counts,
    Diary,
    NoSuchClient,
    Opening,
    Profile,
    State,
    Unfit,
)
from guides.people.names import code_name
from guides.people.work import Records, Work
from guides.retention.service import Going, Holding
from guides.safe.service import KeyGone
from guides.storage.engine import Session
from guides.storage.of_client import OWNER

TABLES = (
    *("client", "client_opening", "people_count", "client_consent", "client_card"),
    *("client_answers", "client_measure", "client_referral", "client_sheet"),
)
"""What goes with a client; ``people_count`` holds no person, and stays."""


def _due(session: Session, now: datetime) -> list[Going]:
    gone = store.gone_by(session, now.date())
    return [Going(org, OWNER + client, "client") for org, client in gone]


HOLDING = Holding("clients", TABLES, due=_due, forget=store.forget)


@dataclass(frozen=True, slots=True)
class _Reason:
    text: str


@dataclass(frozen=True, slots=True)
class Caseload:
    """Clients, as one account sees them. Every call raises NoSuchClient where it finds nothing."""

    records: Records
    by: Account

    # Looking -----------------------------------------------------------------------------------

    def all(self) -> tuple[Client, ...]:
        """Those this account looks after, by code name. Counts as one view in the audit."""
        with self.records.work(self.by, "work-with-clients") as work:
            rows = work.clients()
            work.fetch_keys(row.owner for row in rows)
            return tuple(client_of(work, row) for row in rows)

    def one(self, client: str) -> Client:
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.client(client)
            work.note("viewed", client)
            return client_of(work, row)

    def reads_words(self, client: str, what: str = "words") -> bool:
        """Whether what was written about a client is open to this account."""
        with self.records.work(self.by, "work-with-clients") as work:
            return work.reads_words(work.client(client), what)

    # Keeping -----------------------------------------------------------------------------------

    def register(
        self, profile: Profile, save_id: str, *, state: State = "active", practice: bool = False,
        partner: str = "",
    ) -> Client:  # fmt: skip
        """A new client. Whoever runs meetings is their guide; sent twice, they are there once."""
        if profile.child and not practice:
            state = "waiting"
        with self.records.work(self.by, "work-with-clients") as work:
            name = id_made_by(work.org, self.by.id, save_id)
            if store.is_there(work.session, work.org, name):
                return client_of(work, work.client(name))
            row = _new_row(work, profile, name, save_id, state, practice)
            try:
                work.seal(row, Diary(registered=work.today, partner=partner))
            except KeyGone:  # a form from before they were erased, sent once more
                raise NoSuchClient from None
            store.add(work.session, row)
            work.count(row, "registered", profile.lang)
            work.count(row, "registered-at-stage", profile.stage)
            work.note("created", row.id)
            return client_of(work, row)

    def change(self, client: str, profile: Profile, version: int, save_id: str) -> Client:
        """Save what shapes the content anew.

        Raises:
            ClientChanged: when somebody else saved since ``version``; nothing is written.
        """
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.hold(client)
            if row.save_id == save_id:
                return client_of(work, row)
            if row.version != version:
                raise ClientChanged(client_of(work, row))
            if row.stage != profile.stage:
                work.count(row, "moved-to-stage", profile.stage)
            if profile.child and "children" not in row.audiences and row.state == "active":
                row.state = "waiting"  # for the coordinator: a guide goes no further alone
            _put(row, profile)
            row.version, row.save_id = version + 1, save_id
            touch(work, row)
            work.note("changed", client)
            return client_of(work, row)

    def close(self, client: str, reason: str) -> Client:
        """End it. ``reason`` is a closed code. The emergency card goes at once, the record a year
        later."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.hold(client)
            if end(work, row, reason):
                work.note("changed", client)
            return client_of(work, row)

    def reopen(self, client: str) -> Client:
        """Somebody who was finished comes again."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.hold(client)
            if row.state == "closed":
                row.state = "active" if row.guide else "waiting"
                diary = work.words(row, Diary) or Diary()
                work.seal(row, replace(diary, closed=None))
                touch(work, row)
                work.note("changed", client)
            return client_of(work, row)

    # Reading what others wrote -----------------------------------------------------------------

    def open_words(self, client: str, reason: str, what: str = "words") -> None:
        """A coordinator says why they read a record; its guide is told. Raises Unfit."""
        reason = " ".join(reason.split())
        if not 3 <= len(reason) <= LONGEST_REASON:
            raise Unfit("people-reason-wrong")
        with self.records.work(self.by, "work-with-clients") as work:
            row = store.OpeningRow(
                id=new_id(), org=work.org, client=work.client(client).id,
                account=self.by.id, what=what, at=work.now, seen=False,
            )  # fmt: skip
            work.seal(row, _Reason(reason))
            store.add(work.session, row)
            work.note("disclosed", client)

    def openings(self, client: str) -> tuple[Opening, ...]:
        """Who opened the words of this record, newest first."""
        with self.records.work(self.by, "work-with-clients") as work:
            rows = store.openings(work.session, work.org, work.client(client).id)
            return tuple(_opening(work, row) for row in rows)

    def saw_openings(self, client: str) -> None:
        """The guide has read of it."""
        with self.records.work(self.by, "run-meetings") as work:
            row = work.client(client)
            for each in store.openings(work.session, work.org, row.id):
                each.seen = each.seen or work.is_theirs(row)

    # Going -------------------------------------------------------------------------------------

    def erase(self, client: str) -> None:
        """Erase a client: all rows, and the key, so that no backup gives them back.

        What was counted stays: a number says nothing about one of many.
        """
        with self.records.work(self.by, "manage-clients") as work:
            row = work.hold(client)
            work.count(row, "erased", "asked")
            owner = row.owner
            store.remove(work.session, [client])
            work.note("erased", client)
            # Before the rows are gone for good: rows without a key are swept, a key without rows
            # would open every old copy.
            work.shred(owner)

    def counts(self) -> Counts:
        """What stays when records go."""
        with self.records.work(self.by, "manage-clients") as work:
            return store.counts(work.session, work.org)


def client_of(work: Work, row: store.ClientRow) -> Client:
    """A row as others see it."""
    diary = work.words(row, Diary)
    profile = msgspec.convert(
        {
            "tongue": row.tongue, "lang": row.lang, "stage": row.stage, "reads": row.reads,
            "nation": row.nation or None, "audiences": _split(row.audiences),
            "claimed": row.claimed, "granted": row.granted, "contact": _split(row.contact),
            "access": _split(row.access), "guide_wish": row.guide_wish,
        },
        Profile,
    )  # fmt: skip
    state: State = row.state  # type: ignore[assignment]
    return Client(
        row.id, row.org, row.code, state, row.practice, profile, row.guide, row.backup, row.month,
        row.version, row.goes, diary or Diary(), lost=diary is None,
    )  # fmt: skip


def end(work: Work, row: store.ClientRow, reason: str) -> bool:
    """Close a client, in a transaction with more than that. False when that was done before."""
    if row.state == "closed":
        return False
    row.state, row.due = "closed", ""
    diary = work.words(row, Diary) or Diary()
    work.seal(row, replace(diary, closed=work.today, next=None, next_at=""))
    touch(work, row)
    going.drop(work.session, work.org, row.id)
    work.count(row, "closed", reason)
    return True


def touch(work: Work, row: store.ClientRow) -> None:
    """Something about a client was saved: the day of going moves on."""
    row.goes = work.today + _kept(row)


def note_next(work: Work, row: store.ClientRow, diary: Diary) -> None:
    """Keep the diary, and in the clear only the month of the next meeting."""
    work.seal(row, diary)
    row.due = f"{diary.next:%Y-%m}" if diary.next else ""


def _kept(row: store.ClientRow) -> timedelta:
    if row.practice:
        return KEPT_PRACTICE
    return KEPT_CLOSED if row.state == "closed" else KEPT_SILENT


def _new_row(
    work: Work, profile: Profile, name: str, save_id: str, state: State, practice: bool
) -> store.ClientRow:
    code = code_name(practice=practice)
    while store.code_is_taken(work.session, work.org, code):
        code = code_name(practice=practice)
    guide = work.by.id if work.by.may("run-meetings") else None
    if guide is None and state == "active":
        state = "waiting"
    row = store.ClientRow(
        id=name, org=work.org, code=code, state=state, practice=practice,
        guide=guide, backup=None, month=f"{work.today:%Y-%m}", due="", version=1, save_id=save_id,
        goes=date.max,
    )  # fmt: skip
    row.goes = work.today + _kept(row)
    _put(row, profile)
    return row


def _put(row: store.ClientRow, profile: Profile) -> None:
    row.tongue, row.lang, row.stage = profile.tongue, profile.lang, profile.stage
    row.reads, row.nation = profile.reads, profile.nation or ""
    row.claimed, row.granted = profile.claimed, profile.granted
    row.audiences, row.contact = _joined(profile.audiences), _joined(profile.contact)
    row.access, row.guide_wish = _joined(profile.access), profile.guide_wish


def _joined(codes: Any) -> str:
    return ",".join(sorted(codes))


def _split(codes: str) -> list[str]:
    return [code for code in codes.split(",") if code]


def _opening(work: Work, row: store.OpeningRow) -> Opening:
    reason = work.words(row, _Reason)
    return Opening(row.id, row.account, row.what, reason.text if reason else "", row.at, row.seen)
