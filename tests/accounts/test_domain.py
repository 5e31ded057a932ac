"""Who may do what, and how long a sign-in lasts: the rules, without a database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from guides.accounts.domain import (
    INVITES,
    PERMISSIONS,
    ROLES,
    SECOND_FACTOR,
    Account,
    Permission,
    Role,
    SignIn,
)
from guides.web.routes import Access

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def account(role: Role, org: int | None = 1, number: int = 1) -> Account:
    return Account(number, None if role == "site" else org, "one", role, "active", True)


def sign_in(*, shared: bool = False, complete: bool = True) -> SignIn:
    return SignIn(1, 1, NOON, NOON, shared, complete, NOON if complete else None)


def test_every_role_says_what_it_may() -> None:
    assert set(PERMISSIONS) == set(ROLES)
    assert frozenset().union(*PERMISSIONS.values()) == set(get_args(Permission))
    assert set(get_args(Permission)) == set(get_args(Access)) - {"public", "half", "signed-in"}


def test_nobody_who_looks_after_accounts_or_the_server_reads_notes() -> None:
    """The last line of who may do what: a nosy administrator finds nothing to be nosy about."""
    for role in ("administrator", "site", "panel"):
        assert not {"read-notes", "write-notes", "export"} & PERMISSIONS[role], role


def test_whoever_can_do_harm_with_a_password_alone_needs_a_second_factor() -> None:
    # What a guide reports of a service is looked at by a coordinator, and can be taken back. Of
    # clients a guide sees a handful, their own; no list of the organisation's, and no export.
    usual: set[Permission] = {
        *("read-notes", "report-services", "work-with-clients", "run-meetings"),
    }
    harmless: set[Role] = {role for role in ROLES if PERMISSIONS[role] <= usual}
    assert set(ROLES) - harmless == SECOND_FACTOR


@pytest.mark.parametrize("state", ["invited", "dismissed"])
def test_who_is_not_active_may_nothing(state: str) -> None:
    for role in ROLES:
        one = Account(1, 1, "one", role, state, True)  # type: ignore[arg-type]
        assert not any(one.may(permission) for permission in get_args(Permission))
        assert not any(one.may_invite(other) for other in ROLES)


def test_who_looks_after_whom() -> None:
    """Read this table: nobody reaches upwards, over to another organisation, or themselves."""
    reach = {
        (by, of) for by in ROLES for of in ROLES if account(by).may_manage(account(of, number=2))
    }
    assert reach == {
        ("coordinator", "guide"),
        ("administrator", "guide"),
        ("administrator", "coordinator"),
        ("administrator", "panel"),
        ("administrator", "administrator"),
        ("site", "administrator"),
        ("site", "site"),
    }
    assert not any(
        account(by).may_manage(account(of, org=2, number=2))
        for by in ROLES
        for of in ROLES
        if by != "site"
    )
    assert not any(account(role).may_manage(account(role)) for role in ROLES)
    assert {role for role in ROLES if "manage-accounts" in PERMISSIONS[role]} == set(INVITES)


@pytest.mark.parametrize(
    ("shared", "complete", "quiet"), [(False, True, 30), (True, True, 10), (False, False, 10)]
)
def test_a_sign_in_ends_when_nothing_happens(shared: bool, complete: bool, quiet: int) -> None:
    one = sign_in(shared=shared, complete=complete)
    assert not one.over(NOON + timedelta(minutes=quiet))
    assert one.over(NOON + timedelta(minutes=quiet, seconds=1))


def test_one_that_was_whole_and_was_ended_opens_nothing_at_any_time() -> None:
    for hours in (-48, -1, 0, 1, 48):
        ended = SignIn(1, 1, NOON, NOON, False, False, NOON)
        assert ended.ended
        assert ended.over(NOON + timedelta(hours=hours))


def test_a_sign_in_ends_after_eight_hours_however_busy() -> None:
    for hours, over in ((8, False), (8.01, True)):
        now = NOON + timedelta(hours=hours)
        assert SignIn(1, 1, NOON, now, False, True, NOON).over(now) is over


@pytest.mark.parametrize("back", [timedelta(minutes=20), timedelta(days=1), timedelta(days=400)])
def test_a_clock_that_was_set_back_lengthens_nothing(back: timedelta) -> None:
    assert sign_in().over(NOON - back)
    assert not sign_in().over(NOON - timedelta(minutes=1)), "two servers are never quite alike"
    assert not sign_in().stepped_up(NOON - back)


def test_a_password_given_just_now_opens_the_riskier_pages() -> None:
    assert sign_in().stepped_up(NOON + timedelta(minutes=10))
    assert not sign_in().stepped_up(NOON + timedelta(minutes=10, seconds=1))
    assert not SignIn(1, 1, NOON, NOON, False, False, None).stepped_up(NOON)
