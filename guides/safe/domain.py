"""What can go wrong with keys and sealed words, and the shapes that others see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Purpose = Literal["audit", "backup", "pseudonym", "sessions", "wrap"]
"""What a key that is made from the master key is for. One purpose never uses another's key."""

Name = int | str
"""An organisation's id, or a row's. 7 and "7" are the same."""


class SafeWrong(Exception):
    """The key or the keyring cannot be used, so nothing may start. The message says what to do."""


class CannotOpen(Exception):
    """A sealed text does not open here. The message says nothing of what it holds."""


class KeyGone(CannotOpen):
    """The key of this owner was destroyed: what was sealed with it is gone for good."""


@dataclass(frozen=True, slots=True)
class Shredded:
    """Whose key was destroyed, and on which day. Erased again after a backup was put back."""

    org: str
    owner: str
    day: date


@dataclass(frozen=True, slots=True)
class Checked:
    """What ``guides keys check`` found."""

    key_id: str
    data_keys: int
    closed: int
    """Data keys that the master key does not open."""
    shredded: int
