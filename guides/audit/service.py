"""Writing to the audit log in the transaction that it is about, and finding out if it is whole."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from guides.audit import store
from guides.audit.busy import Busy, busy
from guides.audit.domain import (
    ACTIONS,
    FIRST,
    KINDS,
    Action,
    AuditWrong,
    Entry,
    Head,
    Keys,
    Kind,
    Verdict,
    key_id,
    pseudonym,
)
from guides.audit.head import HeadFile, HeadWrong
from guides.audit.verify import verdict
from guides.safe.domain import Name
from guides.safe.service import Safe
from guides.settings import Settings
from guides.storage.engine import Engine, Session, saving

_log = logging.getLogger(__name__)
MOST_LISTED = 10_000


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class _Step:
    """What the transaction that is about to be committed makes of the head."""

    head: Head
    fits: bool
    seen: int
    force: bool


class AuditLog:
    """The log. Make one for each process; threads may share it."""

    def __init__(
        self,
        keys: tuple[bytes, ...],
        names: tuple[bytes, ...],
        head: HeadFile,
        now: Callable[[], datetime] = _now,
    ) -> None:
        self._keys: Keys = {key_id(key): key for key in keys}
        self._newest = key_id(keys[-1])
        self._names = names
        self._head = head
        self._now = now

    @classmethod
    def from_settings(
        cls, settings: Settings, safe: Safe, now: Callable[[], datetime] = _now
    ) -> AuditLog:
        """The log of this installation. Its keys are in the keyring."""
        keys = safe.keys_for("audit")
        head = HeadFile(settings.audit_head_file, {key_id(key): key for key in keys})
        return cls(keys, safe.keys_for("pseudonym"), head, now)

    def write(
        self,
        session: Session,
        *,
        org: Name | None,
        actor: str,
        action: Action,
        kind: Kind,
        subject: str = "",
    ) -> Entry:
        """Add an entry in the caller's transaction: it stands if and only if that is committed.

        ``actor`` and ``subject`` are names such as ``user/7f3a…``, of which only pseudonyms are
        kept; "" is nobody. Write it last before the commit: others wait for it until then. When
        the transaction is committed, the head follows by itself.

        Raises:
            AuditWrong: when nothing may be written now. Then roll back.
            ValueError: when a word is not one of the closed ones.
        """
        where = "" if org is None else str(org)
        return self._write(session, where, actor, action, kind, subject, force=False)

    def accept(
        self,
        session: Session,
        *,
        actor: str = "",
        action: Action = "accepted",
        kind: Kind = "log",
        subject: str = "",
    ) -> Entry:
        """Take the log as it stands for right: write an entry that says so, and begin a new head.

        For somebody who has put a backup back, or has looked into what ``verify`` found.
        """
        return self._write(session, "", actor, action, kind, subject, force=True)

    def _write(
        self,
        session: Session,
        org: str,
        actor: str,
        action: str,
        kind: str,
        subject: str,
        *,
        force: bool,
    ) -> Entry:
        if action not in ACTIONS or kind not in KINDS:
            raise ValueError("An entry has a closed action and a closed kind, and no other words.")
        store.wait_for_others(session)
        last = store.last(session)
        if last is None:
            self._begin_head()
        elif last.key not in self._keys:
            raise AuditWrong(
                "The keys were changed while this was running. Nothing was saved. Start it again."
            )
        entry = Entry(
            id=last.id + 1 if last else 1,
            org=org,
            at=self._now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            actor=self.pseudonym(actor),
            action=action,
            kind=kind,
            subject=self.pseudonym(subject),
            key=self._newest,
            previous=last.mac if last else FIRST,
        ).sealed(self._keys[self._newest])
        store.add(session, entry)
        name = "audit-head-forced" if force else "audit-head"
        store.after_commit(session, name, lambda s: self._step(s, force), self._follow)
        return entry

    def _begin_head(self) -> None:
        """Before the first entry: from now on a log without a head is one that lost it."""
        begin = Head(0, FIRST, 0, self._newest)
        try:
            self._head.replace(begin, lambda now: now is None)
        except OSError as error:
            raise AuditWrong(
                f"The head of the audit log cannot be written ({error.strerror}). Nothing was "
                'saved. The setting "audit_head" names its file.'
            ) from error

    def _step(self, session: Session, force: bool) -> _Step | None:
        """In the transaction, just before it is committed."""
        last = store.last(session)
        if last is None:  # what was written was taken back by a savepoint
            return None
        head = Head(last.id, last.mac, store.count(session) if force else last.id, self._newest)
        try:
            now = self._head.read()
        except HeadWrong:
            now = None
        fits = now is not None and (now.id == 0 or store.mac_of(session, now.id) == now.mac)
        return _Step(head, fits, now.id if now else 0, force)

    def _follow(self, step: _Step | None) -> None:
        """After the commit. What is saved is saved: a head that cannot follow is only reported."""
        if step is None:
            return
        try:
            if step.force:
                self._head.force(step.head)
            elif not step.fits:
                _log.error(
                    "The audit log and its head do not fit together, so the head was left as it "
                    'is. Run "guides audit verify".'
                )
            else:
                self._head.replace(
                    step.head,
                    # Another process that was faster has looked for itself; nobody goes back.
                    lambda now: now is not None and step.seen <= now.id < step.head.id,
                )
        except OSError as error:
            _log.error(
                "The head of the audit log cannot be written (%s). What was saved stands. "
                'The setting "audit_head" names its file.',
                error.strerror,
            )

    def pseudonym(self, name: str) -> str:
        """What stands in new entries for this name."""
        return pseudonym(self._names[-1], name)

    def pseudonyms(self, name: str) -> tuple[str, ...]:
        """What stands for this name in any entry: there is a new one after a change of keys."""
        return tuple(pseudonym(key, name) for key in self._names)

    def uses_newest_key(self, session: Session) -> bool:
        """Whether an entry was written since the keys were changed."""
        last = store.last(session)
        return last is not None and last.key == self._newest

    def entries(
        self,
        engine: Engine,
        *,
        since: date,
        org: Name | None = None,
        name: str | None = None,
        most: int = MOST_LISTED,
    ) -> list[Entry]:
        """Entries since the beginning of a day (UTC), newest first.

        With ``name``, those by or about it.
        """
        of = None if name is None else self.pseudonyms(name)
        where = None if org is None else str(org)
        return store.found(engine, f"{since.isoformat()}T00:00:00Z", where, of, most)

    def verify(self, engine: Engine) -> Verdict:
        """Read the whole log and compare it with its head. It changes nothing."""
        head: Head | HeadWrong | None
        try:
            head = self._head.read()  # before the log: what is written meanwhile is newer
        except HeadWrong as wrong:
            head = wrong
        return verdict(store.everything(engine), head, self._keys)


def many_views(engine: Engine, since: date | None = None) -> list[Busy]:
    """Who opened more records within an hour than work with people needs; the most first."""
    begin = f"{since.isoformat()}T00:00:00Z" if since else ""
    return busy(store.everything(engine), begin)


def accepted(log: AuditLog, engine: Engine) -> Entry:
    """Take the log as it stands for right. For the command line, which opens no sessions."""
    with saving(engine) as session:
        return log.accept(session)


def note_rotation(log: AuditLog, engine: Engine) -> None:
    """Note that the keys were changed, unless that stands there already."""
    with saving(engine) as session:
        if not log.uses_newest_key(session):
            log.write(session, org=None, actor="", action="key-rotated", kind="key")
