"""One worker process as the pool sees it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from contextlib import suppress
from multiprocessing.connection import Connection

from guides.sheets.wire import unpack

# A worker handles content that others wrote. It gets what it needs to start and to find its
# libraries, and not the application's keys and passwords.
_PASSED_ON = (
    "PATH",
    "HOME",
    "LANG",
    "LC_ALL",
    "LD_LIBRARY_PATH",
    "DYLD_FALLBACK_LIBRARY_PATH",
    "TMPDIR",
    "XDG_CACHE_HOME",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONPYCACHEPREFIX",
    "SYSTEMROOT",
)


class HandDied(Exception):
    """The worker ended before it answered."""


class HandHung(Exception):
    """The worker did not answer in time."""


class Hand:
    """A running worker. Used by one thread at a time."""

    def __init__(self, start_limit: float) -> None:
        """Start it and wait until it is warm. Raises PrintingUnavailable when it cannot print."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "guides.sheets.worker", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                env=_environment(),
                stdin=subprocess.DEVNULL,
                # Its own group: Ctrl-C is for the parent, which then ends its workers.
                start_new_session=True,
            )
        self._door = Connection(ours.detach())
        try:
            self._answer(start_limit)
        except BaseException:
            self.end()
            raise

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    @property
    def pid(self) -> int:
        return self._process.pid

    def print(self, html: str, time_limit: float) -> bytes:
        """The PDF. Raises HandHung, HandDied, or the fault that the worker reported."""
        try:
            self._door.send_bytes(html.encode())
        except OSError as error:
            raise HandDied from error
        return self._answer(time_limit)

    def end(self) -> None:
        """End the process at once, and leave nothing behind."""
        self.forget()
        with suppress(OSError):
            self._process.kill()
        self._process.wait()

    def forget(self) -> None:
        """Close our end of the door and leave the process to whom it belongs."""
        with suppress(OSError):
            self._door.close()

    def _answer(self, limit: float) -> bytes:
        try:
            if not self._door.poll(limit):
                raise HandHung
            return unpack(self._door.recv_bytes())
        except (EOFError, OSError) as error:
            raise HandDied from error


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    # The same modules as here, wherever this copy of the project was started from.
    kept["PYTHONPATH"] = os.pathsep.join(entry for entry in sys.path if entry)
    return kept
