"""Backups of a PostgreSQL that keeps organisations apart: no row is lost without a word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text

from guides import paths
from guides.backup.domain import BackupWrong
from guides.backup.restoring import Restore
from guides.backup.service import Backups
from guides.settings import Settings
from guides.storage.engine import reading, saving
from guides.storage.rows import EVERY
from guides.storage.upgrade import Revision, upgrade
from guides.walls import HOLDINGS
from tests.backup.conftest import master_key
from tests.storage.databases import fresh
from tests.storage.test_rows import ALL, two

Opening = Callable[[str], Engine]


@pytest.fixture
def hub(tmp_path: Path, opening: Opening) -> tuple[Settings, Engine]:
    """Two organisations with a note each."""
    settings = Settings(
        data_dir=tmp_path / "var",
        database=fresh("postgresql", tmp_path),
        master_key=master_key(tmp_path),
    )
    engine = opening(settings.database_url)
    two(engine)
    return settings, engine


def _notes(engine: Engine) -> list[str]:
    with reading(engine, EVERY) as connection:
        return list(connection.execute(text(ALL)).scalars())


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_notes_of_every_organisation_go_in_and_come_back(
    hub: tuple[Settings, Engine], tmp_path: Path, opening: Opening, kind: str
) -> None:
    settings, _ = hub
    made = Backups(settings).make(tmp_path / "hub.backup")
    assert made.manifest.counts["note"] == 2
    into = tmp_path / "new"
    database = "" if kind == "sqlite" else fresh(kind, tmp_path)
    done = Restore(settings, into, HOLDINGS, database, without_keyring=True).run(made.path)
    assert done.manifest.counts["note"] == 2
    assert _notes(opening(database or f"sqlite:///{into / 'guides.db'}")) == ["n", "s"]


def test_a_rule_of_somebody_else_stops_a_backup(
    hub: tuple[Settings, Engine], tmp_path: Path
) -> None:
    """It hides a row from this program, which could not know. So none is made."""
    settings, engine = hub
    with engine.begin() as connection:
        connection.execute(text("CREATE POLICY odd ON note AS RESTRICTIVE USING (id <> 's')"))
    assert _notes(engine) == ["n"]
    with pytest.raises(BackupWrong, match=r"rules of its own for note \(row-level security\)"):
        Backups(settings).make(tmp_path / "hub.backup")
    assert not list(tmp_path.glob("*.backup*"))


def test_the_backup_before_the_wall_is_built_holds_all(hub: tuple[Settings, Engine]) -> None:
    """An older database, with rows, on its way up: in its backup, and behind the wall after it."""
    settings, engine = hub
    _down_to_0006(engine)
    with engine.connect() as connection:
        assert list(connection.execute(text(ALL)).scalars()) == ["n", "s"]
    kept: list[int] = []

    def keep(stands: Revision) -> None:
        made = Backups(settings).before_upgrade(engine, stands)
        kept.append(made.manifest.counts["note"])

    upgrade(engine, keep)
    assert kept == [2]
    assert _notes(engine) == ["n", "s"]
    with saving(engine) as session:
        assert list(session.scalars(text(ALL))) == []


def _down_to_0006(engine: Engine) -> None:
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, "0006")
