"""Signing in and out, inviting, dismissing. Each act is one transaction, with its audit entry."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from guides.accounts import factor, passwords, store
from guides.accounts.domain import (
    INVITATION,
    SECOND_FACTOR,
    SKEW,
    Account,
    Organisation,
    Refused,
    Role,
    SignIn,
    State,
)
from guides.accounts.guesses import Guesses
from guides.storage.engine import Engine, Session, saving

Act = Literal[
    "signed-in", "sign-in-refused", "signed-out", "invited", "dismissed", "role-changed",
    "created", "changed",
]  # fmt: skip
KEPT = timedelta(days=7)
"""So long stand rows of what is over: sign-ins, codes, guesses."""
SEEN_AGAIN = timedelta(seconds=20)
"""Who was seen a moment ago is not written down for every page."""
MOST_LETTERS, MOST_LETTERS_OF_ORGANISATION = 60, 120


@dataclass(frozen=True, slots=True)
class Walls:
    """What the safe does for accounts: sealing secrets, names that say nothing, the audit log."""

    seal: Callable[[int, str], str]
    """Seals an authenticator's secret, for an account."""
    unseal: Callable[[int, str], str]
    blind: Callable[[str], str]
    """A keyed hash: the same text always gives the same, and nobody can guess backwards."""
    note: Callable[[Session, int | None, int | None, Act, int | None], None]
    """Writes the audit: organisation, who, what, about which account."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """Everything about accounts, on one database, at the server's clock."""

    engine: Engine
    walls: Walls
    now: Callable[[], datetime]

    @property
    def guesses(self) -> Guesses:
        return Guesses(self.walls.blind, self.now)

    # Signing in ----------------------------------------------------------------------------

    def sign_in(self, name: str, password: str, network: str, *, shared: bool = False) -> str:
        """Check a name and a password; the token of a new signed-in browser.

        Raises:
            Refused: ``sign-in-wrong`` for any wrong pair, ``sign-in-wait`` after too many.
        """
        what = _name(store.key_of(name))
        with saving(self.engine) as session:
            self.guesses.take(session, what, network)
            row = store.by_name(session, name)
            org, account = (row.org, row.id) if row else (None, None)
            kept = row.password if row and row.state == "active" else passwords.nobody()
        right = passwords.fits(password, kept)  # outside: nobody waits while this takes its time
        with saving(self.engine) as session:
            row = store.by_id(session, account, hold=True) if account and right else None
            if row is not None and row.state == "active" and row.password == kept:
                self.guesses.right(session, what, network)
                return self._begin(session, row, shared=shared)
            self.walls.note(session, org, None, "sign-in-refused", account)
        raise Refused("sign-in-wrong")

    def _begin(self, session: Session, row: store.AccountRow, *, shared: bool) -> str:
        now = self.now()
        store.sweep(session, now - KEPT)
        token, whole = secrets.token_urlsafe(32), not row.factor
        store.begin(session, digest(token), row.id, now, shared=shared, complete=whole)
        if whole:
            self.walls.note(session, row.org, row.id, "signed-in", row.id)
        return token

    def second_factor(self, token: str, code: str, network: str) -> str:
        """Check the six digits, or a recovery code; the token of the whole sign-in.

        The token changes, so that one that was seen before the second factor is worth nothing.

        Raises:
            Refused: ``factor-wrong``, ``sign-in-wait``, ``signed-out``.
        """
        with saving(self.engine) as session:
            half, row = self._half(session, token)
            self.guesses.take(session, f"factor {row.id}", network)
        with saving(self.engine) as session:
            half, row = self._half(session, token)
            fits = self._code_fits(session, row, code)
            if fits and store.end(session, half.id, row.id):
                self.guesses.right(session, f"factor {row.id}", network)
                new, now = secrets.token_urlsafe(32), self.now()
                store.begin(session, digest(new), row.id, now, shared=half.shared, complete=True)
                self.walls.note(session, row.org, row.id, "signed-in", row.id)
                return new
            self.walls.note(session, row.org, None, "sign-in-refused", row.id)
        raise Refused("factor-wrong")

    def _half(self, session: Session, token: str) -> tuple[SignIn, store.AccountRow]:
        """A sign-in that waits for its second factor."""
        found = store.signed_in(session, digest(token))
        row = store.by_id(session, found.account, hold=True) if found else None
        half = store.sign_in_of(found) if found else None
        if half is None or row is None or half.complete or half.over(self.now()):
            raise Refused("signed-out")
        if row.state != "active" or not row.factor:
            raise Refused("signed-out")
        return half, row

    def _code_fits(self, session: Session, row: store.AccountRow, code: str) -> bool:
        step = factor.step_of(self.walls.unseal(row.id, row.factor), code, self.now())
        if step is not None:
            return store.use_step(session, row.id, step)
        return store.use_recovery(session, row.id, factor.hashed(code))

    def who(self, token: str) -> tuple[Account, SignIn] | None:
        """Who is signed in with a token, if anybody (still) is. Notes that they were seen."""
        now = self.now()
        with store.looking(self.engine) as session:
            row = store.signed_in(session, digest(token))
            found = store.sign_in_of(row) if row else None
            owner = store.by_id(session, found.account) if found else None
            account = store.account_of(owner) if owner else None
        if found is None or account is None:
            return None
        if account.state != "active" or found.over(now):
            with saving(self.engine) as session:
                store.end(session, found.id, account.id)
            return None
        if now - found.seen > SEEN_AGAIN:
            with saving(self.engine) as session:
                if not store.touch(session, found.id, now):
                    return None  # it was ended at this moment, and stays so
        return account, found

    def sign_out(self, token: str) -> None:
        """End a signed-in browser. Its token is worth nothing from now on, wherever it is."""
        with saving(self.engine) as session:
            row = store.signed_in(session, digest(token))
            account = store.by_id(session, row.account) if row else None
            if row is not None and account is not None:
                self._end(session, account.id, account.org, row.id)

    def sign_ins(self, account: Account) -> list[SignIn]:
        """Where an account is signed in, newest first."""
        with store.looking(self.engine) as session:
            now = self.now()
            return [s for s in store.sign_ins_of(session, account.id) if not s.over(now)]

    def end(self, account: Account, sign_in: int) -> None:
        """End one of one's own signed-in browsers."""
        with saving(self.engine) as session:
            self._end(session, account.id, account.org, sign_in)

    def _end(self, session: Session, account: int, org: int | None, sign_in: int) -> None:
        if store.end(session, sign_in, account):
            self.walls.note(session, org, account, "signed-out", account)

    def prove(self, token: str, password: str, network: str) -> None:
        """Give the password again, for a page that can do harm.

        Raises:
            Refused: ``sign-in-wrong``, ``sign-in-wait``, ``signed-out``.
        """
        with saving(self.engine) as session:
            row = store.signed_in(session, digest(token))
            owner = store.by_id(session, row.account) if row else None
            if row is None or owner is None or store.sign_in_of(row).over(self.now()):
                raise Refused("signed-out")
            self.guesses.take(session, _name(owner.key), network)
        right = passwords.fits(password, owner.password)
        with saving(self.engine) as session:
            if right and store.prove(session, row.id, self.now()):
                self.guesses.right(session, _name(owner.key), network)
                return
            self.walls.note(session, owner.org, None, "sign-in-refused", owner.id)
        raise Refused("sign-in-wrong")

    # Invitations ---------------------------------------------------------------------------

    def invite(self, by: Account, name: str, role: Role, org: int | None) -> str:
        """A new account, and the code that is handed over face to face.

        Raises:
            Refused: ``not-yours``, ``name-taken``, ``name-wrong``, ``organisation-wrong``.
        """
        if not by.may_invite(role):
            raise Refused("not-yours")
        home = org if by.role == "site" else by.org
        with saving(self.engine) as session:
            if role != "site" and (home is None or store.organisation(session, home) is None):
                raise Refused("organisation-wrong")
            return self._new(session, by.id, None if role == "site" else home, name, role)

    def _new(
        self, session: Session, by: int | None, home: int | None, name: str, role: Role
    ) -> str:
        shown, key = store.shown(name), store.key_of(name)
        fits = len(shown) >= 2 and max(len(shown), len(key)) <= MOST_LETTERS
        if not fits or not shown.isprintable():
            raise Refused("name-wrong")
        if store.by_name(session, name) is not None:
            raise Refused("name-taken")
        row = store.add_account(session, home, name, role)
        if row is None:
            raise Refused("name-taken")
        code = self._code(session, row.id)
        self.walls.note(session, home, by, "invited", row.id)
        return code

    def reset(self, by: Account, account: int) -> str:
        """A code with which the owner chooses a new password. The second factor stays.

        Wherever the account is signed in, that ends now. Until the code is used, the old password
        opens it, and its owner reads there that a code was made.

        Raises:
            Refused: ``not-yours``.
        """
        with saving(self.engine) as session:
            row = self._manageable(session, by, account)
            store.end_all(session, row.id)
            code = self._code(session, row.id)
            self.walls.note(session, row.org, by.id, "invited", row.id)
            return code

    def _code(self, session: Session, account: int) -> str:
        code = "-".join(factor.word(4) for _ in range(4))
        store.invite(session, account, factor.hashed(code), self.now() + INVITATION)
        return code

    def _manageable(self, session: Session, by: Account, account: int) -> store.AccountRow:
        """The row of an account that ``by`` may manage. Others are as if they were not there."""
        row = store.by_id(session, account, hold=True)
        if row is None or row.state == "dismissed" or not by.may_manage(store.account_of(row)):
            raise Refused("not-yours")
        return row

    def code_made_for(self, account: Account) -> bool:
        """Whether somebody has made a code for an account that was not used yet."""
        with store.looking(self.engine) as session:
            return self._good(store.invited_until(session, account.id))

    def _good(self, until: datetime | None) -> bool:
        """A code's time. After a clock was set back nobody can say how old it is."""
        now = self.now()
        return until is not None and now <= until <= now + INVITATION + SKEW

    def join(self, code: str, password: str, organisation: str = "") -> Account:
        """Choose a password with a code. The code is good once; other browsers are signed out.

        Raises:
            Refused: ``code-wrong``, or what is wrong with the password.
        """
        hashed = factor.hashed(code)
        with store.looking(self.engine) as session:
            found = store.find_invitation(session, hashed)
            row = store.by_id(session, found[0]) if found and self._good(found[1]) else None
            owner = store.account_of(row) if row else None
        if owner is None:
            raise Refused("code-wrong")
        if fault := passwords.fault_of(password, owner.name, *organisation.split()):
            raise Refused(fault)
        chosen = passwords.hash_password(password)  # outside: nobody waits for it
        with saving(self.engine) as session:
            row = store.by_id(session, owner.id, hold=True)
            if row is None or row.state == "dismissed" or not store.use_invitation(session, hashed):
                raise Refused("code-wrong")
            row.password, row.state = chosen, "active"
            store.end_all(session, row.id)
            self.walls.note(session, row.org, row.id, "changed", row.id)
            return store.account_of(row)

    # Second factor -------------------------------------------------------------------------

    def needs_factor(self, account: Account) -> bool:
        """Whether a role that can do harm has no authenticator yet: then only that page opens."""
        return account.role in SECOND_FACTOR and not account.second_factor

    def set_factor(self, account: Account, secret: str, code: str, here: int = 0) -> list[str]:
        """Take an authenticator, once it has shown a right code. Answers with recovery codes.

        Other browsers than ``here`` are signed out.

        Raises:
            Refused: ``factor-wrong``, ``signed-out``.
        """
        good = factor.is_secret(secret)
        step = factor.step_of(secret, code, self.now()) if good else None
        if step is None:
            raise Refused("factor-wrong")
        codes = factor.recovery_codes()
        with saving(self.engine) as session:
            row = store.by_id(session, account.id, hold=True)
            if row is None or row.state != "active":
                raise Refused("signed-out")
            row.factor, row.factor_step = self.walls.seal(account.id, secret), step
            store.end_all(session, account.id, but=here)
            store.keep_recovery(session, account.id, [factor.hashed(code) for code in codes])
            self.walls.note(session, account.org, account.id, "changed", account.id)
        return codes

    # People --------------------------------------------------------------------------------

    def people(self, by: Account) -> list[Account]:
        """The accounts that somebody looks after, and their own."""
        with store.looking(self.engine) as session:
            site = by.role == "site"
            found = store.every_account(session) if site else store.accounts_of(session, by.org)
            return [one for one in found if by.may_manage(one) or one.id == by.id]

    def dismiss(self, by: Account, account: int) -> None:
        """End an account, with every signed-in browser, at once.

        Raises:
            Refused: ``not-yours``.
        """
        with saving(self.engine) as session:
            row = self._manageable(session, by, account)
            row.state, row.password, row.factor = "dismissed", "", ""
            store.end_all(session, row.id)
            store.keep_recovery(session, row.id, [])
            store.take_back_invitation(session, row.id)
            self.walls.note(session, row.org, by.id, "dismissed", row.id)

    def counted(self) -> list[tuple[str, list[tuple[tuple[Role, State], int]]]]:
        """Organisations, with how many accounts of each role and state they have."""
        with store.looking(self.engine) as session:
            everybody = store.every_account(session)
            homes = [(None, "This site"), *((o.id, o.name) for o in store.organisations(session))]
        counts = [
            (name, Counter((a.role, a.state) for a in everybody if a.org == org))
            for org, name in homes
        ]
        return [(name, sorted(counted.items())) for name, counted in counts]

    def organisations(self) -> list[Organisation]:
        with store.looking(self.engine) as session:
            return store.organisations(session)

    def found(self, organisation: str, name: str, role: Role) -> str:
        """The first account of an organisation, or of the server, from the command line: a code.

        Raises:
            Refused: ``name-taken``, ``name-wrong``, ``organisation-wrong``.
        """
        home, called = None, store.shown(organisation)
        with saving(self.engine) as session:
            if role != "site":
                if not 2 <= len(called) <= MOST_LETTERS_OF_ORGANISATION or not called.isprintable():
                    raise Refused("organisation-wrong")
                known = store.organisation_named(session, called)
                home = (known or store.add_organisation(session, called)).id
            return self._new(session, None, home, name, role)


def _name(key: str) -> str:
    """What is guessed at when a password is."""
    return f"name {key}"


def digest(token: str) -> str:
    """A token as it is kept: who reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def form_token(token: str, purpose: str = "form") -> str:
    """What a form of a signed-in browser carries, so that no other site can send it."""
    return hmac.new(token.encode(), purpose.encode(), hashlib.sha256).hexdigest()
