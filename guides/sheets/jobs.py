"""Print jobs: made in the background, looked at from any process, gone after an hour.

A job is a folder: how far it is, and the finished file. Its name is a secret that only the one
who asked for it has seen; what is in it is the same for everybody.
"""

from __future__ import annotations

import json
import logging
import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from guides.once.domain import RANDOM_ID, new_id

log = logging.getLogger("guides.sheets")

KEPT_SECONDS = 3600
SILENT_SECONDS = 120
"""A job from which nothing was heard for so long has ended with the process that made it."""

State = Literal["printing", "ready", "failed"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is."""

    state: State
    done: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Jobs:
    """The print jobs of one site, as folders in ``root``."""

    root: Path

    def start(self, wanted: int, make: Callable[[Callable[[int], None]], bytes]) -> str:
        """Begin a job of so many sheets and come back at once with its name.

        ``make`` is called in a thread, with something to tell how many sheets are done.
        """
        self.sweep()
        name = new_id()
        folder = self.root / name
        folder.mkdir(parents=True, mode=0o700)
        _write(folder, Progress("printing", 0, wanted))
        threading.Thread(target=_run, args=(folder, wanted, make), daemon=True).start()
        return name

    def progress(self, name: str) -> Progress | None:
        """How far the job with this name is; None when there is none such (any more)."""
        if not RANDOM_ID.match(name):
            return None
        status = self.root / name / "status.json"
        try:
            found = Progress(**json.loads(status.read_text()))
            silent = time.time() - status.stat().st_mtime
        except (OSError, ValueError, TypeError):
            return None
        if silent > KEPT_SECONDS:  # not swept yet, but promised to be gone
            return None
        if found.state == "printing" and silent > SILENT_SECONDS:
            return Progress("failed", found.done, found.wanted)
        return found

    def pdf(self, name: str) -> bytes | None:
        """The finished file, if there is one."""
        found = self.progress(name)
        if found is None or found.state != "ready":
            return None
        try:
            return (self.root / name / "sheets.pdf").read_bytes()
        except OSError:
            return None

    def sweep(self) -> None:
        """Take away what is older than an hour."""
        for folder in self.root.glob("*"):
            try:
                old = time.time() - folder.stat().st_mtime > KEPT_SECONDS
            except OSError:
                continue  # another process was faster
            if old:
                shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, wanted: int, make: Callable[[Callable[[int], None]], bytes]) -> None:
    done = 0

    def tell(finished: int) -> None:
        nonlocal done
        done = finished
        _write(folder, Progress("printing", done, wanted))

    try:
        pdf = make(tell)
        (folder / "sheets.pdf").write_bytes(pdf)
        _write(folder, Progress("ready", wanted, wanted))
    except Exception as error:
        log.exception("a print job failed: %s", type(error).__name__)
        _write(folder, Progress("failed", done, wanted))


def _write(folder: Path, progress: Progress) -> None:
    """All of it or nothing: another process may be reading."""
    said = {"state": progress.state, "done": progress.done, "wanted": progress.wanted}
    new = folder / f"status.{threading.get_ident()}"
    try:
        new.write_text(json.dumps(said))
        new.replace(folder / "status.json")
    except OSError as error:
        log.error("the progress of a print job could not be written: %s", error.strerror)
