"""The head of the chain, in a file apart from the database.

The chain alone does not notice that its end was cut off, that it was emptied, or that an old copy
of it was put back. Whoever keeps this file on another disk, or copies it elsewhere each day, does.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from guides.audit.domain import Head, Keys, same


class HeadWrong(Exception):
    """The head is not as it was written. The message says in what way."""


class HeadFile:
    """Reads and replaces the file. Processes and threads wait for each other."""

    def __init__(self, file: Path, keys: Keys) -> None:
        self.file = file
        self._keys = keys

    def read(self) -> Head | None:
        """The head, or None when there is no file.

        Raises:
            HeadWrong: when it was changed, cannot be read, or was made with an unknown key.
        """
        try:
            values = json.loads(self.file.read_text("utf-8"))
            head = Head(**values)
            if not all(isinstance(word, str) for word in (head.key, head.mac, head.seal)):
                raise TypeError
            if type(head.id) is not int or type(head.count) is not int:
                raise TypeError
        except FileNotFoundError:
            return None
        except OSError as error:
            raise HeadWrong(f"The head of the log cannot be read ({error.strerror}).") from error
        except (ValueError, TypeError) as error:
            raise HeadWrong("The head of the log is no longer what was written.") from error
        key = self._keys.get(head.key)
        if key is None or not same(head.seal_with(key), head.seal):
            raise HeadWrong("The head of the log was changed, or made with another key.")
        return head

    def replace(self, head: Head, allowed: Callable[[Head | None], bool]) -> bool:
        """Put this head in the place of the one that is there now, if ``allowed`` says so.

        The file is whole at every moment, and 0600.

        Raises:
            OSError: when it cannot be written.
        """
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._alone():
            try:
                now = self.read()
            except HeadWrong:
                return False  # what was tampered with is left for whoever looks into it
            if not allowed(now):
                return False
            self._write(head.sealed(self._keys[head.key]))
        return True

    def force(self, head: Head) -> None:
        """Put this head there, whatever is there now: somebody has decided so."""
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with self._alone():
            self._write(head.sealed(self._keys[head.key]))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        lock = os.open(f"{self.file}.lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _write(self, head: Head) -> None:
        new = self.file.with_name(f"{self.file.name}.new")
        handle = os.open(new, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            names = ("id", "mac", "count", "key", "seal")
            json.dump({name: getattr(head, name) for name in names}, opened)
            opened.flush()
            os.fsync(opened.fileno())
        new.replace(self.file)
