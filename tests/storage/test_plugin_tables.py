"""Tables of plugins: in the same upgrade as the core's, and never in its way."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from guides import paths
from guides.storage.plugin_tables import PluginTables, TablesWrong, tables_made
from guides.storage.upgrade import Revision, revision, upgrade

STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "{this}", {before!r}, None, None


def upgrade():
    {body}


def downgrade():
    pass
"""
MAKE = 'op.create_table("plugin_my_town_book", sa.Column("id", sa.Integer(), primary_key=True))'
GROW = 'op.add_column("plugin_my_town_book", sa.Column("title", sa.String(20)))'

Write = Callable[..., PluginTables]


@pytest.fixture
def plugin(tmp_path: Path) -> Write:
    """A plugin's migrations, one body for each step. The folder's name has a space in it."""

    def write(*bodies: str, name: str = "my-town") -> PluginTables:
        folder = tmp_path / "plugins of ours" / name / "migrations"
        folder.mkdir(parents=True, exist_ok=True)
        for number, body in enumerate(bodies, 1):
            before = f"{number - 1:04}" if number > 1 else None
            step = STEP.format(this=f"{number:04}", before=before, body=body)
            (folder / f"{number:04}.py").write_text(step, "utf-8")
        return PluginTables(name, folder)

    return write


def _tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names())


def _run(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def test_they_are_made_after_the_cores(engine: Engine, plugin: Write) -> None:
    (step,) = upgrade(engine, plugins=[plugin(MAKE)]).plugins
    assert (step.current, step.wanted, step.problem) == (None, "0001", "")
    assert {"plugin_my_town_book", "alembic_version_my_town", "edition"} <= _tables(engine)
    assert revision(engine).up_to_date


def test_they_grow_with_their_rows_and_a_backup_comes_first(engine: Engine, plugin: Write) -> None:
    upgrade(engine, plugins=[plugin(MAKE)])
    _run(engine, "INSERT INTO plugin_my_town_book VALUES (7)")
    kept: list[Revision] = []
    (step,) = upgrade(engine, kept.append, plugins=[plugin(MAKE, GROW)]).plugins
    assert (step.current, step.wanted) == ("0001", "0002")
    assert len(kept) == 1
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT id, title FROM plugin_my_town_book")).all()
    assert [tuple(row) for row in rows] == [(7, None)]
    assert upgrade(engine, kept.append, plugins=[plugin(MAKE, GROW)]).plugins == ()
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("bodies", "said"),
    [
        ((f"{MAKE}; 1 / 0",), "ZeroDivisionError"),
        ((MAKE, f"{GROW}; raise SystemExit(3)"), "SystemExit"),
        (('op.create_table("diary", sa.Column("words", sa.Text()))',), "plugin_my_town_"),
        (('op.drop_table("sheet_count")',), "plugin_my_town_"),
        (('op.execute("DROP TABLE sheet_count")',), "plugin_my_town_"),
        (('op.execute("nonsense")',), "Error"),
        (("nonsense here",), "SyntaxError"),
    ],
)
def test_a_migration_that_fails_changes_nothing_and_stands_in_nobodys_way(
    engine: Engine, plugin: Write, bodies: tuple[str, ...], said: str
) -> None:
    good = plugin(MAKE.replace("my_town", "good"), name="good")
    upgrade(engine)
    before = _tables(engine)
    bad, fine = upgrade(engine, plugins=[plugin(*bodies), good]).plugins
    assert said in bad.problem
    assert "Mend: " in bad.problem
    assert fine.problem == ""
    assert _tables(engine) == before | {"plugin_good_book", "alembic_version_good"}


def test_a_plugin_that_is_gone_stands_in_nobodys_way(
    engine: Engine, plugin: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The core's next release comes, and the plugin is no longer there."""
    upgrade(engine, plugins=[plugin(MAKE)])
    _run(engine, "INSERT INTO plugin_my_town_book VALUES (7)")
    core = tmp_path / "migrations"
    shutil.copytree(paths.MIGRATIONS, core, ignore=shutil.ignore_patterns("__pycache__"))
    step = STEP.format(
        this="0099", before=revision(engine).current, body="op.drop_table('edition')"
    )
    (core / "versions" / "0099_next.py").write_text(step, "utf-8")
    monkeypatch.setattr(paths, "MIGRATIONS", core)
    upgrade(engine)
    assert revision(engine).current == "0099"
    with engine.connect() as connection:  # and its rows wait for it
        assert connection.execute(text("SELECT id FROM plugin_my_town_book")).scalar() == 7
    assert upgrade(engine, plugins=[plugin(MAKE)]).plugins == ()


def test_a_plugin_that_was_taken_back_to_an_older_release_says_so(
    engine: Engine, plugin: Write
) -> None:
    upgrade(engine, plugins=[plugin(MAKE, GROW)])
    (Path(plugin().folder) / "0002.py").unlink()
    (step,) = upgrade(engine, plugins=[plugin(MAKE)]).plugins
    assert "0002" in step.problem
    assert {c["name"] for c in inspect(engine).get_columns("plugin_my_town_book")} == {
        "id",
        "title",
    }


def test_what_they_make_is_found_without_the_database(plugin: Write) -> None:
    assert tables_made(plugin(MAKE, GROW)) == {"plugin_my_town_book"}
    with pytest.raises(TablesWrong, match="plugin_my_town_"):
        tables_made(plugin('op.create_table("diary", sa.Column("words", sa.Text()))'))
