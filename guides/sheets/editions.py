"""Whether a sheet that somebody holds is still current, and what has changed since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from markupsafe import Markup

from guides.api import NATIONS, SHEET_AUDIENCES, Case
from guides.journey.domain import Station
from guides.journey.service import Guide, NoSuchStage
from guides.sheets import store
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.service import Composer, NothingToPrint
from guides.sheets.store import Edition
from guides.storage.engine import Engine
from guides.toolkit.bands import span_of
from guides.toolkit.domain import Said
from guides.toolkit.wording import Wording

Text = tuple[str, str, str]
"""Id, fingerprint and English of what the holder of a sheet would want to know of."""
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
    if edition is None or edition.office not in (None, composer.organisation):
        return EditionPage(code, "unknown")
    wording = guide.wording
    month = Said(
        wording.date(edition.first_printed, True),
        wording.language.code,
        wording.language.direction,
    )
    try:
        case, options = case_of(edition, composer), SheetOptions(edition.large, edition.plain)
        today = composer.compose(case, options, on)
        read = composer.compose(replace(case, lang=wording.language.code), options, on)
        station = guide.station(edition.stage)
    except (NoSuchStage, NothingToPrint):
        return EditionPage(code, "withdrawn", printed_month=month)
    texts = tuple(_texts_today(edition, today, composer))
    changes = tuple(_changes(edition, texts, read, wording))
    return EditionPage(code, "changed" if changes else "current", changes, station, month)


def known(engine: Engine, code: str) -> Edition | None:
    """The edition with this code, as it was first printed; None where nobody noted one."""
    return store.find(engine, code)


def with_facts(engine: Engine, fact: str) -> tuple[str, ...]:
    """Editions that carry a fact, in whatever version, oldest first."""
    return store.carrying(engine, fact)


def case_of(edition: Edition, composer: Composer) -> Case:
    """The case that an edition was printed for, in bands."""
    nation = next((n for n in NATIONS if n == edition.nation), None)
    return Case(
        stage=edition.stage,
        lang=edition.lang if edition.lang in composer.view.languages else "en",
        nation=nation,
        audiences=frozenset(a for a in SHEET_AUDIENCES if a in edition.audiences),
        claimed=span_of(edition.claimed),
        granted=span_of(edition.granted),
    )


def _texts_today(edition: Edition, today: Sheet, composer: Composer) -> Iterator[Text]:
    """Today's lines, and of services those that the paper names: others may be near somebody else.

    The contact of the organisation itself is a line like any other.
    """
    printed = {line_id for line_id, _, _ in edition.texts}
    for text in today.texts:
        if not text[0].startswith("service/") or text[0] in printed:
            yield text
    there = {line_id for line_id, _, _ in today.texts}
    for line_id in printed - there:
        if line_id.startswith("service/"):
            found = composer.service_text(line_id, today.case.lang)
            if found is not None:
                yield found


def _changes(
    edition: Edition, texts: tuple[Text, ...], read: Sheet, wording: Wording
) -> Iterator[Said]:
    """In words: the lines that changed, those that went, those that came.

    ``read`` is today's sheet in the reader's language; of a line that went only English is known.
    """
    now = {line_id: (words, english) for line_id, words, english in texts}
    said = {line.id: line.text.first for group in read.groups for line in group.lines}

    def text(line_id: str) -> Said | Markup:
        return said.get(line_id) or wording.name(now[line_id][1])

    for line_id, words, english in edition.texts:
        if line_id not in now:
            yield wording.word("edition-line-gone", text=wording.name(english))
        elif now[line_id][0] != words:
            yield wording.word("edition-line-changed", text=text(line_id))
    printed = {line_id for line_id, _, _ in edition.texts}
    for line_id in now:
        if line_id not in printed:
            yield wording.word("edition-line-new", text=text(line_id))
