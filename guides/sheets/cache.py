"""Finished sheets on disk, by the hash of everything that shaped them.

A sheet holds nothing about a person (what belongs to one person is written on by pen), so the
same file serves everybody who asks for it.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import time
from contextlib import suppress
from pathlib import Path

_KEY = re.compile(r"[0-9a-f]{16,128}")
_TEMPORARY = ".part-"
_STALE_SECONDS = 3600
"""A temporary file of this age belongs to a process that died while it wrote."""


class SheetCache:
    """Files named by key, in one folder of at most ``most_bytes``; safe with several processes.

    Each file begins with a digest of its key and its content. What does not fit its digest
    (half written, damaged, put there under another name) counts as absent and is removed.
    """

    def __init__(self, folder: Path, most_bytes: int = 200_000_000) -> None:
        self.folder = Path(folder)
        self.most_bytes = most_bytes

    def get(self, key: str) -> bytes | None:
        """The sheet, or None when it is not here whole."""
        path = self._path(key)
        try:
            # NOFOLLOW: a link in this folder was not put there by us.
            with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
                kept = file.read()
        except OSError:
            return None
        digest, pdf = kept[:32], kept[32:]
        if digest != _digest(key, pdf):
            path.unlink(missing_ok=True)
            return None
        with suppress(OSError):
            os.utime(path)  # Used again: among the last to be thrown out.
        return pdf

    def put(self, key: str, pdf: bytes) -> None:
        """Keep a sheet. It appears whole or not at all, also when the power fails."""
        path = self._path(key)
        if len(pdf) + 32 > self.most_bytes:
            return
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        # mkstemp makes files that nobody else can read, and in this folder, because a file can
        # be put in the place of another in one step only within a file system.
        handle, temporary = tempfile.mkstemp(prefix=_TEMPORARY, dir=self.folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_digest(key, pdf) + pdf)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        self._shrink()

    def clear(self) -> None:
        """Throw out everything."""
        for path in self._files():
            path.unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError(f"not the key of a sheet: {key!r}")
        return self.folder / key

    def _files(self) -> list[Path]:
        try:
            return [
                Path(entry.path)
                for entry in os.scandir(self.folder)
                if _KEY.fullmatch(entry.name) or entry.name.startswith(_TEMPORARY)
            ]
        except FileNotFoundError:
            return []

    def _shrink(self) -> None:
        """Throw out what was not used for longest, until the folder is small enough."""
        ages: list[tuple[float, int, Path]] = []
        for path in self._files():
            with suppress(OSError):  # Another process may have thrown it out just now.
                found = path.stat()
                if not path.name.startswith(_TEMPORARY):
                    ages.append((found.st_mtime, found.st_size, path))
                elif time.time() - found.st_mtime > _STALE_SECONDS:
                    path.unlink(missing_ok=True)
        total = sum(size for _, size, _ in ages)
        for _, size, path in sorted(ages):
            if total <= self.most_bytes:
                break
            path.unlink(missing_ok=True)
            total -= size


def _digest(key: str, pdf: bytes) -> bytes:
    # With the key, so that a file under another sheet's name is not taken for that sheet.
    return hashlib.sha256(key.encode() + b"\n" + pdf).digest()
