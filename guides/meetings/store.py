"""Tallies of sessions. A month, topics, a language and two numbers: nothing about a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import JSON, Engine, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String

from guides.meetings.domain import Tally
from guides.storage.engine import Base, insert_into


class TallyRow(Base):
    """One session that somebody chose to count."""

    __tablename__ = "session_tally"

    save_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Made with the form, so that sending it twice counts once."""
    month: Mapped[str] = mapped_column(String(7), index=True)
    topics: Mapped[list[str]] = mapped_column(JSON)
    lang: Mapped[str] = mapped_column(String(16))
    people: Mapped[int]
    minutes: Mapped[int]


@dataclass(frozen=True, slots=True)
class Counted:
    """The sessions of one month and language."""

    month: str
    lang: str
    sessions: int
    people: int
    minutes: int
    topics: tuple[str, ...]


def keep(engine: Engine, save_id: str, tally: Tally, on: date) -> bool:
    """Keep a tally; of its day only the month. False when the same form was sent before."""
    with Session(engine) as session, session.begin():
        kept = session.execute(
            insert_into(session, TallyRow)
            .values(
                save_id=save_id,
                month=f"{on:%Y-%m}",
                topics=list(tally.topics),
                lang=tally.lang,
                people=tally.people,
                minutes=tally.minutes,
            )
            .on_conflict_do_nothing()
            .returning(TallyRow.save_id)
        )
        return kept.first() is not None


def counted(engine: Engine) -> tuple[Counted, ...]:
    """All that was kept, added up by month and language, newest first."""
    with Session(engine) as session:
        rows = session.scalars(select(TallyRow)).all()
    found: dict[tuple[str, str], list[TallyRow]] = {}
    for row in rows:
        found.setdefault((row.month, row.lang), []).append(row)
    return tuple(
        _added(month, lang, found[month, lang]) for month, lang in sorted(found, reverse=True)
    )


def _added(month: str, lang: str, rows: Sequence[TallyRow]) -> Counted:
    topics = sorted({topic for row in rows for topic in row.topics})
    people, minutes = sum(row.people for row in rows), sum(row.minutes for row in rows)
    return Counted(month, lang, len(rows), people, minutes, tuple(topics))
