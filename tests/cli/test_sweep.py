"""``guides sweep``: what was kept for its time goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from guides.accounts import store as accounts
from guides.accounts.domain import Account
from guides.notes.domain import KEPT
from guides.notes.service import NoteBook
from guides.settings import read_settings
from guides.storage.engine import open_engine, saving
from guides.walls import Guarded
from tests.cli.conftest import Run


def test_a_note_whose_time_is_over_goes_and_one_that_is_new_stays(
    run: Run, environment: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("GUIDES_MASTER_KEY", str(environment / "etc" / "master.key"))
    assert run("keys", "init").code == 0
    assert run("db", "upgrade").code == 0
    settings = read_settings()
    guarded = Guarded(settings, open_engine(settings.database_url))
    with saving(guarded.notes.engine) as session:
        org = accounts.add_organisation(session, "North House (demo)").id
    by = Account(1, org, "north-coordinator", "coordinator", "active", True)
    long_ago = datetime.now(UTC) - KEPT - timedelta(days=2)
    old = NoteBook(guarded.notes.engine, guarded.notes.safe, guarded.notes.audit, lambda: long_ago)
    old.add(by, "Long ago.", "1" * 32)
    guarded.notes.add(by, "Today.", "2" * 32)
    assert run("sweep").out == "notes: 1 erased\n"
    assert [note.text for note in guarded.notes.every(by)] == ["Today."]
    assert run("sweep").out == "Nothing was due.\n"
    guarded.close()


def test_without_a_master_key_there_is_nothing_to_sweep(run: Run):
    assert run("db", "upgrade").code == 0
    told = run("sweep")
    assert told.code == 2
    assert "master key" in told.err
