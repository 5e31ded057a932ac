"""Tables of accounts. Every query that is about an organisation goes through :func:`within`."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, Select, and_, case, delete, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String

from guides.accounts.domain import Account, Organisation, Role, SignIn, State
from guides.storage.engine import Base, Engine, insert_into, reading
from guides.storage.moments import Moment

S = TypeVar("S", bound="Select[Any]")
LARGEST_ID = 2**31 - 1


class OrganisationRow(Base):
    __tablename__ = "organisation"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)


class AccountRow(Base):
    """Somebody who signs in: a name to sign in with, which need not be a person's."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    org: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    key: Mapped[str] = mapped_column(String(60), unique=True)
    """The name as it is compared: capitals and spaces do not matter."""
    role: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    password: Mapped[str] = mapped_column(String(200))
    factor: Mapped[str] = mapped_column(String(300))
    """Secret of the authenticator, sealed; empty when there is none."""
    factor_step: Mapped[int]
    """The last time step whose code was used: a code counts once."""


class RecoveryRow(Base):
    __tablename__ = "recovery_code"

    account: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), primary_key=True)


class SignInRow(Base):
    """A signed-in browser. The token is in the browser; here is its hash."""

    __tablename__ = "sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    account: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    began: Mapped[datetime] = mapped_column(Moment)
    seen: Mapped[datetime] = mapped_column(Moment)
    shared: Mapped[bool]
    complete: Mapped[bool]
    proved: Mapped[datetime | None] = mapped_column(Moment)


class InvitationRow(Base):
    """A code that was given face to face. It lets its owner choose a password, once."""

    __tablename__ = "invitation"

    account: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64), unique=True)
    until: Mapped[datetime] = mapped_column(Moment)


class ThrottleRow(Base):
    """Guesses, by a keyed hash of what was guessed and where from. They slow, never lock.

    ``until`` is the end of a wait; for a network that is known, the day on which it is forgotten.
    """

    __tablename__ = "throttle"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    wrong: Mapped[int]
    until: Mapped[datetime] = mapped_column(Moment)


def within(rows: S, org_column: Any, org: int | None) -> S:
    """Only what belongs to an organisation. What belongs to another is as if it were not there."""
    return rows.where(org_column == org) if org is not None else rows.where(org_column.is_(None))


def key_of(name: str) -> str:
    """A name as it is compared: the same letters, however they were typed."""
    return unicodedata.normalize("NFKC", shown(name)).casefold()


def shown(name: str) -> str:
    """A name as it is kept and shown."""
    return unicodedata.normalize("NFKC", " ".join(name.split()))


@contextmanager
def looking(engine: Engine) -> Iterator[Session]:
    """A session that only reads: waits for nobody who writes."""
    with reading(engine) as connection, Session(connection) as session:
        yield session


def account_of(row: AccountRow) -> Account:
    role: Role = row.role  # type: ignore[assignment]
    state: State = row.state  # type: ignore[assignment]
    return Account(row.id, row.org, row.name, role, state, bool(row.factor))


def sign_in_of(row: SignInRow) -> SignIn:
    return SignIn(row.id, row.account, row.began, row.seen, row.shared, row.complete, row.proved)


# Organisations and accounts ------------------------------------------------------------------


def add_organisation(session: Session, name: str) -> Organisation:
    row = OrganisationRow(name=name)
    session.add(row)
    session.flush()
    return Organisation(row.id, row.name)


def organisations(session: Session) -> list[Organisation]:
    rows = session.scalars(select(OrganisationRow).order_by(OrganisationRow.name))
    return [Organisation(row.id, row.name) for row in rows]


def organisation(session: Session, org: int) -> Organisation | None:
    row = session.get(OrganisationRow, org) if 0 < org <= LARGEST_ID else None
    return Organisation(row.id, row.name) if row else None


def organisation_named(session: Session, name: str) -> Organisation | None:
    row = session.scalar(select(OrganisationRow).where(OrganisationRow.name == name))
    return Organisation(row.id, row.name) if row else None


