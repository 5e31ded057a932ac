"""The inside of a bundle: a tar of parts, with the manifest as the last."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

from guides.backup.domain import BackupWrong, Manifest, Part, read_manifest
from guides.backup.keys import BackupKey
from guides.backup.sealed import CHANGED, Opened, Sealing

MANIFEST = "manifest.json"
MOST_PART_BYTES = 100_000_000
"""A part is held in memory once. Tables come in many; a file of a pack is never near this."""


class Writing:
    """Parts go in one by one; :meth:`close` puts the manifest behind them."""

    def __init__(self, out: BinaryIO, key: BackupKey | None) -> None:
        self.parts: list[Part] = []
        self._sealing = Sealing(out, key)
        self._tar = tarfile.open(  # noqa: SIM115 - close() closes it
            fileobj=cast(BinaryIO, self._sealing), mode="w|"
        )

    def add(self, name: str, data: bytes) -> None:
        if len(data) > MOST_PART_BYTES:
            raise BackupWrong(f"{name} is too large for a backup. No backup was made.")
        self.parts.append(Part(name, len(data), hashlib.sha256(data).hexdigest()))
        self._put(name, data)

    def close(self, manifest: Manifest) -> None:
        self._put(MANIFEST, manifest.to_json())
        self._tar.close()
        self._sealing.seal()

    def _put(self, name: str, data: bytes) -> None:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(data), 0o600
        self._tar.addfile(entry, io.BytesIO(data))


def parts_of(source: BinaryIO, key: BackupKey | None) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each part, in order; the manifest comes last.

    Raises:
        BackupWrong: for the wrong key, or when the bundle is not whole.
    """
    source.seek(0)
    opened = Opened(source, key)
    try:
        with tarfile.open(fileobj=cast(BinaryIO, opened), mode="r|") as tar:
            for entry in tar:
                if not entry.isfile() or entry.size > MOST_PART_BYTES:
                    raise BackupWrong(CHANGED)
                held = tar.extractfile(entry)
                yield entry.name, held.read() if held else b""
        while opened.read(64 * 1024):  # to the very end: what stands there is checked as well
            pass
    except (tarfile.TarError, EOFError) as error:
        raise BackupWrong(CHANGED) from error


def checked(source: BinaryIO, key: BackupKey | None) -> Manifest:
    """Read the whole bundle, and hold each part against the manifest. Keeps nothing.

    Raises:
        BackupWrong: when anything is missing, too much, or other than it says.
    """
    found: list[Part] = []
    manifest: Manifest | None = None
    for name, data in parts_of(source, key):
        if manifest is not None:
            raise BackupWrong(CHANGED)
        if name == MANIFEST:
            manifest = read_manifest(data)
        else:
            found.append(Part(name, len(data), hashlib.sha256(data).hexdigest()))
    if manifest is None or tuple(found) != manifest.parts:
        raise BackupWrong(CHANGED)
    return manifest


def encrypted(source: BinaryIO, key: BackupKey | None) -> bool:
    """Whether a bundle needs a key."""
    source.seek(0)
    return Opened(source, key).encrypted
