"""What is held about somebody, put together for themselves; and what goes when they are erased."""

from __future__ import annotations

from dataclasses import dataclass

from guides.people.domain import Client, Told
from guides.toolkit.domain import Pair

GOES = (
    *("meeting", "client_step", "client_answers", "client_consent", "client_referral"),
    *("client_sheet", "client_card", "client_opening"),
)
"""Tables whose rows are counted on the page that asks before erasing, in this order."""
PARTS = ("client_measure", "meeting_tick")
"""Tables with parts of those, which nobody counts one by one."""


@dataclass(frozen=True, slots=True)
class Everything:
    """All that the program holds about a client."""

    client: Client
    told: tuple[Told, ...]
    card_closed: bool
    """There is an emergency card, which opens for a reason of its own."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A text as somebody typed it, in whichever language."""

    text: str

    @property
    def latin(self) -> bool:
        """Most of what guides type is English; not all of it."""
        return all(sign < "\u0250" or "\u2000" <= sign <= "\u206f" for sign in self.text)


@dataclass(frozen=True, slots=True)
class Line:
    label: Pair
    values: tuple[Pair | Typed, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with what stands under it, for the screen, for paper and for a file."""

    heading: Pair
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Going:
    """What goes and how much of it: the table, and how many rows."""

    client: Client
    rows: tuple[tuple[str, int], ...]
