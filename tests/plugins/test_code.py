"""Plugins with code that are wrong, hostile or deadly: off with a reason, and nobody else is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from guides.plugins.code_quarantine import FOLDER, lift, quarantined, watched
from guides.plugins.domain import Installed
from guides.plugins.runner import PluginFailed
from guides.plugins.service import build_registry, registry_of
from guides.settings import Settings
from tests.plugins.folders import code_plugin, plugin, write

PAGES = "@hookimpl\ndef guides_pages():\n    return [{}]\n"
SAY = "lambda r: Absent()"
WRONG: dict[str, tuple[str, str]] = {
    # What plugin.py says, and words that the reason must hold.
    "no-access": (PAGES.format(f"Page('a', '', {SAY})"), 'is for "", which nobody may'),
    "access-of-others": (PAGES.format(f"Page('a', 'other.lend', {SAY})"), '"other.lend"'),
    "half-signed-in": (PAGES.format(f"Page('a', 'half', {SAY})"), '"half"'),
    "no-answer": (PAGES.format("Page('a', 'public', 'a.html')"), "Page.answer is a str"),
    "methods": (PAGES.format(f"Page('a', 'public', {SAY}, ('DELETE',))"), "Page.methods"),
    "no-method": (PAGES.format(f"Page('a', 'public', {SAY}, ())"), "methods"),
    "static": (PAGES.format(f"Page('static/a', 'public', {SAY})"), 'not "static" first'),
    "dots": (PAGES.format(f"Page('../../account', 'public', {SAY})"), "cannot have this path"),
    "slash-first": (PAGES.format(f"Page('/account', 'public', {SAY})"), "cannot have this path"),
    "empty-part": (PAGES.format(f"Page('a//b', 'public', {SAY})"), "cannot have this path"),
    "capitals": (PAGES.format(f"Page('Books', 'public', {SAY})"), "cannot have this path"),
    "path-hole": (PAGES.format(f"Page('<path:all>', 'public', {SAY})"), "cannot have this path"),
    "lang-hole": (PAGES.format(f"Page('<lang>', 'public', {SAY})"), "name is taken"),
    "hole-twice": (PAGES.format(f"Page('<a>/<a>', 'public', {SAY})"), "name is taken"),
    "same-page": (
        PAGES.format(f"Page('a', 'public', {SAY}), Page('a', 'signed-in', {SAY})"),
        "two pages at",
    ),
    "same-hole": (
        PAGES.format(f"Page('<int:a>', 'public', {SAY}), Page('<b>', 'public', {SAY})"),
        "two pages at",
    ),
    "role": (
        "@hookimpl\ndef guides_permissions(): return [Permission('a', 'A', ('king',))]",
        "Permission.roles",
    ),
    "permission": (
        "@hookimpl\ndef guides_permissions(): return [Permission('a.b', 'A', ())]",
        "cannot be a permission",
    ),
    "setting-kind": (
        "@hookimpl\ndef guides_settings(): return [Setting('a', 'A', 'colour')]",
        "Setting.kind",
    ),
    "setting-default": (
        "@hookimpl\ndef guides_settings(): return [Setting('a', 'A', 'number', True)]",
        "default is not",
    ),
    "setting-range": (
        "@hookimpl\ndef guides_settings(): return [Setting('a', 'A', 'number', 0, least=1)]",
        "default is not",
    ),
    "setting-twice": (
        "@hookimpl\ndef guides_settings(): return [Setting('a', 'A'), Setting('a', 'B')]",
        'two settings "a"',
    ),
    "no-choice": (
        "@hookimpl\ndef guides_settings(): return [Setting('a', 'A', 'choice', 'b')]",
        "nothing to choose from",
    ),
    "command": (
        "@hookimpl\ndef guides_commands(): return [Command('a', 'A', print, ('a',))]",
        "each name once",
    ),
    "core-table": (
        "@hookimpl\ndef guides_holdings(): return [Keeping(('account',))]",
        "no migration makes",
    ),
    "base-exception": ("class Off(BaseException): pass\nraise Off('Amina')", "raised Off"),
    "base-exception-in-hook": (
        "@hookimpl\ndef guides_pages(): raise GeneratorExit",
        "raised GeneratorExit",
    ),
    "recursion": ("def again(): again()\nagain()", "raised RecursionError"),
    "recursion-in-hook": ("@hookimpl\ndef guides_pages(): return guides_pages()", "RecursionError"),
}


def _mine(name: str, settings: Settings) -> Installed:
    return {p.id: p for p in registry_of(settings).plugins}[name]


@pytest.mark.parametrize("name", WRONG)
def test_what_is_offered_wrongly_switches_the_plugin_off(name: str, tmp_path: Path) -> None:
    code, said = WRONG[name]
    folder = tmp_path / "local"
    code_plugin(folder, name, code)
    code_plugin(folder, "sound", PAGES.format(f"Page('a', 'public', {SAY})"))
    plugins = {p.id: p for p in build_registry(local=[folder]).plugins}
    assert plugins[name].state == "broken"
    assert said in plugins[name].reason
    assert "Amina" not in plugins[name].reason
    assert plugins["sound"].state == "on"


def test_pages_that_only_look_alike_are_in_nobodys_way(tmp_path: Path) -> None:
    code = PAGES.format(
        f"Page('a', 'public', {SAY}), Page('a', 'public', {SAY}, ('POST',)), "
        f"Page('a/<int:n>', 'public', {SAY}), Page('a/new', 'public', {SAY}), "
        f"Page('', 'public', {SAY})"
    )
    code_plugin(tmp_path, "alike", code)
    (mine,) = [p for p in build_registry(local=[tmp_path]).plugins if p.id == "alike"]
    assert (mine.state, mine.reason) == ("on", "")


TABLE = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0001", None, None, None


def upgrade():
    op.create_table({name!r}, sa.Column("words", sa.Text()))
"""


