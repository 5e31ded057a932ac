"""Seeing all that is held, and going for good: no name of anybody else, nothing in a backup. Both
databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guides.backup.restoring import Restore
from guides.backup.service import Backups
from guides.journey.service import Guide
from guides.meetings.client.agenda import english_of
from guides.people.access.domain import GOES, PARTS
from guides.people.access.service import Access
from guides.people.access.views import TELLINGS
from guides.people.access.written import InWords, as_json, as_text
from guides.people.card.domain import Card
from guides.people.card.service import Cards
from guides.people.counting import counts_of
from guides.people.domain import ClosedWords, NoSuchClient
from guides.people.recall.service import Recall
from guides.people.referrals.domain import Choice
from guides.people.referrals.service import Referrals
from guides.people.service import Caseload
from guides.people.store import BELONGINGS
from guides.plugins.registry import View
from guides.safe.domain import KeyGone
from guides.storage.engine import Base, Engine, open_engine
from guides.toolkit.wording import Wording
from guides.walls import HOLDINGS
from tests.people.conftest import DARI, Charity, save_id
from tests.storage.databases import fresh
from tests.storage.tables import everything

LAW = Choice("7" * 36, "Example Law Centre (demo)", "legal", "phone", ("language",))
PARTNER = "Mathilda Partnerperson of the Town Church"


def full(charity: Charity) -> str:
    """A client with something in every place; partner and coordinator have names."""
    who = Caseload(charity.records, charity.amal)
    client = who.register(DARI, save_id(), partner=PARTNER).id
    Referrals(charity.records, charity.amal).send(client, LAW, save_id(), agreed=True)
    Recall(charity.records, charity.amal).hold(client, "0123456789", DARI.stage, "prs")
    card = Card(ring="My sister", ring_number="01632 960001")
    Cards(charity.records, charity.amal).save(client, card, save_id())
    charity.caseload(charity.cora).open_words(client, "Asked by Mathilda Partnerperson")
    return client


def test_all_of_it_is_told_and_nobody_else_is_named(charity: Charity, view: View) -> None:
    client, other = full(charity), charity.client(charity.bea)
    found = Access(charity.records, charity.amal).everything(client, TELLINGS)
    wording = Wording(view, view.languages["ar"])
    theirs = Guide(view, wording, charity.now.date())
    some = tuple(InWords(theirs, found.client.profile, english_of(view)).sections(found.told))
    title = wording.word_pair("own-title")
    plain = as_text(some, title, found.client.code, charity.now.date())
    machine = as_json(some, found.client.code, charity.now.date())
    for written in (plain, machine):
        for told in (
            *(found.client.code, "Dari", view.stages[DARI.stage].title),
            *(LAW.name, "0123456789", "My sister", "01632 960001", "The coordinator"),
        ):
            assert told in written, told
        people = (charity.amal, charity.bea, charity.cora)
        for name in ("Mathilda", "Partnerperson", other.code, *(each.name for each in people)):
            assert name not in written, name
    assert "ما يُحفظ عنك" in plain, "in their language, too"


def test_a_coordinator_says_why_and_the_card_asks_once_more(charity: Charity) -> None:
    client = full(charity)
    with pytest.raises(NoSuchClient):
        Access(charity.records, charity.stranger).everything(client, TELLINGS)
    with pytest.raises(NoSuchClient):  # a guide gives no file away
        Access(charity.records, charity.amal).export(client, TELLINGS)
    new = charity.account(f"new {client}", "coordinator")
    with pytest.raises(ClosedWords):
        Access(charity.records, new).export(client, TELLINGS)
    charity.caseload(new).open_words(client, "The client asks for it")
    closed = Access(charity.records, new).export(client, TELLINGS)
    assert closed.card_closed
    assert "My sister" not in str(closed.told)
    charity.caseload(new).open_words(client, "The client asks for it", "card")
    opened = Access(charity.records, new).export(client, TELLINGS)
    assert not opened.card_closed
    assert "My sister" in str(opened.told)
    entries = charity.audit.entries(
        charity.engine, since=charity.now.date(), name=f"client/{client}"
    )
    assert [e.action for e in entries].count("exported") == 2


def test_every_table_of_clients_is_known_by_name() -> None:
    """Also where a process has not imported it: a restore deletes row by row."""
    tables = {t.name for t in Base.metadata.sorted_tables if {"org", "client"} <= {*t.c.keys()}}
    assert set(BELONGINGS) == tables == {*GOES, *PARTS}


@pytest.fixture
def elsewhere(charity: Charity, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of the same kind, to put a backup into."""
    kind = charity.engine.dialect.name
    engine = open_engine(fresh(kind, tmp_path))
    yield engine
    engine.dispose()


def test_erased_stays_erased_whatever_is_put_back(
    charity: Charity, elsewhere: Engine, tmp_path: Path
) -> None:
    """Scenario 11: shown, exported, erased; the counts stay, and an old backup gives nothing."""
    client, stays = full(charity), charity.client(charity.bea)
    access = Access(charity.records, charity.cora)
    going = dict(access.going(client).rows)
    assert (going["client_referral"], going["client_sheet"], going["client_card"]) == (1, 1, 1)
    backup = Backups(charity.settings).make(tmp_path / "before.backup")
    access.erase(client)
    assert client not in str(everything(charity.engine))
    url = str(elsewhere.url.render_as_string(hide_password=False))
    done = Restore(charity.settings, tmp_path / "new", HOLDINGS, database=url).run(backup.path)
    assert done.replayed
    put_back = everything(elsewhere)
    assert client not in str(put_back)
    assert stays.id in [row["id"] for row in put_back["client"]]
    with pytest.raises(KeyGone):
        charity.safe.box(charity.north, f"client/{client}")
    kept = {(c.what, c.value): c.number for c in counts_of(charity.engine, charity.north)}
    assert kept["erased", "asked"] is None, "under five: not told"
    assert kept["referral", "legal"] is None
    assert charity.caseload(charity.cora).counts()["2026", "referral", "legal"] == 1