def add_account(session: Session, org: int | None, name: str, role: Role) -> AccountRow | None:
    """A new account; None when somebody else has taken the name at this moment."""
    row = AccountRow(
        org=org, name=shown(name), key=key_of(name), role=role, state="invited",
        password="", factor="", factor_step=0,
    )  # fmt: skip
    session.add(row)
    try:
        session.flush()
    except IntegrityError:
        session.rollback()
        return None
    return row


def dismissed(session: Session) -> list[int]:
    """Numbers of the accounts that were ended."""
    return list(session.scalars(select(AccountRow.id).where(AccountRow.state == "dismissed")))


def by_name(session: Session, name: str) -> AccountRow | None:
    return session.scalar(select(AccountRow).where(AccountRow.key == key_of(name)))


def by_id(session: Session, account: int, *, hold: bool = False) -> AccountRow | None:
    """An account. With ``hold``, nobody else can change it until this transaction is over."""
    if not 0 < account <= LARGEST_ID:
        return None
    return session.get(AccountRow, account, with_for_update=hold or None)


def accounts_of(session: Session, org: int | None) -> list[Account]:
    rows = within(select(AccountRow), AccountRow.org, org).order_by(AccountRow.name)
    return [account_of(row) for row in session.scalars(rows)]


def every_account(session: Session) -> list[Account]:
    return [account_of(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.id))]


# Second factor -------------------------------------------------------------------------------


def use_step(session: Session, account: int, step: int) -> bool:
    """Take a time step for an account. False when it, or a later one, was taken before."""
    taken = session.execute(
        update(AccountRow)
        .where(AccountRow.id == account, AccountRow.factor_step < step)
        .values(factor_step=step)
    )
    return bool(taken.rowcount)  # type: ignore[attr-defined]


def keep_recovery(session: Session, account: int, hashes: list[str]) -> None:
    session.execute(delete(RecoveryRow).where(RecoveryRow.account == account))
    session.add_all(RecoveryRow(account=account, hash=each) for each in hashes)


def use_recovery(session: Session, account: int, hashed: str) -> bool:
    gone = session.execute(
        delete(RecoveryRow).where(RecoveryRow.account == account, RecoveryRow.hash == hashed)
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]


# Signed-in browsers --------------------------------------------------------------------------


def begin(
    session: Session, token: str, account: int, now: datetime, *, shared: bool, complete: bool
) -> None:
    session.add(
        SignInRow(
            token=token, account=account, began=now, seen=now, shared=shared, complete=complete,
            proved=now if complete else None,
        )
    )  # fmt: skip
    session.flush()


def signed_in(session: Session, token: str) -> SignInRow | None:
    return session.scalar(select(SignInRow).where(SignInRow.token == token))


def sign_ins_of(session: Session, account: int) -> list[SignIn]:
    rows = select(SignInRow).where(SignInRow.account == account).order_by(SignInRow.seen.desc())
    return [sign_in_of(row) for row in session.scalars(rows)]


def touch(session: Session, sign_in: int, now: datetime) -> bool:
    """Note that somebody was seen. False when it has ended meanwhile: that stays so."""
    lives = or_(SignInRow.complete, SignInRow.proved.is_(None))
    row = update(SignInRow).where(SignInRow.id == sign_in, lives)
    seen = session.execute(row.values(seen=now))
    return bool(seen.rowcount)  # type: ignore[attr-defined]


