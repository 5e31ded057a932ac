"""``guides backup``, ``verify``, ``restore``, and the backup that an upgrade makes by itself."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path

import pytest

from guides import paths
from guides.backup.service import KEPT
from guides.safe.keys import MasterKey
from guides.storage.engine import open_engine
from guides.storage.upgrade import bring_to, changing_tables
from tests.storage.databases import KINDS, fresh

NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0099", "{head}", None, None


def upgrade() -> None:
    op.create_table("more", sa.Column("id", sa.Integer(), primary_key=True))
    {then}


def downgrade() -> None:
    op.drop_table("more")
"""


@pytest.fixture(autouse=True)
def _without_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MASTER_KEY", "KEYRING", "AUDIT_HEAD"):
        monkeypatch.delenv(f"GUIDES_{name}", raising=False)


def test_out_and_back(run, environment: Path):
    run("db", "upgrade")
    made = run("backup", "a.backup")
    assert made.code == 0
    assert "NOT encrypted" in made.err
    assert "was written and read back" in made.out
    seen = run("verify", "a.backup")
    assert seen.code == 0
    assert "The backup is whole, and not encrypted." in seen.out
    back = run("restore", "a.backup", "--into", "new")
    assert (back.code, back.err) == (0, "")
    assert (environment / "new" / "guides.db").is_file()


def test_with_a_key_it_is_encrypted_and_says_with_which(run, environment: Path, monkeypatch):
    key = MasterKey.random()
    key.write(environment / "master.key")
    run("db", "upgrade")
    monkeypatch.setenv("GUIDES_MASTER_KEY", str(environment / "master.key"))
    made = run("backup", "a.backup")
    assert (made.code, made.err) == (0, "")
    assert f"encrypted with the master key {key.id}" in run("verify", "a.backup").out
    MasterKey.random().write(environment / "other.key")
    refused = run("restore", "a.backup", "--into", "new", "--key", "other.key")
    assert refused.code == 1
    assert "Nothing was written" in refused.err
    assert not (environment / "new").exists()


@pytest.mark.parametrize("command", [("verify", "x"), ("restore", "x", "--into", "new")])
def test_what_is_no_backup_is_said_in_words(run, environment: Path, command):
    (environment / "x").write_text("no backup")
    found = run(*command)
    assert found.code == 1
    assert "no backup" in found.err
    assert "Traceback" not in found.err
    assert not (environment / "new").exists()


def _next_release(folder: Path, monkeypatch: pytest.MonkeyPatch, then: str = "pass") -> None:
    new = folder / "migrations"
    shutil.copytree(paths.MIGRATIONS, new, ignore=shutil.ignore_patterns("__pycache__"))
    steps = sorted((new / "versions").glob("0*.py"))
    head = steps[-1].name[:4]
    (new / "versions" / "0099_next.py").write_text(NEXT.format(head=head, then=then))
    monkeypatch.setattr(paths, "MIGRATIONS", new)


@pytest.mark.parametrize("kind", KINDS)
def test_an_upgrade_writes_a_backup_first(run, environment: Path, monkeypatch, kind: str):
    if kind == "postgresql":
        monkeypatch.setenv("GUIDES_DATABASE", fresh(kind, environment))
    backups = environment / "var" / "backups"
    run("db", "upgrade")
    run("db", "upgrade")
    assert not backups.exists()  # there was nothing to lose
    _next_release(environment, monkeypatch)
    found = run("db", "upgrade")
    assert found.code == 0
    assert "A backup was written first" in found.out
    (kept,) = backups.iterdir()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(backups.stat().st_mode) == 0o700
    assert "whole" in run("verify", str(kept)).out
    run("db", "upgrade")
    assert len(list(backups.iterdir())) == 1
    monkeypatch.delenv("GUIDES_DATABASE", raising=False)
    assert run("restore", str(kept), "--into", "old").code == 0


def test_the_newest_few_are_kept(run, environment: Path, monkeypatch):
    backups = environment / "var" / "backups"
    engine = open_engine(f"sqlite:///{environment / 'var' / 'guides.db'}")
    with changing_tables(engine) as connection:
        bring_to(connection, "0001")
    backups.mkdir(mode=0o700)
    old = [backups / f"upgrade-2025010{n}T000000Z-aaaa-from-0001.backup" for n in range(1, 7)]
    for each in [*old, backups / "mine.backup"]:
        each.write_text("old")
    assert run("db", "upgrade").code == 0
    engine.dispose()
    left = sorted(path.name for path in backups.iterdir())
    assert left[0] == "mine.backup"
    assert len(left) == KEPT + 1
    assert old[0].name not in left
    assert old[-1].name in left


def test_when_no_backup_can_be_made_nothing_is_upgraded(run, environment: Path, monkeypatch):
    run("db", "upgrade")
    (environment / "var" / "backups").write_text("in the way")
    _next_release(environment, monkeypatch)
    found = run("db", "upgrade")
    assert found.code == 1
    assert "Traceback" not in found.err
    (environment / "var" / "backups").unlink()
    assert "A backup was written first" in run("db", "upgrade").out
