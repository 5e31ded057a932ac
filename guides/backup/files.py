"""Packs and plugins: the files that go into a backup. No links, nothing that is hidden."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from guides.backup.domain import BackupWrong

FOLDERS = ("toolkits", "plugins", "added")
"""Of the data folder. Sheets that are kept can be printed again, and jobs end after an hour."""
_SKIPPED = ("__pycache__", ".")


@dataclass
class Walk:
    """Files below a folder, and how many entries were left out because they are no plain files."""

    root: Path
    left_out: int = field(default=0, init=False)

    def __iter__(self) -> Iterator[tuple[str, Path]]:
        if self.root.is_symlink() or not self.root.is_dir():
            return
        for place, folders, files in os.walk(self.root, followlinks=False):
            here = Path(place)
            links = [name for name in folders if (here / name).is_symlink()]
            self.left_out += len(links)
            folders[:] = sorted({*folders} - {*links} - {n for n in folders if _skip(n)})
            for name in sorted(files):
                path = here / name
                if path.is_symlink() or not path.is_file():
                    self.left_out += 1
                elif not _skip(name):
                    yield path.relative_to(self.root).as_posix(), path


def _skip(name: str) -> bool:
    return name.startswith(_SKIPPED)


def read(path: Path) -> bytes:
    """The bytes of a file; not those of one that was put in its place as a link."""
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NOFOLLOW), "rb") as file:
        return file.read()


def digest(root: Path) -> str:
    """A hash over the names and bytes of all files of a folder."""
    found = hashlib.sha256()
    for name, path in Walk(root):
        found.update(f"{name}\0{hashlib.sha256(read(path)).hexdigest()}\n".encode())
    return found.hexdigest()


def put(folder: Path, name: str, data: bytes) -> None:
    """Write a part of a bundle below a folder, for its owner alone.

    Raises:
        BackupWrong: when its name leads anywhere else.
    """
    parts = PurePosixPath(name).parts
    if not parts or parts[0] not in FOLDERS or ".." in parts or "\0" in name:
        raise BackupWrong("The backup holds a file with a name that leads out. Nothing was kept.")
    path = folder.joinpath(*parts)
    for parent in reversed(path.relative_to(folder).parents[:-1]):
        (folder / parent).mkdir(exist_ok=True, mode=0o700)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(data)
