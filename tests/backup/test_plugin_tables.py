"""Tables of plugins are in a backup, and come back with it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlalchemy import text

from guides.backup.domain import BackupWrong
from guides.backup.restoring import Restore
from guides.backup.service import Backups
from guides.plugins.runner import PluginFailed
from guides.retention.service import Holding
from guides.settings import Settings
from guides.storage.plugin_tables import PluginTables
from guides.storage.upgrade import upgrade
from guides.walls import HOLDINGS
from tests.storage.databases import KINDS, fresh

STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{this}", {before!r}, None, None


def upgrade():
    {body}
"""
MAKE = 'op.create_table("plugin_my_town_book", sa.Column("id", sa.Integer(), primary_key=True))'
GROW = 'op.add_column("plugin_my_town_book", sa.Column("title", sa.String(20)))'


@pytest.fixture(params=KINDS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    (tmp_path / "old").mkdir()
    return Settings(data_dir=tmp_path / "old", database=fresh(request.param, tmp_path / "old"))


@pytest.fixture
def plugin(tmp_path: Path) -> PluginTables:
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "0001.py").write_text(STEP.format(this="0001", before=None, body=MAKE), "utf-8")
    return PluginTables("my-town", folder)


@pytest.fixture
def bundle(site, plugin: PluginTables, opening, tmp_path: Path) -> Path:
    engine = opening(site.database_url)
    upgrade(engine, plugins=[plugin])
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO plugin_my_town_book VALUES (7)"))
    return Backups(site).make(tmp_path / "a.backup").path


def _put_back(site, bundle: Path, into: Path, **more):
    return Restore(site, into, **{"holdings": HOLDINGS, "without_keyring": True, **more}).run(
        bundle
    )


@pytest.mark.parametrize("other", KINDS)
def test_their_rows_come_back_and_grow_with_the_plugin(
    site, bundle: Path, plugin: PluginTables, opening, tmp_path: Path, other: str
):
    """The plugin has had a release since."""
    step = STEP.format(this="0002", before="0001", body=GROW)
    (plugin.folder / "0002.py").write_text(step, "utf-8")
    url = "" if other == "sqlite" else fresh(other, tmp_path)
    done = _put_back(site, bundle, tmp_path / "new", database=url, plugins=(plugin,))
    assert done.left_out == ()
    assert done.manifest.plugins == {"my-town": "0001"}
    with opening(url or f"sqlite:///{tmp_path / 'new' / 'guides.db'}").connect() as connection:
        found = connection.execute(text("SELECT id, title FROM plugin_my_town_book")).all()
        stands = connection.execute(text("SELECT version_num FROM alembic_version_my_town"))
        assert [tuple(row) for row in found] == [(7, None)]
        assert stands.scalar() == "0002"


def test_what_no_plugin_here_knows_is_left_out_and_named(site, bundle: Path, tmp_path: Path):
    assert _put_back(site, bundle, tmp_path / "new").left_out == ("plugin_my_town_book",)


def test_a_plugin_of_an_older_release_is_refused_and_nothing_is_written(
    site, bundle: Path, plugin: PluginTables, tmp_path: Path
):
    older = (plugin.folder / "0001.py").read_text("utf-8").replace('"0001"', '"0000"')
    (plugin.folder / "0001.py").write_text(older, "utf-8")
    # As long and as old as before, to the second: Python would take what it compiled of the other.
    shutil.rmtree(plugin.folder / "__pycache__", ignore_errors=True)
    with pytest.raises(BackupWrong, match=r"0001.*Nothing was written"):
        _put_back(site, bundle, tmp_path / "new", plugins=(plugin,))
    assert not (tmp_path / "new").exists()


def test_a_plugin_that_cannot_erase_again_stops_the_restore(
    site, bundle: Path, plugin: PluginTables, tmp_path: Path
):
    """Otherwise it would bring back who was erased."""

    def forget(session, owners) -> None:
        raise PluginFailed("forgetting of my-town raised ValueError.")

    holdings = (*HOLDINGS, Holding("my-town", ("plugin_my_town_book",), forget=forget))
    with pytest.raises(BackupWrong, match="my-town raised ValueError"):
        _put_back(site, bundle, tmp_path / "new", plugins=(plugin,), holdings=holdings)
    assert not (tmp_path / "new").exists()
