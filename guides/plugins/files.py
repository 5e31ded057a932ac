"""Files of a folder without reading them: what is another as soon as one of them changes."""

from __future__ import annotations

import os
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
                        folders.append(entry.path)
                    yield _age(entry.path, entry.stat(follow_symlinks=False))
        except OSError:  # gone in the meantime, or not to be read: loading says so
            continue


def _age(path: str, stat: os.stat_result) -> Age:
    return path, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_size, stat.st_ino
