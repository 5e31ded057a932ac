"""Sealing one field of one row, so that it opens there and nowhere else.

A sealed text reads ``1.0a1b2c3d.…``: version, key id, and in base64url a nonce with the ciphertext.
Table, column, row and organisation are not in it, but bound to it.
"""

from __future__ import annotations

import base64
import binascii
import json
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from guides.safe.domain import CannotOpen, Name
from guides.safe.keys import KEY_BYTES, id_of

VERSION = "1"
NONCE_BYTES = 12
_WRONG = (
    "This text cannot be opened: it was changed, moved from another place, or sealed with "
    "another key."
)


@dataclass(frozen=True, slots=True)
class DataKey:
    """The key of one owner's words."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> str:
        return id_of(self.secret)

    @classmethod
    def random(cls) -> DataKey:
        return cls(secrets.token_bytes(KEY_BYTES))


def seal(key: DataKey, text: str, *, table: str, column: str, row: Name, org: Name) -> str:
    """The text under lock, bound to its place."""
    bound = _bound(key.id, table, column, row, org)
    return f"{VERSION}.{key.id}.{lock(key.secret, text.encode(), bound)}"


def open_sealed(key: DataKey, sealed: str, *, table: str, column: str, row: Name, org: Name) -> str:
    """The text that was sealed in this place.

    Raises:
        CannotOpen: when it was changed, comes from another place, or has another key.
    """
    version, _, rest = sealed.partition(".")
    key_id, _, locked = rest.partition(".")
    if version != VERSION or key_id != key.id:
        raise CannotOpen(_WRONG)
    return unlock(key.secret, locked, _bound(key_id, table, column, row, org)).decode()


def lock(key: bytes, what: bytes, bound: bytes) -> str:
    """AES-256-GCM with a fresh nonce; ``bound`` must be the same again to unlock it."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return base64.urlsafe_b64encode(nonce + AESGCM(key).encrypt(nonce, what, bound)).decode()


def unlock(key: bytes, locked: str, bound: bytes) -> bytes:
    """What was locked with this key and bound to this.

    Raises:
        CannotOpen: when it was not.
    """
    try:
        raw = base64.b64decode(locked.encode("ascii"), altchars=b"-_", validate=True)
        return AESGCM(key).decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], bound)
    except (InvalidTag, binascii.Error, ValueError):
        # Without "from": a traceback must not carry ciphertext along.
        raise CannotOpen(_WRONG) from None


def bind(*words: str) -> bytes:
    """Words in a form that no other words have: ("a", "bc") is never ("ab", "c")."""
    return json.dumps(words, ensure_ascii=True, separators=(",", ":")).encode()


def _bound(key_id: str, table: str, column: str, row: Name, org: Name) -> bytes:
    return bind("field", VERSION, key_id, table, column, str(row), str(org))
