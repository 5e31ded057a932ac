"""Sending somebody on: with their yes, once, under lock; and what the services said. Both
databases."""

from __future__ import annotations

from dataclasses import replace

import pytest

from guides.people.consent.domain import USES, Asked
from guides.people.consent.service import Consents
from guides.people.domain import ClosedWords, NoSuchClient, Unfit, coded
from guides.people.referrals.domain import Choice, Referral, ReferralChanged
from guides.people.referrals.service import Referrals, tell
from tests.people.conftest import Charity, save_id
from tests.storage.tables import everything

NAME = "Kanarienvogel Law Centre (demo)"
LAW = Choice("7" * 36, NAME, "legal", "phone", ("language", "stop"))


def book(charity: Charity, who: str = "amal") -> Referrals:
    return Referrals(charity.records, getattr(charity, who))


def sent(charity: Charity, client: str) -> Referral:
    return book(charity).send(client, LAW, save_id(), agreed=True)


def test_with_a_yes_it_is_sent_once_and_nothing_of_it_can_be_read(charity: Charity) -> None:
    mine, once = charity.client(), save_id()
    first = book(charity).send(mine.id, LAW, once, agreed=True, meeting="a" * 32)
    assert book(charity).send(mine.id, LAW, once, agreed=True) == first
    assert book(charity).of(mine.id) == (first,)
    assert first.written is not None
    assert (first.state, first.meeting, first.written.sent) == (
        "sent", "a" * 32, charity.now.date(),
    )  # fmt: skip
    kept = str(everything(charity.engine))
    assert not [word for word in (NAME, "Kanarienvogel", LAW.service) if word in kept]
    assert charity.caseload(charity.cora).counts()["2026", "referral", "legal"] == 1


def test_without_a_yes_nothing_is_kept(charity: Charity) -> None:
    mine = charity.client()
    with pytest.raises(Unfit, match="referral-needs-yes"):
        book(charity).send(mine.id, LAW, save_id(), agreed=False)
    with pytest.raises(Unfit, match="referral-needs-need"):
        book(charity).send(mine.id, replace(LAW, need="magic"), save_id(), agreed=True)  # type: ignore[arg-type]
    asked = Asked("prs", "interpreter", dict.fromkeys(USES, "0" * 16))
    Consents(charity.records, charity.amal).say(mine.id, {"refer": False}, asked)
    with pytest.raises(Unfit, match="referral-said-no"):
        sent(charity, mine.id)
    assert book(charity).of(mine.id) == ()
    Consents(charity.records, charity.amal).say(mine.id, {"refer": True}, asked)
    assert sent(charity, mine.id).state == "sent"


def test_somebody_else_finds_nothing_and_a_coordinator_says_why(charity: Charity) -> None:
    mine, other = charity.client(), charity.client(charity.bea)
    kept = sent(charity, mine.id)
    for who in ("bea", "stranger"):
        for act in (
            lambda b: b.of(mine.id),
            lambda b: b.one(mine.id, kept.id),
            lambda b: b.send(mine.id, LAW, save_id(), agreed=True),
            lambda b: b.answer(mine.id, kept.id, "full", "", 1, save_id()),
        ):
            with pytest.raises(NoSuchClient):
                act(book(charity, who))
    with pytest.raises(NoSuchClient):  # an id of another client's in the address
        book(charity, "bea").one(other.id, kept.id)
    with pytest.raises(ClosedWords):
        book(charity, "cora").of(mine.id)
    charity.caseload(charity.cora).open_words(mine.id, "A complaint of the client")
    assert book(charity, "cora").of(mine.id) == (kept,)


def test_an_answer_is_kept_and_counted_once(charity: Charity) -> None:
    mine = charity.client()
    kept, once = sent(charity, mine.id), save_id()
    done = book(charity).answer(mine.id, kept.id, "waiting-list", "", 1, once)
    assert (done.saved, done.news, done.referral.state) == (True, True, "waiting-list")
    again = book(charity).answer(mine.id, kept.id, "waiting-list", "", 1, once)
    assert (again.saved, again.news) == (False, False)
    later = book(charity).answer(mine.id, kept.id, "waiting-list", "helped", 2, save_id())
    assert (later.saved, later.news) == (True, False), "the service said nothing new"
    assert later.referral.written is not None
    assert later.referral.written.answered == charity.now.date()
    counts = charity.caseload(charity.cora).counts()
    assert counts["2026", "referral-answer", "waiting-list"] == 1
    assert counts["2026", "referral-outcome", "helped"] == 1
    with pytest.raises(Unfit):
        book(charity).answer(mine.id, kept.id, "eaten", "", 3, save_id())  # type: ignore[arg-type]


def test_the_second_of_two_writers_is_told(charity: Charity) -> None:
    mine = charity.client()
    kept = sent(charity, mine.id)
    book(charity).answer(mine.id, kept.id, "accepted", "", 1, save_id())
    with pytest.raises(ReferralChanged) as told:
        book(charity).answer(mine.id, kept.id, "no-answer", "", 1, save_id())
    assert told.value.now.state == "accepted"
    assert book(charity).one(mine.id, kept.id).state == "accepted"


def test_it_is_told_to_whom_it_is_about(charity: Charity) -> None:
    mine = charity.client()
    sent(charity, mine.id)
    with charity.records.work(charity.amal, "work-with-clients") as work:
        (told,) = tell(work, work.client(mine.id))
    assert dict(told.lines)["referral-service"] == (NAME,)
    assert dict(told.lines)["referral-passed"] == coded("passed-", "language", "stop")
    charity.caseload(charity.cora).erase(mine.id)
    assert not [r for r in everything(charity.engine)["client_referral"] if mine.id in str(r)]
