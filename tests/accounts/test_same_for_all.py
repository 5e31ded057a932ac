"""A name that is there and one that is not: the same words, in the same time. Control 8."""

from __future__ import annotations

import time
from statistics import median

from tests.accounts.house import House, word_of

REAL_HASHES = True


def test_known_and_unknown_names_are_told_the_same_in_the_same_time(house: House) -> None:
    """37 against 10 milliseconds, when it was broken."""
    boss = house.admit("boss", "administrator")
    gone = house.admit("gone", "guide")
    house.admit("amina", "guide")
    house.people.found("Riverside Refugee Network (demo)", "invited", "guide")
    house.people.dismiss(boss.account, gone.account.id)
    names = ("amina", "gone", "invited", "nobody-at-all")
    took: dict[str, list[float]] = {name: [] for name in names}
    for turn in range(5):
        for number, name in enumerate(names):
            begun = time.perf_counter()
            network = f"203.0.113.{turn * 10 + number}"
            said = word_of(house.accounts.sign_in, name, "a wrong guess", network)
            took[name].append(time.perf_counter() - begun)
            assert said == "sign-in-wrong"
    times = [median(found) for found in took.values()]
    assert max(times) / min(times) < 2.5, took
