"""Signing in, out, and being signed out. Controls 4 and 5, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from guides.accounts import store
from guides.accounts.domain import Role
from guides.accounts.service import digest, form_token
from guides.storage.engine import saving
from tests.accounts.house import ELSEWHERE, NETWORK, PASSWORD, House, word_of
from tests.storage.tables import everything


def test_a_token_that_was_copied_before_signing_out_is_dead_after_it(house: House) -> None:
    amina = house.admit("amina", "guide")
    token = house.enter(amina)
    copied = str(token)
    assert house.inside(copied)
    house.accounts.sign_out(token)
    assert not house.inside(copied)
    assert "sign_in" not in everything(house.engine)


def test_each_signing_in_has_a_token_of_its_own_and_ends_by_itself(house: House) -> None:
    amina = house.admit("amina", "guide")
    first, second = house.enter(amina), house.enter(amina)
    assert first != second
    assert min(len(first), len(second)) >= 43  # 256 bits
    house.accounts.sign_out(first)
    assert (house.inside(first), house.inside(second)) == (False, True)


def test_the_token_changes_with_the_second_factor_and_before_it_nothing_opens(
    house: House,
) -> None:
    yusuf = house.admit("yusuf", "coordinator")
    half = house.half(yusuf)
    found = house.accounts.who(half)
    assert found is not None
    assert (found[1].complete, found[1].proved) == (False, None)
    whole = house.accounts.second_factor(half, house.digits(yusuf), NETWORK)
    assert whole != half
    assert house.accounts.who(half) is None
    assert house.inside(whole)
    again = house.digits(yusuf)
    assert word_of(house.accounts.second_factor, half, again, NETWORK) == "signed-out"
    assert word_of(house.accounts.second_factor, whole, again, NETWORK) == "signed-out"


def test_without_a_second_factor_nobody_can_ask_for_one(house: House) -> None:
    token = house.enter(house.admit("amina", "guide"))
    assert word_of(house.accounts.second_factor, token, "123456", NETWORK) == "signed-out"


@pytest.mark.parametrize(
    ("shared", "minutes"), [(False, 30), (True, 10)], ids=["own", "shared computer"]
)
def test_it_ends_when_nothing_happens(house: House, shared: bool, minutes: int) -> None:
    token = house.enter(house.admit("yusuf", "coordinator"), shared=shared)
    for _ in range(3):
        house.clock.move(minutes=minutes - 1)
        assert house.inside(token), "each page that is opened begins the time anew"
    house.clock.move(minutes=minutes, seconds=1)
    assert not house.inside(token)
    house.clock.move(minutes=-minutes)
    assert not house.inside(token), "what has ended stays so"


def test_it_ends_after_eight_hours_however_busy(house: House) -> None:
    """A busy session of stock Flask ended at two hours, by the age of a cookie."""
    token = house.enter(house.admit("amina", "guide"))
    for _ in range(24):
        house.clock.move(minutes=20)
        assert house.inside(token)
    house.clock.move(seconds=1)
    assert not house.inside(token)


def test_a_clock_that_goes_back_a_day_neither_locks_out_nor_lengthens(house: House) -> None:
    amina, yusuf = house.admit("amina", "guide"), house.admit("yusuf", "coordinator")
    tokens = house.enter(amina), house.enter(yusuf)
    for _ in range(12):
        word_of(house.accounts.sign_in, "amina", "a wrong guess", NETWORK)
    house.clock.move(days=-1)
    assert [house.inside(token) for token in tokens] == [False, False]
    assert house.inside(house.half(amina))
    # A code of the day before might have been seen that day: it is refused, a recovery code is not.
    half = house.half(yusuf)
    assert word_of(house.accounts.second_factor, half, house.digits(yusuf), NETWORK)
    assert house.inside(house.accounts.second_factor(half, yusuf.codes[0], NETWORK))


def test_a_clock_that_goes_forward_a_day_ends_what_is_open_and_nothing_else(house: House) -> None:
    yusuf = house.admit("yusuf", "coordinator")
    token = house.enter(yusuf)
    house.clock.move(days=1)
    assert not house.inside(token)
    assert house.inside(house.enter(yusuf))


@pytest.mark.parametrize("role", ["guide", "coordinator", "administrator"])
def test_dismissal_bites_on_the_next_page(house: House, role: Role) -> None:
    boss, one = house.admit("boss", "administrator"), house.admit("one", role)
    tokens = [house.enter(one), house.enter(one, shared=True)]
    assert all(house.inside(token) for token in tokens)
    house.people.dismiss(boss.account, one.account.id)
    assert not any(house.inside(token) for token in tokens)
    assert word_of(house.half, one) == "sign-in-wrong"
    assert house.now(one).state == "dismissed"


def test_a_change_of_role_bites_on_the_next_page(house: House) -> None:
    one = house.admit("one", "coordinator")
    token = house.enter(one)
    with saving(house.engine) as session:
        session.execute(update(store.AccountRow).values(role="panel"))
    found = house.accounts.who(token)
    assert found is not None
    assert not found[0].may("write-notes")


def test_what_was_ended_at_this_moment_is_not_written_back(house: House) -> None:
    """SecureDrop had this: a page that was on its way brought a deleted session back."""
    token = house.enter(house.admit("amina", "guide"))
    found = house.accounts.who(token)
    assert found is not None
    house.accounts.sign_out(token)
    with saving(house.engine) as session:
        assert not store.touch(session, found[1].id, house.clock())
    assert not house.inside(token)


def test_one_sees_and_ends_ones_own_browsers_and_nobody_elses(house: House) -> None:
    amina, other = house.admit("amina", "guide"), house.admit("other", "guide")
    here, there, theirs = house.enter(amina), house.enter(amina, shared=True), house.enter(other)
    listed = house.accounts.sign_ins(amina.account)
    assert {(one.account, one.shared) for one in listed} == {
        (amina.account.id, False),
        (amina.account.id, True),
    }
    for one in (*listed, *house.accounts.sign_ins(other.account)):
        if one.shared or one.account != amina.account.id:
            house.accounts.end(amina.account, one.id)
    assert [house.inside(token) for token in (here, there, theirs)] == [True, False, True]
    house.clock.move(hours=1)
    assert house.accounts.sign_ins(amina.account) == []


def test_step_up_is_asked_for_again_after_ten_minutes(house: House) -> None:
    token = house.enter(house.admit("yusuf", "coordinator"))

    def stepped_up() -> bool:
        found = house.accounts.who(token)
        assert found is not None
        return found[1].stepped_up(house.clock())

    assert stepped_up()
    house.clock.move(minutes=11)
    assert not stepped_up()
    assert word_of(house.accounts.prove, token, "a wrong guess", NETWORK) == "sign-in-wrong"
    assert not stepped_up()
    house.accounts.prove(token, PASSWORD, NETWORK)
    assert stepped_up()


def test_step_up_is_for_who_is_signed_in(house: House) -> None:
    token = house.enter(house.admit("amina", "guide"))
    assert word_of(house.accounts.prove, "no such token", PASSWORD, NETWORK) == "signed-out"
    house.clock.move(hours=9)
    assert word_of(house.accounts.prove, token, PASSWORD, NETWORK) == "signed-out"


@pytest.mark.parametrize("name", ["Amina  ", "  AMINA", "ａｍｉｎａ"])
def test_a_name_fits_however_it_is_typed(house: House, name: str) -> None:
    house.admit("amina", "guide")
    assert house.inside(house.accounts.sign_in(name, PASSWORD, NETWORK))


def test_who_was_only_invited_cannot_sign_in(house: House) -> None:
    house.people.found(ELSEWHERE, "amina", "guide")
    for password in ("", PASSWORD):
        assert word_of(house.accounts.sign_in, "amina", password, NETWORK) == "sign-in-wrong"


def test_what_ended_long_ago_is_taken_away(house: House) -> None:
    amina = house.admit("amina", "guide")
    house.enter(amina)
    house.clock.move(days=8)
    token = house.enter(amina)
    rows = everything(house.engine)["sign_in"]
    assert [row["token"] for row in rows] == [digest(token)]


def test_being_seen_is_written_now_and_then_and_looking_writes_nothing(house: House) -> None:
    token = house.enter(house.admit("amina", "guide"))
    before = everything(house.engine)
    house.clock.move(seconds=15)
    assert house.inside(token)
    assert everything(house.engine) == before
    house.clock.move(seconds=15)
    assert house.inside(token)
    assert everything(house.engine)["sign_in"] != before["sign_in"]


def test_a_page_of_ones_own_waits_for_nobody_who_writes(house: House) -> None:
    token = house.enter(house.admit("amina", "guide"))
    with saving(house.engine) as session:
        session.execute(update(store.OrganisationRow).values(name="Riverside"))
        assert house.inside(token)


def test_a_form_token_says_nothing_of_the_token_and_differs_for_each() -> None:
    one, two = form_token("one"), form_token("two")
    assert one != two
    assert digest("one") not in (one, two)


def test_tokens_of_nobody_open_nothing(house: House) -> None:
    house.enter(house.admit("amina", "guide"))
    row = everything(house.engine)["sign_in"][0]
    for token in ("", "x", str(row["token"]), "é", "\0", "a" * 5_000):
        assert house.accounts.who(token) is None
    assert len(everything(house.engine)["sign_in"]) == 1
