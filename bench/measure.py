"""Two things measured side by side, so that a busy machine slows down both.

Each is measured twice at once: by the clock, which is what a person waits, and in processor time,
which is what the work costs and hardly changes with what others do on the machine.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds that one call took."""

    clock: float
    processor: float


Timer = Callable[[], Took]
"""Does the work and says what one call took."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Many measurements of one thing: the middle, and the quartiles round it."""

    values: tuple[float, ...]

    @property
    def middle(self) -> float:
        return median(self.values)

    @property
    def quartiles(self) -> tuple[float, float]:
        if len(self.values) < 2:
            return self.values[0], self.values[0]
        low, _, high = quantiles(self.values, n=4, method="inclusive")
        return low, high


@dataclass(frozen=True, slots=True)
class Compared:
    """What both sides took, in seconds, round by round."""

    ours: Spread
    theirs: Spread

    @property
    def ratio(self) -> Spread:
        """Ours by theirs within each round, because both halves of a round meet the same load."""
        pairs = zip(self.ours.values, self.theirs.values, strict=True)
        return Spread(tuple(ours / theirs for ours, theirs in pairs))


@dataclass(frozen=True, slots=True)
class Rounds:
    """The same rounds by both measures."""

    clock: Compared
    processor: Compared


def timed(
    call: Callable[[], object],
    calls: int = 1,
    before: Callable[[], object] | None = None,
    workers: Callable[[], list[int]] = list,
) -> Timer:
    """A timer for ``call``, repeated ``calls`` times. ``before`` runs once and is not counted.

    Processor time is that of this process, of children that ended, and of ``workers``: processes
    that go on running, by their ids.
    """

    def timer() -> Took:
        if before is not None:
            before()
        pids = workers()
        processor, clock = _processor(pids), time.perf_counter()
        for _ in range(calls):
            call()
        clock, processor = time.perf_counter() - clock, _processor(pids) - processor
        return Took(clock / calls, processor / calls)

    return timer


def _processor(pids: list[int]) -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = time.process_time() + children.ru_utime + children.ru_stime
    # How Linux names the processor clock of another process.
    return used + sum(time.clock_gettime((~pid << 3) | 2) for pid in pids)


def side_by_side(ours: Timer, theirs: Timer, rounds: int) -> Rounds:
    """Both in turn, each first in every second round, after one round that does not count."""
    ours(), theirs()
    one: list[Took] = []
    other: list[Took] = []
    for turn in range(rounds):
        if turn % 2:
            other.append(theirs())
            one.append(ours())
        else:
            one.append(ours())
            other.append(theirs())
    return Rounds(
        Compared(Spread(tuple(t.clock for t in one)), Spread(tuple(t.clock for t in other))),
        Compared(
            Spread(tuple(t.processor for t in one)), Spread(tuple(t.processor for t in other))
        ),
    )
