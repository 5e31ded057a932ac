"""Sending a client on to a service, with their yes, and noting what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from guides.accounts.domain import Account
from guides.directory.domain import NEEDS
from guides.once.domain import RANDOM_ID, new_id
from guides.people.consent.service import consents
from guides.people.domain import NoSuchClient, Told, ToldLine, Unfit, coded
from guides.people.referrals import store
from guides.people.referrals.domain import (
    OUTCOMES,
    STATES,
    Answered,
    Choice,
    Outcome,
    Referral,
    ReferralChanged,
    State,
    Written,
)
from guides.people.service import touch
from guides.people.store import ClientRow
from guides.people.work import Records, Work


@dataclass(frozen=True, slots=True)
class Referrals:
    """Referrals of clients, as one account sees them.

    Every call raises NoSuchClient where it finds nothing, and ClosedWords where a coordinator has
    not said why: which service somebody needs tells much about them.
    """

    records: Records
    by: Account

    def of(self, client: str) -> tuple[Referral, ...]:
        """Newest first."""
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.client(client)
            work.must_read_words(row)
            return _of(work, row)

    def one(self, client: str, referral: str) -> Referral:
        with self.records.work(self.by, "work-with-clients") as work:
            found = _referral(work, _row(work, work.client(client), referral))
            work.note("viewed", client)
            return found

    def send(
        self, client: str, choice: Choice, save_id: str, *, agreed: bool, meeting: str = ""
    ) -> Referral:
        """A new referral. Sent twice with the same save id, it is there once.

        Raises:
            Unfit: without the client's yes to this service, after a no to all of them, or without
                a need.
        """
        with self.records.work(self.by, "work-with-clients") as work:
            row = work.hold(client)
            work.must_read_words(row)
            there = store.saved_as(work.session, work.org, client, save_id)
            if there is not None:
                return _referral(work, there)
            if not agreed:
                raise Unfit("referral-needs-yes")
            if any(each.use == "refer" and not each.given for each in consents(work, row)):
                raise Unfit("referral-said-no")
            if choice.need not in NEEDS:
                raise Unfit("referral-needs-need")
            new = store.ReferralRow(
                id=new_id(), org=work.org, client=client, state="sent", version=1,
                meeting=meeting if RANDOM_ID.match(meeting) else "",
                month=f"{work.today:%Y-%m}", save_id=save_id,
            )  # fmt: skip
            work.seal(new, Written(choice, work.today))
            store.add(work.session, new)
            touch(work, row)
            work.count(row, "referral", choice.need)
            work.note("created", client)
            return _referral(work, new)

    def answer(
        self, client: str, referral: str, state: State, outcome: Outcome, version: int,
        save_id: str,
    ) -> Answered:  # fmt: skip
        """What the service said, and later whether it helped.

        Raises:
            ReferralChanged: when somebody else saved since ``version``; nothing is written.
            Unfit: for a word that is none.
        """
        if state not in STATES or outcome not in OUTCOMES:
            raise Unfit("referral-answer-wrong")
        with self.records.work(self.by, "work-with-clients") as work:
            whose = work.hold(client)
            row = _row(work, whose, referral)
            before = _referral(work, row)
            if row.save_id == save_id:
                return Answered(before, saved=False, news=False)
            if row.version != version:
                raise ReferralChanged(before)
            if before.written is None:
                raise Unfit("referral-lost")
            news = state not in (row.state, "sent")
            heard = work.today if news else before.written.answered
            work.seal(row, replace(before.written, answered=heard, outcome=outcome))
            row.state, row.version, row.save_id = state, version + 1, save_id
            touch(work, whose)
            if news:
                work.count(whose, "referral-answer", state)
            if outcome and outcome != before.written.outcome:
                work.count(whose, "referral-outcome", outcome)
            work.note("changed", client)
            return Answered(_referral(work, row), True, news)


def _row(work: Work, whose: ClientRow, referral: str) -> store.ReferralRow:
    """Raises NoSuchClient: also for one of somebody else, and the asking is written down."""
    work.must_read_words(whose)
    found = store.one(work.session, work.org, whose.id, referral)
    if found is None:
        raise NoSuchClient(whose.id)
    return found


def _of(work: Work, row: ClientRow) -> tuple[Referral, ...]:
    found = [_referral(work, each) for each in store.of(work.session, work.org, row.id)]
    return tuple(sorted(found, key=_sent, reverse=True))


def _sent(referral: Referral) -> date:
    return referral.written.sent if referral.written else date.min


def _referral(work: Work, row: store.ReferralRow) -> Referral:
    state: State = row.state  # type: ignore[assignment]
    return Referral(
        row.id, row.client, row.meeting, state, row.month, row.version, work.words(row, Written)
    )


def tell(work: Work, row: ClientRow) -> Iterator[Told]:
    """Where somebody was sent, what was told there, what came of it."""
    for each in _of(work, row):
        if each.written is None:
            yield Told("referral-one", (("referral-is", coded("referral-state-", each.state)),))
            continue
        choice = each.written.choice
        passed = coded("passed-", *choice.passed)
        lines: list[ToldLine] = [
            ("referral-service", (choice.name,)),
            ("referral-need", coded("need-", choice.need)),
            ("referral-sent", (each.written.sent,)),
            ("referral-passed", passed or coded("referral-passed-", "nothing")),
            ("referral-is", coded("referral-state-", each.state)),
        ]
        if each.written.answered:
            lines.append(("referral-heard", (each.written.answered,)))
        if each.written.outcome:
            lines.append(("referral-helped", coded("referral-outcome-", each.written.outcome)))
        yield Told("referral-one", tuple(lines))
