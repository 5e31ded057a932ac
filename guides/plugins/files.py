"""Files of a folder without reading them: what is another as soon as one of them changes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from guides.toolkit.folder import MOST_FILES

Age = tuple[str, int, int, int, int]
"""Where a file is, its age and that of its name, its size, and which file of the disk it is."""


def ages(folder: Path) -> Iterator[Age]:
    """All files below a folder; of a flood of files only as many as are read."""
    left = MOST_FILES
    folders = [str(folder)]
    while folders and left > 0:
        try:
            with os.scandir(folders.pop()) as entries:
                for entry in entries:
                    if entry.name.startswith((".", "__pycache__")):
                        continue
                    left -= 1
                    if entry.is_dir(follow_symlinks=False):
                        # Its own age says nothing that the files in it do not, and changes when
                        # Python puts its cache there.
                        folders.append(entry.path)
                        yield entry.path, 0, 0, 0, entry.inode()
                    else:
                        yield _age(entry.path, entry.stat(follow_symlinks=False))
        except OSError:  # gone in the meantime, or not to be read: loading says so
            continue


def _age(path: str, stat: os.stat_result) -> Age:
    return path, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino


JUST_NOW = 1_000_000_000
"""Nanoseconds in which a file can change again without looking younger."""


def settled(folder: Path) -> tuple[Age, ...] | None:
    """What is another when a file of a folder is; None while that cannot be told."""
    found = tuple(ages(folder))
    newest = max((changed for _, _, changed, *_ in found), default=0)
    return found if newest < time.time_ns() - JUST_NOW else None
