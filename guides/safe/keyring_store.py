"""The tables of the keyring: a database apart, with backups that are kept much shorter.

What stands here is wrapped by the master key. This file knows nothing of how.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    bindparam,
    delete,
    event,
    func,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.exc import SQLAlchemyError as SQLAlchemyError  # the keyring says it in words
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import String, Text

from guides.safe.domain import Shredded
from guides.storage.engine import insert_into, is_there, open_engine, reading

_LOCK = 0x6B657973
"""Any number that nothing else in the same PostgreSQL database locks."""


class KeyringBase(DeclarativeBase):
    """The tables of the keyring, apart from those of the core."""


class CheckRow(KeyringBase):
    """One row: which master key this keyring belongs to, and a text that only that key opens."""

    __tablename__ = "keyring_check"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    master: Mapped[str] = mapped_column(String(8))
    locked: Mapped[str] = mapped_column(Text)


class DataKeyRow(KeyringBase):
    """The wrapped key of one owner's words."""

    __tablename__ = "keyring_data_key"

    org: Mapped[str] = mapped_column(String(40), primary_key=True)
    owner: Mapped[str] = mapped_column(String(100), primary_key=True)
    master: Mapped[str] = mapped_column(String(8))
    wrapped: Mapped[str] = mapped_column(Text)


class PurposeKeyRow(KeyringBase):
    """A wrapped key of the whole installation that must outlive its master key."""

    __tablename__ = "keyring_purpose_key"

    purpose: Mapped[str] = mapped_column(String(20), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    master: Mapped[str] = mapped_column(String(8))
    wrapped: Mapped[str] = mapped_column(Text)


class ShreddedRow(KeyringBase):
    """Whose key was destroyed: an id and a day, nothing else."""

    __tablename__ = "keyring_shredded"

    org: Mapped[str] = mapped_column(String(40), primary_key=True)
    owner: Mapped[str] = mapped_column(String(100), primary_key=True)
    day: Mapped[date]


class OtherMaster(Exception):
    """The keyring belongs to another master key, whose id is the argument."""


class IsShredded(Exception):
    """The key of this owner was destroyed."""


Wrapped = tuple[str, str, str]
"""Of a data key: organisation, owner, wrapped key."""
Numbered = tuple[str, int, str]
"""Of a purpose's key: purpose, number, wrapped key."""


def open_keyring(url: str) -> Engine:
    """An engine for the keyring. SQLite overwrites there what is deleted."""
    engine = open_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _forget_what_is_deleted)
    return engine


