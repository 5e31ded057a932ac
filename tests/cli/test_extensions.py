"""``guides x``, and what ``guides db upgrade`` and ``guides sweep`` do with plugins' tables."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.plugins.folders import code_plugin, write

COMMANDS = """
def greet(request):
    return f"Good day, {request.arguments['who-is-there']}."


def explode(request):
    raise ValueError("Amina")


@hookimpl
def guides_commands():
    return [Command("greet", "Greet somebody.", greet, ("who-is-there",)),
            Command("explode", "Fail.", explode), Command("quiet", "Say nothing.", lambda r: "")]
"""
TABLE = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0001", None, None, None


def upgrade():
    op.create_table("plugin_diary_day", sa.Column("words", sa.Text()))
    {more}
"""
DIARY = """
import sqlalchemy as sa


def over(session, now):
    {due}


@hookimpl
def guides_holdings():
    return [Keeping(("plugin_diary_day",), over)]
"""


def _local(environment: Path) -> Path:
    return environment / "var" / "plugins"


def test_a_plugins_commands_are_found_and_run(environment: Path, run: Run) -> None:
    code_plugin(_local(environment), "polite", COMMANDS)
    assert "polite" in run("x").out + run("x", "--help").out
    assert "Greet somebody." in run("x", "polite", "--help").out
    done = run("x", "polite", "greet", "Yusuf")
    assert (done.code, done.out, done.err) == (0, "Good day, Yusuf.\n", "")
    assert run("x", "polite", "quiet").out == ""
    assert run("x", "polite", "greet").code == 2
    assert run("x", "nobody", "greet").code == 2


def test_a_command_that_fails_says_whose_it_was_and_where(environment: Path, run: Run) -> None:
    code_plugin(_local(environment), "polite", COMMANDS, name="Polite Plugin")
    failed = run("x", "polite", "explode")
    assert failed.code == 1
    assert "The plugin Polite Plugin failed" in failed.err
    assert "plugin.py:" in failed.err
    assert "Amina" not in failed.err
    assert "Traceback" not in failed.err


def _tables(environment: Path) -> set[str]:
    with closing(sqlite3.connect(environment / "var" / "guides.db")) as db:
        return {name for (name,) in db.execute("SELECT name FROM sqlite_master")}


def _diary(environment: Path, due: str = "return 0", more: str = "pass") -> None:
    folder = code_plugin(_local(environment), "diary", DIARY.format(due=due))
    write(folder, {"migrations/0001.py": TABLE.format(more=more)})


def test_the_upgrade_makes_their_tables_and_says_so(environment: Path, run: Run) -> None:
    _diary(environment)
    first = run("db", "upgrade")
    assert first.code == 0
    assert "The tables of diary went from nothing to 0001." in first.out
    assert "plugin_diary_day" in _tables(environment)
    assert "diary" not in run("db", "upgrade").out


def test_a_plugin_that_comes_later_is_brought_up_after_a_backup(
    environment: Path, run: Run
) -> None:
    run("db", "upgrade")
    _diary(environment)
    later = run("db", "upgrade")
    assert "A backup was written first" in later.out
    assert "plugin_diary_day" in _tables(environment)


def test_a_migration_that_fails_is_said_and_the_core_is_there(environment: Path, run: Run) -> None:
    """On an empty database it works, so nobody could see it before."""
    _diary(environment, more='sa.inspect(op.get_bind()).has_table("edition") and 1 / 0')
    failed = run("db", "upgrade")
    assert failed.code == 1
    assert "The tables of diary stay as they were." in failed.err
    assert "edition" in _tables(environment)
    assert "plugin_diary_day" not in _tables(environment)


def test_a_migration_that_works_nowhere_switches_its_plugin_off(
    environment: Path, run: Run
) -> None:
    _diary(environment, more="1 / 0")
    upgraded = run("db", "upgrade")
    assert (upgraded.code, upgraded.err) == (0, "")
    assert "ZeroDivisionError" in run("plugin", "list").out


@pytest.mark.parametrize("due", ["raise SystemExit(3)", "return session.execute(sa.text('x'))"])
def test_a_plugin_that_fails_at_the_sweep_does_not_keep_the_core_from_it(
    environment: Path, run: Run, due: str
) -> None:
    (environment / "var").mkdir(exist_ok=True)
    key = str(environment / "var" / "master.key")
    (environment / "guides.toml").write_text(f'master_key = "{key}"\n')
    assert run("keys", "init").code == 0
    _diary(environment, due=due)
    assert run("db", "upgrade").code == 0
    swept = run("sweep")
    assert (swept.code, swept.out) == (0, "Nothing was due.\n")
