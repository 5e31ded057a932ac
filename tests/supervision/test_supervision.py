"""What a coordinator does and sees, and what guides say of themselves. Both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest
from sqlalchemy import event, text

from guides.accounts.domain import Account
from guides.people.domain import Client, ClientChanged, Diary, NoSuchClient, Profile, Unfit
from guides.people.service import Caseload
from guides.safe.domain import KeyGone
from guides.storage.engine import saving
from guides.storage.rows import EVERY
from guides.supervision.domain import CHECK_INS_KEPT, GuideProfile, ProfileChanged
from guides.supervision.service import Supervision
from tests.people.conftest import DARI, Charity, at_once, save_id
from tests.supervision.crowd import NAMES, fill, keep_diary

TODAY = date(2026, 11, 21)
READY = GuideProfile(
    tongues=("prs",), gender="woman", area="M14", trained=TODAY, dbs=TODAY + timedelta(days=300),
    children=True,
)  # fmt: skip
FAMILY = replace(DARI, audiences=frozenset({"family"}))


def desk(charity: Charity, account: Account | None = None) -> Supervision:
    return Supervision(charity.records, account or charity.cora)


def waiting(charity: Charity, profile: Profile = DARI) -> Client:
    """Somebody whom the coordinator registered."""
    book = Caseload(charity.records, charity.cora)
    return book.register(profile, save_id(), state="waiting")


def diary(charity: Charity, client: Client, **days: int | None) -> None:
    """Days before or after today."""
    kept = {name: None if n is None else TODAY + timedelta(days=n) for name, n in days.items()}
    new = replace(Diary(registered=TODAY - timedelta(days=80)), **kept)  # type: ignore[arg-type]
    keep_diary(charity.records, charity.cora, client.id, new)


# Guides ------------------------------------------------------------------------------------------


def test_what_is_known_of_a_guide_is_kept_once_and_read_by_them(charity: Charity) -> None:
    here, amal, once = desk(charity), charity.amal, save_id()
    saved = here.save(amal.id, READY, 0, once)
    assert here.save(amal.id, READY, 0, once).version == saved.version == 1
    assert desk(charity, amal).mine().profile == here.guide(amal.id).profile == READY
    with pytest.raises(ProfileChanged) as changed:
        here.save(amal.id, replace(READY, area="OL8"), 0, save_id())
    assert changed.value.now.profile == READY
    assert here.save(amal.id, replace(READY, area="OL8"), 1, save_id()).profile.area == "OL8"
    with saving(charity.engine, EVERY) as session:
        rows = session.execute(text("SELECT * FROM guide_profile WHERE org = :o"),
                               {"o": charity.north}).all()  # fmt: skip
    assert len(rows) == 1
    assert "prs" not in str(rows)
    assert "woman" not in str(rows)


def test_of_two_who_write_the_first_profile_at_once_one_is_told(charity: Charity) -> None:
    here, amal = desk(charity), charity.amal
    said = at_once(
        partial(here.save, amal.id, replace(READY, area="OL8"), 0, save_id()),
        partial(here.save, amal.id, replace(READY, area="M1"), 0, save_id()),
    )
    (kept,) = (each for each in said if each != "ProfileChanged")
    assert here.guide(amal.id) == kept


@pytest.mark.parametrize(
    ("profile", "word"),
    [
        (replace(READY, area="x" * 61), "text-too-long"),
        (replace(READY, trained=TODAY + timedelta(days=1)), "guide-trained-wrong"),
        (replace(READY, most=31), "guide-profile-wrong"),
    ],
)
def test_what_does_not_fit_is_not_kept(charity: Charity, profile: GuideProfile, word: str) -> None:
    with pytest.raises(Unfit) as unfit:
        desk(charity).save(charity.amal.id, profile, 0, save_id())
    assert unfit.value.word == word
    assert not desk(charity).guide(charity.amal.id).known


def test_other_organisations_and_other_roles_find_nobody(charity: Charity) -> None:
    client, amal, cora = charity.client(), charity.amal, charity.cora
    abroad = desk(charity, charity.stranger)
    acts: list[Callable[[], object]] = [
        lambda: abroad.match(client.id),
        lambda: abroad.assign(client.id, amal.id, None, client.version, save_id()),
    ]
    for account in (amal.id, cora.id, charity.stranger.id, 10**9):
        acts += [
            partial(abroad.guide, account),
            partial(abroad.save, account, READY, 0, save_id()),
            partial(abroad.move, account, account),
        ]
    mine = desk(charity, amal)
    acts += [
        mine.guides, partial(mine.guide, amal.id), partial(mine.match, client.id),
        partial(mine.save, amal.id, READY, 0, save_id()),
        partial(desk(charity).guide, cora.id),  # a coordinator is no guide
        partial(desk(charity).check_in, "good", talk=False),
    ]  # fmt: skip
    for act in acts:
        with pytest.raises(NoSuchClient):
            act()
    assert abroad.guides() == ()
    day = abroad.today()
    assert (day.active, day.overdue, day.waiting, day.names) == (0, (), (), {})


def test_a_guide_who_leaves_takes_their_profile_along(charity: Charity) -> None:
    here, client = desk(charity), charity.client(charity.bea)
    here.save(charity.bea.id, READY, 0, save_id())
    with saving(charity.engine, EVERY) as session:
        bea, at = {"b": charity.bea.id}, "WHERE account = :b"
        (profile,) = session.execute(text(f"SELECT id FROM guide_profile {at}"), bea).one()
        session.execute(text("UPDATE account SET state = 'dismissed' WHERE id = :b"), bea)
    charity.retention.sweep()
    with pytest.raises(KeyGone):
        charity.safe.box(charity.north, f"guide/{profile}")
    (left,) = here.today().waiting
    assert (left.client, left.why) == (client.id, "left")
    charity.account("amal")
    assert here.move(charity.bea.id, charity.amal.id).moved == (client.code,)
    assert here.today().waiting == ()
    with pytest.raises(NoSuchClient):
        here.guide(charity.bea.id)


# Matching ----------------------------------------------------------------------------------------


def test_guide_and_backup_in_one_step_and_they_see_the_client(charity: Charity) -> None:
    here, client = desk(charity), waiting(charity)
    amal, bea = charity.amal, charity.bea
    here.save(amal.id, READY, 0, save_id())
    found, matched = here.match(client.id)
    assert found == client
    assert [each.guide.account for each in matched] == [amal.id, bea.id]
    once = save_id()
    given = here.assign(client.id, amal.id, bea.id, client.version, once)
    assert (given.guide, given.backup, given.state) == (amal.id, bea.id, "active")
    assert here.assign(client.id, amal.id, bea.id, client.version, once) == given
    for account in (amal, bea):
        assert [c.id for c in charity.caseload(account).all()] == [client.id]
    assert charity.caseload(charity.cora).counts()["2026", "matched", "variety"] == 1
    entries = charity.audit.entries(charity.engine, since=TODAY, name=f"client/{client.id}")
    assert [e.action for e in entries].count("changed") == 1
    assert here.guide(amal.id).load == 1


def test_two_coordinators_notice_each_other(charity: Charity) -> None:
    here, client = desk(charity), waiting(charity)
    amal, bea = charity.amal, charity.bea
    here.assign(client.id, amal.id, None, client.version, save_id())
    with pytest.raises(ClientChanged) as changed:
        here.assign(client.id, bea.id, None, client.version, save_id())
    assert changed.value.now.guide == amal.id


def test_whom_nobody_may_choose(charity: Charity) -> None:
    here, client = desk(charity), waiting(charity, FAMILY)
    amal, bea = charity.amal, charity.bea
    far = charity.account("far", org=charity.south)
    here.save(amal.id, READY, 0, save_id())
    here.save(bea.id, replace(READY, dbs=TODAY - timedelta(days=1)), 0, save_id())
    for guide, backup, word in (
        (bea.id, None, "match-no-children"),
        (amal.id, bea.id, "match-no-children"),
        (amal.id, amal.id, "match-same"),
        (far.id, None, "match-choose"),
        (charity.cora.id, None, "match-choose"),
        (amal.id, far.id, "match-choose"),
    ):
        with pytest.raises(Unfit) as unfit:
            here.assign(client.id, guide, backup, client.version, save_id())
        assert unfit.value.word == word
    assert charity.caseload(charity.cora).one(client.id).guide is None


def test_all_clients_of_somebody_exhausted_in_one_step(charity: Charity) -> None:
    here, amal, bea = desk(charity), charity.amal, charity.bea
    ours = [charity.client(amal), charity.client(amal)]
    family, other = charity.client(amal, FAMILY), charity.client(bea)
    here.assign(other.id, bea.id, amal.id, other.version, save_id())
    moved = here.move(amal.id, bea.id)
    assert set(moved.moved) == {client.code for client in ours}
    assert moved.left == (family.code,), "nobody has said that Bea may work with children"
    assert here.move(amal.id, bea.id).moved == ()
    book = {c.id: c for c in charity.caseload(bea).all()}
    assert book.keys() == {*(c.id for c in ours), other.id}
    assert book[other.id].backup is None, "nobody steps in for themselves"
    assert [c.id for c in charity.caseload(amal).all()] == [family.id]


# What is due -------------------------------------------------------------------------------------


def test_what_is_due_is_found_and_what_is_not_is_left_out(charity: Charity) -> None:
    amal = charity.amal
    fresh = charity.client()
    today, week, later = (charity.client() for _ in range(3))
    missed, met, silent, never = (charity.client() for _ in range(4))
    closed, waits = charity.client(), waiting(charity)
    diary(charity, today, next=0, last=-60)
    diary(charity, week, next=7, last=-3)
    diary(charity, later, next=8, last=-60)
    diary(charity, missed, next=-1, last=-10)
    diary(charity, met, next=-1, last=-1)
    diary(charity, silent, last=-43)
    diary(charity, never)
    Caseload(charity.records, amal).register(DARI, save_id(), practice=True)
    charity.caseload(amal).close(closed.id, "moved")
    day = desk(charity).today()
    assert [each.client for each in day.today] == [today.id]
    assert [each.client for each in day.week] == [week.id]
    assert {each.client: each.why for each in day.overdue} == {
        missed.id: "missed", silent.id: "silent", never.id: "never",
    }  # fmt: skip
    assert [each.client for each in day.waiting] == [waits.id]
    assert day.active == 9
    assert fresh.id not in {each.client for each in day.overdue}
    mine = desk(charity, amal).today()
    assert {each.client for each in mine.overdue} == {missed.id, silent.id, never.id}
    assert mine.waiting == ()
    assert (mine.guides, mine.ending) == ((), ())
    assert desk(charity, charity.bea).today().active == 0


def test_a_text_message_only_where_it_was_ticked(charity: Charity) -> None:
    for contact in (("text-only",), ("call",), (), ("no-message", "text-only")):
        client = charity.client(profile=replace(DARI, contact=contact))
        diary(charity, client, next=0)
    day = desk(charity).today()
    assert sorted(each.may_text for each in day.today) == [False, False, False, True]


def test_what_ends_soon_and_records_that_go(charity: Charity) -> None:
    here = desk(charity)
    old = replace(READY, dbs=TODAY + timedelta(days=30), trained=TODAY - timedelta(days=800))
    here.save(charity.amal.id, old, 0, save_id())
    here.save(charity.bea.id, READY, 0, save_id())
    day = here.today()
    assert {(e.guide.account, e.what, e.over) for e in day.ending} == {
        (charity.amal.id, "dbs", False), (charity.amal.id, "training", True),
    }  # fmt: skip
    mine = charity.client()
    assert here.today().going == ()
    charity.now += timedelta(days=705)
    assert [(id_, code) for id_, code, _ in here.today().going] == [(mine.id, mine.code)]


def test_days_that_cannot_be_opened_are_counted_not_hidden(charity: Charity) -> None:
    mine = charity.client()
    with saving(charity.engine, EVERY) as session:
        session.execute(text("UPDATE client SET words = 'x' WHERE id = :c"), {"c": mine.id})
    assert desk(charity).today().lost == 1


def test_no_question_to_the_database_for_each_client(charity: Charity) -> None:
    guides = [charity.account(name) for name in NAMES[:3]]

    def asked() -> int:
        seen: list[str] = []
        note = lambda *said: seen.append(said[2])  # noqa: E731
        event.listen(charity.engine, "before_cursor_execute", note)
        desk(charity).today()
        event.remove(charity.engine, "before_cursor_execute", note)
        return len(seen)

    fill(charity.records, charity.cora, guides, clients=3)
    few = asked()
    for guide in guides:
        for _ in range(5):
            charity.client(guide)
    assert asked() == few


# How guides are ----------------------------------------------------------------------------------


def test_a_guide_says_how_they_are_and_it_goes_by_itself(charity: Charity) -> None:
    mine, here = desk(charity, charity.amal), desk(charity)
    mine.check_in("exhausted", talk=True)
    mine.check_in("tired", talk=True)
    seen = here.guide(charity.amal.id)
    assert seen.latest is not None
    assert (seen.latest.how, seen.latest.talk) == ("tired", True)
    assert [each.account for each in here.today().talk] == [charity.amal.id]
    charity.now += timedelta(days=7)
    mine.check_in("good", talk=False)
    seen = mine.mine()
    assert [said.how if said else "" for _, said in seen.weeks] == ["", "", "tired", "good"]
    assert here.today().talk == (), "what they said last counts"
    charity.now += CHECK_INS_KEPT + timedelta(days=1)
    charity.retention.sweep()
    with saving(charity.engine, EVERY) as session:
        left = text("SELECT count(*) FROM guide_check_in WHERE org = :org")
        assert session.execute(left, {"org": charity.north}).scalar_one() == 0
    assert desk(charity, charity.stranger).today().talk == ()
