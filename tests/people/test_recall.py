"""Which clients hold which sheet: by name, once each, seen by whom it concerns. Both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from guides.people.domain import NoSuchClient
from guides.people.recall.service import Recall, tell
from guides.people.service import Caseload
from tests.people.conftest import DARI, Charity, save_id

OLD, NEW = "0123456789", "ABCDEF0123"


def recall(charity: Charity, who: str = "amal") -> Recall:
    return Recall(charity.records, getattr(charity, who))


def test_the_same_sheet_twice_is_one_sheet(charity: Charity) -> None:
    mine = charity.client()
    recall(charity).hold(mine.id, OLD, DARI.stage, "prs")
    charity.now += timedelta(days=40)
    recall(charity).hold(mine.id, OLD, DARI.stage, "prs")
    (held,) = recall(charity).of(mine.id)
    assert (held.day, held.month) == (charity.now.date(), "2026-12")


def test_a_guide_sees_their_own_and_a_coordinator_all_by_name(charity: Charity) -> None:
    mine, other = charity.client(), charity.client(charity.bea)
    practice = Caseload(charity.records, charity.amal).register(DARI, save_id(), practice=True)
    recall(charity).hold(mine.id, OLD, DARI.stage, "prs")
    recall(charity).hold(practice.id, OLD, DARI.stage, "prs")
    recall(charity, "bea").hold(other.id, OLD, DARI.stage, "prs")
    assert [h.code for h in recall(charity).holders()[OLD]] == [mine.code]
    house = recall(charity, "cora").holders()[OLD]
    assert [h.code for h in house] == sorted([mine.code, other.code])
    assert {h.held.day for h in house} == {charity.now.date()}
    assert recall(charity, "stranger").holders() == {}
    for act in (
        lambda r: r.of(mine.id),
        lambda r: r.hold(mine.id, OLD, DARI.stage, "prs"),
        lambda r: r.again(mine.id, house[0].held.id, NEW),
        lambda r: r.gone(mine.id, house[0].held.id),
    ):
        with pytest.raises(NoSuchClient):
            act(recall(charity, "bea"))


def test_a_new_one_takes_the_place_of_the_old_one(charity: Charity) -> None:
    mine = charity.client()
    held = recall(charity).hold(mine.id, OLD, DARI.stage, "prs")
    recall(charity).hold(mine.id, NEW, DARI.stage, "prs")
    for _ in range(2):  # sent twice
        recall(charity).again(mine.id, held.id, NEW)
    assert [h.edition for h in recall(charity).of(mine.id)] == [NEW]


def test_what_was_thrown_away_is_gone_and_told_twice_does_no_harm(charity: Charity) -> None:
    mine, other = charity.client(), charity.client(charity.bea)
    held = recall(charity).hold(mine.id, OLD, DARI.stage, "prs")
    theirs = recall(charity, "bea").hold(other.id, OLD, DARI.stage, "prs")
    recall(charity).gone(mine.id, theirs.id)  # an id of somebody else's sheet
    assert len(recall(charity, "bea").of(other.id)) == 1
    recall(charity).gone(mine.id, held.id)
    recall(charity).gone(mine.id, held.id)
    assert recall(charity).of(mine.id) == ()
    with charity.records.work(charity.amal, "work-with-clients") as work:
        assert list(tell(work, work.client(mine.id))) == []


def test_many_clients_need_no_question_each(charity: Charity) -> None:
    asked: list[str] = []

    def listen(*args: object) -> None:
        asked.append(str(args[2]))

    for _ in range(3):
        recall(charity).hold(charity.client().id, OLD, DARI.stage, "prs")
    assert charity.cora.role == "coordinator"  # made before anything is counted
    few = _questions(charity, listen, asked)
    for _ in range(9):
        recall(charity).hold(charity.client().id, OLD, DARI.stage, "prs")
    assert _questions(charity, listen, asked) == few


def _questions(charity: Charity, listen, asked: list[str]) -> int:
    asked.clear()
    event.listen(charity.engine, "before_cursor_execute", listen)
    recall(charity, "cora").holders()
    event.remove(charity.engine, "before_cursor_execute", listen)
    return len(asked)
