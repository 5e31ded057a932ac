"""The table of offices: a row for each organisation that chose something."""

from __future__ import annotations

from sqlalchemy import JSON, ForeignKey, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String

from guides.offices.domain import Office
from guides.storage.engine import Base, Connection, insert_into


class OfficeRow(Base):
    __tablename__ = "office"

    org: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    host: Mapped[str | None] = mapped_column(String(200), unique=True)
    plugins: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    version: Mapped[int]


def _office(row: OfficeRow) -> Office:
    chosen = None if row.plugins is None else tuple(row.plugins)
    return Office(row.org, row.host or "", chosen, row.version)


def every(connection: Connection) -> tuple[Office, ...]:
    with Session(connection) as session:
        return tuple(_office(row) for row in session.scalars(select(OfficeRow)))


def one(session: Session, org: int) -> Office:
    """What an organisation chose; who chose nothing has the usual."""
    row = session.get(OfficeRow, org)
    return _office(row) if row is not None else Office(org)


def at(session: Session, host: str) -> int | None:
    """Whose address this is."""
    return session.scalar(select(OfficeRow.org).where(OfficeRow.host == host))


def choose(session: Session, org: int, plugins: tuple[str, ...], version: int) -> bool:
    """Keep a choice. False when somebody else saved one since ``version``."""
    _there(session, org)
    kept = (
        update(OfficeRow)
        .where(OfficeRow.org == org, OfficeRow.version == version)
        .values(plugins=list(plugins), version=version + 1)
    )
    return bool(session.execute(kept).rowcount)  # type: ignore[attr-defined]


def name_host(session: Session, org: int, host: str) -> None:
    _there(session, org)
    session.execute(update(OfficeRow).where(OfficeRow.org == org).values(host=host or None))


def _there(session: Session, org: int) -> None:
    new = insert_into(session, OfficeRow).values(org=org, host=None, plugins=None, version=0)
    session.execute(new.on_conflict_do_nothing())
