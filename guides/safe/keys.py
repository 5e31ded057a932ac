"""The master key: 32 random bytes in a file that only its owner can read."""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from guides.safe.domain import Purpose, SafeWrong

KEY_BYTES = 32
MOST_BYTES = 1_000
"""No file with a key is longer; a whole disk that is named by mistake is not read."""


def id_of(key: bytes) -> str:
    """The name of a key. It says which key it is, and nothing about its bytes."""
    return hashlib.sha256(key).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class MasterKey:
    """Opens the keyring. It stands in a file of its own, never in a database or a backup."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError("A master key has 32 bytes.")

    @property
    def id(self) -> str:
        return id_of(self.secret)

    def for_purpose(self, purpose: Purpose) -> bytes:
        """A key of 32 bytes for this purpose alone."""
        info = f"guides/1/{purpose}".encode()
        return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(self.secret)

    @classmethod
    def random(cls) -> MasterKey:
        return cls(secrets.token_bytes(KEY_BYTES))

    @classmethod
    def read(cls, file: Path) -> MasterKey:
        """The key in this file.

        Raises:
            SafeWrong: when it is missing, holds no key, or others can read it.
        """
        try:
            with file.open("rb") as opened:
                mode = os.fstat(opened.fileno()).st_mode
                text = opened.read(MOST_BYTES)
        except FileNotFoundError as error:
            raise SafeWrong(
                f"The master key is not at {file}. Put the file back, or name another in the "
                'setting "master_key". Do not make a new key if there is a keyring already: '
                "it would not open it."
            ) from error
        except OSError as error:
            raise SafeWrong(
                f"The master key at {file} cannot be read ({error.strerror})."
            ) from error
        if stat.S_IMODE(mode) & 0o077 and not _is_credential(file):
            raise SafeWrong(
                f"Others on this machine can read or change the master key at {file}. "
                f'Run "chmod 600 {file}". If somebody may have read it, change it with '
                '"guides keys rotate".'
            )
        try:
            return cls(base64.b64decode(text.strip(), validate=True))
        except (binascii.Error, ValueError):
            # Without "from": the chain must not carry what stands in the file.
            raise SafeWrong(
                f'{file} holds no master key. Such a file is made by "guides keys init": one '
                "line of 44 letters and signs. Look for a copy of it."
            ) from None

    def write(self, file: Path) -> None:
        """Put the key in a new file, 0600. A file that is there is never written over.

        Raises:
            SafeWrong: when there is such a file, or it cannot be made.
        """
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except FileExistsError as error:
            raise SafeWrong(
                f"There is something at {file} already. It was left as it is."
            ) from error
        except OSError as error:
            raise SafeWrong(f"{file} cannot be made ({error.strerror}).") from error
        try:
            with os.fdopen(handle, "wb") as opened:
                opened.write(base64.b64encode(self.secret) + b"\n")
                opened.flush()
                os.fsync(opened.fileno())
            _keep_name(file.parent)
        except OSError as error:
            file.unlink(missing_ok=True)  # half a key would only be in the way
            raise SafeWrong(f"{file} cannot be written ({error.strerror}).") from error


def _is_credential(file: Path) -> bool:
    """Whether systemd put it there for this service: its own folder guards it."""
    folder = os.environ.get("CREDENTIALS_DIRECTORY")
    return bool(folder) and file.resolve().is_relative_to(Path(str(folder)).resolve())


def _keep_name(folder: Path) -> None:
    """So that the name of the file outlives a power cut too, not only its bytes."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
