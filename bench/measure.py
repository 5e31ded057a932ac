"""Two things measured side by side, so that a busy machine slows down both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median, quantiles
from time import perf_counter, process_time

Timer = Callable[[], float]
"""Does the work and answers with the seconds that one call took."""


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


def timed(
    call: Callable[[], object],
    calls: int = 1,
    before: Callable[[], object] | None = None,
    clock: Callable[[], float] = perf_counter,
) -> Timer:
    """A timer for ``call``, repeated ``calls`` times. ``before`` runs once and is not counted."""

    def timer() -> float:
        if before is not None:
            before()
        started = clock()
        for _ in range(calls):
            call()
        return (clock() - started) / calls

    return timer


def computed(
    call: Callable[[], object], calls: int = 1, before: Callable[[], object] | None = None
) -> Timer:
    """The same in processor time of this process, for work that waits for nothing.

    What others do on the machine hardly shows in it.
    """
    return timed(call, calls, before, process_time)


def side_by_side(ours: Timer, theirs: Timer, rounds: int) -> Compared:
    """Both in turn, each first in every second round, after one round that does not count."""
    ours(), theirs()
    one: list[float] = []
    other: list[float] = []
    for turn in range(rounds):
        if turn % 2:
            other.append(theirs())
            one.append(ours())
        else:
            one.append(ours())
            other.append(theirs())
    return Compared(Spread(tuple(one)), Spread(tuple(other)))
