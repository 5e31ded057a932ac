"""What a client agrees to: each use for itself, yes or no, and not for ever."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

Use = Literal["record", "contact", "refer", "feedback"]
"""Keeping a record; ringing or writing; telling a service; asking afterwards how it went."""
State = Literal["given", "refused", "withdrawn"]
How = Literal["read", "told-aloud", "interpreter"]
"""How it was asked: the client read it, heard it, or an interpreter said it."""
USES: tuple[Use, ...] = get_args(Use)
STATES: tuple[State, ...] = get_args(State)
HOWS: tuple[How, ...] = get_args(How)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a client said about one use on one day."""

    day: date
    state: State
    how: How | Literal[""] = ""
    """"": nobody asked, the client withdrew."""
    wording: str = ""
    """Fingerprint of the words that were asked."""


@dataclass(frozen=True, slots=True)
class Consent:
    """What holds for one use now, and how it came to be."""

    use: Use
    state: State
    wording: str
    lang: str
    """The language in which it was asked."""
    said: tuple[Answer, ...]
    """Newest first; empty when it cannot be opened any more."""

    @property
    def given(self) -> bool:
        return self.state == "given"

    @property
    def lost(self) -> bool:
        return not self.said


@dataclass(frozen=True, slots=True)
class Asked:
    """How somebody was asked: in which language, by which words, in which way."""

    lang: str
    how: How
    wordings: dict[Use, str]
    """Fingerprint of the English words, for each use."""