def _forget_what_is_deleted(connection: Any, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA secure_delete=ON")


def is_made(engine: Engine) -> bool:
    """Whether there is a keyring. Looking makes none."""
    if not is_there(engine):
        return False
    with reading(engine) as connection:
        return inspect(connection).has_table(CheckRow.__tablename__)


def make(engine: Engine, master: str, locked: str, purposes: Sequence[Numbered]) -> bool:
    """Make the tables and say whose they are. False when somebody else was first."""
    if engine.dialect.name == "sqlite":
        Path(str(engine.url.database)).touch(mode=0o600)
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        KeyringBase.metadata.create_all(connection)
        if connection.execute(select(CheckRow.id)).first():
            return False
        _add(connection, CheckRow, {"id": 1, "master": master, "locked": locked})
        for purpose, number, wrapped in purposes:
            _add_purpose(connection, master, purpose, number, wrapped)
    return True


def whose(engine: Engine) -> tuple[str, str]:
    """Id of the master key, and the locked text."""
    with reading(engine) as connection:
        row = connection.execute(select(CheckRow.master, CheckRow.locked)).one()
    return row.master, row.locked


def data_key(engine: Engine, master: str, org: str, owner: str) -> str | None:
    """The wrapped key of this owner, or None when there never was one.

    Raises:
        OtherMaster: when it was wrapped by another key meanwhile.
        IsShredded: when it was destroyed.
    """
    with reading(engine) as connection:
        return _data_key(connection, master, org, owner)


def _data_key(connection: Connection, master: str, org: str, owner: str) -> str | None:
    of = (DataKeyRow.org == org, DataKeyRow.owner == owner)
    row = connection.execute(select(DataKeyRow.master, DataKeyRow.wrapped).where(*of)).first()
    if row is not None:
        if row.master != master:
            raise OtherMaster(row.master)
        return str(row.wrapped)
    gone = (ShreddedRow.org == org, ShreddedRow.owner == owner)
    if connection.execute(select(ShreddedRow.day).where(*gone)).first():
        raise IsShredded
    return None


def data_keys_of(engine: Engine, master: str, org: str, owners: Sequence[str]) -> dict[str, str]:
    """The wrapped keys of those of these owners who have one. Raises OtherMaster."""
    found: dict[str, str] = {}
    with reading(engine) as connection:
        for at in range(0, len(owners), 500):  # a database takes so many values and no more
            some = DataKeyRow.owner.in_(owners[at : at + 500])
            chosen = select(DataKeyRow).where(DataKeyRow.org == org, some)
            for row in connection.execute(chosen):
                if row.master != master:
                    raise OtherMaster(row.master)
                found[row.owner] = row.wrapped
    return found


def add_data_key(engine: Engine, master: str, org: str, owner: str, wrapped: str) -> str:
    """Keep a new key, unless there is one by now. Returns the wrapped key that holds.

    The row that says whose the keyring is stays locked meanwhile: a worker that still has the old
    master key cannot slip a key in while it is being changed, or afterwards.
    """
    with engine.begin() as connection:
        now = connection.execute(select(CheckRow.master).with_for_update(read=True)).scalar_one()
        if now != master:
            raise OtherMaster(now)
        there = _data_key(connection, master, org, owner)
        if there is not None:
            return there
        _add(
            connection,
            DataKeyRow,
            {"org": org, "owner": owner, "master": master, "wrapped": wrapped},
        )
        # Another may have been a moment faster: then theirs is the key.
        return _data_key(connection, master, org, owner) or wrapped


def _add(connection: Connection, table: type[KeyringBase], row: dict[str, object]) -> None:
    connection.execute(insert_into(connection, table).values(**row).on_conflict_do_nothing())


def _add_purpose(
    connection: Connection, master: str, purpose: str, number: int, wrapped: str
) -> None:
    row = {"purpose": purpose, "number": number, "master": master, "wrapped": wrapped}
    _add(connection, PurposeKeyRow, row)


def purpose_keys(engine: Engine, purpose: str) -> list[Numbered]:
    """The keys of a purpose, oldest first."""
    with reading(engine) as connection:
        return [key for key in _purpose_keys(connection) if key[0] == purpose]


def _purpose_keys(connection: Connection) -> list[Numbered]:
    row = PurposeKeyRow
    query = select(row.purpose, row.number, row.wrapped).order_by(row.purpose, row.number)
    return [(r.purpose, r.number, r.wrapped) for r in connection.execute(query)]


def data_keys(engine: Engine) -> list[Wrapped]:
    """All of them, for checking."""
    with reading(engine) as connection:
        return _data_keys(connection)


def _data_keys(connection: Connection) -> list[Wrapped]:
    rows = connection.execute(select(DataKeyRow.org, DataKeyRow.owner, DataKeyRow.wrapped))
    return [(row.org, row.owner, row.wrapped) for row in rows]


def shred(engine: Engine, org: str, owner: str, on: date) -> None:
    """Destroy a key and note it. Doing it again changes nothing, and keeps the first day."""
    with engine.begin() as connection:
        # Whoever adds a key at this moment is before us or after us, never beside us.
        connection.execute(select(CheckRow.master).with_for_update()).scalar_one()
        connection.execute(
            delete(DataKeyRow).where(DataKeyRow.org == org, DataKeyRow.owner == owner)
        )
        _add(connection, ShreddedRow, {"org": org, "owner": owner, "day": on})
    _empty_journal(engine)


def _empty_journal(engine: Engine) -> None:
    """SQLite's journal still holds old pages until it is emptied; that waits for who reads there.

    Raises:
        TimeoutError: when somebody does not stop reading. The key is gone, its bytes may not be.
    """
    if engine.dialect.name != "sqlite":
        return
    raw = engine.raw_connection()  # outside any transaction
    try:
        cursor = raw.cursor()
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        cursor.close()
    finally:
        raw.close()
    if busy:
        raise TimeoutError


def shredded(engine: Engine) -> tuple[Shredded, ...]:
    """Everybody whose key was destroyed, oldest first."""
    row = ShreddedRow
    with reading(engine) as connection:
        rows = connection.execute(select(row).order_by(row.day, row.org, row.owner))
        return tuple(Shredded(r.org, r.owner, r.day) for r in rows)


def counts(engine: Engine) -> tuple[int, int]:
    """How many data keys there are, and how many were destroyed."""
    with reading(engine) as connection:
        keys = connection.execute(select(func.count()).select_from(DataKeyRow)).scalar_one()
        gone = connection.execute(select(func.count()).select_from(ShreddedRow)).scalar_one()
    return keys, gone


def rewrap(
    engine: Engine,
    old: str,
    new: tuple[str, str],
    data: Callable[[Wrapped], str],
    purpose: Callable[[Numbered], str],
    fresh: Callable[[str, int], str],
) -> int:
    """Wrap every key anew, in one transaction, and begin a new key of each purpose.

    ``new`` is the id of the new master key and the text that only it opens. Returns how many data
    keys there are.

    Raises:
        OtherMaster: when the keyring does not belong to the master key ``old``.
    """
    master, locked = new
    with engine.begin() as connection:
        now = connection.execute(select(CheckRow.master).with_for_update()).scalar_one()
        if now != old:
            raise OtherMaster(now)
        found = _data_keys(connection)
        if found:
            connection.execute(
                update(DataKeyRow.__table__)  # type: ignore[arg-type]
                .where(DataKeyRow.org == bindparam("of"), DataKeyRow.owner == bindparam("whose"))
                .values(master=master, wrapped=bindparam("anew")),
                [
                    {"of": org, "whose": owner, "anew": data((org, owner, w))}
                    for org, owner, w in found
                ],
            )
        last: dict[str, int] = {}
        for kept in _purpose_keys(connection):
            connection.execute(
                update(PurposeKeyRow)
                .where(PurposeKeyRow.purpose == kept[0], PurposeKeyRow.number == kept[1])
                .values(master=master, wrapped=purpose(kept))
            )
            last[kept[0]] = kept[1]
        for name, number in last.items():
            _add_purpose(connection, master, name, number + 1, fresh(name, number + 1))
        connection.execute(update(CheckRow).values(master=master, locked=locked))
    _empty_journal(engine)  # what the old key opens goes
    return len(found)
