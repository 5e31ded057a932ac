"""An organisation's notes: its own, under lock, one save each, and gone when they are gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from guides.accounts.domain import Account
from guides.notes import store
from guides.notes.domain import KEPT, LONGEST, NoSuchNote, NoteChanged, NoteWrong
from guides.retention.service import forget
from guides.safe.service import Safe
from guides.storage.engine import saving
from guides.storage.rows import EVERY
from guides.walls import HOLDINGS
from tests.notes.conftest import Office

CANARY = "kanarienvogel"
ONE, TWO = "1" * 32, "2" * 32


def test_an_organisation_sees_its_own_and_nothing_of_others(
    office: Office, coordinator: Account, guide: Account, stranger: Account
) -> None:
    note = office.book.add(coordinator, "The key hangs at the desk.", ONE)
    assert [n.text for n in office.book.every(guide)] == ["The key hangs at the desk."]
    assert office.book.every(stranger) == ()
    for act in (
        lambda: office.book.one(stranger, note.id),
        lambda: office.book.change(stranger, note.id, "Mine now.", 1, TWO),
        lambda: office.book.erase(stranger, note.id),
        lambda: office.book.one(coordinator, "0" * 32),
    ):
        with pytest.raises(NoSuchNote):  # forbidden looks like absent
            act()
    assert office.book.one(guide, note.id).text == "The key hangs at the desk."


@pytest.mark.parametrize("role", ["guide", "administrator", "panel", "site"])
def test_only_coordinators_write(office: Office, coordinator: Account, role) -> None:
    other = replace(coordinator, id=9, role=role)
    with pytest.raises(NoSuchNote):
        office.book.add(other, "Not mine to write.", ONE)
    if role != "guide":
        with pytest.raises(NoSuchNote):
            office.book.every(other)
    assert office.book.every(coordinator) == ()


def test_nobody_who_was_dismissed_reads_on(office: Office, guide: Account) -> None:
    with pytest.raises(NoSuchNote):
        office.book.every(replace(guide, state="dismissed"))


def test_a_form_that_is_sent_twice_saves_once(office: Office, coordinator: Account) -> None:
    first = office.book.add(coordinator, "Tea at four.", ONE)
    assert office.book.add(coordinator, "Tea at four.", ONE).id == first.id
    changed = office.book.change(coordinator, first.id, "Tea at five.", 1, TWO)
    again = office.book.change(coordinator, first.id, "Tea at five.", 1, TWO)
    assert (changed.version, again.version) == (2, 2)
    assert [note.text for note in office.book.every(coordinator)] == ["Tea at five."]


def test_the_second_of_two_writers_is_told_and_overwrites_nothing(
    office: Office, coordinator: Account
) -> None:
    note = office.book.add(coordinator, "Tea at four.", ONE)
    office.book.change(coordinator, note.id, "Tea at five.", 1, TWO)
    with pytest.raises(NoteChanged) as told:
        office.book.change(coordinator, note.id, "No tea today.", 1, "3" * 32)
    assert told.value.now.text == "Tea at five."
    assert office.book.one(coordinator, note.id).text == "Tea at five."


@pytest.mark.parametrize("text", ["", "   \n ", "x" * (LONGEST + 1)])
def test_what_cannot_be_kept_is_refused(office: Office, coordinator: Account, text: str) -> None:
    with pytest.raises(NoteWrong):
        office.book.add(coordinator, text, ONE)
    assert office.book.every(coordinator) == ()


def test_the_words_of_a_note_stand_nowhere_in_the_clear(
    office: Office, coordinator: Account, caplog: pytest.LogCaptureFixture
) -> None:
    office.book.add(coordinator, f"The code is {CANARY}.", ONE)
    with saving(office.engine, EVERY) as session:
        assert all(CANARY not in row.text for row in store.every(session, office.north, date.min))
    found = [
        path
        for path in Path(office.settings.data_dir).rglob("*")
        if path.is_file() and CANARY.encode() in path.read_bytes()
    ]
    assert found == []
    assert CANARY not in caplog.text


def test_a_note_that_was_moved_to_another_organisation_does_not_open(
    office: Office, coordinator: Account, stranger: Account
) -> None:
    office.book.add(coordinator, f"The code is {CANARY}.", ONE)
    with saving(office.engine, EVERY) as session:
        (row,) = store.every(session, office.north, date.min)
        row.org = office.south
    (moved,) = office.book.every(stranger)
    assert CANARY not in moved.text


def test_erasing_reaches_a_row_that_is_put_back(office: Office, coordinator: Account) -> None:
    """As an old backup would: the row is there again, its key is not."""
    note = office.book.add(coordinator, f"The code is {CANARY}.", ONE)
    with saving(office.engine, EVERY) as session:
        (row,) = store.every(session, office.north, date.min)
        kept = {c.name: getattr(row, c.name) for c in store.NoteRow.__table__.columns}
    office.book.erase(coordinator, note.id)
    assert office.book.every(coordinator) == ()
    with saving(office.engine, EVERY) as session:
        store.add(session, store.NoteRow(**kept))
    again = Safe.from_settings(office.settings)  # another process, nothing remembered
    try:
        assert all(CANARY not in n.text for n in office.book.every(coordinator))
        assert f"note/{note.id}" in [each.owner for each in again.shredded()]
    finally:
        again.close()


def test_a_note_goes_by_itself(office: Office, coordinator: Account) -> None:
    note = office.book.add(coordinator, "Until spring.", ONE)
    assert office.retention.sweep() == ()
    office.now += KEPT
    assert office.retention.sweep() == ()  # the last day on which it is there
    office.now += timedelta(days=1)
    assert office.book.every(coordinator) == ()  # also before anybody has swept
    assert office.retention.sweep() == (("notes", 1),)
    assert [each.owner for each in office.safe.shredded()] == [f"note/{note.id}"]
    assert office.audit.entries(office.engine, since=date(2026, 1, 1))[0].action == "erased"
    assert office.audit.verify(office.engine).faults == ()


def test_an_erasing_that_was_cut_short_is_ended_by_the_sweep(
    office: Office, coordinator: Account
) -> None:
    """The key is destroyed first, so a machine that stops there leaves a row nobody can read."""
    note = office.book.add(coordinator, "Half gone.", ONE)
    office.safe.shred(org=office.north, owner=f"note/{note.id}")
    assert [(n.text, n.lost) for n in office.book.every(coordinator)] == [("", True)]
    office.retention.sweep()
    assert office.book.every(coordinator) == ()


def test_each_act_has_its_entry_and_the_chain_holds(
    office: Office, coordinator: Account, guide: Account
) -> None:
    note = office.book.add(coordinator, f"The code is {CANARY}.", ONE)
    office.book.one(guide, note.id)
    office.book.change(coordinator, note.id, "Another code.", 1, TWO)
    office.book.erase(coordinator, note.id)
    entries = office.audit.entries(office.engine, since=date(2026, 1, 1))
    acts = [entry.action for entry in reversed(entries)]
    assert acts == ["created", "viewed", "changed", "erased"]
    assert office.audit.verify(office.engine).faults == ()


def test_a_save_whose_entry_cannot_be_written_is_none(office: Office, coordinator: Account) -> None:
    """What cannot be audited does not happen: the log's table is away for a moment."""
    with office.engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entry RENAME TO away"))
    with pytest.raises(SQLAlchemyError):
        office.book.add(coordinator, "Half a note.", ONE)
    with office.engine.begin() as connection:
        connection.execute(text("ALTER TABLE away RENAME TO audit_entry"))
    assert office.book.every(coordinator) == ()


def test_a_backup_that_is_put_back_gives_no_erased_note_back(
    office: Office, coordinator: Account
) -> None:
    kept = office.book.add(coordinator, "This one stays.", ONE)
    gone = office.book.add(coordinator, "This one goes.", TWO)
    office.book.erase(coordinator, gone.id)
    with saving(office.engine, EVERY) as session:
        forget(session, HOLDINGS, office.safe.shredded())
    assert [note.id for note in office.book.every(coordinator)] == [kept.id]
