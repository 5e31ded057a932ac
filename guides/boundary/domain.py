"""A wording in a note that reads as advice to one person. It is shown, and never in the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["told", "should", "opinion", "outcome", "deadline", "form"]
"""Told what to do; said that they should; what the guide would do; how it will end; until when;
filled in for them."""
Topic = Literal["appeal", "claim", "bail", "leave", "return", "interview", "form"]
"""What it is about, so that the neutral words fit."""


@dataclass(frozen=True, slots=True)
class Flag:
    """One place: ``text[start:end] == found``."""

    start: int
    end: int
    found: str
    kind: Kind
    rewrite: str
    """What could stand there instead, in English, the language of notes."""

    @property
    def why(self) -> str:
        """Id of the word of the interface that says why."""
        return f"boundary-why-{self.kind}"
