"""What a benchmark says: rows of one Markdown table."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.measure import Compared, Rounds, Spread


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is measured: enough to trust, or enough to see that the script works."""

    quick: bool = False

    def pick(self, full: int, quick: int) -> int:
        return quick if self.quick else full


@dataclass(frozen=True, slots=True)
class Row:
    """``held`` is None for a row that has no bar and is there to be read beside others."""

    what: str
    measured: str
    bar: str = "none"
    held: bool | None = None
    noise: str = ""


def processor_row(what: str, rounds: Rounds, most: float | None = None, note: str = "") -> Row:
    """How many times as much work ours is as the alternative. The clock stands in the notes."""
    clock = f"by the clock {times(rounds.clock.ratio.middle)}"
    return _times_row(what, rounds.processor, most, f"{clock}; {note}" if note else clock)


def clock_row(what: str, rounds: Rounds, most: float | None = None, note: str = "") -> Row:
    """How many times as long ours takes as the alternative, where many processes work."""
    return _times_row(what, rounds.clock, most, note)


def _times_row(what: str, compared: Compared, most: float | None, note: str) -> Row:
    ratio = compared.ratio
    sides = f"{duration(compared.ours.middle)} beside {duration(compared.theirs.middle)}"
    return Row(
        what,
        f"{times(ratio.middle)} ({sides})",
        f"at most {most:g} ×" if most else "none",
        ratio.middle <= most if most else None,
        noise(ratio) + (f"; {note}" if note else ""),
    )


def noise(ratio: Spread) -> str:
    low, high = ratio.quartiles
    return f"quartiles {times(low)} to {times(high)}, {len(ratio.values)} rounds"


def times(ratio: float) -> str:
    return f"{ratio:.0f} ×" if ratio >= 20 else f"{ratio:.1f} ×" if ratio >= 5 else f"{ratio:.2f} ×"


def duration(seconds: float) -> str:
    if seconds >= 2:
        return f"{seconds:.1f} s"
    if seconds >= 0.02:
        return f"{seconds * 1000:.0f} ms"
    return f"{seconds * 1000:.1f} ms" if seconds >= 0.001 else f"{seconds * 1e6:.0f} µs"


def kilobytes(size: float) -> str:
    return f"{size / 1000:.1f} kB"


def megabytes(size: float) -> str:
    return f"{size / 1_000_000:.1f} MB"


def table(rows: Iterable[Row]) -> Iterator[str]:
    yield "| what | measured | bar | held | noise and notes |"
    yield "| --- | --- | --- | --- | --- |"
    for row in rows:
        held = {True: "yes", False: "**no**", None: "-"}[row.held]
        yield f"| {row.what} | {row.measured} | {row.bar} | {held} | {row.noise} |"


def machine() -> str:
    """The day, and the class of machine: no names, no paths."""
    release = platform.freedesktop_os_release()
    system = f"{release.get('NAME', 'Linux')} {release.get('VERSION_ID', '')}".strip()
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {system}, "
        f"Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"
    )
