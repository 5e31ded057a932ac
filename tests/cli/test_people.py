"""``guides people``: what stays when records go, without small numbers."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from guides.accounts import store as accounts
from guides.people import store
from guides.settings import read_settings
from guides.storage.engine import open_engine, saving
from tests.cli.conftest import Run


def test_counts_are_listed_by_organisation_and_small_ones_are_not_told(
    run: Run, environment: Path, monkeypatch: pytest.MonkeyPatch
):
    refused = run("people", "counts")
    assert refused.code == 2
    assert "master_key" in refused.err
    monkeypatch.setenv("GUIDES_MASTER_KEY", str(environment / "etc" / "master.key"))
    assert run("keys", "init").code == 0
    assert run("db", "upgrade").code == 0
    assert run("people", "counts").out == "There is no organisation yet.\n"
    engine = open_engine(read_settings().database_url)
    with saving(engine) as session:
        north = accounts.add_organisation(session, "North House (demo)").id
        accounts.add_organisation(session, "South House (demo)")
    with saving(engine, north) as session:
        store.count(session, north, "2025", "registered", "ar", 4)
        store.count(session, north, "2026", "registered", "ar", 5)
    engine.dispose()
    assert run("people", "counts").out.splitlines() == [
        "North House (demo)",
        "  2026  registered: ar  5",
        "  2025  registered: ar  under 5",
        "South House (demo)",
        "  Nothing was counted yet.",
    ]
    found = json.loads(run("people", "counts", "--json").out)
    assert found["small"] == 5
    assert [c["number"] for c in found["organisations"][0]["counts"]] == [5, None]
