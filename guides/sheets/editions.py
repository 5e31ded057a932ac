"""Whether a sheet that somebody holds is still current, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from guides.api import AUDIENCES, NATIONS, Case, Span
from guides.journey.domain import Station
from guides.journey.service import Guide, NoSuchStage
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.service import Composer, NothingToPrint
from guides.sheets.store import Edition
from guides.toolkit.bands import band_from_code
from guides.toolkit.domain import Said
from guides.toolkit.wording import Wording

State = Literal["current", "changed", "unknown", "withdrawn"]


@dataclass(frozen=True, slots=True)
class EditionPage:
    """What ``/e/EDITION`` tells."""

    edition: str
    state: State
    changes: tuple[Said, ...] = ()
    station: Station | None = None
    printed_month: Said | None = None


def look_up(
    code: str, edition: Edition | None, composer: Composer, guide: Guide, on: date
) -> EditionPage:
    """Compare an edition with the sheet as it would be printed today."""
    if edition is None:
        return EditionPage(code, "unknown")
    wording = guide.wording
    month = Said(
        wording.date(edition.first_printed, True),
        wording.language.code,
        wording.language.direction,
    )
    try:
        today = composer.compose(
            case_of(edition, composer), SheetOptions(edition.large, edition.plain), on
        )
        station = guide.station(edition.stage)
    except (NoSuchStage, NothingToPrint):
        return EditionPage(code, "withdrawn", printed_month=month)
    changes = tuple(_changes(edition, today, wording))
    return EditionPage(code, "changed" if changes else "current", changes, station, month)


def case_of(edition: Edition, composer: Composer) -> Case:
    """The case that an edition was printed for, in bands."""
    view = composer.view
    nation = next((n for n in NATIONS if n == edition.nation), None)
    return Case(
        stage=edition.stage,
        lang=edition.lang if edition.lang in view.languages else "en",
        nation=nation,
        audiences=frozenset(a for a in AUDIENCES if a in edition.audiences),
        claimed=band_from_code(edition.claimed, view.rule_days("claimed"))
        or _span(edition.claimed),
        granted=band_from_code(edition.granted, view.rule_days("granted"))
        or _span(edition.granted),
    )


def _span(code: str) -> Span:
    """A band that was drawn when the rules had other days: kept as it was."""
    start, _, end = code.partition("/")
    return Span(
        date.fromisoformat(start) if start else None, date.fromisoformat(end) if end else None
    )


def _changes(edition: Edition, today: Sheet, wording: Wording) -> Iterator[Said]:
    """In words: the lines that changed, those that went, those that came."""
    now = {line_id: (words, english) for line_id, words, english in today.texts}
    for line_id, words, english in edition.texts:
        if line_id not in now:
            yield wording.word("edition-line-gone", text=wording.name(english))
        elif now[line_id][0] != words:
            yield wording.word("edition-line-changed", text=wording.name(now[line_id][1]))
    printed = {line_id for line_id, _, _ in edition.texts}
    for line_id, (_, english) in now.items():
        if line_id not in printed:
            yield wording.word("edition-line-new", text=wording.name(english))
