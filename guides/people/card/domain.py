"""The emergency card: what somebody must know when a client is suddenly not there any more."""

from __future__ import annotations

from dataclasses import dataclass

LONGEST_NAME, LONGEST_NUMBER, LONGEST_TEXT = 80, 40, 300


class CardChanged(Exception):
    """Somebody else saved or threw away the card since it was opened; ``now`` stands there."""

    def __init__(self, now: Card) -> None:
        self.now = now
        super().__init__("changed")


@dataclass(frozen=True, slots=True)
class Card:
    """All of it as the client wished. It is off unless they ask for it."""

    ring: str = ""
    """Whom to ring."""
    ring_number: str = ""
    solicitor: str = ""
    solicitor_number: str = ""
    know: str = ""
    """What a helper must know, such as a medicine."""
    never: str = ""
    """What must not be said, and to whom."""
    version: int = 0
    """Goes up with each save; nothing is there yet at 0."""
    lost: bool = False
    """It cannot be opened any more."""

    @property
    def empty(self) -> bool:
        return not any(text for _, text in self.lines())

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Name of each field, and what stands in it, as on paper."""
        return (
            ("ring", self.ring), ("ring_number", self.ring_number),
            ("solicitor", self.solicitor), ("solicitor_number", self.solicitor_number),
            ("know", self.know), ("never", self.never),
        )  # fmt: skip
