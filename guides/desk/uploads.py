"""Files that somebody brought and that wait for a question to be answered; gone after an hour."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from guides.once.domain import RANDOM_ID, new_id

KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Uploads:
    """Of one organisation: nobody finds a file of another by its name."""

    root: Path
    org: int

    def keep(self, save: Callable[[Path], object]) -> str:
        """``save`` writes the file. Returns the secret by which it is found again."""
        self.sweep()
        name = new_id()
        folder = self._folder(name)
        folder.mkdir(parents=True, mode=0o700)
        save(folder / "list")
        return name

    def file(self, name: str) -> Path | None:
        """None where there is none such, or none any more."""
        if not RANDOM_ID.match(name):
            return None
        file = self._folder(name) / "list"
        try:
            old = time.time() - file.stat().st_mtime > KEPT_SECONDS
        except OSError:
            return None
        return None if old else file

    def drop(self, name: str) -> None:
        if RANDOM_ID.match(name):
            shutil.rmtree(self._folder(name), ignore_errors=True)

    def sweep(self) -> None:
        """What nobody came back for."""
        for folder in self.root.glob("*/*"):
            try:
                if time.time() - folder.stat().st_mtime > KEPT_SECONDS:
                    shutil.rmtree(folder, ignore_errors=True)
            except OSError:
                continue

    def _folder(self, name: str) -> Path:
        return self.root / str(self.org) / name
