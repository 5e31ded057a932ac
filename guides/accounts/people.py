"""Whom there is an account for: inviting, changing, dismissing. Each act is one transaction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from guides.accounts import factor, passwords, store
from guides.accounts.domain import (
    INVITATION,
    SKEW,
    Account,
    Organisation,
    Refused,
    Role,
    State,
)
from guides.accounts.walls import Walls
from guides.storage.engine import Engine, Session, saving

MOST_LETTERS, MOST_LETTERS_OF_ORGANISATION = 60, 120


@dataclass(frozen=True, slots=True)
class People:
    """The accounts of all organisations, each managed by its own people only."""

    engine: Engine
    walls: Walls
    now: Callable[[], datetime]

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
        code = "-".join(factor.letters(4) for _ in range(4))
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

    # People --------------------------------------------------------------------------------

    def people(self, by: Account) -> list[Account]:
        """The accounts that somebody looks after, and their own."""
        with store.looking(self.engine) as session:
            site = by.role == "site"
            found = store.every_account(session) if site else store.accounts_of(session, by.org)
            return [one for one in found if by.may_manage(one) or one.id == by.id]

    def names(self, by: Account) -> dict[int, str]:
        """What those are called who work, or worked, in somebody's own organisation."""
        if by.org is None:
            return {}
        with store.looking(self.engine) as session:
            return {one.id: one.name for one in store.accounts_of(session, by.org)}

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

    def change_role(self, by: Account, account: int, role: Role) -> None:
        """Give an account another role in the same organisation. Where it is signed in, that ends.

        Raises:
            Refused: ``not-yours``, also for a role that ``by`` may not invite.
        """
        if not by.may_invite(role) or role == "site":
            raise Refused("not-yours")
        with saving(self.engine) as session:
            row = self._manageable(session, by, account)
            if row.role == role or row.org is None:
                return
            row.role = role
            store.end_all(session, row.id)
            self.walls.note(session, row.org, by.id, "role-changed", row.id)

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


def guides_of(session: Session, org: int) -> list[Account]:
    """The guides of an organisation, by name, with those who have left."""
    return [one for one in store.accounts_of(session, org) if one.role == "guide"]
