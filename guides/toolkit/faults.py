"""What is wrong with a file, said so that the person who wrote it can mend it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Severity = Literal["fault", "warning"]


MOST_WARNINGS = 100
"""Of one file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where, what, and how to mend it."""

    path: Path
    line: int
    what: str
    mend: str
    severity: Severity = "fault"

    def __str__(self) -> str:
        mark = "" if self.severity == "fault" else "warning: "
        return f"{self.path}:{self.line}: {mark}{self.what} Mend: {self.mend}"


@dataclass(slots=True)
class Faults:
    """A notebook for faults, so that one pass over a folder finds them all."""

    found: list[Fault] = field(default_factory=list)
    _warnings: Counter[Path] = field(default_factory=Counter)

    def note(
        self, path: Path, line: int, what: str, mend: str, severity: Severity = "fault"
    ) -> None:
        if severity == "warning":
            self._warnings[path] += 1
            if self._warnings[path] > MOST_WARNINGS:
                return
            if self._warnings[path] == MOST_WARNINGS:  # a table can have one in every cell
                what, mend = "There are more warnings like these.", "Mend the ones above first."
        self.found.append(Fault(path, line, what, mend, severity))

    def taken(self) -> list[Fault]:
        """All that was noted; the notebook is empty then. For files that are read as a stream."""
        found, self.found = self.found, []
        self._warnings.clear()
        return found

    @property
    def fatal(self) -> tuple[Fault, ...]:
        return tuple(f for f in self.found if f.severity == "fault")


class BrokenContent(Exception):
    """A folder cannot be used as it is. ``faults`` says why, line by line."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        super().__init__(f"{faults[0]}{more}" if faults else "broken content")
