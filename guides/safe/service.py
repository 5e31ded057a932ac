"""The safe: what the rest of the house calls to put words under lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guides import clock
from guides.safe import fields, keyring
from guides.safe.domain import CannotOpen as CannotOpen  # raised here, caught by whoever calls
from guides.safe.domain import Checked, Name, Purpose, SafeWrong, Shredded
from guides.safe.domain import KeyGone as KeyGone
from guides.safe.keyring import Keyring
from guides.safe.keys import MasterKey
from guides.settings import Settings


def begin(settings: Settings, *, with_key: bool = True) -> str:
    """Make a master key and an empty keyring; returns the id of the key.

    ``with_key=False`` takes the key that is there, and makes the keyring only.

    Raises:
        SafeWrong: when one of them is there already, or cannot be made. Nothing was changed.
    """
    file = _key_file(settings)
    url = _keyring_url(settings)
    if keyring.is_made(url):
        raise SafeWrong(
            "There is a keyring already. It was left as it is, and so was the key. To change "
            'the master key, use "guides keys rotate".'
        )
    if with_key:
        MasterKey.random().write(file)
    master = MasterKey.read(file)
    keyring.begin(master, url)
    return master.id


def change_master(settings: Settings, new_file: Path) -> tuple[str, int | None]:
    """Wrap every key with the master key in ``new_file``, which is made if it is not there.

    Returns its id, and how many data keys were wrapped; None when that had been done before.

    Raises:
        SafeWrong: when a key or the keyring cannot be used. Then nothing in the keyring was
            changed.
    """
    old = MasterKey.read(_key_file(settings))
    url = _keyring_url(settings)
    if not new_file.exists():
        Keyring.open(old, url).close()  # no new key is made if the old one is wrong already
        MasterKey.random().write(new_file)
    new = MasterKey.read(new_file)
    return new.id, keyring.rotate(old, new, url)


def _key_file(settings: Settings) -> Path:
    if not settings.master_key:
        raise SafeWrong(
            'There is no master key: the setting "master_key" is empty. Name a file in it, '
            'outside the data folder, and run "guides keys init" once.'
        )
    return Path(settings.master_key)


def _keyring_url(settings: Settings) -> str:
    if settings.keyring_url == settings.database_url:
        raise SafeWrong(
            'The settings "keyring" and "database" name the same database. They must be apart: '
            "a key that was destroyed would live on in the backups of the other."
        )
    return settings.keyring_url


@dataclass(frozen=True, slots=True)
class Box:
    """What belongs to one owner: the key is fetched once, for all their words."""

    _key: fields.DataKey
    org: Name

    def seal(self, text: str, *, table: str, column: str, row: Name) -> str:
        return fields.seal(self._key, text, table=table, column=column, row=row, org=self.org)

    def open(self, sealed: str, *, table: str, column: str, row: Name) -> str:
        """Raises CannotOpen, when it was changed or moved here from another place."""
        return fields.open_sealed(
            self._key, sealed, table=table, column=column, row=row, org=self.org
        )


@dataclass(frozen=True, slots=True)
class Safe:
    """Seals and opens words. Make one for each process; threads may share it.

    An owner is whose words are erased together, such as ``note/4kq8…``. Its name is never used
    again after it was shredded, so give owners random ids, never numbers that a database counts.
    """

    _ring: Keyring
    _today: Callable[[], date] = clock.today

    @classmethod
    def from_settings(cls, settings: Settings, today: Callable[[], date] = clock.today) -> Safe:
        """The safe of this installation, tried before anything is written with it.

        Raises:
            SafeWrong: when key or keyring are missing, unreadable, or do not belong together.
        """
        master = MasterKey.read(_key_file(settings))
        return cls(Keyring.open(master, _keyring_url(settings)), today)

    @property
    def key_id(self) -> str:
        """Which master key this is. For backups and for people; it opens nothing."""
        return self._ring.master.id

    def seal(self, text: str, *, org: Name, owner: str, table: str, column: str, row: Name) -> str:
        """The text under its owner's key, bound to its place.

        The key is kept before this returns. If what called is rolled back, an unused key stays.

        Raises:
            KeyGone: when the owner was erased.
            SafeWrong: when the master key was changed while this process was running.
        """
        key = self._ring.key_for_new(org, owner)
        return fields.seal(key, text, table=table, column=column, row=row, org=org)

    def open(
        self, sealed: str, *, org: Name, owner: str, table: str, column: str, row: Name
    ) -> str:
        """The text that was sealed in this place.

        Raises:
            KeyGone: when the owner was erased.
            CannotOpen: when it was changed, or moved here from another place.
            SafeWrong: when the master key was changed while this process was running.
        """
        key = self._ring.key(org, owner)
        return fields.open_sealed(key, sealed, table=table, column=column, row=row, org=org)

    def box(self, org: Name, owner: str) -> Box:
        """What belongs to an owner, who gets a key now if there is none. Raises KeyGone, SafeWrong.

        A key is kept before this returns: of one who is rolled back an unused key stays.
        """
        return Box(self._ring.key_for_new(org, owner), org)

    def boxes(self, org: Name, owners: Sequence[str]) -> dict[str, Box]:
        """What belongs to many owners, with one question to the keyring. The gone are left out."""
        return {owner: Box(key, org) for owner, key in self._ring.keys(org, owners).items()}

    def shred(self, org: Name, owner: str) -> None:
        """Destroy this owner's key: whatever it sealed, and every copy of it, is gone."""
        self._ring.shred(org, owner, self._today())

    def shredded(self) -> tuple[Shredded, ...]:
        """Who was erased: to be erased again after a backup was put back."""
        return self._ring.shredded()

    def key_for(self, purpose: Purpose) -> bytes:
        """A key that changes with the master key, such as that of sessions."""
        return self._ring.master.for_purpose(purpose)

    def keys_for(self, purpose: Purpose) -> tuple[bytes, ...]:
        """Keys of "audit" or "pseudonym", oldest first: these outlive a master key."""
        return self._ring.purpose_keys(purpose)

    def check(self) -> Checked:
        """Try every data key."""
        return self._ring.check()

    def close(self) -> None:
        self._ring.close()
