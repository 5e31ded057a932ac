"""Writing, reading and erasing notes. Each save is one transaction with its audit entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from guides.accounts.domain import Account, Permission
from guides.audit.domain import Action
from guides.audit.service import AuditLog
from guides.notes import store
from guides.notes.domain import KEPT, LONGEST, NoSuchNote, Note, NoteChanged, NoteWrong
from guides.once.domain import new_id
from guides.retention.service import Going, Holding
from guides.safe.service import CannotOpen, Safe
from guides.storage.engine import Engine, Session, saving
from guides.toolkit.letters import plain


@dataclass(frozen=True, slots=True)
class NoteBook:
    """The notes of every organisation, each seen by its own people only."""

    engine: Engine
    safe: Safe
    audit: AuditLog
    now: Callable[[], datetime]

    @property
    def _today(self) -> date:
        return self.now().date()

    def every(self, by: Account) -> tuple[Note, ...]:
        """All notes of one's organisation, newest first. Raises NoSuchNote without permission."""
        org = _org(by, "read-notes")
        with saving(self.engine, org) as session:
            notes = tuple(self._note(row) for row in store.every(session, org, self._today))
            self._write(session, by, org, "viewed", "all")
            return notes

    def one(self, by: Account, note: str) -> Note:
        """One note. Raises NoSuchNote: for what is not there, or not one's own."""
        org = _org(by, "read-notes")
        with saving(self.engine, org) as session:
            row = store.one(session, org, self._today, note)
            if row is None:
                raise NoSuchNote(note)
            self._write(session, by, org, "viewed", note)
            return self._note(row)

    def export(self, by: Account) -> tuple[Note, ...]:
        """All notes of one's organisation, to be carried away. Raises NoSuchNote."""
        org = _org(by, "export")
        with saving(self.engine, org) as session:
            rows = store.every(session, org, self._today)
            self._write(session, by, org, "exported", "all")
            return tuple(self._note(row) for row in rows)

    def add(self, by: Account, text: str, save_id: str) -> Note:
        """A new note. Sent twice with the same save id, it is there once."""
        org, words = _org(by, "write-notes"), _fit(text)
        with saving(self.engine, org) as session:
            there = store.saved_as(session, org, self._today, save_id)
            if there is not None:
                return self._note(there)
            note, now = new_id(), self.now()
            row = store.NoteRow(
                id=note, org=org, text=self._seal(org, note, words), version=1, save_id=save_id,
                changed=now, goes=(now + KEPT).date(),
            )  # fmt: skip
            store.add(session, row)
            self._write(session, by, org, "created", note)
            return self._note(row)

    def change(self, by: Account, note: str, text: str, version: int, save_id: str) -> Note:
        """Save a note anew.

        Raises:
            NoSuchNote: for what is not there, or not one's own.
            NoteChanged: when somebody else saved it since ``version``; nothing is written.
        """
        org, words = _org(by, "write-notes"), _fit(text)
        with saving(self.engine, org) as session:
            row = store.one(session, org, self._today, note)
            if row is None:
                raise NoSuchNote(note)
            if row.save_id == save_id:
                return self._note(row)
            if row.version != version:
                raise NoteChanged(self._note(row))
            row.text, row.version = self._seal(org, note, words), version + 1
            row.save_id, row.changed = save_id, self.now()
            self._write(session, by, org, "changed", note)
            return self._note(row)

    def erase(self, by: Account, note: str) -> None:
        """Erase a note: its row, and its key, so that no backup gives it back."""
        org = _org(by, "write-notes")
        with saving(self.engine, org) as session:
            row = store.one(session, org, self._today, note)
            if row is None:
                raise NoSuchNote(note)
            store.remove(session, row)
            self._write(session, by, org, "erased", note)
            # Before the row is gone for good: a row without a key is swept, a key without a row
            # would open every old copy.
            self.safe.shred(org=org, owner=_owner(note))

    def _seal(self, org: int, note: str, text: str) -> str:
        return self.safe.seal(
            text, org=org, owner=_owner(note), table="note", column="text", row=note
        )

    def _note(self, row: store.NoteRow) -> Note:
        try:
            text = self.safe.open(
                row.text, org=row.org, owner=_owner(row.id), table="note", column="text", row=row.id
            )
        except CannotOpen:
            return Note(row.id, "", row.version, row.changed, row.goes, lost=True)
        return Note(row.id, text, row.version, row.changed, row.goes)

    def _write(self, session: Session, by: Account, org: int, action: Action, note: str) -> None:
        self.audit.write(
            session,
            org=org,
            actor=f"user/{by.id}",
            action=action,
            kind="note",
            subject=_owner(note),
        )


def _due(session: Session, now: datetime) -> list[Going]:
    return [Going(org, _owner(note), "note") for org, note in store.gone_by(session, now.date())]


HOLDING = Holding("notes", ("note",), due=_due, forget=store.forget)


def _org(by: Account, permission: Permission) -> int:
    """The organisation of somebody who may do this; others find nothing."""
    if by.org is None or not by.may(permission):
        raise NoSuchNote("")
    return by.org


def _fit(text: str) -> str:
    kept = plain(text)
    if not kept or len(kept) > LONGEST:
        raise NoteWrong(kept)
    return kept


def _owner(note: str) -> str:
    return f"{store.OWNER}{note}"
