"""The sheets that are really shipped, printed and read back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from guides.api import AUDIENCES, NATIONS, Audience, Case, Nation
from guides.journey.service import is_written
from guides.plugins.registry import View
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.render import render_html, sheet_html
from guides.sheets.service import Composer
from guides.toolkit.bands import band_of
from guides.toolkit.domain import Said
from guides.toolkit.wording import Wording
from tests import pdf_reading

TODAY = date(2026, 11, 21)
STAGES = (
    "waiting-and-support",
    "preparing-substantive-interview",
    "granted-and-moving-on",
    "refused-and-appealing",
)
ARABIC = re.compile("[\u0621-\u064a]")


def _sheet(view: View, case: Case, **options: bool) -> Sheet:
    return Composer(view, "Riverside (demo)", "x").compose(case, SheetOptions(**options), TODAY)


def _print(view: View, sheet: Sheet) -> bytes:
    words = Wording(view, view.languages[sheet.case.lang])
    return render_html(sheet_html(sheet, words=words.word_pair))


def _said(sheet: Sheet) -> Iterator[Said]:
    """Every text of the sheet that stands on paper once, in the order of the paper."""
    for group in sheet.groups:
        for line in group.lines:
            for pair in (line.text, line.why, *line.check_first):
                yield from pair.both if pair else ()


def _flat(text: str) -> str:
    """Without brackets: beside Arabic the reader that is used here turns them round."""
    return " ".join(re.sub("[()]", "", text.replace("\u00a0", " ")).split())


def test_these_are_the_written_stages(view: View):
    assert {stage for stage in view.stages if is_written(view, stage)} == set(STAGES)


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("stage", STAGES)
def test_a_shipped_sheet_reads_back_as_it_was_written(view: View, stage: str, lang: str):
    sheet = _sheet(view, Case(stage, lang))
    pdf = _print(view, sheet)
    paper = "".join(pdf_reading.texts(pdf))
    for said in _said(sheet):
        if said.lang == "en":
            assert _flat(said.plain) in _flat(paper)
    letters = pdf_reading.without_order("".join(ARABIC.findall(paper)))
    wanted = pdf_reading.without_order(
        "".join(ARABIC.findall(" ".join(said.plain for said in _said(sheet))))
    )
    assert not wanted - letters
    assert pdf_reading.problems(pdf) == []
    assert set(pdf_reading.text_languages(pdf)) == {lang, "en"}
    assert pdf_reading.page_count(pdf) <= 2


@pytest.mark.full
@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("stage", STAGES)
def test_every_choice_prints_within_its_pages(view: View, stage: str, lang: str):
    """Each nation, audience, band and size: no letter is missing, no sheet is too long."""
    days = [None, date(2026, 3, 1), date(2026, 3, 12)]
    nations: list[Nation | None] = [None, *NATIONS]
    audiences: list[frozenset[Audience]] = [frozenset(), *(frozenset({a}) for a in AUDIENCES)]
    for nation in nations:
        for audience in audiences:
            for day in days:
                claimed = band_of(day, view.rule_days("claimed"))
                granted = band_of(day, view.rule_days("granted"))
                case = Case(stage, lang, nation, audience, claimed, granted)
                assert pdf_reading.page_count(_print(view, _sheet(view, case))) <= 2
    for options, most in (({"large": True}, 4), ({"plain": True}, 2)):
        sheet = _sheet(view, Case(stage, lang), **options)
        assert pdf_reading.page_count(_print(view, sheet)) <= most
