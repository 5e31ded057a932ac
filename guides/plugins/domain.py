"""What is known about a plugin: where it stands, who made it, how it fared."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from importlib.metadata import EntryPoint
from pathlib import Path
from typing import Literal

from guides.toolkit.faults import Fault
from guides.toolkit.manifest import Manifest

State = Literal["on", "off", "broken"]


class Rank(IntEnum):
    """Where a plugin comes from: the order in which contributions stand."""

    TOOLKIT = 0
    BUNDLED = 1
    INSTALLED = 2
    LOCAL = 3


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that looks like a plugin. Nothing of it has been imported."""

    rank: Rank
    root: Path | None
    """Its folder; None for an installed package."""
    entry_point: EntryPoint | None = None
    added_as: str = ""
    """The id under which it was added with ``guides plugin add``; otherwise empty."""
    tried: bool = False
    """Whether it is only looked at: its folder is gone soon."""

    @property
    def place(self) -> str:
        if self.root is not None:
            return str(self.root)
        return self.entry_point.value if self.entry_point else ""


@dataclass(frozen=True, slots=True)
class Installed:
    """A plugin as the list shows it."""

    id: str
    name: str
    version: str
    organisation: str
    rank: Rank
    place: str
    state: State
    reason: str = ""
    """Why it is off or broken, with file, line and mend."""
    has_code: bool = False
    manifest: Manifest | None = None
    warnings: tuple[Fault, ...] = ()
    adds: tuple[tuple[str, int], ...] = ()
    """How many of each kind of thing it brought."""
