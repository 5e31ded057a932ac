"""Checks of facts, the versions that were seen, and counts of reported mistakes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Engine, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String

from guides.provenance.domain import Check, Mistakes, Seen
from guides.storage.engine import Base, insert_into


class CheckRow(Base):
    """Somebody put their name to a fact, in the version that they read."""

    __tablename__ = "fact_check"

    fact: Mapped[str] = mapped_column(String(120), primary_key=True)
    version: Mapped[str] = mapped_column(String(12))
    checked_by: Mapped[str] = mapped_column(String(120))
    checked_on: Mapped[date]


class VersionRow(Base):
    """What a fact said, and since when it has been seen here."""

    __tablename__ = "fact_version"

    fact: Mapped[str] = mapped_column(String(120), primary_key=True)
    version: Mapped[str] = mapped_column(String(12), primary_key=True)
    number: Mapped[int]
    """1 for the version that was there first."""
    said: Mapped[str] = mapped_column(Text)
    first_seen: Mapped[date]


class MistakeRow(Base):
    """How often a page was reported in a month, and for what. No words, and nothing about who."""

    __tablename__ = "mistake_count"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    page: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    reports: Mapped[int]


def keep_check(engine: Engine, check: Check) -> None:
    """Keep a check; it takes the place of an older one of the same fact."""
    with Session(engine) as session, session.begin():
        session.merge(
            CheckRow(
                fact=check.fact,
                version=check.version,
                checked_by=check.checked_by,
                checked_on=check.checked_on,
            )
        )


def checks(engine: Engine) -> tuple[Check, ...]:
    """All checks that were kept."""
    with Session(engine) as session:
        rows = session.scalars(select(CheckRow)).all()
    return tuple(Check(r.fact, r.version, r.checked_by, r.checked_on) for r in rows)


def note_versions(engine: Engine, now: Iterable[tuple[str, str, str]], on: date) -> None:
    """Note the versions (fact, version, what it says) that are new here. One transaction.

    The numbers of a fact's versions go up, also where one comes back that was there before.
    """
    with Session(engine) as session, session.begin():
        last = _last(session)
        for fact, version, said in now:
            before = last.get(fact)
            if before is not None and before.version == version:
                continue
            number = before.number + 1 if before else 1
            session.merge(
                VersionRow(fact=fact, version=version, number=number, said=said, first_seen=on)
            )


def _last(session: Session) -> dict[str, VersionRow]:
    rows = session.scalars(select(VersionRow).order_by(VersionRow.number)).all()
    return {row.fact: row for row in rows}


def versions(engine: Engine) -> dict[str, list[Seen]]:
    """Every version of every fact that was seen here, oldest first."""
    found: dict[str, list[Seen]] = {}
    with Session(engine) as session:
        for r in session.scalars(select(VersionRow).order_by(VersionRow.number)):
            seen = Seen(r.fact, r.version, r.number, r.said, r.first_seen)
            found.setdefault(r.fact, []).append(seen)
    return found


def count_mistake(engine: Engine, page: str, kind: str, on: date) -> None:
    """One more report of a page."""
    new = insert_into(engine, MistakeRow).values(
        month=f"{on:%Y-%m}", page=page, kind=kind, reports=1
    )
    with Session(engine) as session, session.begin():
        session.execute(
            new.on_conflict_do_update(
                index_elements=["month", "page", "kind"],
                set_={"reports": MistakeRow.reports + 1},
            )
        )


def mistakes(engine: Engine) -> tuple[Mistakes, ...]:
    """All counts, newest month first, then the most reported."""
    order = (MistakeRow.month.desc(), MistakeRow.reports.desc(), MistakeRow.page)
    with Session(engine) as session:
        rows = session.scalars(select(MistakeRow).order_by(*order)).all()
    return tuple(Mistakes(r.month, r.page, r.kind, r.reports) for r in rows)
