"""Writing: in the transaction that it is about, by anybody at once, without names or content."""

from __future__ import annotations

import logging
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import String, text

from guides.audit.domain import ACTIONS, KINDS, AuditWrong
from guides.audit.service import AuditLog
from guides.audit.store import EntryRow
from guides.safe import service
from guides.safe.service import Safe
from guides.storage.engine import Session, saving
from tests.audit.conftest import Desk
from tests.storage.processes import together
from tests.storage.tables import everything


def test_an_entry_holds_closed_words_and_pseudonyms(desk: Desk):
    with saving(desk.engine) as session:
        desk.log.write(
            session,
            org=7,
            actor="user/kanarienvogel",
            action="viewed",
            kind="note",
            subject="note/9",
        )
    (row,) = everything(desk.engine)["audit_entry"]
    assert (row["id"], row["org"], row["action"], row["kind"]) == (1, "7", "viewed", "note")
    assert row["actor"] == desk.log.pseudonym("user/kanarienvogel")
    assert row["subject"] == desk.log.pseudonym("note/9")
    assert "kanarienvogel" not in str(row) + desk.head.read_text()
    assert len({row["actor"], row["subject"]}) == 2


def test_nobody_is_empty_and_the_site_has_no_organisation(desk: Desk):
    with saving(desk.engine) as session:
        found = desk.log.write(session, org=None, actor="", action="restored", kind="backup")
    assert (found.org, found.actor, found.subject) == ("", "", "")
    assert desk.faults() == []


@pytest.mark.parametrize(("action", "kind"), [("saw Amina", "note"), ("viewed", "Amina's note")])
def test_other_words_are_refused(desk: Desk, action, kind):
    with pytest.raises(ValueError, match="closed") as wrong, saving(desk.engine) as session:
        desk.log.write(session, org=7, actor="user/1", action=action, kind=kind)
    assert "Amina" not in str(wrong.value)
    assert desk.verify().entries == 0


def test_every_word_has_room_in_its_column():
    columns = EntryRow.__table__.columns
    for name, words in (("action", ACTIONS), ("kind", KINDS)):
        kind = columns[name].type
        assert isinstance(kind, String)
        assert max(map(len, words)) <= (kind.length or 0)


def test_the_time_is_utc_to_the_second(desk: Desk):
    keys = desk.settings
    safe = Safe.from_settings(keys)
    summer = timezone(timedelta(hours=1))
    log = AuditLog.from_settings(keys, safe, lambda: datetime(2026, 7, 1, 0, 30, 9, 5, summer))
    with saving(desk.engine) as session:
        assert log.write(session, org=7, actor="", action="viewed", kind="note").at == (
            "2026-06-30T23:30:09Z"
        )
    safe.close()


def test_the_clock_may_go_back(desk: Desk):
    """Entries are counted, not timed: a clock that was put right breaks no chain."""
    safe = Safe.from_settings(desk.settings)
    for day in (20, 22, 3):
        now = datetime(2026, 11, day, tzinfo=UTC)
        log = AuditLog.from_settings(desk.settings, safe, partial(lambda when: when, now))
        with saving(desk.engine) as session:
            log.write(session, org=7, actor="", action="viewed", kind="note")
    assert desk.faults() == []
    safe.close()


# One with its save ------------------------------------------------------------------------------


def test_an_entry_stands_if_its_save_stands(desk: Desk):
    def fails() -> None:
        with saving(desk.engine) as session:
            desk.log.write(session, org=7, actor="user/1", action="changed", kind="note")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()
    assert desk.verify().entries == 0
    desk.note()
    assert (desk.verify().entries, desk.faults()) == (1, [])


def test_several_entries_in_one_save_follow_each_other(desk: Desk):
    with saving(desk.engine) as session:
        for _ in range(3):
            desk.log.write(session, org=7, actor="user/1", action="viewed", kind="note")
    found = desk.verify()
    assert (found.entries, found.newer_than_head, found.faults) == (3, 0, ())


def test_a_session_that_is_used_again_after_a_rollback(desk: Desk):
    with Session(desk.engine) as session:
        desk.log.write(session, org=7, actor="", action="viewed", kind="note")
        session.rollback()
        session.execute(text("SELECT 1"))
        session.commit()  # nothing was noted in this one
        assert _seen(desk) == 0
        for number in (1, 2):
            desk.log.write(session, org=7, actor="", action="viewed", kind="note")
            session.commit()
            assert _seen(desk) == number
    assert desk.faults() == []


@pytest.mark.parametrize("keep", [True, False])
def test_savepoints_make_no_difference(desk: Desk, keep: bool):
    desk.note()
    with Session(desk.engine) as session:
        desk.log.write(session, org=7, actor="", action="viewed", kind="note")
        point = session.begin_nested()
        desk.log.write(session, org=7, actor="", action="changed", kind="note")
        if keep:
            point.commit()
        else:
            point.rollback()
        assert _seen(desk) == 1  # nothing is committed yet
        session.commit()
    found = desk.verify()
    assert (found.entries, found.newer_than_head, found.faults) == (2 + keep, 0, ())


def test_only_a_savepoint_was_taken_back(desk: Desk):
    with Session(desk.engine) as session:
        point = session.begin_nested()
        desk.log.write(session, org=7, actor="", action="viewed", kind="note")
        point.rollback()
        session.commit()
    assert (desk.verify().entries, desk.faults()) == (0, [])
    desk.note()
    assert desk.faults() == []


def _seen(desk: Desk) -> int:
    read = desk.log._head.read()
    return read.id if read else 0


# The head ---------------------------------------------------------------------------------------


