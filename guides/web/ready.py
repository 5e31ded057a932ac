"""Whether this process can do its work: what a supervisor asks before it sends anybody here.

Only looks: nothing is made, and no lock is taken, so it tells the truth also while somebody writes
or the disk is full. Everybody may ask, so the words name no file, host or setting.
"""

from __future__ import annotations

import os
import shutil
import time
from functools import lru_cache
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from guides.sheets.fonts import missing
from guides.storage.engine import DatabaseWrong, is_there
from guides.storage.upgrade import revision
from guides.web.site import Site

ROOM_BYTES = 50_000_000
"""Less room than this is too little for the journal of a busy hour."""
LOOK_AGAIN_SECONDS = 60
"""Libraries and fonts seldom change, and looking for them is the one thing here that takes time."""


def what_is_wrong(here: Site) -> tuple[str, ...]:
    """One sentence for each thing that keeps the site from its work; none when it is ready."""
    folder = here.settings.data_dir
    found = [*_data_folder(folder), *_database(here), *_printing(int(time.monotonic()))]
    return tuple(found)


def _data_folder(folder: Path) -> list[str]:
    """Where there is none yet, it must be possible to make it."""
    folder = next((each for each in (folder, *folder.parents) if each.exists()), folder)
    if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
        return ["The data folder cannot be written."]
    if shutil.disk_usage(folder).free < ROOM_BYTES:
        return ["The disk of the data folder is almost full."]
    return []


def _database(here: Site) -> list[str]:
    if not here.settings.database and not here.settings.data_dir.is_dir():
        return ["The database has not been made yet."]  # and opening it would make the folder
    try:
        if not is_there(here.engine):
            return ["The database has not been made yet."]
        stands = revision(here.engine)
    except (SQLAlchemyError, DatabaseWrong, OSError):
        return ["The database does not answer."]
    if not stands.up_to_date:
        return ["The database is not at the revision that this release works with."]
    file = here.engine.url.database if here.engine.dialect.name == "sqlite" else None
    if file and not os.access(file, os.W_OK):
        return ["The database cannot be written."]
    return []


def _printing(now: int) -> list[str]:
    if _lacking(now // LOOK_AGAIN_SECONDS):
        return ["Sheets cannot be printed: fonts or print libraries are missing."]
    return []


@lru_cache(maxsize=1)
def _lacking(_minute: int) -> tuple[str, ...]:
    return missing()
