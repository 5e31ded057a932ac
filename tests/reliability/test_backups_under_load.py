"""Twenty backups while others write: each is whole, and none holds half a save."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import text

from guides.backup.domain import BackupWrong
from guides.backup.restoring import Restore
from guides.backup.service import Backups
from guides.settings import Settings
from guides.storage.engine import open_engine
from guides.walls import HOLDINGS
from tests.backup.conftest import master_key
from tests.reliability.conftest import Tell
from tests.reliability.killing import begin, kill, lines, wait

pytestmark = pytest.mark.full
BACKUPS, WRITERS = 20, 3
WRITER = """
    import os, sys, time
    from sqlalchemy import text
    from guides.storage.engine import open_engine
    url, log, name = sys.argv[1:]
    TALLY = "INSERT INTO session_tally VALUES (:id, '2026-11', '[]', 'ar', 1, 1)"
    MISTAKE = "INSERT INTO mistake_count VALUES ('2026-11', :page, 'wrong', 1)"
    engine, said = open_engine(url), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    print("go", flush=True)
    for number in range(1_000_000):
        it = {"id": f"{name}{number:031}", "page": f"{name}-{number}"}
        with engine.begin() as c:
            c.execute(text(TALLY), it)
            c.execute(text(MISTAKE), it)
        os.write(said, f"{number}\\n".encode())
        time.sleep(0.002)  # SQLite's writers do not queue: who never rests keeps the others out
"""


def test_backups_under_load(url: str, tmp_path: Path, tell: Tell):
    settings = Settings(
        data_dir=tmp_path / "var",
        database=url,
        master_key=master_key(tmp_path),
    )
    logs = [tmp_path / f"{number}.log" for number in range(WRITERS)]
    writers = [begin(WRITER, url, str(log), log.stem) for log in logs]
    for each in writers:
        wait(each)
    good, rows, seconds = 0, 0, []
    try:
        for number in range(BACKUPS):
            acknowledged = sum(len(lines(log)) for log in logs)
            began = time.perf_counter()
            try:
                made = Backups(settings).make(tmp_path / f"{number}.backup")
            except BackupWrong:
                continue
            seconds.append(time.perf_counter() - began)
            manifest, _ = Backups(settings).verify(made.path)
            pairs = {manifest.counts["session_tally"], manifest.counts["mistake_count"]}
            good += len(pairs) == 1 and min(pairs) >= acknowledged
            rows = min(pairs)
    finally:
        working = kill(*writers)
    new = tmp_path / "new"
    Restore(settings, new, HOLDINGS, without_keyring=True).run(tmp_path / f"{BACKUPS - 1}.backup")
    engine = open_engine(f"sqlite:///{new / 'guides.db'}")
    with engine.connect() as connection:
        back = connection.execute(text("SELECT count(*) FROM session_tally")).scalar_one()
    engine.dispose()
    tell(
        f"{good} good, {BACKUPS - good} bad; the last held {rows} saves, {back} came back; "
        f"at most {max(seconds):.1f} s"
    )
    assert (good, working, back) == (BACKUPS, WRITERS, rows)
