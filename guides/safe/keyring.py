"""The keyring: a key for each owner's words, wrapped by the master key.

Destroying one of these keys reaches every copy of what it sealed, also in old backups, because
the keyring's own backups are kept much shorter than the database's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, get_args

from guides.safe import keyring_store as store
from guides.safe.domain import (
    CannotOpen,
    Checked,
    KeyGone,
    Name,
    Purpose,
    SafeWrong,
    Shredded,
)
from guides.safe.fields import DataKey, bind, lock, unlock
from guides.safe.keys import MasterKey
from guides.storage.engine import DatabaseWrong, Engine

KEPT: tuple[Purpose, ...] = ("audit", "pseudonym")
"""Purposes whose keys outlive a master key: what they made before must still be readable."""
_CHECK = b"This keyring belongs to this master key."
_GONE = "This text cannot be opened: its key was destroyed. It is gone for good."
T = TypeVar("T")


def begin(master: MasterKey, url: str) -> None:
    """Make an empty keyring for this master key.

    Raises:
        SafeWrong: when there is one already, or it cannot be made.
    """

    def make(engine: Engine) -> None:
        wrap = master.for_purpose("wrap")
        purposes = [(p, 1, _wrap_purpose(wrap, p, 1, master.for_purpose(p))) for p in KEPT]
        if not store.make(engine, master.id, lock(wrap, _CHECK, _check_bound(master)), purposes):
            raise SafeWrong("There is a keyring already. It was left as it is.")

    _with_engine(url, make)


def is_made(url: str) -> bool:
    """Whether there is a keyring.

    Raises:
        SafeWrong: when nobody can tell.
    """
    return _with_engine(url, store.is_made)


def _with_engine(url: str, do: Callable[[Engine], T]) -> T:
    engine = _open(url)
    try:
        return do(engine)
    except (store.SQLAlchemyError, OSError) as error:
        raise SafeWrong(_unusable(error)) from error
    finally:
        engine.dispose()


def _open(url: str) -> Engine:
    try:
        return store.open_keyring(url)
    except DatabaseWrong as error:
        said = str(error).replace('"database"', '"keyring"').replace("guides.db", "keyring.db")
        raise SafeWrong(said) from error


def _unusable(error: Exception) -> str:
    why = str(getattr(error, "orig", None) or error).strip().partition("\n")[0]
    return f"The keyring cannot be used: {why}. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Keyring:
    """An opened keyring. Safe to share between threads."""

    engine: Engine
    master: MasterKey

    @classmethod
    def open(cls, master: MasterKey, url: str) -> Keyring:
        """The keyring at this URL, if this is the master key it belongs to.

        Raises:
            SafeWrong: when it is not there, cannot be used, or belongs to another master key.
        """
        engine = _open(url)
        try:
            if not store.is_made(engine):
                raise SafeWrong(
                    "There is no keyring. If this installation is new, run "
                    '"guides keys init". If it held something before, put the keyring back '
                    "from its backup: a new one would open nothing of it."
                )
            whose, locked = store.whose(engine)
            if whose != master.id:
                raise SafeWrong(_other_master(whose, master))
            unlock(master.for_purpose("wrap"), locked, _check_bound(master))
        except CannotOpen:
            engine.dispose()
            raise SafeWrong(_other_master("?", master)) from None
        except (store.SQLAlchemyError, OSError) as error:
            engine.dispose()
            raise SafeWrong(_unusable(error)) from error
        except SafeWrong:
            engine.dispose()
            raise
        return cls(engine, master)

    def close(self) -> None:
        self.engine.dispose()

    def key(self, org: Name, owner: str) -> DataKey:
        """The key of this owner.

        Raises:
            KeyGone: when it was destroyed, or there never was one.
        """
        wrapped = self._found(org, owner)
        if wrapped is None:
            raise KeyGone(_GONE)
        return self._unwrapped(str(org), owner, wrapped)

    def keys(self, org: Name, owners: Sequence[str]) -> dict[str, DataKey]:
        """The keys of these owners, asked for at once. Who has none is left out."""
        found = self._words(
            lambda: store.data_keys_of(self.engine, self.master.id, str(org), owners)
        )
        return {o: self._unwrapped(str(org), o, wrapped) for o, wrapped in found.items()}

    def key_for_new(self, org: Name, owner: str) -> DataKey:
        """The key of this owner, made now if there is none.

        Raises:
            KeyGone: when it was destroyed. An owner's name is never used again.
        """
        wrapped = self._found(org, owner)
        if wrapped is None:
            new = _wrap_data(self.master, str(org), owner, DataKey.random().secret)
            wrapped = self._words(
                lambda: store.add_data_key(self.engine, self.master.id, str(org), owner, new)
            )
        return self._unwrapped(str(org), owner, wrapped)

    def _found(self, org: Name, owner: str) -> str | None:
        return self._words(lambda: store.data_key(self.engine, self.master.id, str(org), owner))

    def _words(self, do: Callable[[], T]) -> T:
        try:
            return do()
        except store.OtherMaster as other:
            raise SafeWrong(_other_master(str(other), self.master)) from None
        except store.IsShredded:
            raise KeyGone(_GONE) from None

    def _unwrapped(self, org: str, owner: str, wrapped: str) -> DataKey:
        wrap = self.master.for_purpose("wrap")
        return DataKey(unlock(wrap, wrapped, _data_bound(self.master, org, owner)))

    def purpose_keys(self, purpose: Purpose) -> tuple[bytes, ...]:
        """Keys of a purpose that outlives master keys, oldest first; the last is used for new."""
        wrap = self.master.for_purpose("wrap")
        return tuple(
            unlock(wrap, wrapped, _purpose_bound(name, number))
            for name, number, wrapped in store.purpose_keys(self.engine, purpose)
        )

    def shred(self, org: Name, owner: str, on: date) -> None:
        """Destroy the key of this owner, and note the id and the day.

        Raises:
            TimeoutError: when the key is gone, but old bytes may still be in SQLite's journal,
                because somebody was reading all the time. Do it again.
        """
        store.shred(self.engine, str(org), owner, on)

    def shredded(self) -> tuple[Shredded, ...]:
        """Whose keys were destroyed: to be erased again after a backup was put back."""
        return store.shredded(self.engine)

    def check(self) -> Checked:
        """Try every key."""
        closed = 0
        for org, owner, wrapped in store.data_keys(self.engine):
            try:
                self._unwrapped(org, owner, wrapped)
            except CannotOpen:
                closed += 1
        keys, gone = store.counts(self.engine)
        return Checked(self.master.id, keys, closed, gone)


def rotate(old: MasterKey, new: MasterKey, url: str) -> int | None:
    """Wrap every key with the new master key, in one transaction. Returns how many there are.

    After a crash the keyring belongs to the old key or to the new one, never to both: run it
    again. None when the keyring belongs to the new key already.

    Raises:
        SafeWrong: when the keyring belongs to neither, or a key in it does not open.
    """

    def do(engine: Engine) -> int | None:
        if not store.is_made(engine):
            raise SafeWrong("There is no keyring, so there is nothing to change.")
        if store.whose(engine)[0] == new.id:
            Keyring.open(new, url).close()  # says so if it only looks like it
            return None
        before, after = old.for_purpose("wrap"), new.for_purpose("wrap")

        def data(key: store.Wrapped) -> str:
            org, owner, wrapped = key
            return _wrap_data(
                new, org, owner, unlock(before, wrapped, _data_bound(old, org, owner))
            )

        def purpose(key: store.Numbered) -> str:
            name, number, wrapped = key
            kept = unlock(before, wrapped, _purpose_bound(name, number))
            return _wrap_purpose(after, name, number, kept)

        def fresh(name: str, number: int) -> str:
            return _wrap_purpose(after, name, number, new.for_purpose(_purpose(name)))

        mark = (new.id, lock(after, _CHECK, _check_bound(new)))
        try:
            return store.rewrap(engine, old.id, mark, data, purpose, fresh)
        except store.OtherMaster as other:
            raise SafeWrong(_other_master(str(other), old)) from None
        except CannotOpen:
            raise SafeWrong(
                "A key in the keyring does not open with the old master key, so nothing was "
                'changed. "guides keys check" counts them. Put back a backup of the keyring.'
            ) from None

    return _with_engine(url, do)


def _other_master(whose: str, master: MasterKey) -> str:
    return (
        f"This is the wrong master key: the file holds {master.id}, the keyring belongs to "
        f"{whose}. Nothing was changed. Name the right file in the setting "
        '"master_key" and start again.'
    )


def _purpose(name: str) -> Purpose:
    return next(purpose for purpose in get_args(Purpose) if purpose == name)


def _check_bound(master: MasterKey) -> bytes:
    return bind("check", master.id)


def _data_bound(master: MasterKey, org: str, owner: str) -> bytes:
    return bind("data", master.id, org, owner)


def _purpose_bound(name: str, number: int) -> bytes:
    return bind("purpose", name, str(number))


def _wrap_data(master: MasterKey, org: str, owner: str, key: bytes) -> str:
    return lock(master.for_purpose("wrap"), key, _data_bound(master, org, owner))


def _wrap_purpose(wrap: bytes, name: str, number: int, key: bytes) -> str:
    return lock(wrap, key, _purpose_bound(name, number))
