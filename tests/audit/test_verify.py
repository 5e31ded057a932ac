"""Whoever can write to the database, and even knows how the log is made, is noticed."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import Table, delete, insert, select, text, update

from guides.audit.domain import FIRST, AuditWrong, Entry, Head, key_id
from guides.audit.service import AuditLog, accepted
from guides.audit.store import EntryRow
from guides.audit.verify import MOST_FAULTS, verdict
from guides.safe import service
from guides.safe.service import Safe
from guides.storage.engine import Session, saving
from tests.audit.conftest import Desk

ROW = cast(Table, EntryRow.__table__)


@pytest.fixture
def written(desk: Desk) -> Desk:
    """Ten entries, found whole."""
    for number in range(10):
        desk.note(subject=f"note/{number}")
    assert (desk.verify().entries, desk.faults()) == (10, [])
    return desk


def run(desk: Desk, *statements) -> None:
    with desk.engine.begin() as connection:
        for statement in statements:
            connection.execute(statement)


def rows(desk: Desk) -> list[dict]:
    with desk.engine.connect() as connection:
        found = connection.execute(select(ROW).order_by(ROW.c.id)).mappings()
        return [dict(row) for row in found]


def put(desk: Desk, kept: list[dict]) -> None:
    """Put these rows in the place of the log, as from a copy of the database."""
    run(desk, delete(ROW))
    if kept:
        run(desk, insert(ROW).values(kept))


def entries_at_fault(desk: Desk) -> set[int]:
    return {fault.entry for fault in desk.verify().faults}


@pytest.mark.parametrize("column", [c.name for c in ROW.columns if c.name not in ("id", "key")])
def test_an_edit_of_any_column_is_found(written: Desk, column: str):
    run(written, update(ROW).where(ROW.c.id == 4).values({column: "2"}))
    assert 4 in entries_at_fault(written)


def test_another_key_id_is_found(written: Desk):
    run(written, update(ROW).where(ROW.c.id == 4).values(key="00000000"))
    assert "Entry 4 was made with a key that is not in the keyring." in written.faults()


@pytest.mark.parametrize("gone", [1, 5, 9])
def test_a_deleted_entry_is_found(written: Desk, gone: int):
    run(written, delete(ROW).where(ROW.c.id == gone))
    assert f"Entry {gone} is missing." in written.faults()


def test_several_deleted_entries_are_found(written: Desk):
    run(written, delete(ROW).where(ROW.c.id.in_([3, 4, 5])))
    assert "Entry 3 to 5 is missing." in written.faults()


def test_a_deleted_entry_whose_place_was_closed_is_found(written: Desk):
    kept = [row for row in rows(written) if row["id"] != 5]
    put(written, [row | {"id": number} for number, row in enumerate(kept, 1)])
    assert 5 in entries_at_fault(written)


def test_entries_that_changed_places_are_found(written: Desk):
    kept = rows(written)
    kept[3], kept[4] = kept[4] | {"id": 4}, kept[3] | {"id": 5}
    put(written, kept)
    assert {4, 5} <= entries_at_fault(written)


def test_an_entry_that_was_put_in_is_found(written: Desk):
    kept = rows(written)
    put(written, [*kept[:5], kept[2] | {"id": 6}, *(r | {"id": r["id"] + 1} for r in kept[5:])])
    assert 6 in entries_at_fault(written)


@pytest.mark.parametrize("left", [1, 5, 9])
def test_an_end_that_was_cut_off_is_found(written: Desk, left: int):
    put(written, rows(written)[:left])
    (fault,) = written.verify().faults
    assert fault.entry == left + 1
    assert "cut off" in fault.what


def test_a_log_that_was_emptied_is_found(written: Desk):
    put(written, [])
    assert written.faults() == ["The log was emptied: its head has seen 10 entries."]


def test_an_old_copy_is_found_at_once(written: Desk):
    copy = rows(written)
    for _ in range(5):
        written.note()
    put(written, copy)
    assert "old copy" in written.faults()[0]


def test_an_old_copy_that_is_written_on_is_found_also_when_it_has_grown_longer(
    written: Desk, caplog
):
    """The head must not follow a log that it does not belong to: it is the only witness."""
    copy = rows(written)
    for _ in range(5):
        written.note()
    put(written, copy)
    for number in range(8):
        written.note("changed")
        assert written.faults(), number
    assert rows(written)[-1]["id"] == 18
    assert "Entry 15 is not the one that the head has seen" in written.faults()[0]
    assert "do not fit" in caplog.text


def test_an_emptied_log_that_is_written_on_is_found(written: Desk):
    put(written, [])
    for _ in range(12):
        written.note()
    assert "Entry 10 is not the one" in written.faults()[0]


def test_a_lost_head_is_found_and_not_made_anew_by_itself(written: Desk):
    written.head.unlink()
    assert "missing" in written.faults()[0]
    written.note()
    assert "missing" in written.faults()[0]


@pytest.mark.parametrize("name", ["id", "count"])
def test_a_changed_head_is_found(written: Desk, name: str):
    head = json.loads(written.head.read_text())
    put(written, rows(written)[:9])
    written.head.write_text(json.dumps(head | {name: 9}))
    assert "was changed" in written.faults()[0]
    written.note()
    assert "was changed" in written.faults()[0]


@pytest.mark.parametrize("words", ["", "{}", "[1]", "nonsense", '{"id": 1}', "\xff"])
def test_a_head_that_is_none_is_found(written: Desk, words: str):
    written.head.write_bytes(words.encode("latin-1"))
    assert "no longer what was written" in written.faults()[0]


def test_a_head_with_values_of_another_kind_is_found(desk: Desk):
    desk.note()
    head = json.loads(desk.head.read_text())
    for name in head:
        values: tuple[object, ...] = (None, [], {}, 3.5, True, "x", "é")
        for value in values:
            desk.head.write_text(json.dumps(head | {name: value}))
            assert len(desk.faults()) == 1, (name, value)
    desk.head.write_text(json.dumps(head | {"more": 1}))
    assert len(desk.faults()) == 1


def test_entries_newer_than_the_head_are_whole_and_said(written: Desk):
    """A process was killed between saving and noting the head."""
    before = written.head.read_bytes()
    written.note()
    written.note()
    written.head.write_bytes(before)
    found = written.verify()
    assert (found.entries, found.newer_than_head, found.faults) == (12, 2, ())
    written.note()
    assert (written.verify().newer_than_head, written.faults()) == (0, [])


def test_an_empty_log_is_whole(desk: Desk):
    found = desk.verify()
    assert (found.entries, found.newer_than_head, found.faults) == (0, 0, ())


# Somebody with an old key -----------------------------------------------------------------------


def test_whoever_has_the_old_key_can_forge_nothing_after_it_was_changed(
    written: Desk, tmp_path: Path
):
    new = tmp_path / "new.key"
    service.change_master(written.settings, new)
    safe = Safe.from_settings(replace(written.settings, master_key=str(new)))
    after = AuditLog.from_settings(written.settings, safe)
    with saving(written.engine) as session:
        after.write(session, org=None, actor="", action="key-rotated", kind="key")
    old = safe.keys_for("audit")[0]
    kept = rows(written)

    # What was there before, written again as it never was: the new entry does not follow from it.
    put(written, [*_forged(kept[:10], old), kept[10]])
    assert [fault.entry for fault in after.verify(written.engine).faults] == [11]

    # An entry behind the new one.
    last = Entry(**kept[10])
    more = replace(last, id=12, key=key_id(old), previous=last.mac).sealed(old)
    put(written, [*kept, asdict(more)])
    assert "given up" in after.verify(written.engine).faults[0].what
    safe.close()


def _forged(kept: list[dict], key: bytes) -> list[dict]:
    previous, made = FIRST, []
    for row in kept:
        entry = replace(Entry(**row), action="changed", previous=previous).sealed(key)
        previous = entry.mac
        made.append(asdict(entry))
    return made


# Taking it for right ----------------------------------------------------------------------------


def test_after_a_restore_somebody_takes_the_log_for_right(written: Desk):
    copy = rows(written)
    for _ in range(5):
        written.note()
    put(written, copy)
    assert written.faults()
    entry = accepted(written.log, written.engine)
    assert (entry.id, entry.action) == (11, "accepted")
    assert written.faults() == []
    for _ in range(6):
        written.note()
    assert (written.verify().newer_than_head, written.faults()) == (0, [])


def test_a_restore_notes_itself(written: Desk):
    put(written, rows(written)[:3])
    with saving(written.engine) as session:
        written.log.accept(session, action="restored", kind="backup")
        written.log.write(session, org=7, actor="user/1", action="viewed", kind="note")
    assert (written.verify().newer_than_head, written.faults()) == (0, [])


def test_what_was_edited_stays_found_whoever_takes_it_for_right(written: Desk):
    run(written, update(ROW).where(ROW.c.id == 4).values(action="changed"))
    accepted(written.log, written.engine)
    assert written.faults() == ["Entry 4 was changed, or stood in another place."]


def test_a_lost_head_can_be_begun_again(written: Desk):
    written.head.unlink()
    accepted(written.log, written.engine)
    assert written.faults() == []


def test_taking_it_for_right_that_is_rolled_back_changes_nothing(written: Desk):
    put(written, rows(written)[:3])
    with Session(written.engine) as session:
        written.log.accept(session)
        session.rollback()
    assert written.faults()


# Large, and by itself ---------------------------------------------------------------------------


def test_a_log_of_many_pieces_is_read_whole(written: Desk, monkeypatch):
    monkeypatch.setattr("guides.audit.store._AT_ONCE", 3)
    assert (written.verify().entries, written.faults()) == (10, [])
    run(written, delete(ROW).where(ROW.c.id == 7))
    assert "Entry 7 is missing." in written.faults()


def test_the_list_of_faults_ends_somewhere():
    key = b"k" * 32
    made = [Entry(n, "", "", "", "viewed", "note", "", key_id(key), "") for n in range(1, 500)]
    found = verdict(made, Head(0, FIRST, 0, key_id(key)), {key_id(key): key})
    assert found.entries == 499
    assert MOST_FAULTS <= len(found.faults) <= MOST_FAULTS + 3


def test_entries_are_there_whatever_the_number_of_the_first(desk: Desk):
    run(desk, text("INSERT INTO audit_entry VALUES (-5,'','','','','','','','','')"))
    assert desk.faults()
    with pytest.raises(AuditWrong):
        desk.note()
    assert desk.log.entries(desk.engine, since=date(2020, 1, 1)) == []
