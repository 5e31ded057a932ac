"""Consent: each use for itself, taken back in one step, what follows is done. Both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from guides.accounts.domain import Account
from guides.people.consent.domain import USES, Answer, Asked, Use
from guides.people.consent.service import Consents, fingerprint, tell
from guides.people.domain import NoSuchClient, coded
from guides.storage.engine import saving
from guides.storage.rows import EVERY
from tests.people.conftest import DARI, Charity
from tests.storage.tables import everything

REACHED = replace(DARI, contact=("call", "text-only"))


def asked(words: str = "May we?") -> Asked:
    wordings: dict[Use, str] = {use: fingerprint(use, words) for use in USES}
    return Asked("prs", "told-aloud", wordings)


def book(charity: Charity, account: Account | None = None) -> Consents:
    return Consents(charity.records, account or charity.amal)


def test_each_use_is_answered_for_itself(charity: Charity) -> None:
    mine = charity.client().id
    assert book(charity).of(mine) == ()
    book(charity).say(mine, {"feedback": False, "record": True}, asked())
    record, feedback = book(charity, charity.cora).of(mine)
    assert (record.use, record.state, record.lang) == ("record", "given", "prs")
    assert record.said == (
        Answer(charity.now.date(), "given", "told-aloud", asked().wordings["record"]),
    )
    assert (feedback.use, feedback.given) == ("feedback", False)
    assert book(charity).has(mine, "record")
    assert not book(charity).has(mine, "feedback")
    assert not book(charity).has(mine, "refer"), "nobody asked"


def test_the_same_form_twice_is_one_answer(charity: Charity) -> None:
    mine = charity.client().id
    for _ in range(2):
        book(charity).say(mine, {"record": True}, asked())
    (record,) = book(charity).of(mine)
    assert len(record.said) == 1


def test_taken_back_and_given_again_the_whole_course_is_there(charity: Charity) -> None:
    mine = charity.client().id
    book(charity).say(mine, {"refer": True}, asked())
    charity.now += timedelta(days=1)
    book(charity).withdraw(mine, "refer")
    book(charity).withdraw(mine, "refer")
    assert not book(charity).has(mine, "refer")
    charity.now += timedelta(days=1)
    book(charity).say(mine, {"refer": True}, asked("Other words"))
    (refer,) = book(charity).of(mine)
    assert [each.state for each in refer.said] == ["given", "withdrawn", "given"]
    assert refer.wording == asked("Other words").wordings["refer"] != refer.said[-1].wording
    assert book(charity).has(mine, "refer")


def test_what_nobody_gave_is_not_taken_back(charity: Charity) -> None:
    mine = charity.client().id
    book(charity).withdraw(mine, "refer")
    assert book(charity).of(mine) == ()


@pytest.mark.parametrize("first", [True, False])
def test_without_contact_the_ways_are_gone_at_once(charity: Charity, first: bool) -> None:
    mine = charity.client(profile=REACHED).id
    book(charity).say(mine, {"contact": first}, asked())
    if first:
        assert charity.caseload(charity.amal).one(mine).profile == REACHED
        book(charity).withdraw(mine, "contact")
    now = charity.caseload(charity.amal).one(mine).profile
    assert now == replace(REACHED, contact=("in-person-only",))


def test_who_wants_no_record_is_seen_in_the_list(charity: Charity) -> None:
    mine, other = charity.client().id, charity.client(charity.bea).id
    for client, by in ((mine, charity.amal), (other, charity.bea)):
        book(charity, by).say(client, {"record": False}, asked())
    charity.client()
    assert book(charity).against("record") == {mine}
    assert book(charity, charity.cora).against("record") == {mine, other}
    assert book(charity, charity.stranger).against("record") == frozenset()


@pytest.mark.parametrize("who", ["bea", "stranger"])
def test_nobody_else_asks_or_reads(charity: Charity, who: str) -> None:
    mine, other = charity.client().id, book(charity, getattr(charity, who))
    for act in (
        lambda: other.of(mine),
        lambda: other.has(mine, "record"),
        lambda: other.say(mine, {"record": False}, asked()),
        lambda: other.withdraw(mine, "record"),
    ):
        with pytest.raises(NoSuchClient):
            act()
    assert book(charity).of(mine) == ()
    entries = charity.audit.entries(charity.engine, since=charity.now.date(), name=f"client/{mine}")
    assert [each.action for each in entries].count("refused") == 4


def test_days_and_ways_are_sealed_and_told_in_plain_words(charity: Charity) -> None:
    mine = charity.client().id
    book(charity).say(mine, {"record": True}, asked())
    charity.now += timedelta(days=3)
    book(charity).withdraw(mine, "record")
    assert "told-aloud" not in str(everything(charity.engine)["client_consent"])
    with charity.records.work(charity.amal, "work-with-clients") as work:
        (told,) = tell(work, work.client(mine))
    assert told.lines == (
        ("consent-use-record", (*coded("consent-is-", "withdrawn"), date(2026, 11, 24))),
        (
            "consent-use-record",
            (
                *coded("consent-is-", "given"),
                date(2026, 11, 21),
                *coded("consent-how-", "told-aloud"),
            ),
        ),
    )


def test_what_was_changed_in_the_database_is_lost_and_can_be_asked_again(charity: Charity) -> None:
    mine = charity.client().id
    book(charity).say(mine, {"record": True}, asked())
    with saving(charity.engine, EVERY) as session:
        change = text("UPDATE client_consent SET words = 'x' WHERE client = :client")
        session.execute(change, {"client": mine})
    (lost,) = book(charity).of(mine)
    assert (lost.lost, lost.given) == (True, True)
    book(charity).say(mine, {"record": True}, asked())
    (again,) = book(charity).of(mine)
    assert [each.day for each in again.said] == [date(2026, 11, 21)]
