"""The tables about guides. What is in the clear says nothing about a person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ForeignKey, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String, Text

from guides.once.domain import new_id
from guides.safe.domain import Shredded
from guides.storage.engine import Base, insert_into

OWNER = "guide/"
"""Before a profile's id, this names whose key seals it."""


class ProfileRow(Base):
    """What matching needs to know of a guide. Sealed: all of it."""

    __tablename__ = "guide_profile"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    """Random: the name of its key is never used again."""
    org: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    account: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    words: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    save_id: Mapped[str] = mapped_column(String(32))

    @property
    def owner(self) -> str:
        """Whose key seals the words."""
        return OWNER + self.id


class CheckInRow(Base):
    """How a guide said they were, once a week."""

    __tablename__ = "guide_check_in"

    account: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    week: Mapped[str] = mapped_column(String(8), primary_key=True)
    """ISO week: 2026-W47."""
    org: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    how: Mapped[str] = mapped_column(String(10))
    talk: Mapped[bool]
    """They would like to be rung."""
    goes: Mapped[date]


# Guides ----------------------------------------------------------------------------------------


def profiles(session: Session, org: int) -> dict[int, ProfileRow]:
    """By account."""
    rows = session.scalars(select(ProfileRow).where(ProfileRow.org == org))
    return {row.account: row for row in rows}


def profile(session: Session, org: int, account: int) -> ProfileRow:
    """To be changed, and empty where there is none: who saves at the same moment waits here."""
    new = insert_into(session, ProfileRow).values(
        id=new_id(), org=org, account=account, words="", version=0, save_id=""
    )
    session.execute(new.on_conflict_do_nothing(index_elements=["account"]))
    mine = select(ProfileRow).where(ProfileRow.org == org, ProfileRow.account == account)
    return session.scalars(mine.with_for_update().execution_options(populate_existing=True)).one()


def check_ins(
    session: Session, org: int, today: date, weeks: Sequence[str], account: int | None = None
) -> list[CheckInRow]:
    """What was said in these weeks. What is over is not there, swept or not."""
    there = [CheckInRow.org == org, CheckInRow.goes >= today, CheckInRow.week.in_(weeks)]
    if account is not None:
        there.append(CheckInRow.account == account)
    return list(session.scalars(select(CheckInRow).where(*there)))


def put_check_in(session: Session, row: CheckInRow) -> None:
    """Keep what a guide said of a week; said again, the newer counts."""
    said = {"how": row.how, "talk": row.talk, "goes": row.goes}
    new = insert_into(session, CheckInRow).values(
        account=row.account, week=row.week, org=row.org, **said
    )
    session.execute(new.on_conflict_do_update(index_elements=["account", "week"], set_=said))


# Going -----------------------------------------------------------------------------------------


def sweep(session: Session, day: date) -> None:
    """Delete what guides said of how they were, when its time is over."""
    session.execute(delete(CheckInRow).where(CheckInRow.goes < day))


def take_out(session: Session, accounts: Sequence[int]) -> list[tuple[int, str]]:
    """Delete the profiles of these accounts: organisation and id of each."""
    gone = (
        delete(ProfileRow)
        .where(ProfileRow.account.in_(accounts))
        .returning(ProfileRow.org, ProfileRow.id)
    )
    return [(org, profile) for org, profile in session.execute(gone)]


def forget(session: Session, owners: Sequence[Shredded]) -> None:
    """Delete the profiles that are among these owners."""
    for each in owners:
        if each.owner.startswith(OWNER):
            profile = each.owner.removeprefix(OWNER)
            session.execute(delete(ProfileRow).where(ProfileRow.id == profile))
