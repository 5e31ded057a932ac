"""An office is one organisation as its visitors meet it."""

from __future__ import annotations

import re
from dataclasses import dataclass

HOST = re.compile(
    r"(?=.{1,200}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::\d{1,5})?"
)
"""A name under which browsers ask for it, such as ``riverside.example`` or ``localhost:8001``."""


class OfficeChanged(Exception):
    """Somebody else saved the choice since the page was opened; ``now`` is what stands there."""

    def __init__(self, now: Office) -> None:
        self.now = now
        super().__init__("changed")


class NoSuchOffice(LookupError):
    """There is no such organisation here, or it is not this account's."""


class HostWrong(ValueError):
    """An address that cannot be an organisation's own; the message says why."""


@dataclass(frozen=True, slots=True)
class Office:
    """One organisation's address and choice."""

    org: int
    host: str = ""
    """Empty: it has no address of its own."""
    plugins: tuple[str, ...] | None = None
    """Ids of the plugins it has switched on, in its order. None: all that are there."""
    version: int = 0
    """Goes up with each choice, so that two people notice each other."""
