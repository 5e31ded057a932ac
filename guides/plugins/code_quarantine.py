"""Quarantine: code that ended the last start is passed over at this one.

Nothing in the process can stop ``os._exit``, a crash in C, or a hang that somebody has to kill. So
a file stands in the data folder while code is imported. When the file is still there at the next
start, and nobody holds its lock, whoever imported the code is dead.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from guides.plugins.runner import PluginFailed

FOLDER = "quarantine"


def quarantined(data_dir: Path) -> tuple[str, ...]:
    """Ids of the plugins that are passed over."""
    return tuple(p.name for p in sorted((data_dir / FOLDER).glob("*")) if _is_left(p))


def lift(data_dir: Path, plugin_id: str) -> bool:
    """Let a plugin be imported again. False when it was not in quarantine."""
    file = data_dir / FOLDER / plugin_id
    there = plugin_id in quarantined(data_dir)
    if there:
        file.unlink(missing_ok=True)
    return there


@contextmanager
def watched(data_dir: Path | None, plugin_id: str) -> Iterator[None]:
    """Round importing a plugin's code, and its first answers.

    Where there is no data folder yet, or it cannot be written, nothing is watched.

    Raises:
        PluginFailed: when the plugin is in quarantine.
    """
    handle = _marked(data_dir, plugin_id) if data_dir is not None else None
    if data_dir is None or handle is None:
        yield
        return
    try:
        yield
    except KeyboardInterrupt:
        os.close(handle)  # it hung, and somebody ended it: the mark stays
        raise
    except BaseException:
        _unmark(handle, data_dir / FOLDER / plugin_id)
        raise
    else:
        _unmark(handle, data_dir / FOLDER / plugin_id)


def _marked(data_dir: Path, plugin_id: str) -> int | None:
    """The mark, locked; None when it cannot be made, or another process is at it too."""
    if not data_dir.is_dir():
        return None
    try:
        (data_dir / FOLDER).mkdir(exist_ok=True, mode=0o700)
        file = data_dir / FOLDER / plugin_id
        handle = os.open(file, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    except OSError:
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)  # somebody else imports it at this moment, and is alive
        return None
    if os.fstat(handle).st_size:
        os.close(handle)
        raise PluginFailed(
            "It is in quarantine: the last start ended while its code was imported. Mend: put it "
            f'right or update it, then "guides plugin enable {plugin_id}".'
        )
    with suppress(OSError):
        os.write(handle, b"importing\n")
        os.fsync(handle)
    return handle


def _unmark(handle: int, file: Path) -> None:
    """Emptied before it goes: whoever has it open already must not take it for a dead man's."""
    with suppress(OSError):
        os.ftruncate(handle, 0)
        file.unlink(missing_ok=True)
    os.close(handle)


def _is_left(file: Path) -> bool:
    """Whether a mark was left by somebody who is no more."""
    try:
        handle = os.open(file, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.fstat(handle).st_size > 0
    except OSError:
        return False
    finally:
        os.close(handle)
