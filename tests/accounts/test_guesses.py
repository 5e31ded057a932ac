"""Guesses get slower, for all processes together, and lock nobody out. Control 6."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guides.accounts.guesses import NAME, NETWORK, PAIR, Limit
from guides.settings import Settings
from guides.walls import Guarded
from tests.accounts.house import PASSWORD, House, word_of
from tests.storage.processes import together
from tests.storage.tables import everything

HOME, ATTIC = "192.0.2.1", "198.51.100.7"


def guess(house: House, name: str = "amina", network: str = HOME, times: int = 1) -> list[str]:
    wrong = "a wrong guess"
    return [word_of(house.accounts.sign_in, name, wrong, network) for _ in range(times)]


def enters(house: House, name: str = "amina", network: str = HOME) -> bool:
    return not word_of(house.accounts.sign_in, name, PASSWORD, network)


def test_after_some_guesses_the_next_ones_wait_longer_and_longer(house: House) -> None:
    house.admit("amina", "guide")
    assert guess(house, times=7) == ["sign-in-wrong"] * 5 + ["sign-in-wait"] * 2
    assert not enters(house), "also the right password waits; otherwise waiting would be no hurdle"
    for seconds in (2, 4, 8, 16):
        house.clock.move(seconds=seconds)
        assert guess(house, times=2) == ["sign-in-wrong", "sign-in-wait"]
    house.clock.move(seconds=32)
    assert enters(house)


def test_nobody_waits_longer_than_a_quarter_of_an_hour(house: House) -> None:
    house.admit("amina", "guide")
    for _ in range(30):
        guess(house)
        house.clock.move(minutes=15)
    assert enters(house)


def test_the_right_password_ends_the_waiting(house: House) -> None:
    house.admit("amina", "guide")
    for _ in range(3):
        assert guess(house, times=4) == ["sign-in-wrong"] * 4
        assert enters(house)


def test_other_names_and_other_networks_go_on(house: House) -> None:
    """SecureDrop: one who guesses must not shut everybody out."""
    house.admit("amina", "guide")
    house.admit("yusuf", "guide")
    guess(house, times=9)
    assert not enters(house)
    assert enters(house, "yusuf")
    assert enters(house, network=ATTIC)


def test_guessing_from_many_networks_is_slowed_too(house: House) -> None:
    """Ten guesses at one name, then one every half minute at the most."""
    house.admit("amina", "guide")
    looked_at = 0
    for second in range(300):
        looked_at += guess(house, network=f"203.0.113.{second}").count("sign-in-wrong")
        house.clock.move(seconds=1)
    assert 10 < looked_at <= 10 + 300 / NAME.longest.total_seconds() + 5


def test_who_is_known_in_a_place_goes_in_while_others_guess_at_the_name(house: House) -> None:
    """Otherwise somebody who never stops guessing would lock them out after all."""
    house.admit("amina", "guide")
    assert enters(house)
    for second in range(200):
        guess(house, network=f"203.0.113.{second}")
    assert enters(house)
    assert not enters(house, network=ATTIC), "from a new place they wait like everybody"
    house.clock.move(seconds=30)
    assert enters(house, network=ATTIC)
    house.clock.move(days=31)
    for second in range(200):
        guess(house, network=f"203.0.113.{second}")
    assert not enters(house), "after a month a place is new again"


def test_a_whole_drop_in_centre_can_share_one_network(house: House) -> None:
    people = [f"guide-{number}" for number in range(4)]
    for name in people:
        house.admit(name, "guide")
        guess(house, name, times=4)
    for _ in range(10):
        assert all(enters(house, name) for name in people)
    assert guess(house, "somebody-else", times=1) == ["sign-in-wrong"]


def test_guessing_at_many_names_from_one_network_is_slowed(house: House) -> None:
    looked_at = [guess(house, f"name-{number}")[0] for number in range(60)]
    assert looked_at.count("sign-in-wrong") == NETWORK.free
    assert enters_after(house, seconds=30)


def enters_after(house: House, seconds: float) -> bool:
    house.clock.move(seconds=seconds)
    house.admit("amina", "guide")
    return enters(house)


def test_after_an_hour_guesses_are_forgotten(house: House) -> None:
    house.admit("amina", "guide")
    guess(house, times=4)
    house.clock.move(minutes=61)
    assert guess(house, times=4) == ["sign-in-wrong"] * 4


def test_a_clock_that_was_wrong_for_a_while_keeps_nobody_out(house: House) -> None:
    house.admit("amina", "guide")
    house.clock.move(days=1)
    guess(house, times=9)
    house.clock.move(days=-1)
    assert enters(house)


def test_codes_are_slowed_as_well(house: House) -> None:
    yusuf = house.admit("yusuf", "coordinator")
    half = house.half(yusuf)
    found = [word_of(house.accounts.second_factor, half, "000000", HOME) for _ in range(7)]
    assert found == ["factor-wrong"] * 5 + ["sign-in-wait"] * 2
    house.clock.move(seconds=30)
    assert house.inside(house.accounts.second_factor(half, house.digits(yusuf), HOME))


def test_giving_the_password_again_is_slowed_as_well(house: House) -> None:
    token = house.enter(house.admit("amina", "guide"))
    found = [word_of(house.accounts.prove, token, "a wrong guess", HOME) for _ in range(7)]
    assert found == ["sign-in-wrong"] * 5 + ["sign-in-wait"] * 2
    house.clock.move(seconds=2)
    house.accounts.prove(token, PASSWORD, HOME)


def test_names_and_networks_are_not_kept(house: House) -> None:
    house.admit("amina", "guide")
    guess(house, "kanarienvogel", times=3)
    assert enters(house)
    rows = everything(house.engine)["throttle"]
    assert len(rows) > 4
    assert not [row for row in rows if not str(row["key"]).isalnum() or len(str(row["key"])) != 64]
    assert HOME not in str(rows)


@pytest.mark.parametrize("limit", [PAIR, NAME, NETWORK])
def test_waits_grow_and_stop_growing(limit: Limit) -> None:
    waits = [limit.wait(count) for count in range(1, 10_000)]
    assert waits == sorted(waits)
    assert waits[limit.free - 2 : limit.free] == [timedelta(), timedelta(seconds=2)]
    assert waits[-1] == limit.longest


GUESSING = """
from pathlib import Path
from guides.accounts.domain import Refused
from guides.settings import Settings
from guides.walls import open_guarded

