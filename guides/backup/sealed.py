"""The outside of a bundle: a line that says what it is, then its bytes in sealed chunks.

Encrypted with AES-256-GCM. A chunk's nonce is its number and whether it is the last, and the head
is bound to each, so chunks cannot be changed, swapped, left out, added, or moved to another bundle.
Without a key the bytes are plain and closed by a SHA-256, which shows accidents and no more.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from guides.backup.domain import BackupWrong
from guides.backup.keys import BackupKey

MAGIC = b"asylum-guides-backup 1 "
CHUNK = 64 * 1024
TAG = 16
SUM = 32
_MOST_HEAD = 1_000

CHANGED = (
    "The backup is not whole: it was cut short or changed after it was made. "
    "Nothing was written. Take another copy of it, or an older one."
)


class Sealing(io.RawIOBase):
    """Write-only. Call :meth:`seal` at the end: what was not sealed cannot be opened."""

    def __init__(self, out: BinaryIO, key: BackupKey | None) -> None:
        self._out, self._waiting, self._number = out, bytearray(), 0
        salt = secrets.token_bytes(32)
        told = {"key": key.id, "salt": salt.hex()} if key else {}
        self._head = MAGIC + json.dumps(told).encode() + b"\n"
        self._cipher = AESGCM(key.for_bundle(salt)) if key else None
        self._sum = hashlib.sha256(self._head)
        out.write(self._head)

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        taken = bytes(memoryview(data))  # type: ignore[arg-type]
        self._waiting += taken
        while len(self._waiting) > CHUNK:  # more than one: the last must not be sent as another
            self._send(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(taken)

    def seal(self) -> None:
        """The last chunk, marked as such."""
        self._send(bytes(self._waiting), last=True)
        self._waiting.clear()
        if self._cipher is None:
            self._out.write(self._sum.digest())

    def _send(self, chunk: bytes, *, last: bool) -> None:
        if self._cipher is None:
            self._sum.update(chunk)
            self._out.write(chunk)
            return
        nonce = _nonce(self._number, last=last)
        self._out.write(self._cipher.encrypt(nonce, chunk, self._head))
        self._number += 1


class Opened(io.RawIOBase):
    """Read-only. Gives no byte that was not checked first; the end too is checked.

    Raises:
        BackupWrong: at once for another key or no bundle; while reading for one that was changed.
    """

    def __init__(self, source: BinaryIO, key: BackupKey | None) -> None:
        self._source, self._number, self._ready, self._ended = source, 0, b"", False
        self._head = source.readline(_MOST_HEAD)
        told = _told(self._head)
        self.encrypted = bool(told)
        self._cipher = (
            AESGCM(_right(told, key).for_bundle(bytes.fromhex(told["salt"]))) if told else None
        )
        self._sum = hashlib.sha256(self._head)
        self._size = CHUNK + (TAG if self._cipher else 0)
        self._next = source.read(self._size)
        if self._cipher is None:
            self._check_sum()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        while not self._ready and not self._ended:
            self._ready = self._open()
        given = self._ready[: len(view)]
        view[: len(given)] = given
        self._ready = self._ready[len(given) :]
        return len(given)

    def _open(self) -> bytes:
        chunk, self._next = self._next, self._source.read(self._size)
        self._ended = not self._next
        if self._cipher is None:
            return chunk
        nonce = _nonce(self._number, last=self._ended)
        self._number += 1
        try:
            return self._cipher.decrypt(nonce, chunk, self._head)
        except (InvalidTag, ValueError) as error:
            raise BackupWrong(CHANGED) from error

    def _check_sum(self) -> None:
        """A plain bundle is read to its end first; then again, without its sum."""
        at = len(self._head)
        size = self._source.seek(0, io.SEEK_END)
        if size < at + SUM:
            raise BackupWrong(CHANGED)
        self._source.seek(at)
        left = size - at - SUM
        while left and (data := self._source.read(min(CHUNK, left))):
            self._sum.update(data)
            left -= len(data)
        if not hmac.compare_digest(self._source.read(SUM), self._sum.digest()):
            raise BackupWrong(CHANGED)
        self._source.seek(at)
        self._source = _Part(self._source, size - at - SUM)
        self._next = self._source.read(self._size)


class _Part(io.BytesIO):
    """So many bytes of another file."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        super().__init__()
        self._of, self._left = source, size

    def read(self, size: int | None = -1) -> bytes:
        wanted = self._left if size is None or size < 0 else min(size, self._left)
        data = self._of.read(wanted)
        self._left -= len(data)
        return data


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if last else b"\0")


def _told(head: bytes) -> dict[str, str]:
    try:
        if not head.startswith(MAGIC) or not head.endswith(b"\n"):
            raise ValueError
        told: dict[str, str] = json.loads(head[len(MAGIC) :])
        if told:
            bytes.fromhex(told["salt"] + told["key"])
        return told
    except (ValueError, KeyError, TypeError) as error:
        raise BackupWrong(
            "This file is no backup that this release can read. Nothing was written."
        ) from error


def _right(told: dict[str, str], key: BackupKey | None) -> BackupKey:
    if key is None:
        raise BackupWrong(
            f"The backup is encrypted with the master key {told['key']}, and here is none. Name "
            'its file in the setting "master_key". Nothing was written.'
        )
    if key.id != told["key"]:
        raise BackupWrong(
            f"The backup is encrypted with the master key {told['key']}; the one here is {key.id}. "
            'Name the file of the other in the setting "master_key". Nothing was written.'
        )
    return key
