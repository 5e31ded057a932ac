"""A disk that is full and then is not; a lock that somebody holds; four who start together."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from guides.app import create_app
from guides.backup.domain import BackupWrong
from guides.backup.restoring import Restore
from guides.backup.service import Backups
from guides.meetings import store
from guides.meetings.domain import Tally
from guides.settings import Settings
from guides.storage.engine import open_engine, reading
from guides.storage.upgrade import upgrade
from guides.walls import HOLDINGS
from guides.web import ready
from tests.backup.conftest import fill, master_key
from tests.reliability.conftest import Tell
from tests.storage.databases import KINDS, fresh
from tests.storage.processes import together

pytestmark = pytest.mark.full
DAY = date(2026, 11, 21)
TALLY = Tally(topics=("claiming",), lang="ar", people=1, minutes=1)
BEFORE, AFTER = 60, 60
"""SQLite's journal grows to four megabytes before it begins again: more would not fit in three."""
COUNT = text("SELECT count(*) FROM session_tally")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Three megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=3m,mode=700", "tmpfs", str(disk)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("no small disk: mounting is not allowed here (it takes root)")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def _save(engine: Engine, number: int) -> bool:
    try:
        store.keep(engine, f"{number:032}", TALLY, DAY)
    except OperationalError:
        return False
    return True


def test_a_full_disk(small_disk: Path, tell: Tell, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ready, "ROOM_BYTES", 100_000)
    app = create_app(Settings(data_dir=small_disk))
    engine, client = app.extensions["guides"].engine, app.test_client()
    try:
        upgrade(engine)
        assert client.get("/readyz").status_code == 200
        saved = [number for number in range(BEFORE) if _save(engine, number)]
        with suppress(OSError), (small_disk / "ballast").open("wb", buffering=0) as ballast:
            while ballast.write(b"x" * 4096):
                pass
        tries = range(1_000, 1_400)
        full = [number for number in tries if _save(engine, number)]
        pages = ("/", "/ar/stop/claiming", "/e/ABCDEF0123", "/healthz")
        read = {path: client.get(path).status_code for path in pages}
        with reading(engine) as connection:
            there = connection.execute(COUNT).scalar_one()
        unready = client.get("/readyz")
        (small_disk / "ballast").unlink()
        again = [number for number in range(2_000, 2_000 + AFTER) if _save(engine, number)]
        with reading(engine) as connection:
            after = connection.execute(COUNT).scalar_one()
            whole = connection.execute(text("PRAGMA integrity_check")).scalar_one()
        ready_again = client.get("/readyz").status_code
    finally:
        engine.dispose()
    kept = len(saved) + len(full)
    tell(
        f"{len(saved)} acknowledged before, {len(full)} of {len(tries)} while full, {len(again)} "
        f"of {AFTER} after; {kept + len(again) - after} lost; read while full: {read}; "
        f"readyz {unready.status_code}, then {ready_again}"
    )
    assert len(full) < len(tries)
    assert there == kept
    assert (after, len(again), whole) == (kept + AFTER, AFTER, "ok")
    assert (unready.status_code, "almost full" in unready.text, ready_again) == (503, True, 200)
    assert {read["/"], read["/ar/stop/claiming"], read["/healthz"]} == {200}


@pytest.mark.parametrize("seconds", [2, 12])
def test_a_lock_that_is_held(seconds: int, tmp_path: Path, tell: Tell):
    engine = open_engine(f"sqlite:///{tmp_path / 'guides.db'}")
    upgrade(engine)
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        file = tmp_path / "guides.db"
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            held.set()
            time.sleep(seconds)
            other.execute("ROLLBACK")
            done.set()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    began = time.perf_counter()
    with reading(engine) as connection:
        connection.execute(COUNT).scalar_one()
    read = time.perf_counter() - began
    saved = _save(engine, 1)
    waited = time.perf_counter() - began
    done.wait()
    holder.join()
    again = _save(engine, 2)
    with reading(engine) as connection:
        there = connection.execute(COUNT).scalar_one()
    engine.dispose()
    what = "saved" if saved else "refused"
    tell(f"{what} after {waited:.1f} s, read after {read:.2f} s; afterwards saved: {again}")
    assert (saved, again) == (seconds == 2, True)
    assert there == saved + again
    assert read < 1
    assert waited < 8


def test_four_start_together_in_an_empty_folder(tmp_path: Path, tell: Tell):
    code = """
        from guides.storage.engine import open_engine
        from guides.storage.upgrade import revision, upgrade
        go()
        engine = open_engine(sys.argv[1])
        before = upgrade(engine)
        print(before.current, revision(engine).up_to_date)
    """
    times = 12
    first = 0
    for number in range(times):
        said = together(4, code, f"sqlite:///{tmp_path / str(number) / 'guides.db'}")
        assert all(each.endswith(" True") for each in said)
        first += sum(each.startswith("None") for each in said)
    tell(f"{times} starts of four workers: {first} made the tables, {4 * times} came up")
    assert first == times


def test_the_command_is_run_by_four_at_once(tmp_path: Path):
    guides = [sys.executable, "-m", "guides", "db", "upgrade"]
    env = {"PATH": "/usr/bin:/bin", "GUIDES_DATA_DIR": str(tmp_path / "var")}
    running = [
        subprocess.Popen(guides, env=env, cwd=tmp_path, stderr=subprocess.PIPE) for _ in range(4)
    ]
    said = [process.communicate(timeout=120)[1] for process in running]
    assert [process.returncode for process in running] == [0] * 4, said


@pytest.mark.parametrize("kind", KINDS)
def test_a_restore_with_the_right_the_wrong_and_no_key(kind: str, tmp_path: Path, tell: Tell):
    url = "" if kind == "sqlite" else fresh(kind, tmp_path)
    here = Settings(data_dir=tmp_path / "var", database=url, master_key=master_key(tmp_path))
    engine = open_engine(here.database_url)
    upgrade(engine)
    fill(engine)
    engine.dispose()
    made = Backups(here).make(tmp_path / "a.backup")
    rows = sum(made.manifest.counts.values())
    said = {}
    for name, key in (("wrong", master_key(tmp_path, "other.key")), ("no", "")):
        with pytest.raises(BackupWrong) as refused:
            Restore(Settings(master_key=key), tmp_path / name, HOLDINGS).run(made.path)
        said[name] = "Nothing was written" in str(refused.value)
        assert not (tmp_path / name).exists()
    Restore(here, tmp_path / "right", HOLDINGS, without_keyring=True).run(made.path)
    found = open_engine(f"sqlite:///{tmp_path / 'right' / 'guides.db'}")
    with found.connect() as connection:
        back = sum(
            connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            for table in made.manifest.counts
        )
    found.dispose()
    tell(f"right key: {back} of {rows} rows; wrong key and no key: refused, nothing written")
    assert (back, said) == (rows, {"wrong": True, "no": True})
