"""The emergency card: off until asked for, opened with a reason, gone at once. Both databases."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text

from guides.accounts.domain import Account
from guides.people.card.domain import Card, CardChanged
from guides.people.card.service import Cards, tell
from guides.people.domain import ClosedWords, NoSuchClient, Unfit
from guides.storage.engine import saving
from guides.storage.rows import EVERY
from tests.people.conftest import Charity, save_id
from tests.storage.tables import everything

CANARY = "Kanarienvogel"
SISTER = Card(ring=f"My sister {CANARY}", ring_number="07700 900123", know="Insulin, twice a day")
EVERY_SCRIPT = "Hawa · هەوا · حوا · ሓዋ · Хава · 哈娃 · हवा · 🌻👩🏽‍🦱"


def book(charity: Charity, account: Account | None = None) -> Cards:
    return Cards(charity.records, account or charity.amal)


def test_it_is_off_until_somebody_asks_for_it(charity: Charity) -> None:
    mine = charity.client().id
    assert not book(charity).there(mine)
    assert book(charity).of(mine) is None
    book(charity).save(mine, SISTER, save_id())
    assert book(charity).there(mine)
    assert book(charity).of(mine) == replace(SISTER, version=1)


def test_nothing_of_it_stands_in_the_clear(charity: Charity) -> None:
    book(charity).save(charity.client().id, SISTER, save_id())
    stored = str(everything(charity.engine))
    assert CANARY not in stored
    assert "900123" not in stored


def test_a_coordinator_says_why_for_the_card_itself(charity: Charity) -> None:
    mine, cora = charity.client().id, book(charity, charity.cora)
    with pytest.raises(ClosedWords):
        cora.of(mine)  # whether there is one is not told either
    book(charity).save(mine, SISTER, save_id())
    charity.caseload(charity.cora).open_words(mine, "A complaint of the client")
    for act in (lambda: cora.of(mine), lambda: cora.save(mine, SISTER, save_id())):
        with pytest.raises(ClosedWords):  # words are open, the card is not
            act()
    charity.caseload(charity.cora).open_words(mine, "In hospital since last night", "card")
    assert cora.of(mine) == replace(SISTER, version=1)
    told = charity.caseload(charity.amal).openings(mine)
    assert {(each.what, each.reason, each.seen) for each in told} == {
        ("card", "In hospital since last night", False),
        ("words", "A complaint of the client", False),
    }


@pytest.mark.parametrize("who", ["bea", "stranger"])
def test_nobody_else_finds_it(charity: Charity, who: str) -> None:
    mine, other = charity.client().id, book(charity, getattr(charity, who))
    book(charity).save(mine, SISTER, save_id())
    for act in (
        lambda: other.there(mine),
        lambda: other.of(mine),
        lambda: other.save(mine, SISTER, save_id()),
        lambda: other.throw_away(mine),
    ):
        with pytest.raises(NoSuchClient):
            act()
    assert book(charity).of(mine) == replace(SISTER, version=1)


def test_two_people_notice_each_other_and_a_form_saves_once(charity: Charity) -> None:
    mine, once = charity.client().id, save_id()
    for _ in range(2):
        book(charity).save(mine, SISTER, once)
    assert book(charity).of(mine) == replace(SISTER, version=1)
    book(charity).save(mine, Card(ring="My brother", version=1), save_id())
    with pytest.raises(CardChanged) as changed:
        book(charity).save(mine, Card(ring="My friend", version=1), save_id())
    assert changed.value.now == Card(ring="My brother", version=2)
    assert book(charity).of(mine) == Card(ring="My brother", version=2)


def test_one_that_was_thrown_away_meanwhile_is_not_brought_back_unseen(charity: Charity) -> None:
    mine = charity.client().id
    book(charity).save(mine, SISTER, save_id())
    book(charity, charity.cora).throw_away(mine)  # without having read it
    assert book(charity).of(mine) is None
    with pytest.raises(CardChanged) as changed:
        book(charity).save(mine, replace(SISTER, version=1), save_id())
    assert changed.value.now.empty


def test_closing_throws_it_away_in_the_same_moment(charity: Charity) -> None:
    mine = charity.client().id
    book(charity).save(mine, SISTER, save_id())
    charity.caseload(charity.amal).close(mine, "finished")
    assert not book(charity).there(mine)
    with pytest.raises(Unfit, match="card-closed"):
        book(charity).save(mine, SISTER, save_id())
    charity.caseload(charity.amal).reopen(mine)
    assert book(charity).of(mine) is None


def test_what_is_too_long_or_empty_is_refused_and_nothing_is_cut(charity: Charity) -> None:
    mine = charity.client().id
    for card, word in (
        (Card(know="x" * 10_000), "text-too-long"),
        (Card(ring="x" * 81), "text-too-long"),
        (Card(ring="  \n "), "card-empty"),
    ):
        with pytest.raises(Unfit, match=word):
            book(charity).save(mine, card, save_id())
    assert not book(charity).there(mine)


def test_every_script_and_sign_comes_back_as_it_was(charity: Charity) -> None:
    mine = charity.client().id
    book(charity).save(mine, Card(never=EVERY_SCRIPT), save_id())
    found = book(charity).of(mine)
    assert found is not None
    assert found.never == EVERY_SCRIPT


def test_it_is_told_to_the_client_and_says_when_it_is_lost(charity: Charity) -> None:
    mine = charity.client().id
    book(charity).save(mine, SISTER, save_id())
    with charity.records.work(charity.amal, "work-with-clients") as work:
        (told,) = tell(work, work.client(mine))
    assert dict(told.lines) == {
        "card-ring": (SISTER.ring,), "card-ring-number": (SISTER.ring_number,),
        "card-know": (SISTER.know,),
    }  # fmt: skip
    with saving(charity.engine, EVERY) as session:
        session.execute(text("UPDATE client_card SET words = 'x' WHERE id = :id"), {"id": mine})
    found = book(charity).of(mine)
    assert found is not None
    assert found.lost
    with charity.records.work(charity.amal, "work-with-clients") as work:
        assert len(list(tell(work, work.client(mine)))) == 1
