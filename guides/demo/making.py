"""What is needed to make the demo: its people signed up, and a clock that can stand in the past."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta

from guides.accounts import factor
from guides.accounts.domain import SECOND_FACTOR, Account
from guides.demo.domain import NAMES, ORGANISATION
from guides.walls import Guarded


@dataclass
class Days:
    """A clock for what is made up: it says the day that is being told."""

    now: datetime

    def __call__(self) -> datetime:
        return self.at

    def __post_init__(self) -> None:
        self.at = self.now

    def before(self, days: int, minutes: int = 0) -> None:
        """Go to a day in the past, in the morning; 0 is this very moment."""
        then = datetime.combine(self.now.date() - timedelta(days), time(10), UTC)
        self.at = then + timedelta(minutes=minutes) if days else self.now


@dataclass(frozen=True, slots=True)
class Signed:
    """Who has an account now."""

    by_name: Mapping[str, Account]
    secrets: Mapping[str, str]
    """Of the authenticators, by name."""

    @property
    def coordinator(self) -> Account:
        return self.by_name["demo-coordinator-1"]

    def guide(self, number: int) -> Account:
        return self.by_name[f"demo-guide-{number}"]


@dataclass
class Ids:
    """Ids of saves, as a form would bring along: another one each time."""

    _last: int = field(default=0)

    def __call__(self) -> str:
        self._last += 1
        return hashlib.sha256(f"demo {self._last}".encode()).hexdigest()[:32]


def sign_up(guarded: Guarded, password: str) -> Signed:
    """Make the accounts, as their administrator and they themselves would."""
    people = guarded.people
    found: dict[str, Account] = {}
    secrets: dict[str, str] = {}
    for name, role in NAMES:
        boss = found.get("demo-administrator")
        code = (
            people.invite(boss, name, role, boss.org)
            if boss
            else people.found(ORGANISATION, name, role)
        )
        found[name] = people.join(code, password)
        if role in SECOND_FACTOR:
            secrets[name] = _equip(guarded, found[name])
    return Signed({each.name: each for each in people.people(found["demo-administrator"])}, secrets)


def _equip(guarded: Guarded, account: Account) -> str:
    """An authenticator, shown with the digits before these: each is good once."""
    secret = factor.new_secret()
    earlier = guarded.accounts.now() - timedelta(seconds=factor.STEP_SECONDS)
    guarded.accounts.set_factor(account, secret, factor.digits(secret, earlier))
    return secret
