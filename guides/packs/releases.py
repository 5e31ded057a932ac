"""Releases of toolkits and plugins in the data folder: one is used, one can be gone back to.

``<root>/<id>/<version>-<hash>/`` holds the files, ``<root>/<id>/current`` names the release that is
used and ``previous`` the one before it. A release is never changed, and a pointer is written whole:
whatever is interrupted, either the old release is used or the new one.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from guides.packs.archive import Pack, PackWrong
from guides.plugins.discovery import CURRENT, PREVIOUS, pointed
from guides.plugins.pinned import digest_of
from guides.plugins.switches import make_room, write_whole


@dataclass(frozen=True, slots=True)
class Releases:
    """The releases below one folder, by id."""

    root: Path

    def home(self, release_id: str) -> Path:
        return self.root / release_id

    def current(self, release_id: str) -> Path | None:
        """The release that is used."""
        return pointed(self.home(release_id), CURRENT) if release_id else None

    def previous(self, release_id: str) -> Path | None:
        """The release that was used before, if it is still there."""
        found = pointed(self.home(release_id), PREVIOUS)
        return found if found is not None and found.is_dir() else None

    def take(self, pack: Pack, note: Callable[[Path], None] | None = None) -> Path:
        """Put a pack in place of what is used. ``note`` writes down how it came, beside it.

        Raises:
            PackWrong: when it cannot be written. What was used is used as before.
        """
        home = self.home(pack.id)
        folder = home / pack.release
        try:
            with self._alone():
                home.mkdir(exist_ok=True)
                if not folder.exists() or digest_of(folder) != pack.digest:
                    _put(pack, folder)
                if note is not None:
                    note(folder)
                before = self.current(pack.id)
                if before != folder:
                    write_whole(home / PREVIOUS, f"{before.name if before else ''}\n")
                    write_whole(home / CURRENT, f"{folder.name}\n")
                    self._tidy(pack.id)
        except OSError as error:
            raise PackWrong(
                f"The pack cannot be written to {home} ({error.strerror}). Nothing was changed."
            ) from error
        return folder

    def back(self, release_id: str) -> Path | None:
        """Use what was used before; None when there was nothing before it.

        Raises:
            PackWrong: when nothing was taken.
        """
        home = self.home(release_id)
        if self.current(release_id) is None:
            raise PackWrong(f"No pack of {release_id} was taken: there is nothing to go back to.")
        with self._alone():
            if before := self.previous(release_id):
                write_whole(home / CURRENT, f"{before.name}\n")
                write_whole(home / PREVIOUS, "\n")
            else:
                (home / CURRENT).unlink()
            return before

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One change at a time: two people could be at it."""
        make_room(self.root)
        with (self.root / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _tidy(self, release_id: str) -> None:
        """Keep the release that is used and the one before it."""
        kept = [p.name for p in (self.current(release_id), self.previous(release_id)) if p]
        kept += [CURRENT, PREVIOUS, *(f"{name}.json" for name in kept)]
        for path in self.home(release_id).iterdir():
            if path.name not in kept:
                _drop(path)


def _put(pack: Pack, folder: Path) -> None:
    """Written aside and settled on the disk before it gets its name."""
    staged = Path(tempfile.mkdtemp(dir=folder.parent, prefix=".new-"))
    try:
        pack.write(staged)
        staged.chmod(0o755)
        settle(staged)
        if folder.exists():  # the same release, half written or changed since
            shutil.rmtree(folder)
        staged.rename(folder)
        settle_name(folder.parent)
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)
        raise


def settle(folder: Path) -> None:
    """Wait until all files of a folder are on the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def settle_name(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _drop(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        with suppress(OSError):
            path.unlink()