folder, database, key, keyring = sys.argv[1:5]
settings = Settings(data_dir=Path(folder), database=database, master_key=key, keyring=keyring)
guarded = open_guarded(settings)
found = {"sign-in-wrong": 0, "sign-in-wait": 0}
go()
for _ in range(10):
    try:
        guarded.accounts.sign_in("amina", "a wrong guess", "192.0.2.1")
    except Refused as refused:
        found[refused.word] += 1
guarded.close()
print(found["sign-in-wrong"], found["sign-in-wait"])
"""


def test_four_processes_count_together(settings: Settings, house: House) -> None:
    """Flask-Limiter's own store let twenty through a limit of five."""
    house.admit("amina", "guide")
    given = (str(settings.data_dir), settings.database, settings.master_key, settings.keyring)
    said = together(4, GUESSING, *given)
    looked_at = sum(int(line.split()[0]) for line in said)
    # Five are free; as time is real here, a few more can have waited long enough.
    assert PAIR.free <= looked_at <= PAIR.free + 4, said
    assert sum(int(line.split()[1]) for line in said) == 40 - looked_at


def test_two_engines_count_together(settings: Settings, house: House) -> None:
    house.admit("amina", "guide")
    other = Guarded(settings, house.engine)
    second = House.of(other)
    second.clock = house.clock
    words = [
        word_of((house, second)[turn % 2].accounts.sign_in, "amina", "a wrong guess", HOME)
        for turn in range(8)
    ]
    assert words == ["sign-in-wrong"] * 5 + ["sign-in-wait"] * 3
    other._safe.close()
