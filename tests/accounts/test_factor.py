"""The second factor: each code once, whatever happened in between. Control 7."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote

import pyotp
import pytest

from guides.accounts import factor
from tests.accounts.house import NETWORK, Clock, House, Person, word_of
from tests.storage.tables import everything


@pytest.fixture
def yusuf(house: House) -> Person:
    return house.admit("yusuf", "coordinator")


def test_a_code_is_good_once(house: House, yusuf: Person) -> None:
    """pyotp alone takes it twice."""
    digits = house.digits(yusuf)
    first, second = house.half(yusuf), house.half(yusuf)
    assert house.inside(house.accounts.second_factor(first, digits, NETWORK))
    assert word_of(house.accounts.second_factor, second, digits, NETWORK) == "factor-wrong"
    assert house.inside(house.accounts.second_factor(second, house.digits(yusuf), NETWORK))


def test_a_code_is_good_once_also_after_a_wrong_password(house: House, yusuf: Person) -> None:
    digits = house.digits(yusuf)
    token = house.accounts.second_factor(house.half(yusuf), digits, NETWORK)
    house.accounts.sign_out(token)
    assert word_of(house.half, yusuf, "a wrong guess") == "sign-in-wrong"
    assert word_of(house.accounts.second_factor, house.half(yusuf), digits, NETWORK)


def test_an_older_code_is_refused_after_a_newer_one(house: House, yusuf: Person) -> None:
    older, newer = house.digits(yusuf), house.digits(yusuf)
    house.accounts.second_factor(house.half(yusuf), newer, NETWORK)
    assert word_of(house.accounts.second_factor, house.half(yusuf), older, NETWORK)


def test_the_code_that_sets_it_up_does_not_sign_in(house: House) -> None:
    one = house.admit("one", "guide")
    house.equip(one)
    shown = pyotp.TOTP(one.secret).at(house.clock())
    assert word_of(house.accounts.second_factor, house.half(one), shown, NETWORK) == "factor-wrong"


def test_a_recovery_code_is_good_once(house: House, yusuf: Person) -> None:
    for code in yusuf.codes[:2]:
        typed = code.upper().replace("-", " ")
        assert house.inside(house.accounts.second_factor(house.half(yusuf), typed, NETWORK))
        half = house.half(yusuf)
        assert word_of(house.accounts.second_factor, half, code, NETWORK) == "factor-wrong"
    assert len(yusuf.codes) == len(set(yusuf.codes)) == 8
    assert len(everything(house.engine)["recovery_code"]) == 6


def test_a_recovery_code_is_its_owners(house: House, yusuf: Person) -> None:
    other = house.admit("other", "coordinator")
    half = house.half(other)
    assert word_of(house.accounts.second_factor, half, yusuf.codes[0], NETWORK) == "factor-wrong"


def test_a_new_authenticator_ends_the_old_one_its_codes_and_other_browsers(
    house: House, yusuf: Person
) -> None:
    here, elsewhere = house.enter(yusuf), house.enter(yusuf)
    old, codes = yusuf.secret, yusuf.codes
    found = house.accounts.who(here)
    assert found is not None
    secret = factor.new_secret()
    house.clock.move(seconds=30)
    digits = pyotp.TOTP(secret).at(house.clock())
    house.accounts.set_factor(yusuf.account, secret, digits, found[1].id)
    assert (house.inside(here), house.inside(elsewhere)) == (True, False)
    house.clock.move(seconds=30)
    for code in (pyotp.TOTP(old).at(house.clock()), codes[0]):
        assert word_of(house.accounts.second_factor, house.half(yusuf), code, NETWORK)


@pytest.mark.parametrize("secret", ["", "A", "é" * 32, "A" * 31, "a" * 32, "1" * 32, "A" * 64])
def test_what_is_no_secret_is_refused(house: House, secret: str) -> None:
    """It comes back by way of a hidden field, so anything can stand there."""
    one = house.admit("one", "guide")
    assert word_of(house.accounts.set_factor, one.account, secret, "123456") == "factor-wrong"
    assert not house.now(one).second_factor


def test_an_authenticator_is_taken_once_it_has_shown_a_right_code(house: House) -> None:
    one, secret = house.admit("one", "guide"), factor.new_secret()
    wrong = pyotp.TOTP(secret).at(house.clock() + timedelta(hours=1))
    assert word_of(house.accounts.set_factor, one.account, secret, wrong) == "factor-wrong"
    assert not house.now(one).second_factor


def test_nobody_who_was_dismissed_gets_one(house: House) -> None:
    boss, one = house.admit("boss", "administrator"), house.admit("one", "guide")
    house.people.dismiss(boss.account, one.account.id)
    secret = factor.new_secret()
    digits = pyotp.TOTP(secret).at(house.clock())
    assert word_of(house.accounts.set_factor, one.account, secret, digits) == "signed-out"
    assert "recovery_code" not in {
        name
        for name, rows in everything(house.engine).items()
        for row in rows
        if row.get("account") == one.account.id
    }


def test_between_password_and_second_factor_there_are_ten_minutes(
    house: House, yusuf: Person
) -> None:
    half = house.half(yusuf)
    house.clock.move(minutes=11)
    digits = house.digits(yusuf)
    assert word_of(house.accounts.second_factor, half, digits, NETWORK) == "signed-out"


def test_a_shared_computer_stays_one_after_the_second_factor(house: House, yusuf: Person) -> None:
    found = house.accounts.who(house.enter(yusuf, shared=True))
    assert found is not None
    assert found[1].shared


@pytest.mark.parametrize("off", [-1, 0, 1])
def test_a_phone_may_be_half_a_minute_off(off: int) -> None:
    secret, now = factor.new_secret(), Clock().time
    digits = pyotp.TOTP(secret).at(now + off * timedelta(seconds=30))
    assert factor.step_of(secret, f" {digits[:3]} {digits[3:]} ", now) is not None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "²²²²²²", "١٢٣٤٥٦", "12 34 5"])
def test_what_is_no_code_fits_nothing(code: str) -> None:
    assert factor.step_of(factor.new_secret(), code, Clock().time) is None


def test_the_drawing_is_made_here_and_asks_nobody() -> None:
    drawing = factor.drawing(factor.new_secret(), "yusuf", "Asylum Guides")
    assert drawing.startswith("data:image/svg+xml;")
    assert "http" not in unquote(drawing).replace("http://www.w3.org/2000/svg", "")
