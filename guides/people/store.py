"""The tables of clients. Codes are in the clear, words and days are sealed.

``of`` is the only way to clients: a guide sees their own, a coordinator those of the organisation.
Tables of what belongs to one client take ``OfClient``, and go when the client's row goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    TableClause,
    UniqueConstraint,
    column,
    delete,
    or_,
    select,
    table,
)
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String, Text

from guides.safe.domain import Shredded
from guides.storage.engine import Base, insert_into
from guides.storage.moments import Moment
from guides.storage.of_client import OWNER, OfClient


class ClientRow(Base):
    __tablename__ = "client"
    __table_args__ = (UniqueConstraint("org", "code"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Random: it stands in addresses, and says nothing."""
    org: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    code: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(10))
    practice: Mapped[bool]
    tongue: Mapped[str] = mapped_column(String(16))
    lang: Mapped[str] = mapped_column(String(16))
    stage: Mapped[str] = mapped_column(String(64))
    reads: Mapped[str] = mapped_column(String(10))
    nation: Mapped[str] = mapped_column(String(20))
    audiences: Mapped[str] = mapped_column(String(60))
    claimed: Mapped[str] = mapped_column(String(32))
    granted: Mapped[str] = mapped_column(String(32))
    contact: Mapped[str] = mapped_column(String(200))
    access: Mapped[str] = mapped_column(String(200))
    guide_wish: Mapped[str] = mapped_column(String(10))
    guide: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    backup: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    month: Mapped[str] = mapped_column(String(7))
    due: Mapped[str] = mapped_column(String(7), index=True)
    """Month of the next meeting, so that its day is opened only where it matters; "": none."""
    words: Mapped[str] = mapped_column(Text)
    """Sealed: the diary."""
    version: Mapped[int]
    save_id: Mapped[str] = mapped_column(String(32))
    """Of the last save: the same form sent twice saves once."""
    goes: Mapped[date]

    @property
    def owner(self) -> str:
        """Whose key seals the words."""
        return OWNER + self.id


class OpeningRow(OfClient, Base):
    """Somebody who is not the client's guide opened their words. Sealed: the reason."""

    __tablename__ = "client_opening"

    account: Mapped[int]
    what: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Moment)
    seen: Mapped[bool]


class CountRow(Base):
    """Counts that stay when a record goes: a year, a closed word, its closed value."""

    __tablename__ = "people_count"

    org: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    year: Mapped[str] = mapped_column(String(4), primary_key=True)
    what: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[str] = mapped_column(String(60), primary_key=True)
    count: Mapped[int]


# Clients ---------------------------------------------------------------------------------------


def of(
    session: Session, org: int, guide: int | None, today: date, *only: ColumnElement[bool],
    hold: bool = False,
) -> list[ClientRow]:  # fmt: skip
    """Clients of an organisation, by code name; with ``guide`` those of one guide or backup.

    Practice clients are seen by their guide alone. Whose time is over is not there, even while
    nobody has swept yet. With ``hold`` nobody else changes them until the transaction ends; who
    does so at this moment is waited for.
    """
    whose = (
        or_(ClientRow.guide == guide, ClientRow.backup == guide)
        if guide is not None
        else ClientRow.practice.is_(False)
    )
    there = (ClientRow.org == org, ClientRow.goes >= today, whose)
    found = select(ClientRow).where(*there, *only).order_by(ClientRow.code)
    if hold:
        found = found.with_for_update(key_share=True).execution_options(populate_existing=True)
    return list(session.scalars(found))


def one(
    session: Session, org: int, guide: int | None, today: date, client: str, *, hold: bool = False
) -> ClientRow | None:
    return next(iter(of(session, org, guide, today, ClientRow.id == client, hold=hold)), None)


def is_there(session: Session, org: int, client: str) -> bool:
    """Whoever may see them."""
    known = select(ClientRow.id).where(ClientRow.org == org, ClientRow.id == client)
    return session.scalar(known) is not None


def code_is_taken(session: Session, org: int, code: str) -> bool:
    known = select(ClientRow.id).where(ClientRow.org == org, ClientRow.code == code)
    return session.scalar(known) is not None


def add(session: Session, row: Base) -> None:
    session.add(row)
    session.flush()


# Openings --------------------------------------------------------------------------------------


def openings(session: Session, org: int, client: str) -> list[OpeningRow]:
    """Newest first."""
    of_client = (OpeningRow.org == org, OpeningRow.client == client)
    return list(
        session.scalars(select(OpeningRow).where(*of_client).order_by(OpeningRow.at.desc()))
    )


def opened_since(
    session: Session, org: int, client: str, account: int, what: str, since: datetime
) -> bool:
    mine = select(OpeningRow.id).where(
        OpeningRow.org == org, OpeningRow.client == client, OpeningRow.account == account,
        OpeningRow.what == what, OpeningRow.at >= since,
    )  # fmt: skip
    return session.scalar(mine.limit(1)) is not None


# Counts ----------------------------------------------------------------------------------------


def count(session: Session, org: int, year: str, what: str, value: str, by: int = 1) -> None:
    new = insert_into(session, CountRow).values(
        org=org, year=year, what=what, value=value, count=by
    )
    session.execute(
        new.on_conflict_do_update(
            index_elements=["org", "year", "what", "value"],
            set_={"count": CountRow.count + by},
        )
    )


def counts(session: Session, org: int) -> dict[tuple[str, str, str], int]:
    rows = session.scalars(select(CountRow).where(CountRow.org == org))
    return {(row.year, row.what, row.value): row.count for row in rows}


# Going -----------------------------------------------------------------------------------------


BELONGINGS = (
    # What belongs to another of them comes before it.
    *("meeting_tick", "meeting", "client_step", "client_measure", "client_answers"),
    *("client_referral", "client_sheet", "client_consent", "client_card", "client_opening"),
)
"""Tables with rows of one client, by name: not every process has imported them all."""


def belonging(name: str) -> TableClause:
    """One of them, as far as it is the same in all."""
    return table(name, column("org"), column("client"))


def remove(session: Session, clients: Iterable[str]) -> None:
    """Delete clients with all that belongs to them.

    Each table for itself: while a backup is put back, SQLite follows no links between rows.
    """
    for client in clients:
        for name in BELONGINGS:
            theirs = belonging(name)
            session.execute(delete(theirs).where(theirs.c.client == client))
        session.execute(delete(ClientRow).where(ClientRow.id == client))


def forget(session: Session, owners: Sequence[Shredded]) -> None:
    """Delete the clients that are among these owners."""
    remove(session, (o.owner.removeprefix(OWNER) for o in owners if o.owner.startswith(OWNER)))


def gone_by(session: Session, day: date) -> list[tuple[int, str]]:
    """Delete the clients whose time is over: organisation and id of each."""
    gone = delete(ClientRow).where(ClientRow.goes < day).returning(ClientRow.org, ClientRow.id)
    return [(org, client) for org, client in session.execute(gone)]
