"""Two people save for one client at the same moment: one waits, and sees what the other saved. Both
databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from guides.people.card.domain import Card
from guides.people.card.service import Cards
from guides.people.consent.domain import Asked
from guides.people.consent.service import Consents
from guides.people.domain import Client
from guides.people.recall.service import Recall
from guides.people.referrals.domain import Choice
from guides.people.referrals.service import Referrals
from tests.people.conftest import DARI, Charity, at_once, save_id
from tests.storage.tables import everything


def test_of_two_who_change_a_client_one_is_told(charity: Charity) -> None:
    mine = charity.client()
    book = charity.caseload(charity.amal)

    def move_to(stage: str) -> Callable[[], object]:
        profile = replace(DARI, stage=stage)
        return lambda: book.change(mine.id, profile, mine.version, save_id()).profile.stage

    said = at_once(move_to("screening"), move_to("claiming"))
    kept = book.one(mine.id)
    assert sorted(map(str, said)) == sorted((kept.profile.stage, "ClientChanged"))
    assert kept.version == mine.version + 1


def test_of_two_cards_one_is_told(charity: Charity) -> None:
    mine = charity.client()

    def write(text: str) -> Callable[[], object]:
        return lambda: Cards(charity.records, charity.amal).save(
            mine.id, Card(know=text), save_id()
        )

    said = at_once(write("insulin"), write("glasses"))
    assert sorted(map(str, said)) == ["CardChanged", "None"]
    kept = Cards(charity.records, charity.amal).of(mine.id)
    assert kept is not None
    assert kept.know == ("insulin", "glasses")[said.index(None)]


def test_a_form_sent_twice_at_once_saves_once(charity: Charity) -> None:
    mine, once = charity.client(), save_id()
    asked = Asked("prs", "read", {"record": "w"})
    choice = Choice("0" * 36, "A food bank", "food", "phone")
    for act in (
        lambda: Consents(charity.records, charity.amal).say(mine.id, {"record": True}, asked),
        lambda: Referrals(charity.records, charity.amal).send(mine.id, choice, once, agreed=True),
        lambda: Recall(charity.records, charity.amal).hold(mine.id, "e1", "claiming", "prs"),
    ):
        at_once(act, act)
    assert [len(rows(charity, mine, table)) for table in (
        "client_consent", "client_referral", "client_sheet")] == [1, 1, 1]  # fmt: skip


def test_who_saves_while_somebody_erases_finds_nobody(charity: Charity) -> None:
    coordinator, guide = charity.caseload(charity.cora), Cards(charity.records, charity.amal)
    for _ in range(5):  # either may be the first
        mine = charity.client()
        write = partial(guide.save, mine.id, Card(know="insulin"), save_id())
        said = at_once(partial(coordinator.erase, mine.id), write)
        assert said[0] is None
        assert said[1] in (None, "NoSuchClient")
        assert rows(charity, mine, "client_card") == []


def rows(charity: Charity, client: Client, table: str) -> list[dict[str, object]]:
    found = everything(charity.engine).get(table, [])
    return [row for row in found if row["client"] == client.id]
