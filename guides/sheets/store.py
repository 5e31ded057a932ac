"""Editions of sheets and how many were printed. Closed codes only: nothing about a person."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import date

from sqlalchemy import JSON, Engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, Session, mapped_column
from sqlalchemy.types import String

from guides.sheets.domain import Sheet
from guides.storage.engine import Base, insert_into
from guides.toolkit.bands import band_code

log = logging.getLogger("guides.sheets")
_CODE = re.compile(r"[0-9A-F]{10}")


class EditionRow(Base):
    """What a sheet was made of, so that the holder of the paper can learn what has changed."""

    __tablename__ = "edition"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(64))
    stage: Mapped[str] = mapped_column(String(64))
    lang: Mapped[str] = mapped_column(String(16))
    nation: Mapped[str] = mapped_column(String(32))
    audiences: Mapped[list[str]] = mapped_column(JSON)
    claimed: Mapped[str] = mapped_column(String(32))
    granted: Mapped[str] = mapped_column(String(32))
    large: Mapped[bool]
    plain: Mapped[bool]
    facts: Mapped[list[list[str]]] = mapped_column(JSON)
    texts: Mapped[list[list[str]]] = mapped_column(JSON)
    first_printed: Mapped[date]
    office: Mapped[str | None] = mapped_column(String(200))
    """Whose sheet it is. None: it was printed before a site could have several."""


class SheetCountRow(Base):
    """Sheets printed in a month, by stage and language."""

    __tablename__ = "sheet_count"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    stage: Mapped[str] = mapped_column(String(64), primary_key=True)
    lang: Mapped[str] = mapped_column(String(16), primary_key=True)
    printed: Mapped[int]


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition as it was first printed."""

    code: str
    key: str
    stage: str
    lang: str
    nation: str
    audiences: tuple[str, ...]
    claimed: str
    granted: str
    large: bool
    plain: bool
    facts: dict[str, str]
    texts: tuple[tuple[str, str, str], ...]
    first_printed: date
    office: str | None


def record(engine: Engine, sheet: Sheet, copies: int = 1) -> None:
    """Keep the edition, if it is a new one, and count the prints. One transaction."""
    with Session(engine) as session, session.begin():
        session.execute(
            insert_into(session, EditionRow)
            .values(
                code=sheet.edition,
                key=sheet.key,
                stage=sheet.case.stage,
                lang=sheet.case.lang,
                nation=sheet.case.nation or "",
                audiences=sorted(sheet.case.audiences),
                claimed=band_code(sheet.case.claimed),
                granted=band_code(sheet.case.granted),
                large=sheet.options.large,
                plain=sheet.options.plain,
                facts=[list(pair) for pair in sheet.facts],
                texts=[list(line) for line in sheet.texts],
                first_printed=sheet.on,
                office=sheet.office,
            )
            .on_conflict_do_nothing()
        )
        count = insert_into(session, SheetCountRow).values(
            month=f"{sheet.on:%Y-%m}", stage=sheet.case.stage, lang=sheet.case.lang, printed=copies
        )
        session.execute(
            count.on_conflict_do_update(
                index_elements=["month", "stage", "lang"],
                set_={"printed": SheetCountRow.printed + copies},
            )
        )


def record_quietly(engine: Engine, sheet: Sheet, copies: int = 1) -> None:
    """The same; but a database that cannot be written must not keep paper from anybody."""
    try:
        record(engine, sheet, copies)
    except SQLAlchemyError as error:
        log.error("edition %s was not recorded: %s", sheet.edition, type(error).__name__)


def find(engine: Engine, code: str) -> Edition | None:
    """The edition with this code, as it was first printed. Anybody may type anything."""
    if not _CODE.fullmatch(code):
        return None
    with Session(engine) as session:
        row = session.get(EditionRow, code)
        if row is None:
            return None
        return Edition(
            code=row.code,
            key=row.key,
            stage=row.stage,
            lang=row.lang,
            nation=row.nation,
            audiences=tuple(row.audiences),
            claimed=row.claimed,
            granted=row.granted,
            large=row.large,
            plain=row.plain,
            facts={pair[0]: pair[1] for pair in row.facts},
            texts=tuple((line, words, english) for line, words, english in row.texts),
            first_printed=row.first_printed,
            office=row.office,
        )


def carrying(engine: Engine, fact: str) -> tuple[str, ...]:
    """Codes of the editions that carry a fact, oldest first."""
    order = (EditionRow.first_printed, EditionRow.code)
    with Session(engine) as session:
        rows = session.execute(select(EditionRow.code, EditionRow.facts).order_by(*order))
        return tuple(code for code, facts in rows if any(pair[0] == fact for pair in facts))


def printed_in(engine: Engine, month: str) -> int:
    """How many sheets were printed in a month (``2026-11``)."""
    with Session(engine) as session:
        rows = session.scalars(select(SheetCountRow).where(SheetCountRow.month == month))
        return sum(row.printed for row in rows)
