"""Who there is, what each may do, and how long a sign-in lasts. Rules only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

Role = Literal["guide", "coordinator", "administrator", "panel", "site"]
"""What an account is for. Somebody with two of these has two accounts.

``administrator`` looks after an organisation's accounts, ``site`` after the server. Neither has a
page that shows a client's text.
"""
ROLES: tuple[Role, ...] = get_args(Role)

Permission = Literal[
    "read-notes", "write-notes", "manage-accounts", "manage-plugins", "export", "manage-site",
    "report-services", "manage-directory", "work-with-clients", "run-meetings", "manage-clients",
]  # fmt: skip
PERMISSIONS: dict[Role, frozenset[Permission]] = {
    "guide": frozenset({"read-notes", "report-services", "work-with-clients", "run-meetings"}),
    "coordinator": frozenset(
        {
            *("read-notes", "write-notes", "export", "manage-accounts"),
            *("report-services", "manage-directory", "work-with-clients", "manage-clients"),
        }
    ),
    "administrator": frozenset({"manage-accounts", "manage-plugins"}),
    "panel": frozenset(),
    "site": frozenset({"manage-accounts", "manage-site"}),
}
SECOND_FACTOR: frozenset[Role] = frozenset({"coordinator", "administrator", "site"})
"""Roles that can do harm with a stolen password alone, and so need an authenticator as well."""
INVITES: dict[Role, frozenset[Role]] = {
    "site": frozenset({"administrator", "site"}),
    "administrator": frozenset({"guide", "coordinator", "panel", "administrator"}),
    "coordinator": frozenset({"guide"}),
}
"""Whom each may invite, reset and dismiss; never themselves, never above."""

IDLE = timedelta(minutes=30)
SHARED_IDLE = timedelta(minutes=10)
"""On a computer that others use."""
ABSOLUTE = timedelta(hours=8)
STEP_UP = timedelta(minutes=10)
"""How long after a password was given the riskier pages open without asking again."""
HALF = timedelta(minutes=10)
"""How long there is for the second factor, once the password was right."""
RESUMED = timedelta(hours=12)
"""How long after its sign-in ended a form can still be saved by the same account."""
SKEW = timedelta(minutes=2)
"""So far may the clocks of two servers be apart; more, and a clock was set back."""
INVITATION = timedelta(hours=24)
RECOVERY_CODES = 8

State = Literal["invited", "active", "dismissed"]


class Refused(Exception):
    """Something that is not allowed or does not fit. The message is for the person, in words."""

    def __init__(self, word: str) -> None:
        self.word = word
        """Id of the word of the interface that says why."""
        super().__init__(word)


@dataclass(frozen=True, slots=True)
class Organisation:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who can sign in. ``org`` is None for those who look after the server."""

    id: int
    org: int | None
    name: str
    role: Role
    state: State
    second_factor: bool

    def may(self, permission: Permission) -> bool:
        return self.state == "active" and permission in PERMISSIONS[self.role]

    def may_manage(self, other: Account) -> bool:
        """Whether this account may reset or dismiss the other one."""
        if not self.may_invite(other.role) or self.id == other.id:
            return False
        return self.role == "site" or self.org == other.org

    def may_invite(self, role: Role) -> bool:
        return self.state == "active" and role in INVITES.get(self.role, frozenset())


@dataclass(frozen=True, slots=True)
class SignIn:
    """One signed-in browser. Its token is known to the browser alone; here is only its hash."""

    id: int
    account: int
    began: datetime
    seen: datetime
    shared: bool
    complete: bool
    """False while the second factor is still asked for: nothing but that page opens."""
    proved: datetime | None
    """When a password was last given in it."""

    @property
    def ended(self) -> bool:
        """Whether it was whole once, and was ended for good. It stands for whoever comes back."""
        return not self.complete and self.proved is not None

    def over(self, now: datetime) -> bool:
        """Whether it has ended by itself.

        After a clock was set back nobody can say how long it has been, so it ends: signing in again
        is possible at once.
        """
        if self.ended:
            return True
        idle = SHARED_IDLE if self.shared else IDLE
        whole = ABSOLUTE if self.complete else HALF
        return now - self.seen > idle or now - self.began > whole or now < self.seen - SKEW

    def stepped_up(self, now: datetime) -> bool:
        return self.proved is not None and -SKEW <= now - self.proved <= STEP_UP
