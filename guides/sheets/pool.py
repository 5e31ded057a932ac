"""Prints in processes of its own, so that a slow, hung or crashed sheet harms nobody else.

Not ``ProcessPoolExecutor``: it cannot end one hung worker without breaking the whole pool, its
time limits count the time in the queue, and it loads the parent's main module (all of Flask)
into each worker. Not threads: two threads in Pango damage memory.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from types import TracebackType

from guides.sheets.faults import (
    PrintingBusy,
    PrintingError,
    PrintingUnavailable,
    RenderError,
    RenderTimeout,
)
from guides.sheets.hand import Hand, HandDied, HandHung
from guides.sheets.render import render_html

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
"""Called with how many documents are done, and how many there are."""


class Printer:
    """Prints documents, several at a time. Safe to share between threads.

    No process is started before the first sheet is printed, so it may be made at start-up, also
    before a server forks its workers. With ``in_process`` it prints in the calling process, one
    document at a time and without a time limit: for a command that prints a single sheet.
    """

    def __init__(
        self,
        workers: int = 2,
        *,
        time_limit: float = 30.0,
        start_limit: float = 60.0,
        wait_limit: float = 60.0,
        in_process: bool = False,
    ) -> None:
        """``time_limit`` is for one document, ``wait_limit`` for a free worker (seconds)."""
        self.workers = max(1, workers)
        self.time_limit = time_limit
        self.start_limit = start_limit
        self.wait_limit = wait_limit
        self.in_process = in_process
        self._idle: list[Hand] = []
        self._begin()
        atexit.register(self.close)

    def __enter__(self) -> Printer:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def print(self, html: str) -> bytes:
        """The PDF of a document.

        Raises MissingGlyph or RenderError for this document, RenderTimeout when it took too
        long, PrintingBusy when no worker was free, PrintingUnavailable when nothing can be
        printed on this machine.
        """
        if self.in_process:
            return render_html(html)
        self._notice_fork()
        if not self._free.acquire(timeout=self.wait_limit):
            raise PrintingBusy("Many sheets are being printed just now. Try again in a minute.")
        try:
            return self._print(html)
        finally:
            self._free.release()

    def print_many(
        self, htmls: Sequence[str], progress: Progress | None = None
    ) -> list[bytes | PrintingError]:
        """A PDF for each document, in their order, or what went wrong with that one."""
        printed: list[bytes | PrintingError] = [RenderError("not printed")] * len(htmls)
        most = 1 if self.in_process else self.workers
        # These threads only wait for the workers' answers.
        with ThreadPoolExecutor(max_workers=most) as waiting:
            jobs = {waiting.submit(self._try, html): n for n, html in enumerate(htmls)}
            for done, job in enumerate(as_completed(jobs), 1):
                printed[jobs[job]] = job.result()
                if progress is not None:
                    progress(done, len(htmls))
        return printed

    def warm(self) -> None:
        """Start one worker ahead of the first sheet, which then does not wait a second."""
        if not self.in_process:
            self._notice_fork()
            self._give_back(self._take())

    def close(self) -> None:
        """End the workers that are idle. The printer can be used again; it starts new ones."""
        self._notice_fork()
        with self._lock:
            idle, self._idle = self._idle, []
        for hand in idle:
            hand.end()

    def _try(self, html: str) -> bytes | PrintingError:
        try:
            return self.print(html)
        except PrintingError as fault:
            return fault

    def _print(self, html: str) -> bytes:
        """A worker may have been ended from outside (no memory, an administrator): try once more.

        A document that kills two workers is to blame itself.
        """
        for last in (False, True):
            # The second time a new one: whatever ended the first may have ended its neighbours.
            hand = self._start() if last else self._take()
            try:
                return self._print_with(hand, html)
            except HandDied as died:
                log.warning("a print worker died%s", "" if last else "; one more try")
                if last:
                    raise RenderError("The sheet cannot be printed: it ended the worker.") from died
            except HandHung as hung:
                log.warning("a sheet was given up after %g seconds", self.time_limit)
                raise RenderTimeout(
                    f"The sheet took longer than {self.time_limit:g} seconds and was given up."
                ) from hung
        raise AssertionError("the second try returns or raises")

    def _print_with(self, hand: Hand, html: str) -> bytes:
        try:
            pdf = hand.print(html, self.time_limit)
        except PrintingError:
            self._give_back(hand)  # It has answered, and is ready for the next document.
            raise
        except BaseException:
            hand.end()
            raise
        self._give_back(hand)
        return pdf

    def _take(self) -> Hand:
        while True:
            with self._lock:
                if not self._idle:
                    break
                hand = self._idle.pop()
            if hand.alive:
                return hand
            hand.end()
        return self._start()

    def _start(self) -> Hand:
        try:
            return Hand(self.start_limit)
        except (HandDied, HandHung) as error:
            raise PrintingUnavailable(
                "The process that prints sheets does not start. Its own words are in the log."
            ) from error

    def _give_back(self, hand: Hand) -> None:
        with self._lock:
            self._idle.append(hand)

    def _begin(self) -> None:
        self._process = os.getpid()
        self._lock = threading.Lock()
        self._free = threading.BoundedSemaphore(self.workers)
        self._idle = []

    def _notice_fork(self) -> None:
        """After a fork the workers belong to the parent, and its locks may be held for ever."""
        if self._process != os.getpid():
            for hand in self._idle:
                hand.forget()
            self._begin()
