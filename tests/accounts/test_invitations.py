"""Codes that are handed over face to face. Control 9, on both databases."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from guides.accounts.domain import ROLES
from guides.audit.service import AuditLog
from guides.walls import Guarded
from tests.accounts.house import ELSEWHERE, HERE, NETWORK, PASSWORD, House, word_of
from tests.storage.tables import everything

OTHER = "lantern meadow 73 sail"


def test_a_code_lets_its_owner_choose_a_password_once(house: House) -> None:
    boss = house.admit("boss", "coordinator")
    code = house.people.invite(boss.account, "Amina  K", "guide", None)
    typed = f" {code.upper().replace('-', ' ')} "
    account = house.people.join(typed, PASSWORD)
    assert (account.name, account.role, account.org) == ("Amina K", "guide", boss.account.org)
    assert account.state == "active"
    assert word_of(house.people.join, code, OTHER) == "code-wrong"
    assert house.inside(house.accounts.sign_in("amina k", PASSWORD, NETWORK))


def test_of_two_who_use_a_code_at_once_one_is_refused(house: House) -> None:
    code = house.people.found(HERE, "amina", "guide")
    with ThreadPoolExecutor(4) as pool:
        said = list(pool.map(lambda _: word_of(house.people.join, code, PASSWORD), range(4)))
    assert sorted(said) == ["", "code-wrong", "code-wrong", "code-wrong"]


@pytest.mark.parametrize(("hours", "word"), [(23.9, ""), (24.1, "code-wrong"), (-24, "code-wrong")])
def test_a_code_is_good_for_a_day_by_the_servers_clock(
    house: House, hours: float, word: str
) -> None:
    code = house.people.found(HERE, "amina", "guide")
    house.clock.move(hours=hours)
    assert word_of(house.people.join, code, PASSWORD) == word


def test_a_password_that_is_refused_leaves_the_code(house: House) -> None:
    code = house.people.found(HERE, "amina-of-riverside", "guide")
    for password, word in (
        ("short", "password-short"),
        ("password1234", "password-common"),
        ("amina-of-riverside", "password-name"),
        ("k" * 200, "password-long"),
    ):
        assert word_of(house.people.join, code, password) == word
    house.people.join(code, PASSWORD)


def test_a_code_says_nothing_about_whose_it_is_and_cannot_be_guessed(house: House) -> None:
    codes = [house.people.found(HERE, f"guide-{number}", "guide") for number in range(10)]
    assert len(set(codes)) == 10
    assert all(len(code.replace("-", "")) == 16 for code in codes)  # 79 bits
    stored = str(everything(house.engine))
    assert not [code for code in codes if code in stored or code.replace("-", "") in stored]
    assert word_of(house.people.join, "", PASSWORD) == "code-wrong"


def test_a_reset_ends_sessions_and_keeps_the_second_factor(house: House) -> None:
    boss, yusuf = house.admit("boss", "administrator"), house.admit("yusuf", "coordinator")
    token, half = house.enter(yusuf), house.half(yusuf)
    code = house.people.reset(boss.account, yusuf.account.id)
    assert not house.inside(token)
    assert house.accounts.who(half) is None
    assert house.people.code_made_for(yusuf.account), "its owner reads that a code was made"
    between = house.enter(yusuf)
    house.people.join(code, OTHER)
    assert not house.inside(between)
    assert not house.people.code_made_for(yusuf.account)
    assert word_of(house.half, yusuf) == "sign-in-wrong"
    half = house.accounts.sign_in("yusuf", OTHER, NETWORK)
    assert not house.inside(half), "the authenticator is still asked for"
    assert house.inside(house.accounts.second_factor(half, house.digits(yusuf), NETWORK))
    assert house.now(yusuf).second_factor


def test_the_newest_code_is_the_one(house: House) -> None:
    boss, amina = house.admit("boss", "coordinator"), house.admit("amina", "guide")
    first = house.people.reset(boss.account, amina.account.id)
    second = house.people.reset(boss.account, amina.account.id)
    assert word_of(house.people.join, first, OTHER) == "code-wrong"
    house.people.join(second, OTHER)


def test_who_may_reset_and_dismiss_whom(house: House) -> None:
    """Every pair, in one organisation and across two. Forbidden and absent are told the same."""
    people = {
        (role, org): house.admit(f"{role}-{org[:4]}", role, org)
        for role in ROLES
        for org in (HERE, ELSEWHERE)
        if role != "site" or org == HERE
    }
    allowed = set()
    for by, one in people.items():
        for of, other in people.items():
            said = word_of(house.people.reset, one.account, other.account.id)
            assert said in ("", "not-yours")
            if not said:
                allowed.add((by[0], of[0], by[1] == of[1], by == of))
            else:
                assert word_of(house.people.dismiss, one.account, other.account.id) == said
        assert word_of(house.people.reset, one.account, 987_654) == "not-yours"
        assert word_of(house.people.reset, one.account, 10**25) == "not-yours"
        assert word_of(house.people.dismiss, one.account, 0) == "not-yours"
    assert allowed == {
        ("coordinator", "guide", True, False),
        ("administrator", "guide", True, False),
        ("administrator", "coordinator", True, False),
        ("administrator", "panel", True, False),
        ("site", "administrator", True, False),
        ("site", "administrator", False, False),
    }
    assert all(house.now(one).state == "active" for one in people.values())


def test_who_may_invite_whom_and_where_to(house: House) -> None:
    by = {role: house.admit(f"by-{role}", role) for role in ROLES}
    house.admit("over-there", "administrator", ELSEWHERE)
    there = next(o.id for o in house.people.organisations() if o.name == ELSEWHERE)
    done = set()
    for role, person in by.items():
        for wanted in ROLES:
            name = f"{role}-{wanted}"
            if not word_of(house.people.invite, person.account, name, wanted, there):
                done.add((role, wanted))
    assert done == {
        ("site", "administrator"),
        ("site", "site"),
        ("administrator", "guide"),
        ("administrator", "coordinator"),
        ("administrator", "panel"),
        ("administrator", "administrator"),
        ("coordinator", "guide"),
    }
    rows = {row["name"]: row["org"] for row in everything(house.engine)["account"]}
    home = by["guide"].account.org
    assert rows["administrator-guide"] == rows["coordinator-guide"] == home != there
    assert (rows["site-administrator"], rows["site-site"]) == (there, None)


def test_an_account_belongs_to_an_organisation_that_is_there(house: House) -> None:
    site = house.admit("site-one", "site")
    for org in (None, 0, 987_654, 10**25):
        said = word_of(house.people.invite, site.account, "one", "administrator", org)
        assert said == "organisation-wrong"


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("", "name-wrong"),
        (" a ", "name-wrong"),
        ("a" * 61, "name-wrong"),
        ("ß" * 60, "name-wrong"),  # compared, these are 120 letters
        ("am\u202eina", "name-wrong"),
        ("am\0ina", "name-wrong"),
        ("AMINA", "name-taken"),
        ("ａmina ", "name-taken"),
        ("أمينة", ""),
        ("o'brien; DROP TABLE account", ""),
    ],
)
def test_names(house: House, name: str, word: str) -> None:
    house.admit("amina", "guide")
    boss = house.admit("boss", "coordinator")
    assert word_of(house.people.invite, boss.account, name, "guide", None) == word
    if name != "amina":
        second = word or "name-taken"
        assert word_of(house.people.found, HERE, name, "guide") == second


def test_of_two_who_take_a_name_at_once_one_is_told_so(house: House) -> None:
    boss = house.admit("boss", "coordinator")

    def take(_: int) -> str:
        return word_of(house.people.invite, boss.account, "amina", "guide", None)

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(4))) == ["", *["name-taken"] * 3]


@pytest.mark.parametrize("organisation", ["", " ", "x", "x" * 121, "a\nb\0c"])
def test_an_organisation_has_a_name(house: House, organisation: str) -> None:
    assert word_of(house.people.found, organisation, "one", "guide") == "organisation-wrong"
    assert "organisation" not in everything(house.engine)


def test_who_was_dismissed_stays_so(house: House) -> None:
    boss, amina = house.admit("boss", "coordinator"), house.admit("amina", "guide")
    code = house.people.reset(boss.account, amina.account.id)
    house.people.dismiss(boss.account, amina.account.id)
    assert word_of(house.people.join, code, OTHER) == "code-wrong"
    assert word_of(house.people.reset, boss.account, amina.account.id) == "not-yours"
    row = next(r for r in everything(house.engine)["account"] if r["name"] == "amina")
    assert (row["state"], row["password"], row["factor"]) == ("dismissed", "", "")


def test_everybody_sees_those_they_look_after_and_themselves(house: House) -> None:
    people = {
        (role, org): house.admit(f"{role}-{org[:4]}", role, org)
        for role in ROLES
        for org in (HERE, ELSEWHERE)
        if role != "site" or org == HERE
    }
    seen = {
        role: {one.name for one in house.people.people(people[role, HERE].account)}
        for role in ROLES
    }
    assert seen == {
        "guide": {"guide-Rive"},
        "panel": {"panel-Rive"},
        "coordinator": {"coordinator-Rive", "guide-Rive"},
        "administrator": {f"{r}-Rive" for r in ROLES if r != "site"},
        "site": {"site-Rive", "administrator-Rive", "administrator-Hill"},
    }


def test_who_made_whom_is_noted_in_the_same_transaction(house: House, guarded: Guarded) -> None:
    boss = house.admit("boss", "coordinator")
    house.people.invite(boss.account, "amina", "guide", None)
    boss_rows = len(everything(house.engine)["audit_entry"])
    assert word_of(house.people.invite, boss.account, "amina", "guide", None) == "name-taken"
    rows = everything(house.engine)["audit_entry"]
    assert len(rows) == boss_rows, "what was refused is undone, with its entry"
    newest = max(rows, key=lambda row: int(str(row["id"])))
    assert (newest["action"], newest["kind"]) == ("invited", "user")
    audit: AuditLog = guarded.notes.audit
    assert newest["actor"] == audit.pseudonym(f"user/{boss.account.id}")
    assert not audit.verify(house.engine).faults
