"""A note, and the rules for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

LONGEST = 500
KEPT = timedelta(days=90)
"""Then it goes by itself. Nothing about a person belongs in it in the first place."""


class NoteChanged(Exception):
    """Somebody else saved the note since it was opened; ``now`` is what stands there."""

    def __init__(self, now: Note) -> None:
        self.now = now
        super().__init__("changed")


class NoSuchNote(LookupError):
    """There is no such note here: absent, another organisation's, or not for this account."""


class NoteWrong(ValueError):
    """The text cannot be kept: empty, or too long."""


@dataclass(frozen=True, slots=True)
class Note:
    """One note. ``version`` goes up with each save, so that two people notice each other."""

    id: str
    text: str
    version: int
    changed: datetime
    goes: date
    lost: bool = False
    """Its words cannot be opened: they were changed in the database, or their key is gone."""
