"""kill -9, at any moment: of a migration, and of six who write."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text

from guides import paths
from guides.storage.upgrade import changing_tables
from tests.reliability.conftest import Tell
from tests.reliability.killing import after, begin, lines, started, wait

pytestmark = pytest.mark.full
MIGRATIONS, KILLS, WRITERS = 60, 30, 6

NEXT = """
import time
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0099", "{head}", None, None


def upgrade() -> None:
    for number in range(5):
        op.create_table(f"half_{{number}}", sa.Column("id", sa.Integer(), primary_key=True))
        op.execute("UPDATE mistake_count SET reports = reports + 1")
        time.sleep(0.02)
    with op.batch_alter_table("mistake_count") as table:
        table.add_column(sa.Column("more", sa.Integer()))
    op.execute("UPDATE mistake_count SET more = 1")


def downgrade() -> None:
    with op.batch_alter_table("mistake_count") as table:
        table.drop_column("more")
    for number in range(5):
        op.drop_table(f"half_{{number}}")
    op.execute("UPDATE mistake_count SET reports = 0")
"""
UPGRADE = """
    import sys
    from pathlib import Path
    from guides import paths
    from guides.storage.engine import open_engine
    from guides.storage.upgrade import revision, upgrade
    paths.MIGRATIONS = Path(sys.argv[2])
    engine = open_engine(sys.argv[1])
    revision(engine)
    print("go", flush=True)
    upgrade(engine)
"""


def test_killed_migrations(url: str, engine: Engine, tmp_path: Path, tell: Tell):
    folder = tmp_path / "migrations"
    shutil.copytree(paths.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    head = sorted((folder / "versions").glob("0*.py"))[-1].name[:4]
    (folder / "versions" / "0099_next.py").write_text(NEXT.format(head=head))
    with engine.begin() as connection:
        many = [{"page": str(number)} for number in range(500)]
        connection.execute(
            text("INSERT INTO mistake_count VALUES ('2026-11', :page, 'wrong', 0)"), many
        )
    old = _state(engine)
    chance = random.Random(7)
    found = {"left old": 0, "new": 0, "half": 0}
    new: tuple[object, ...] = ()
    for _ in range(MIGRATIONS):
        engine.dispose()
        after(chance.uniform(0, 0.35), started(UPGRADE, url, str(folder)))
        state = _state(engine)
        if state == old:
            found["left old"] += 1
        elif state[0] == "0099" and (not new or state == new) and state[1:3] == (5, {5}):
            found["new"], new = found["new"] + 1, state
            _down(engine, folder)
            assert _state(engine) == old
        else:
            found["half"] += 1
    tell(", ".join(f"{count} {what}" for what, count in found.items()))
    assert found["half"] == 0
    assert found["left old"] > 5
    assert found["new"] > 5


def _state(engine: Engine) -> tuple[object, ...]:
    """Revision, new tables, what was counted, columns: all old, or all new."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        counted = connection.execute(text("SELECT DISTINCT reports FROM mistake_count")).scalars()
        rows = connection.execute(text("SELECT count(*) FROM mistake_count")).scalar_one()
        there = inspect(connection)
        tables = sum(name.startswith("half_") for name in there.get_table_names())
        columns = [column["name"] for column in there.get_columns("mistake_count")]
        return version, tables, set(counted), rows, tuple(columns)


def _down(engine: Engine, folder: Path) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder))
    with changing_tables(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "-1")


WRITER = """
    import hashlib, os, pickle, sys, time
    from dataclasses import replace
    from datetime import date
    from pathlib import Path
    from guides.meetings import store as meetings
    from guides.meetings.domain import Tally
    from guides.sheets import store as sheets
    from guides.storage.engine import open_engine
    url, log, name, pickled = sys.argv[1:]
    sheet = pickle.loads(Path(pickled).read_bytes())
    engine, said = open_engine(url), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    tally = Tally(topics=("claiming",), lang="ar", people=1, minutes=1)
    print("go", flush=True)
    for number in range(1_000_000):
        it = hashlib.sha256(f"{name}-{number}".encode()).hexdigest()
        for _ in range(2):  # the same form again, as after an answer that got lost
            meetings.keep(engine, it[:32], tally, date(2026, 11, 21))
        os.write(said, f"t {it[:32]}\\n".encode())
        made = replace(sheet, shaped_by=it)
        sheets.record(engine, made)
        os.write(said, f"e {made.edition}\\n".encode())
        time.sleep(0.002)  # SQLite's writers do not queue: who never rests keeps the others out
"""


def test_killed_writers(url: str, engine: Engine, pickled: Path, tmp_path: Path, tell: Tell):
    chance = random.Random(11)
    acknowledged, working, half = set[str](), 0, 0
    for kill in range(KILLS):
        logs = [tmp_path / f"{kill}-{number}.log" for number in range(WRITERS)]
        engine.dispose()
        writers = [begin(WRITER, url, str(log), log.stem, str(pickled)) for log in logs]
        for each in writers:
            wait(each)
        working += after(chance.uniform(0.05, 0.4), *writers)
        acknowledged |= {line for log in logs for line in lines(log)}
        half += _half(engine)
    with engine.connect() as connection:
        tallies = list(connection.execute(text("SELECT save_id FROM session_tally")).scalars())
        editions = list(connection.execute(text("SELECT code FROM edition")).scalars())
        people = connection.execute(text("SELECT sum(people) FROM session_tally")).scalar_one()
    there = {f"t {each}" for each in tallies} | {f"e {each}" for each in editions}
    lost = len(acknowledged - there)
    doubled = len(tallies) - len(set(tallies)) + int(people) - len(tallies)
    tell(
        f"{KILLS} kills, {len(acknowledged)} acknowledged, {lost} lost, {half} half-saved, "
        f"{doubled} doubled"
    )
    assert working == KILLS * WRITERS
    assert {line[0] for line in acknowledged} == {"t", "e"}
    assert len(acknowledged) > KILLS * WRITERS
    assert (lost, half, doubled) == (0, 0, 0)


def _half(engine: Engine) -> int:
    """An edition and its count are one save."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        editions = connection.execute(text("SELECT count(*) FROM edition")).scalar_one()
        printed = connection.execute(text("SELECT sum(printed) FROM sheet_count")).scalar() or 0
        return abs(int(editions) - int(printed))


@pytest.fixture
def pickled(app, tmp_path: Path) -> Path:
    """A sheet that another process can read, so that it need not put one together."""
    import pickle

    from guides.api import Case
    from guides.sheets.domain import SheetOptions

    site = app.extensions["guides"]
    sheet = site.composer.compose(Case("waiting-and-support"), SheetOptions(), site.today())
    file = tmp_path / "sheet.pickle"
    file.write_bytes(pickle.dumps(sheet))
    return file
