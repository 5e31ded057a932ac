"""A site with people in it: each role of two organisations, a clock that a test can move.

Everything is real (key, keyring, audit log, database); only the time is the test's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from guides.accounts import factor, passwords, store
from guides.accounts.domain import Account, Refused, Role
from guides.accounts.people import People
from guides.accounts.service import Accounts, form_token
from guides.storage.engine import Engine
from guides.walls import Guarded

HERE = "Riverside Refugee Network (demo)"
ELSEWHERE = "Hillside Welcome (demo)"
PASSWORD = "kettle river tulip 41"
NETWORK = "192.0.2.1"
SOON = timedelta(seconds=30)


@contextmanager
def quick() -> Iterator[None]:
    """Argon2 with little memory, so that a test with a dozen sign-ins takes no minute."""
    with pytest.MonkeyPatch.context() as patch:
        light = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(passwords, "_HASHER", light)
        passwords.nobody.cache_clear()
        yield
    passwords.nobody.cache_clear()


@dataclass
class Clock:
    """The server's clock, as far as accounts ask for it."""

    time: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def move(self, **by: float) -> None:
        self.time += timedelta(**by)


@dataclass
class Person:
    """Somebody with an account, and what they know."""

    name: str
    account: Account
    secret: str = ""
    codes: list[str] = field(default_factory=list)


@dataclass
class House:
    accounts: Accounts
    people: People
    clock: Clock

    @classmethod
    def of(cls, guarded: Guarded) -> House:
        clock = Clock()
        guarded.accounts = replace(guarded.accounts, now=clock)
        guarded.people = replace(guarded.people, now=clock)
        return cls(guarded.accounts, guarded.people, clock)

    @property
    def engine(self) -> Engine:
        return self.accounts.engine

    def admit(self, name: str, role: Role, org: str = HERE) -> Person:
        """Somebody new, who has chosen a password, and an authenticator where it is needed."""
        account = self.people.join(self.people.found(org, name, role), PASSWORD)
        person = Person(name, account)
        if self.accounts.needs_factor(account):
            self.equip(person)
        return person

    def equip(self, person: Person) -> None:
        """An authenticator of their own."""
        person.secret = factor.new_secret()
        digits = self.digits(person)
        person.codes = self.accounts.set_factor(person.account, person.secret, digits)
        person.account = self.now(person)

    def digits(self, person: Person) -> str:
        """What the authenticator shows next."""
        self.clock.time += SOON
        return pyotp.TOTP(person.secret).at(self.clock.time)

    def half(self, person: Person, password: str = PASSWORD, *, shared: bool = False) -> str:
        """Only the password: the token."""
        return self.accounts.sign_in(person.name, password, NETWORK, shared=shared)

    def enter(self, person: Person, *, shared: bool = False) -> str:
        """Signed in, with the second factor where there is one: the token."""
        token = self.half(person, shared=shared)
        if person.secret:
            token = self.accounts.second_factor(token, self.digits(person), NETWORK)
        return token

    def now(self, person: Person) -> Account:
        """The account as it stands in the database."""
        with store.looking(self.engine) as session:
            row = store.by_id(session, person.account.id)
            assert row is not None
            return store.account_of(row)

    def inside(self, token: str) -> bool:
        found = self.accounts.who(token)
        return found is not None and found[1].complete


def word_of(call: Any, *given: Any, **named: Any) -> str:
    """The word with which something is refused; "" when it is not."""
    try:
        call(*given, **named)
    except Refused as refused:
        return refused.word
    return ""


@dataclass
class Browser:
    """A browser with a token, that fills in forms as ours does."""

    client: FlaskClient
    token: str = ""

    @classmethod
    def on(cls, app: Flask, token: str = "") -> Browser:
        client = app.test_client()
        if token:
            client.set_cookie("guides", token)
        return cls(client, token)

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(path, **more)

    def post(self, path: str, **fields: Any) -> TestResponse:
        cookie = self.client.get_cookie("guides")
        proof = {"form_token": form_token(cookie.value)} if cookie else {}
        return self.client.post(path, data={**proof, **fields})
