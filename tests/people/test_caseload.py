"""Who sees which client, what is kept, how it goes. Both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from guides.people.domain import KEPT_CLOSED, KEPT_PRACTICE, ClientChanged, NoSuchClient, Unfit
from guides.safe.domain import KeyGone
from guides.storage.engine import saving
from guides.storage.rows import EVERY
from tests.people.conftest import DARI, Charity, save_id
from tests.storage.tables import everything


def test_a_guide_sees_their_own_and_a_coordinator_those_of_the_house(charity: Charity) -> None:
    mine, other = charity.client(charity.amal), charity.client(charity.bea)
    assert [c.id for c in charity.caseload(charity.amal).all()] == [mine.id]
    house = charity.caseload(charity.cora).all()
    assert {c.id for c in house} == {mine.id, other.id}
    assert charity.caseload(charity.stranger).all() == ()


@pytest.mark.parametrize("who", ["bea", "stranger"])
def test_a_client_of_somebody_else_is_not_there_and_the_asking_is_written_down(
    charity: Charity, who: str
) -> None:
    mine = charity.client(charity.amal)
    asking = getattr(charity, who)
    for act in (
        lambda book: book.one(mine.id),
        lambda book: book.change(mine.id, DARI, mine.version, save_id()),
        lambda book: book.close(mine.id, "moved"),
        lambda book: book.open_words(mine.id, "I would like to know"),
        lambda book: book.openings(mine.id),
    ):
        with pytest.raises(NoSuchClient):
            act(charity.caseload(asking))
    entries = charity.audit.entries(
        charity.engine, since=charity.now.date(), name=f"client/{mine.id}"
    )
    refused = [e for e in entries if e.action == "refused"]
    assert len(refused) == 5
    assert charity.caseload(charity.amal).one(mine.id).profile == DARI


def test_the_same_form_twice_makes_one_client(charity: Charity) -> None:
    book, once = charity.caseload(charity.amal), save_id()
    first = book.register(DARI, once)
    assert book.register(DARI, once) == first
    changed = book.change(first.id, DARI, first.version, save_id())
    assert book.register(DARI, once) == changed, "sent again from further back"
    assert len(book.all()) == 1
    charity.caseload(charity.cora).erase(first.id)
    with pytest.raises(NoSuchClient):
        book.register(DARI, once)
    assert book.all() == ()


def test_two_people_notice_each_other(charity: Charity) -> None:
    mine = charity.client()
    moved = replace(DARI, stage="refused-and-appealing")
    saved = charity.caseload(charity.cora).change(mine.id, moved, mine.version, save_id())
    with pytest.raises(ClientChanged) as changed:
        charity.caseload(charity.amal).change(mine.id, DARI, mine.version, save_id())
    assert changed.value.now == saved
    again = charity.caseload(charity.amal).change(mine.id, DARI, saved.version, save_id())
    assert again.profile == DARI


def test_a_coordinator_says_why_and_the_guide_reads_it(charity: Charity) -> None:
    mine = charity.client()
    cora, amal = charity.caseload(charity.cora), charity.caseload(charity.amal)
    assert amal.reads_words(mine.id)
    assert not cora.reads_words(mine.id)
    with pytest.raises(Unfit):
        cora.open_words(mine.id, " ")
    cora.open_words(mine.id, "A complaint of the client")
    assert cora.reads_words(mine.id)
    assert not cora.reads_words(mine.id, "card")
    (told,) = amal.openings(mine.id)
    assert (told.account, told.reason, told.seen) == (
        charity.cora.id, "A complaint of the client", False,
    )  # fmt: skip
    amal.saw_openings(mine.id)
    assert amal.openings(mine.id)[0].seen
    charity.now += timedelta(minutes=61)
    assert not cora.reads_words(mine.id)


def test_erased_only_counts_are_left(charity: Charity) -> None:
    mine = charity.client()
    charity.caseload(charity.cora).open_words(mine.id, "A complaint of the client")
    with pytest.raises(NoSuchClient):  # a guide erases nobody
        charity.caseload(charity.amal).erase(mine.id)
    charity.caseload(charity.cora).erase(mine.id)
    with saving(charity.engine, EVERY) as session:
        for table in ("client", "client_opening"):
            left = text(f"SELECT * FROM {table} WHERE org = :org")
            assert session.execute(left, {"org": charity.north}).all() == []
    with pytest.raises(KeyGone):
        charity.safe.box(charity.north, f"client/{mine.id}")
    counts = charity.caseload(charity.cora).counts()
    assert counts["2026", "registered", "prs"] == 1
    assert counts["2026", "erased", "asked"] == 1
    assert mine.id not in str(everything(charity.engine))
    assert mine.code not in str(everything(charity.engine))


def test_it_goes_by_itself(charity: Charity) -> None:
    book = charity.caseload(charity.amal)
    closed, going = book.close(charity.client().id, "moved"), charity.client()
    practice = book.register(DARI, save_id(), practice=True)
    assert practice.code.startswith("PRACTICE-")
    assert practice.id not in [c.id for c in charity.caseload(charity.cora).all()]
    charity.now += KEPT_PRACTICE + timedelta(days=1)
    charity.retention.sweep()
    assert {c.id for c in book.all()} == {closed.id, going.id}
    charity.now += KEPT_CLOSED
    assert {c.id for c in book.all()} == {going.id}, "gone before anybody swept"
    charity.retention.sweep()
    with pytest.raises(KeyGone):
        charity.safe.box(charity.north, f"client/{closed.id}")
    counts = charity.caseload(charity.cora).counts()
    assert counts["2026", "registered", "prs"] == 2, "practice is not counted"


def test_what_was_changed_in_the_database_is_lost_not_shown(charity: Charity) -> None:
    mine, other = charity.client(), charity.client()
    with saving(charity.engine, EVERY) as session:
        session.execute(
            text(
                "UPDATE client SET words = (SELECT words FROM client WHERE id = :b) WHERE id = :a"
            ),
            {"a": mine.id, "b": other.id},
        )
    found = charity.caseload(charity.amal).one(mine.id)
    assert found.lost
    assert found.diary.registered is None
    assert not charity.caseload(charity.amal).one(other.id).lost
