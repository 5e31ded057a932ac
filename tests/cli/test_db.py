"""``guides db``: making the database, and saying in words why it cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from guides.storage.engine import open_engine
from tests.storage.databases import KINDS, as_superuser, fresh


@pytest.mark.parametrize("kind", KINDS)
def test_the_database_is_made_then_found_up_to_date(run, tmp_path, monkeypatch, kind: str):
    monkeypatch.setenv("GUIDES_DATABASE", fresh(kind, tmp_path))
    first = run("db", "upgrade")
    assert first.code == 0
    assert "went from nothing to" in first.out
    again = run("db", "upgrade")
    assert again.code == 0
    assert "up to date" in again.out


def test_a_database_of_a_newer_release_is_refused_in_words(run, environment: Path):
    run("db", "upgrade")
    engine = open_engine(f"sqlite:///{environment / 'var' / 'guides.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    found = run("db", "upgrade")
    assert (found.code, found.out) == (1, "")
    assert "stands at 9999" in found.err
    assert "Traceback" not in found.err


@pytest.mark.parametrize(
    ("url", "code", "words"),
    [
        ("nonsense", 2, "sqlite:///"),
        ("mysql://me:secret@host/db", 2, "postgresql://"),
        ("postgresql://me:secret@127.0.0.1:9/db", 1, "cannot be used"),
        ("sqlite://", 2, "sqlite:///"),
        ("sqlite:////proc/guides.db", 2, "/proc/guides.db cannot be made"),
        ("sqlite:////proc/deep/guides.db", 2, "/proc/deep cannot be made"),
    ],
)
def test_a_database_that_cannot_be_used_ends_in_words(
    run, monkeypatch, url: str, code: int, words: str
):
    monkeypatch.setenv("GUIDES_DATABASE", url)
    found = run("db", "upgrade")
    assert (found.code, found.out) == (code, "")
    assert words in found.err
    assert "secret" not in found.err
    assert "Traceback" not in found.err


def test_a_file_that_is_no_database_is_left_alone(run, environment: Path, monkeypatch):
    (environment / "notes.txt").write_text("Not a database. " * 100)
    monkeypatch.setenv("GUIDES_DATABASE", f"sqlite:///{environment / 'notes.txt'}")
    found = run("db", "upgrade")
    assert found.code == 1
    assert "cannot be used" in found.err
    assert (environment / "notes.txt").read_text().startswith("Not a database.")


@pytest.mark.parametrize("kind", KINDS)
def test_where_the_database_stands(run, tmp_path, monkeypatch, kind: str):
    monkeypatch.setenv("GUIDES_DATABASE", fresh(kind, tmp_path))
    empty = run("db", "status")
    assert (empty.code, "guides db upgrade" in empty.err) == (1, True)
    run("db", "upgrade")
    found = run("db", "status")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"{kind}, at 0")


def test_a_role_that_row_level_security_does_not_hold_is_told(run, tmp_path, monkeypatch):
    monkeypatch.setenv("GUIDES_DATABASE", as_superuser(fresh("postgresql", tmp_path)))
    made = run("db", "upgrade")
    assert (made.code, "NOBYPASSRLS" in made.err) == (0, True)
    found = run("db", "status")
    assert (found.code, "NOBYPASSRLS" in found.err) == (1, True)
