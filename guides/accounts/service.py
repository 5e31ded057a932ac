"""Signing in and out, and the second factor. Each act is one transaction, with its audit entry."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from guides.accounts import factor, passwords, store
from guides.accounts.domain import (
    RESUMED,
    SECOND_FACTOR,
    Account,
    Refused,
    SignIn,
)
from guides.accounts.guesses import Guesses
from guides.accounts.walls import Walls
from guides.retention.service import Going, Holding
from guides.storage.engine import Engine, Session, saving

KEPT = timedelta(days=7)
"""So long stand rows of what is over: sign-ins, codes, guesses."""
SEEN_AGAIN = timedelta(seconds=20)
"""Who was seen a moment ago is not written down for every page."""


def _due(session: Session, now: datetime) -> list[Going]:
    store.sweep(session, now - KEPT)
    return []


def dismissed(session: Session) -> list[int]:
    """The accounts of those who are no longer here."""
    return store.dismissed(session)


HOLDING = Holding(
    "accounts",
    ("organisation", "account", "recovery_code", "sign_in", "invitation", "throttle"),
    due=_due,
)


@dataclass(frozen=True, slots=True)
class Accounts:
    """Signing in to accounts, on one database, at the server's clock."""

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
                if account.state != "active" or not (found.complete or found.ended):
                    store.end(session, found.id, account.id)
                else:
                    store.close(session, found.id, account.id)
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

    def whose(self, token: str) -> Account | None:
        """Whose browser this was, when its sign-in ended by itself and its row still stands."""
        with store.looking(self.engine) as session:
            row = store.signed_in(session, digest(token))
            found = store.sign_in_of(row) if row else None
            owner = store.by_id(session, found.account) if found else None
        if found is None or owner is None or owner.state != "active" or not found.ended:
            return None
        return store.account_of(owner)

    def give_way(self, token: str) -> None:
        """Somebody signs in where somebody was: that ends, as far as anything opens with it."""
        with saving(self.engine) as session:
            row = store.signed_in(session, digest(token))
            account = store.by_id(session, row.account) if row else None
            if row is None or account is None or store.sign_in_of(row).ended:
                return
            if store.close(session, row.id, account.id):
                self.walls.note(session, account.org, account.id, "signed-out", account.id)
            else:
                self._end(session, account.id, account.org, row.id)

    def is_form_of(self, account: Account, sent: str) -> bool:
        """Whether a form was made in a sign-in of this account that ended a while ago.

        So a tab that was left open can still save, once its owner has signed in again.
        """
        with store.looking(self.engine) as session:
            ended = store.closed(session, account.id, self.now() - RESUMED)
        tokens = [_form_token(hashed, "form") for hashed in ended]
        return any(
            hmac.compare_digest(sent.encode("utf-8", "replace"), token.encode()) for token in tokens
        )

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


def _name(key: str) -> str:
    """What is guessed at when a password is."""
    return f"name {key}"


def digest(token: str) -> str:
    """A token as it is kept: who reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def form_token(token: str, purpose: str = "form") -> str:
    """What a form of a signed-in browser carries, so that no other site can send it."""
    return _form_token(digest(token), purpose)


def _form_token(hashed: str, purpose: str) -> str:
    """Made from the token as it is kept, so that a form can be known when its sign-in is over."""
    return hmac.new(hashed.encode(), purpose.encode(), hashlib.sha256).hexdigest()