def end(session: Session, sign_in: int, account: int) -> bool:
    gone = session.execute(
        delete(SignInRow).where(SignInRow.id == sign_in, SignInRow.account == account)
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def close(session: Session, sign_in: int, account: int) -> bool:
    """End one that was whole, so that nothing opens with it; the row still says whose it was."""
    gone = session.execute(
        update(SignInRow)
        .where(SignInRow.id == sign_in, SignInRow.account == account, SignInRow.complete)
        .values(complete=False)
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def closed(session: Session, account: int, since: datetime) -> list[str]:
    """The hashed tokens of an account's sign-ins that were whole, and ended since."""
    ended = and_(SignInRow.complete.is_(False), SignInRow.proved.is_not(None))
    rows = select(SignInRow.token).where(
        SignInRow.account == account, ended, SignInRow.seen >= since
    )
    return list(session.scalars(rows))


def end_all(session: Session, account: int, but: int = 0) -> None:
    session.execute(delete(SignInRow).where(SignInRow.account == account, SignInRow.id != but))


def prove(session: Session, sign_in: int, now: datetime) -> bool:
    """Note that the password was given. False when the sign-in has ended meanwhile."""
    proved = session.execute(update(SignInRow).where(SignInRow.id == sign_in).values(proved=now))
    return bool(proved.rowcount)  # type: ignore[attr-defined]


def sweep(session: Session, before: datetime) -> None:
    """Take away what ended long ago."""
    session.execute(delete(SignInRow).where(SignInRow.began < before))
    session.execute(delete(ThrottleRow).where(ThrottleRow.until < before))
    session.execute(delete(InvitationRow).where(InvitationRow.until < before))


# Invitations ---------------------------------------------------------------------------------


def invite(session: Session, account: int, hashed: str, until: datetime) -> None:
    session.execute(delete(InvitationRow).where(InvitationRow.account == account))
    session.add(InvitationRow(account=account, hash=hashed, until=until))


def use_invitation(session: Session, hashed: str) -> bool:
    """Take a code away. False when somebody else was faster."""
    gone = session.execute(delete(InvitationRow).where(InvitationRow.hash == hashed))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def take_back_invitation(session: Session, account: int) -> None:
    session.execute(delete(InvitationRow).where(InvitationRow.account == account))


def find_invitation(session: Session, hashed: str) -> tuple[int, datetime] | None:
    """The account that a code is for, and until when it is good."""
    row = session.scalar(select(InvitationRow).where(InvitationRow.hash == hashed))
    return (row.account, row.until) if row is not None else None


def invited_until(session: Session, account: int) -> datetime | None:
    row = session.get(InvitationRow, account)
    return row.until if row else None


# Guesses -------------------------------------------------------------------------------------


def count_guess(session: Session, key: str, now: datetime, stale: datetime) -> tuple[int, datetime]:
    """One guess more for a key: how many there are by now, and until when the next must wait.

    Others that count for the same key wait until this transaction is over.
    """
    new = insert_into(session, ThrottleRow).values(key=key, wrong=1, until=now)
    old = ThrottleRow.until < stale
    anew = {
        "wrong": case((old, 1), else_=ThrottleRow.wrong + 1),
        "until": case((old, now), else_=ThrottleRow.until),
    }
    counted = new.on_conflict_do_update(index_elements=["key"], set_=anew)
    row = session.execute(counted.returning(ThrottleRow.wrong, ThrottleRow.until)).one()
    return row.wrong, row.until


def uncount(session: Session, key: str, now: datetime, free: int) -> None:
    """One guess less; a wait that only this one brought about is over."""
    fewer = update(ThrottleRow).where(ThrottleRow.key == key, ThrottleRow.wrong > 0)
    session.execute(fewer.values(wrong=ThrottleRow.wrong - 1))
    session.execute(fewer.where(ThrottleRow.wrong < free).values(until=now))


def until(session: Session, key: str) -> datetime | None:
    return session.scalar(select(ThrottleRow.until).where(ThrottleRow.key == key))


def wait(session: Session, key: str, until: datetime) -> None:
    session.execute(update(ThrottleRow).where(ThrottleRow.key == key).values(until=until))


def forget(session: Session, key: str) -> None:
    session.execute(delete(ThrottleRow).where(ThrottleRow.key == key))


def remember(session: Session, key: str, until: datetime) -> None:
    new = insert_into(session, ThrottleRow).values(key=key, wrong=0, until=until)
    session.execute(new.on_conflict_do_update(index_elements=["key"], set_={"until": until}))