def test_the_head_follows_and_is_its_owners_alone(desk: Desk):
    for number in range(1, 4):
        entry = desk.note()
        head = desk.log._head.read()
        assert head is not None
        assert (head.id, head.mac, head.count) == (number, entry.mac, number)
    files = list(desk.head.parent.iterdir())
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert {file.name for file in files} == {"head.json", "head.json.lock"}


def test_a_log_whose_head_cannot_be_begun_takes_no_entry(desk: Desk):
    """What cannot be audited must not happen."""
    desk.head.parent.write_text("a file where the folder should be")
    with pytest.raises(AuditWrong, match="audit_head"):
        desk.note()
    assert desk.verify().entries == 0


def test_a_head_that_cannot_follow_is_reported_and_mends_itself(desk: Desk, caplog):
    """The save stands by then: to say that it failed would be untrue."""
    desk.note()
    blocked = desk.head.with_name("head.json.new")
    blocked.mkdir()
    with caplog.at_level(logging.ERROR):
        desk.note(subject="note/kanarienvogel")
    assert "What was saved stands" in caplog.text
    assert "kanarienvogel" not in caplog.text
    assert (desk.verify().newer_than_head, desk.faults()) == (1, [])
    blocked.rmdir()
    desk.note()
    assert (desk.verify().newer_than_head, desk.faults()) == (0, [])


# Many at once -----------------------------------------------------------------------------------


def test_threads_that_write_at_once_leave_one_chain(desk: Desk):
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: desk.note(), range(60)))
    found = desk.verify()
    assert (found.entries, found.newer_than_head, found.faults) == (60, 0, ())


def test_processes_that_write_at_once_leave_one_chain(desk: Desk):
    """From the very first entry on, each with something else in the same transaction."""
    with desk.engine.begin() as connection:
        connection.execute(text("CREATE TABLE thing (n INTEGER)"))
    code = """
        from guides.audit.service import AuditLog
        from guides.safe.service import Safe
        from guides.settings import Settings
        from guides.storage.engine import open_engine, saving
        from sqlalchemy import String, text
        settings = Settings(data_dir=Path(sys.argv[1]), database=sys.argv[2],
                            master_key=sys.argv[3], audit_head=sys.argv[4])
        engine = open_engine(settings.database_url)
        log = AuditLog.from_settings(settings, Safe.from_settings(settings))
        go()
        for n in range(25):
            with saving(engine) as session:
                session.execute(text("INSERT INTO thing VALUES (:n)"), {"n": n})
                log.write(session, org=7, actor="user/1", action="changed", kind="note")
        print("done")
    """
    here = desk.settings
    words = (str(here.data_dir), here.database, here.master_key, here.audit_head)
    assert together(2, code, *words) == ["done", "done"]
    found = desk.verify()
    assert (found.entries, found.newer_than_head, found.faults) == (50, 0, ())
    assert len(everything(desk.engine)["thing"]) == 50


# Reading ----------------------------------------------------------------------------------------


def test_entries_since_a_day_newest_first_by_organisation_and_name(desk: Desk):
    desk.note()
    desk.note("changed", "note/2")
    with saving(desk.engine) as session:
        desk.log.write(session, org=8, actor="user/9", action="signed-in", kind="user")
    long_ago, later = date(2020, 1, 1), date(9999, 12, 31)
    log = desk.log

    def ids(**more) -> list[int]:
        return [e.id for e in log.entries(desk.engine, since=long_ago, **more)]

    assert ids() == [3, 2, 1]
    assert ids(org=7) == [2, 1]
    assert ids(name="note/2") == [2]
    assert ids(name="user/1") == [2, 1]
    assert ids(org=8, name="user/1") == []
    assert ids(most=1) == [3]
    assert log.entries(desk.engine, since=later) == []


# Keys -------------------------------------------------------------------------------------------


def test_after_a_change_of_keys_the_chain_goes_on_and_old_workers_stop(desk: Desk, tmp_path: Path):
    desk.note()
    new = tmp_path / "new.key"
    service.change_master(desk.settings, new)
    safe = Safe.from_settings(replace(desk.settings, master_key=str(new)))
    after = AuditLog.from_settings(desk.settings, safe)
    with saving(desk.engine) as session:
        assert not after.uses_newest_key(session)
        after.write(session, org=None, actor="", action="key-rotated", kind="key")
        assert after.uses_newest_key(session)
    found = after.verify(desk.engine)
    assert (found.entries, found.faults) == (2, ())
    with pytest.raises(AuditWrong, match="Start it again"):
        desk.note()
    # A person is found under the old pseudonym as well.
    assert [e.id for e in after.entries(desk.engine, since=date(2020, 1, 1), name="user/1")] == [1]
    assert after.pseudonym("user/1") != desk.log.pseudonym("user/1")
    safe.close()


def test_without_the_key_pseudonyms_cannot_be_guessed(desk: Desk, tmp_path: Path):
    """The same name in another installation is another pseudonym."""
    elsewhere = replace(
        desk.settings, data_dir=tmp_path / "b", master_key=str(tmp_path / "b.key"), keyring=""
    )
    service.begin(elsewhere)
    safe = Safe.from_settings(elsewhere)
    other = AuditLog.from_settings(elsewhere, safe)
    assert other.pseudonym("user/1") != desk.log.pseudonym("user/1")
    safe.close()


def test_fields_of_an_entry_are_all_in_its_mac(desk: Desk):
    entry = desk.note()
    key = desk.log._keys[entry.key]
    for name, value in asdict(entry).items():
        if name != "mac":
            changed = value + 1 if isinstance(value, int) else f"{value}x"
            other = replace(entry, **{name: changed})  # type: ignore[arg-type]
            assert other.mac_with(key) != entry.mac, name
