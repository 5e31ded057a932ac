"""The table of the audit log. It is only ever added to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from typing import TypeVar

from sqlalchemy import Engine, event, func, insert, or_, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String

from guides.audit.domain import Entry
from guides.storage.engine import Base, reading

_LOCK = 0x61756469
"""Any number that nothing else in the same PostgreSQL database locks."""
_AT_ONCE = 2_000
T = TypeVar("T")


class EntryRow(Base):
    """One entry. No names and no content: closed words and pseudonyms."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    org: Mapped[str] = mapped_column(String(40))
    """No foreign key: the entry outlives the organisation."""
    at: Mapped[str] = mapped_column(String(20), index=True)
    actor: Mapped[str] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    subject: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(8))
    previous: Mapped[str] = mapped_column(String(64))
    mac: Mapped[str] = mapped_column(String(64))


_COLUMNS = tuple(field.name for field in fields(Entry))


def wait_for_others(session: Session) -> None:
    """One writer at a time until the end of the transaction, so that the chain does not fork."""
    if session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def last(session: Session) -> Entry | None:
    """The newest entry."""
    row = session.execute(select(EntryRow.__table__).order_by(EntryRow.id.desc()).limit(1)).first()
    return Entry(**row._mapping) if row else None


def mac_of(session: Session, entry: int) -> str | None:
    """The mac of one entry, or None when it is not there."""
    return session.execute(select(EntryRow.mac).where(EntryRow.id == entry)).scalar()


def count(session: Session) -> int:
    """How many entries there are."""
    return session.execute(select(func.count()).select_from(EntryRow)).scalar_one()


def add(session: Session, entry: Entry) -> None:
    """Put it at the end, in the caller's transaction."""
    session.execute(insert(EntryRow).values(**{name: getattr(entry, name) for name in _COLUMNS}))


def everything(engine: Engine) -> Iterator[Entry]:
    """Every entry, oldest first. Read in pieces, so that nobody who writes waits long."""
    seen: int | None = None
    while True:
        query = select(EntryRow.__table__).order_by(EntryRow.id).limit(_AT_ONCE)
        if seen is not None:
            query = query.where(EntryRow.id > seen)
        with reading(engine) as connection:
            rows = connection.execute(query).all()
        yield from (Entry(**row._mapping) for row in rows)
        if len(rows) < _AT_ONCE:
            return
        seen = rows[-1].id


def found(
    engine: Engine, since: str, org: str | None, of: Sequence[str] | None, most: int
) -> list[Entry]:
    """Entries since a moment, newest first; of one organisation, or about or by one pseudonym."""
    query = select(EntryRow.__table__).where(EntryRow.at >= since)
    if org is not None:
        query = query.where(EntryRow.org == org)
    if of is not None:
        query = query.where(or_(EntryRow.actor.in_(of), EntryRow.subject.in_(of)))
    with reading(engine) as connection:
        rows = connection.execute(query.order_by(EntryRow.id.desc()).limit(most)).all()
    return [Entry(**row._mapping) for row in rows]


def after_commit(
    session: Session, name: str, look: Callable[[Session], T], act: Callable[[T], None]
) -> None:
    """Once this transaction is committed: ``act`` on what ``look`` saw just before.

    Not when it is rolled back. A savepoint inside it makes no difference. Asking twice with the
    same name in one transaction does it once.
    """
    asked: dict[str, tuple[Callable[[Session], object], Callable[[object], None]]]
    asked = session.info.setdefault(_ASKED, {})
    asked[name] = (look, act)  # type: ignore[assignment]
    if session.info.setdefault(_LISTENING, False):
        return
    session.info[_LISTENING] = True
    event.listen(session, "before_commit", _look)
    event.listen(session, "after_commit", _act)
    event.listen(session, "after_rollback", _forget)


_ASKED, _SEEN, _LISTENING = "guides-asked", "guides-seen", "guides-listening"


def _look(session: Session) -> None:
    asked = session.info.get(_ASKED, {})
    session.info[_SEEN] = [(act, look(session)) for look, act in asked.values()]


def _act(session: Session) -> None:
    if session.in_nested_transaction():  # only a savepoint was let go
        return
    seen = session.info.pop(_SEEN, [])
    session.info[_ASKED] = {}
    for act, what in seen:
        act(what)


def _forget(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info[_ASKED] = {}
        session.info.pop(_SEEN, None)
