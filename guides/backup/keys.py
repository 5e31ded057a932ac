"""Keys for backups. Each bundle has its own, made from the master key and a salt."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from guides.backup.domain import BackupWrong
from guides.safe.domain import SafeWrong
from guides.safe.keys import MasterKey


@dataclass(frozen=True, slots=True)
class BackupKey:
    """The master key, as backups use it."""

    id: str
    """The master key's own: it names the key and says nothing about it."""
    _secret: bytes = field(repr=False)

    def for_bundle(self, salt: bytes) -> bytes:
        kdf = HKDF(hashes.SHA256(), 32, salt, b"guides/1/backup/bundle")
        return kdf.derive(self._secret)


def backup_key(file: str) -> BackupKey | None:
    """The key in the file that the setting ``master_key`` names; None where it names none.

    Raises:
        BackupWrong: when there is no key in it, or others can read it.
    """
    if not file:
        return None
    try:
        master = MasterKey.read(Path(file))
    except SafeWrong as wrong:
        raise BackupWrong(f"{wrong} Nothing was written.") from wrong
    return BackupKey(master.id, master.for_purpose("backup"))
