"""``guides audit``: whether the log is whole, and what stands in it, without names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guides.audit.service import AuditLog
from guides.safe.service import Safe
from guides.settings import read_settings
from guides.storage.engine import Engine, open_engine, saving
from tests.storage.databases import KINDS, upgraded

SINCE = ("--since", "2020-01-01")


@pytest.fixture(params=KINDS)
def noted(
    request, run, environment: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Engine]:
    """Three entries, by and about somebody."""
    for name in ("KEYRING", "AUDIT_HEAD"):
        monkeypatch.delenv(f"GUIDES_{name}", raising=False)
    monkeypatch.setenv("GUIDES_DATABASE", upgraded(request.param, tmp_path))
    monkeypatch.setenv("GUIDES_MASTER_KEY", str(environment / "etc" / "master.key"))
    assert run("keys", "init").code == 0
    assert run("db", "upgrade").code == 0
    settings = read_settings()
    safe, engine = Safe.from_settings(settings), open_engine(settings.database_url)
    log = AuditLog.from_settings(settings, safe)
    for n in range(3):
        with saving(engine) as session:
            log.write(
                session,
                org=7,
                actor="user/kanarienvogel",
                action="viewed",
                kind="note",
                subject=f"n/{n}",
            )
    yield engine
    engine.dispose()
    safe.close()


@pytest.mark.usefixtures("noted")
def test_a_whole_log(run):
    found = run("audit", "verify")
    assert (found.code, found.err) == (0, "")
    assert "3 entries were read." in found.out
    assert "whole" in found.out


def test_what_was_touched_is_said_and_taken_for_right_only_by_somebody(run, noted: Engine):
    with noted.begin() as connection:
        connection.exec_driver_sql("DELETE FROM audit_entry WHERE id = 3")
    found = run("audit", "verify")
    assert found.code == 1
    assert "ends at entry 2" in found.out
    assert "guides audit accept" in found.err
    assert run("audit", "accept").code == 0
    assert run("audit", "verify").code == 0
    assert "accepted" in run("audit", "list", *SINCE).out
    with noted.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_entry SET org = '8' WHERE id = 2")
    found = run("audit", "verify")
    assert (found.code, "Entry 2 was changed" in found.out) == (1, True)


@pytest.mark.usefixtures("noted")
def test_the_list_names_nobody(run):
    found = run("audit", "list", *SINCE)
    assert (found.code, found.err) == (0, "")
    assert "kanarienvogel" not in found.out
    assert [row.split()[0] for row in found.out.splitlines()] == ["3", "2", "1", "3"]
    assert "3 entries since 2020-01-01." in found.out
    assert "0 entries" in run("audit", "list", "--since", "9999-01-01").out


@pytest.mark.usefixtures("noted")
def test_a_head_that_lags_is_said(run, environment: Path):
    head = environment / "var" / "audit-head.json"
    assert head.is_file()
    head.unlink()
    found = run("audit", "verify")
    assert (found.code, "missing" in found.out) == (1, True)


def test_without_keys_or_tables_it_is_said_in_words(run, environment: Path, monkeypatch):
    monkeypatch.setenv("GUIDES_MASTER_KEY", "")
    found = run("audit", "verify")
    assert (found.code, "master_key" in found.err) == (2, True)
    monkeypatch.setenv("GUIDES_MASTER_KEY", str(environment / "master.key"))
    found = run("audit", "verify")
    assert (found.code, "is not at" in found.err) == (1, True)
    run("keys", "init")
    for command in (("verify",), ("list", *SINCE), ("accept",)):
        found = run("audit", *command)
        assert (found.code, "guides db upgrade" in found.err) == (1, True)
        assert "Traceback" not in found.err
    assert run("audit", "list").code == 2


@pytest.mark.usefixtures("noted")
def test_very_many_views_are_flagged_without_a_name(run, noted: Engine):
    assert run("audit", "busy").code == 0
    settings = read_settings()
    safe = Safe.from_settings(settings)
    log = AuditLog.from_settings(settings, safe)
    with saving(noted) as session:
        for n in range(80):
            log.write(
                session, org=7, actor="user/kanarienvogel", action="viewed", kind="note",
                subject=f"m/{n}",
            )  # fmt: skip
    safe.close()
    found = run("audit", "busy")
    assert (found.code, "83 records in an hour" in found.out) == (1, True)
    assert "kanarienvogel" not in found.out + found.err
    assert run("audit", "busy", "--since", "9999-01-01").code == 0
    said = run("audit", "verify")
    assert (said.code, "guides audit busy" in said.out) == (0, True)
