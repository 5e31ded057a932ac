"""``guides keys``: made once, checked, changed; in words when something is wrong."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from guides.safe import keyring_store
from guides.safe.service import Safe
from guides.settings import read_settings
from tests.storage.databases import KINDS, fresh


@pytest.fixture(params=KINDS)
def key(request, environment: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The place of the master key of an installation that is yet to begin."""
    for name in ("MASTER_KEY", "KEYRING", "AUDIT_HEAD"):
        monkeypatch.delenv(f"GUIDES_{name}", raising=False)
    if request.param == "postgresql":
        monkeypatch.setenv("GUIDES_KEYRING", fresh(request.param, tmp_path))
    monkeypatch.setenv("GUIDES_MASTER_KEY", str(environment / "etc" / "master.key"))
    return environment / "etc" / "master.key"


def seal(words: str = "words", owner: str = "note/a") -> None:
    safe = Safe.from_settings(read_settings())
    safe.seal(words, org=1, owner=owner, table="note", column="words", row="a")
    safe.close()


def test_a_key_is_made_once_and_checked(run, key: Path):
    made = run("keys", "init")
    assert (made.code, made.err) == (0, "")
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    found = run("keys", "check")
    assert (found.code, "0 data keys" in found.out) == (0, True)
    assert found.out.split()[1] in made.out  # the id of the key
    assert key.read_text().strip() not in made.out + found.out
    before = key.read_bytes()
    again = run("keys", "init")
    assert (again.code, again.out, "already" in again.err) == (1, "", True)
    assert key.read_bytes() == before


def test_a_key_from_elsewhere_gets_a_keyring(run, key: Path):
    run("keys", "init")
    other = key.with_name("copy.key")
    key.rename(other)
    assert run("keys", "check").code == 1
    other.rename(key)
    assert run("keys", "init", "--keyring-only").code == 1
    assert run("keys", "check").code == 0


@pytest.mark.usefixtures("key")
def test_without_a_name_for_the_key_it_is_wrong_use(run, monkeypatch):
    monkeypatch.setenv("GUIDES_MASTER_KEY", "")
    for command in (("init",), ("check",), ("rotate", "new.key")):
        found = run("keys", *command)
        assert (found.code, found.out) == (2, "")
        assert "master_key" in found.err


def test_faults_are_said_in_words(run, key: Path):
    found = run("keys", "check")
    assert (found.code, "is not at" in found.err) == (1, True)
    run("keys", "init")
    key.chmod(0o644)
    found = run("keys", "check")
    assert (found.code, "chmod 600" in found.err) == (1, True)
    key.write_text("AAAA")
    key.chmod(0o600)
    found = run("keys", "check")
    assert (found.code, "holds no master key" in found.err) == (1, True)
    assert "Traceback" not in found.err


def test_a_key_that_does_not_open_is_counted(run, key: Path):
    run("keys", "init")
    seal()
    seal(owner="note/b")
    engine = keyring_store.open_keyring(read_settings().keyring_url)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE keyring_data_key SET wrapped = 'AAAA' WHERE owner = 'note/b'"
        )
    engine.dispose()
    found = run("keys", "check")
    assert found.code == 1
    assert "2 data keys" in found.out
    assert "1 data keys do not open" in found.err


def test_the_key_is_changed_and_the_log_notes_it(run, key: Path, monkeypatch):
    run("keys", "init")
    run("db", "upgrade")
    seal()
    new = key.with_name("new.key")
    found = run("keys", "rotate", str(new))
    assert (found.code, found.err) == (0, "")
    assert "1 data keys were wrapped anew" in found.out
    assert str(new) in found.out
    assert (key.exists(), stat.S_IMODE(new.stat().st_mode)) == (True, 0o600)
    wrong = run("keys", "check")
    assert (wrong.code, "wrong master key" in wrong.err) == (1, True)
    again = run("keys", "rotate", str(new))
    assert (again.code, "already" in again.out) == (0, True)
    monkeypatch.setenv("GUIDES_MASTER_KEY", str(new))
    assert run("keys", "check").code == 0
    listed = run("audit", "list", "--since", "2020-01-01").out
    assert listed.count("key-rotated") == 1
    assert run("audit", "verify").code == 0


def test_a_change_before_there_is_a_database_says_that_it_is_not_noted(run, key: Path):
    run("keys", "init")
    found = run("keys", "rotate", str(key.with_name("new.key")))
    assert (found.code, "does not note" in found.out) == (0, True)
