"""Good and bad passwords, and hashes that take their time. Control 8."""

from __future__ import annotations

import time
from statistics import median

import pytest

from guides.accounts import passwords
from guides.accounts.passwords import fault_of, fits, hash_password, nobody, suggestion

REAL_HASHES = True
NAMES = ("riverside-admin", "Riverside", "Refugee", "Network", "(demo)")

GOOD = (
    "kettle river tulip 41",
    "correct-horse-battery",
    "alllowercaseletters without signs",
    "كلمة سر طويلة جدا",
    "ስለዚ ነገር ኣይትዛረብ ሎሚ",
    "🐢🦊🦉🐝🐙🦀 garden",
    "x7$K-2 9#4 m 88",
    "<script>alert('soup')</script>",
    "' OR 1=1; DROP TABLE account --",
    "  spaces at both ends  ",
    "8473920174love",
    "my cat sits on riverside walls",
    ("long enough " * 11)[:120] + "for one",
)
BAD = {
    "": "password-short",
    "kettle 41": "password-short",
    "elevensigns": "password-short",
    "k" * 6 + "\u0065\u0301" * 5: "password-short",  # eleven letters, however they were typed
    "kettle river tulip " * 8: "password-long",
    "password1234": "password-common",
    "P@ssw0rd1234": "password-common",
    "Password123456789": "password-common",
    "liverpool2024!": "password-common",
    "iloveyou1234!!": "password-common",
    "qwertyuiop[]": "password-common",
    "qwertyuiopasdf": "password-common",
    "fdsapoiuytrewq": "password-common",
    "aaaaaaaaaaaaaa": "password-common",
    "123456789012": "password-common",
    "210987654321": "password-common",
    "abcabcabcabcabc": "password-common",
    "sunshinesunshine": "password-common",
    "letmein letmein": "password-common",
    "abcdefghijklm": "password-common",
    "riverside-admin": "password-name",
    "Riverside-Admin-1": "password-name",
    "riversidenetwork": "password-name",
}


@pytest.mark.parametrize("password", GOOD)
def test_a_good_one(password: str) -> None:
    assert fault_of(password, *NAMES) is None


@pytest.mark.parametrize("password", BAD)
def test_a_bad_one_is_told_why(password: str) -> None:
    assert fault_of(password, *NAMES) == BAD[password]


def test_any_sign_counts_to_the_last() -> None:
    long = ("long enough " * 11)[:127]
    assert fits(long + "1", hash_password(long + "1"))
    assert not fits(long + "2", hash_password(long + "1"))


def test_the_same_letters_from_another_keyboard_fit() -> None:
    assert fits("cafe\u0301 kettle tulip", hash_password("caf\u00e9 kettle tulip"))


def test_each_hash_has_a_salt_and_the_slow_function() -> None:
    one, two = hash_password(GOOD[0]), hash_password(GOOD[0])
    assert one != two
    assert one.startswith("$argon2id$v=19$m=65536,t=2,p=1$")
    assert GOOD[0] not in one


@pytest.mark.parametrize("hashed", ["", "plain", "$argon2id$v=19$broken"])
def test_what_is_no_hash_fits_nothing(hashed: str) -> None:
    assert not fits("", hashed)
    assert not fits("plain", hashed)


def test_nobodys_hash_takes_as_long_and_fits_nothing() -> None:
    real = hash_password(GOOD[0])

    def took(hashed: str) -> float:
        begun = time.perf_counter()
        assert not fits("another password", hashed)
        return time.perf_counter() - begun

    times = [(took(real), took(nobody())) for _ in range(7)]
    known, unknown = median(t[0] for t in times), median(t[1] for t in times)
    assert 0.4 < known / unknown < 2.5


def test_suggestions_are_good_and_seldom_the_same() -> None:
    found = {suggestion() for _ in range(200)}
    assert len(found) == 200
    assert not [one for one in found if fault_of(one)]
    assert len(passwords._words()) > 3_000  # with two digits, more than forty bits
