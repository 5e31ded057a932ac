"""Passwords: long rather than odd, hashed slowly, never one that everybody tries first."""

from __future__ import annotations

import re
import secrets
import unicodedata
from functools import cache
from typing import Literal

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 128
_HASHER = PasswordHasher(time_cost=2, memory_cost=64 * 1024, parallelism=1)
"""Argon2id with 64 MiB: about a twentieth of a second, and a lot of memory for who guesses."""

Fault = Literal["password-short", "password-long", "password-common", "password-name"]


def fault_of(password: str, *names: str) -> Fault | None:
    """Why a password will not do; None when it will. Any characters are welcome.

    ``names`` are words that anybody would try for this account: its name, the organisation's.
    """
    plain = unicodedata.normalize("NFKC", password)
    if len(plain) < SHORTEST:
        return "password-short"
    if len(plain) > LONGEST:
        return "password-long"
    low = plain.casefold()
    if len(set(low)) < 5 or _runs(low) or _tried_first(low) or _tried_first(low.translate(_SIGNS)):
        return "password-common"
    if any(len(name) > 3 and name.casefold() in low for name in names):
        left = low
        for name in names:
            left = left.replace(name.casefold(), "")
        if len(left) < SHORTEST - 4:
            return "password-name"
    return None


_SIGNS = str.maketrans("@4031!$5", "aaoeiiss")
"""Signs that people write for letters, and that are tried as well."""


def _tried_first(low: str) -> bool:
    """One of the common passwords, also with a year or a few signs round it."""
    core, rest = re.sub(r"[^a-z]+", "", low), re.sub(r"[a-z]+", "", low)
    few = len(rest) <= 6 or rest in _common() or len(set(rest)) < 4 or _runs(rest)
    return low in _common() or (few and core in _common())


def _runs(text: str) -> bool:
    """One piece again and again, or the letters as they lie on a keyboard."""
    if re.fullmatch(r"(.{1,12}?)(?:\W?\1)+.{0,3}", text, re.DOTALL):
        return True
    rows = ("abcdefghijklmnopqrstuvwxyz", "01234567890123456789", "qwertyuiopasdfghjklzxcvbnm")
    return any(text in row * 2 or text[::-1] in row * 2 for row in rows)


def _lists() -> dict[str, list[str]]:
    """Imported when they are first needed: they are long, and most commands need none."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    lists: dict[str, list[str]] = FREQUENCY_LISTS
    return lists


@cache
def _common() -> frozenset[str]:
    return frozenset(_lists()["passwords"])


def hash_password(password: str) -> str:
    """A hash with its own salt. The same letters typed on another keyboard make the same one."""
    return _HASHER.hash(unicodedata.normalize("NFKC", password))


def fits(password: str, hashed: str) -> bool:
    """Whether a password belongs to a hash. For an account that is not there, give it that of
    :func:`nobody`: then it takes as long."""
    try:
        return _HASHER.verify(hashed, unicodedata.normalize("NFKC", password[: 4 * LONGEST]))
    except (VerificationError, InvalidHashError):
        return False


@cache
def nobody() -> str:
    """A hash that no password belongs to, to take as long over as over a real one."""
    return hash_password(secrets.token_hex(32))


def suggestion() -> str:
    """Three words and two digits, easy to say and to keep: about 40 bits."""
    words = [secrets.choice(_words()) for _ in range(3)]
    return "-".join([*words, str(secrets.randbelow(90) + 10)])


@cache
def _words() -> tuple[str, ...]:
    """Common English words of four to seven letters, without those that are passwords."""
    found = _lists()["english_wikipedia"][100:9000]
    good = (w for w in found if re.fullmatch(r"[a-z]{4,7}", w) and w not in _common())
    return tuple(good)
