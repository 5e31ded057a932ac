"""Migrations: up, down, with data, as the models say, and never half."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect, text

from guides import paths
from guides.audit import store as audit_store  # noqa: F401 - its table belongs to the models
from guides.meetings.client import store as meeting_store  # noqa: F401
from guides.people.answers import store as answer_store  # noqa: F401
from guides.people.card import store as card_store  # noqa: F401
from guides.people.consent import store as consent_store  # noqa: F401
from guides.people.recall import store as recall_store  # noqa: F401
from guides.people.referrals import store as referral_store  # noqa: F401
from guides.sheets import store  # noqa: F401 - its tables belong to the models
from guides.storage.engine import Base, open_engine
from guides.storage.upgrade import DatabaseNewer, revision, upgrade
from guides.supervision import store as supervision_store  # noqa: F401
from tests.storage.processes import together

TABLES = {
    *("alembic_version", "edition", "sheet_count", "session_tally"),
    *("fact_check", "fact_version", "mistake_count", "audit_entry"),
    *("organisation", "account", "recovery_code", "sign_in", "invitation", "throttle", "note"),
    *("plugin_setting", "office"),
    *("directory_source", "directory_listing", "directory_slot", "directory_import"),
    *("directory_row", "directory_event", "directory_pair", "directory_heading"),
    "directory_state",
    "audit_entry",
    *("people_count", "client", "client_opening", "client_consent", "client_card"),
    *("client_answers", "client_measure", "client_referral", "client_sheet"),
    *("meeting", "meeting_tick", "client_step", "guide_profile", "guide_check_in"),
}
ADD = "INSERT INTO sheet_count (month, stage, lang, printed) VALUES ('2026-11', 'a', 'ar', 7)"
READ = "SELECT month, stage, lang, printed FROM sheet_count"


def _alembic(engine: Engine, move, target: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        move(config, target)


def _revisions() -> list[str]:
    """Oldest first."""
    config = Config()
    config.set_main_option("script_location", str(paths.MIGRATIONS))
    return [s.revision for s in ScriptDirectory.from_config(config).walk_revisions()][::-1]


def _tables(engine: Engine) -> set[str]:
    """Without those that SQLite makes for an index of words."""
    return {n for n in inspect(engine).get_table_names() if not n.startswith("directory_search")}


def _rows(engine: Engine, query: str = READ) -> list[tuple]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def _run(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def test_an_empty_database_gets_all_tables(engine: Engine):
    before = upgrade(engine)
    assert (before.current, before.wanted) == (None, _revisions()[-1])
    assert not before.up_to_date
    assert revision(engine).up_to_date
    assert _tables(engine) == TABLES


def test_the_models_are_what_the_migrations_make(engine: Engine):
    upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(
            connection,
            opts={
                "compare_type": True,
                "compare_server_default": True,
                # The index of words: each database has its own kind, which no model can say.
                "include_name": lambda name, *_: not str(name).startswith("directory_search"),
            },
        )
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_again_changes_nothing(engine: Engine):
    upgrade(engine)
    _run(engine, ADD)
    assert upgrade(engine).up_to_date
    assert _rows(engine) == [("2026-11", "a", "ar", 7)]


def test_every_step_can_be_taken_back_and_taken_again(engine: Engine):
    for step in _revisions():
        _alembic(engine, command.upgrade, step)
        with_it = _tables(engine)
        _alembic(engine, command.downgrade, "-1")
        assert _tables(engine) <= with_it
        _alembic(engine, command.upgrade, step)
        assert _tables(engine) == with_it


def test_going_all_the_way_down_leaves_no_table_behind(engine: Engine):
    upgrade(engine)
    _run(engine, ADD)
    _alembic(engine, command.downgrade, "base")
    assert _tables(engine) == {"alembic_version"}
    upgrade(engine)
    assert _rows(engine) == []


def test_a_database_of_a_newer_release_is_refused_in_words_and_left_alone(engine: Engine):
    upgrade(engine)
    _run(engine, ADD)
    _run(engine, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(DatabaseNewer) as refused:
        upgrade(engine)
    assert "stands at 9999" in str(refused.value)
    assert "newer release" in str(refused.value)
    assert _rows(engine, "SELECT version_num FROM alembic_version") == [("9999",)]
    assert _rows(engine) == [("2026-11", "a", "ar", 7)]
    assert not revision(engine).up_to_date


NEXT = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0099", "{head}", None, None


def upgrade() -> None:
    op.create_table("half", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("UPDATE sheet_count SET printed = 0")
    {then}


def downgrade() -> None:
    op.drop_table("half")
"""


@pytest.fixture
def next_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Code with one migration more, as the next release will have; ``then`` ends it."""

    def make(then: str) -> Path:
        folder = tmp_path / "migrations"
        shutil.copytree(paths.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        step = NEXT.format(head=_revisions()[-1], then=then)
        (folder / "versions" / "0099_next.py").write_text(step)
        monkeypatch.setattr(paths, "MIGRATIONS", folder)
        return folder

    return make


def test_an_older_database_keeps_its_data_on_the_way_up(engine: Engine, next_release):
    upgrade(engine)
    _run(engine, ADD)
    next_release("pass")
    assert not revision(engine).up_to_date
    assert upgrade(engine).current != "0099"
    assert _rows(engine) == [("2026-11", "a", "ar", 0)]
    assert _tables(engine) == {*TABLES, "half"}


def test_a_migration_that_fails_leaves_everything_as_it_was(engine: Engine, next_release):
    upgrade(engine)
    before = revision(engine).current
    _run(engine, ADD)
    next_release('raise RuntimeError("the disk is full")')
    with pytest.raises(RuntimeError, match="the disk is full"):
        upgrade(engine)
    assert _rows(engine) == [("2026-11", "a", "ar", 7)]
    assert _tables(engine) == TABLES
    assert revision(engine).current == before


def test_two_workers_that_start_together_do_not_trip_over_each_other(url: str, next_release):
    """The second comes while the first is still at it: its migration takes a while."""
    folder = next_release("__import__('time').sleep(0.7)")
    code = """
        from guides import paths
        from guides.storage.engine import open_engine
        from guides.storage.upgrade import upgrade
        paths.MIGRATIONS = Path(sys.argv[2])
        go()
        print(upgrade(open_engine(sys.argv[1])).up_to_date)
    """
    assert sorted(together(2, code, url, str(folder))) == ["False", "True"]


def test_looking_makes_no_database(tmp_path: Path):
    engine = open_engine(f"sqlite:///{tmp_path / 'none.db'}")
    assert revision(engine).current is None
    engine.dispose()
    assert not (tmp_path / "none.db").exists()
