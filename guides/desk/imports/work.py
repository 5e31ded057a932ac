"""Work on an import that may take minutes: it is waited for a little, then it goes on by itself.

What it does is written in small steps, and each knows where it stopped: if the process ends, the
page of the import offers to go on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock, Thread
from typing import Generic, TypeVar

log = logging.getLogger(__name__)
PATIENCE = 5.0
"""Seconds that somebody waits for a page."""
T = TypeVar("T")


class _Work(Generic[T]):
    def __init__(self, do: Callable[[], T], late: Callable[[], object]) -> None:
        self.do, self.late = do, late
        self.done: T | None = None
        self.error: Exception | None = None
        self.lock = Lock()
        self.ended = False
        self.alone = False
        """Nobody waits for it any more."""

    def run(self) -> None:
        try:
            self.done = self.do()
        except Exception as error:  # it is raised where it is waited for
            self.error = error
        with self.lock:
            self.ended = True
        if self.alone and self.error is not None:
            log.error("work on an import ended early: %s", type(self.error).__name__)
            self.late()


def within_reason(do: Callable[[], T], late: Callable[[], object] = lambda: None) -> T | None:
    """What ``do`` returns or raises; None when it goes on after :data:`PATIENCE` seconds.

    ``late`` is called when it fails after that.
    """
    work = _Work(do, late)
    thread = Thread(target=work.run, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    with work.lock:
        if not work.ended:
            work.alone = True
            return None
    if work.error is not None:
        raise work.error
    return work.done
