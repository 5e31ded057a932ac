"""One entry of the audit log: closed words and pseudonyms, so that no content can slip in."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass, replace
from typing import Literal, get_args

Action = Literal[
    "viewed",
    "created",
    "changed",
    "deleted",
    "printed",
    "exported",
    "disclosed",
    "signed-in",
    "sign-in-refused",
    "signed-out",
    "session-ended",
    "stepped-up",
    "password-changed",
    "reset-issued",
    "factor-changed",
    "role-changed",
    "invited",
    "dismissed",
    "key-rotated",
    "erased",
    "backed-up",
    "restored",
    "accepted",
    "refused",
]
Kind = Literal[
    "client", "invitation", "key", "log", "note", "organisation", "plugin", "service", "session",
    "user", "backup", "import", "guide",
]  # fmt: skip
ACTIONS: tuple[str, ...] = get_args(Action)
KINDS: tuple[str, ...] = get_args(Kind)

FIRST = "0" * 64
"""Stands where the first entry would name the one before."""
Keys = dict[str, bytes]
"""Keys of the chain by their ids, oldest first: the last is used for new entries."""


class AuditWrong(Exception):
    """Nothing can be written to the log, so what it would have noted must not happen."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who (a pseudonym) did what to what (a pseudonym), where and when (UTC, to the second)."""

    id: int
    org: str
    at: str
    actor: str
    action: str
    kind: str
    subject: str
    key: str
    previous: str
    mac: str = ""

    def sealed(self, key: bytes) -> Entry:
        return replace(self, mac=self.mac_with(key))

    def mac_with(self, key: bytes) -> str:
        """HMAC over every field and the entry before, in a form that no other entry has."""
        words = (1, self.id, self.org, self.at, self.actor, self.action, self.kind, self.subject)
        return _mac(key, "entry", *words, self.key, self.previous)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry that was committed, and how many there were. Kept apart from the log."""

    id: int
    mac: str
    count: int
    key: str
    seal: str = ""

    def sealed(self, key: bytes) -> Head:
        return replace(self, seal=self.seal_with(key))

    def seal_with(self, key: bytes) -> str:
        return _mac(key, "head", 1, self.id, self.mac, self.count, self.key)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, at which entry; 0 when it is the log as a whole."""

    entry: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found when the whole log was read."""

    entries: int
    newer_than_head: int
    """Left by a process that ended between saving and noting the head; the next entry mends it."""
    faults: tuple[Fault, ...]


def key_id(key: bytes) -> str:
    return hashlib.sha256(key).hexdigest()[:8]


def pseudonym(key: bytes, name: str) -> str:
    """The same for the same name, and nothing about it without the key. "" is nobody."""
    return _mac(key, "pseudonym", name)[:32] if name else ""


def _mac(key: bytes, *words: object) -> str:
    text = json.dumps(words, ensure_ascii=True, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compared without telling by the time it takes how far they agree."""
    return hmac.compare_digest(one.encode(), other.encode())