@pytest.mark.parametrize(
    ("code", "table", "said"),
    [
        ("", "plugin_diary_day", "Nothing says how rows leave"),
        ("('plugin_diary_day', 'plugin_diary_day')", "plugin_diary_day", "answered for twice"),
        ("('plugin_diary_day', 'plugin_diary_week')", "plugin_diary_day", "no migration makes"),
        ("('diary',)", "diary", "must begin with plugin_diary_"),
        ("('edition',)", "edition", "must begin with plugin_diary_"),
    ],
)
def test_a_table_that_nobody_answers_for_switches_the_plugin_off(
    tmp_path: Path, code: str, table: str, said: str
) -> None:
    hook = f"@hookimpl\ndef guides_holdings(): return [Keeping({code})]\n" if code else ""
    folder = code_plugin(tmp_path, "diary", hook)
    write(folder, {"migrations/0001.py": TABLE.format(name=table)})
    (mine,) = [p for p in build_registry(local=[tmp_path]).plugins if p.id == "diary"]
    assert mine.state == "broken"
    assert said in mine.reason
    assert "Mend: " in mine.reason


def test_files_without_code_make_no_tables_and_no_pages(tmp_path: Path) -> None:
    """A folder without plugin.py runs no code, whatever else lies in it."""
    bomb = {"migrations/0001.py": "1 / 0", "templates/a.html": "{{ 1 / 0 }}"}
    plugin(tmp_path, "only-files", bomb)
    found = build_registry(local=[tmp_path])
    (mine,) = [p for p in found.loaded if p.installed.id == "only-files"]
    assert mine.installed.state == "on"
    assert not mine.brought.pages


# Quarantine ----------------------------------------------------------------------------------


def _list(data: Path) -> subprocess.CompletedProcess[str]:
    """``guides plugin list`` in a process of its own, which a plugin may end."""
    env = {**os.environ, "GUIDES_DATA_DIR": str(data), "GUIDES_PLUGINS": ""}
    command = [sys.executable, "-m", "guides", "plugin", "list", "--json"]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "deadly",
    [
        "import os\nos._exit(3)",
        "import os\n@hookimpl\ndef guides_pages(): os._exit(3)",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    ],
)
def test_code_that_ends_the_process_is_passed_over_at_the_next_start(
    tmp_path: Path, deadly: str
) -> None:
    code_plugin(tmp_path / "plugins", "deadly", deadly)
    code_plugin(tmp_path / "plugins", "sound", "print('said at import')")
    assert _list(tmp_path).returncode != 0
    again = _list(tmp_path)
    assert again.returncode == 0
    found = {each["id"]: each for each in json.loads(again.stdout)}
    assert found["deadly"]["state"] == "broken"
    assert "guides plugin enable deadly" in found["deadly"]["reason"]
    assert found["sound"]["state"] == "on"
    assert "said at import" in again.stderr  # and not into the JSON
    assert quarantined(tmp_path) == ("deadly",)


def test_quarantine_is_lifted_by_hand(tmp_path: Path) -> None:
    folder = code_plugin(tmp_path / "plugins", "deadly", "import os\nos._exit(3)")
    _list(tmp_path)
    settings = Settings(data_dir=tmp_path)
    assert "quarantine" in _mine("deadly", settings).reason
    write(folder, {"plugin.py": "from guides.api import hookimpl\n"})
    assert "quarantine" in _mine("deadly", settings).reason
    assert lift(tmp_path, "deadly")
    assert _mine("deadly", settings).state == "on"
    assert not lift(tmp_path, "deadly")


def test_a_plugin_that_only_fails_is_not_put_in_quarantine(tmp_path: Path) -> None:
    folder = code_plugin(tmp_path / "plugins", "weak", "1 / 0")
    settings = Settings(data_dir=tmp_path)
    assert "ZeroDivisionError" in _mine("weak", settings).reason
    write(folder, {"plugin.py": "from guides.api import hookimpl\n"})
    assert _mine("weak", settings).state == "on"
    assert not list((tmp_path / FOLDER).iterdir())


def test_two_who_start_at_the_same_time_do_not_blame_each_other(tmp_path: Path) -> None:
    with watched(tmp_path, "slow"), watched(tmp_path, "slow"):
        assert quarantined(tmp_path) == ()
    with watched(tmp_path, "slow"):
        pass
    assert not list((tmp_path / FOLDER).iterdir())


def test_who_hung_and_was_ended_by_hand_stays_marked(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), watched(tmp_path, "hangs"):
        raise KeyboardInterrupt
    with pytest.raises(PluginFailed, match="in quarantine"), watched(tmp_path, "hangs"):
        raise AssertionError


def test_where_nothing_can_be_written_nothing_is_watched(tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    for data in (tmp_path, tmp_path / "not-there", None):
        with watched(data, "any"):
            pass
    assert not (tmp_path / "not-there").exists()
