"""The sheets that are really shipped, printed and read back."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterator
from datetime import date

import pytest

from guides.api import NATIONS, SHEET_AUDIENCES, Case, Nation
from guides.journey.service import is_written
from guides.lint.service import CORE
from guides.plugins.registry import View
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.render import render_html, sheet_html
from guides.sheets.service import Composer
from guides.toolkit.bands import band_of
from guides.toolkit.domain import Said
from guides.toolkit.wording import Wording
from tests import pdf_reading

TODAY = date(2026, 11, 21)
STAGES = tuple(path.stem for path in sorted((CORE / "stages").glob("*.toml")))
LANGUAGES = tuple(
    language["code"]
    for language in tomllib.loads((CORE / "languages.toml").read_text("utf-8"))["language"]
)
OTHER_LETTERS = re.compile("[\u0590-\u1fff]")
"""Letters that are neither Latin nor Greek nor Cyrillic."""
LOT = 12
"""Choices for each stop and language that the long sweep prints, drawn by lot."""


def _sheet(view: View, case: Case, *, large: bool = False, plain: bool = False) -> Sheet:
    chosen = SheetOptions(large, plain)
    return Composer(view, "Riverside (demo)", "x").compose(case, chosen, TODAY)


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
    """Letters and signs alone. The reader that is used here turns brackets round beside Arabic, and
    has a sign of its own for a hyphen at the end of a line."""
    return re.sub(r"[\s()\u00a0\ufffe\x02-]", "", text)


def test_every_stop_is_written(view: View):
    assert [stage for stage in view.stages if not is_written(view, stage)] == []
    assert set(STAGES) == set(view.stages)
    assert set(LANGUAGES) == set(view.languages)


def _each() -> Iterator[object]:
    """Each stop in Arabic and in one more language, one stop in all; the others in the full run."""
    for at, stage in enumerate(STAGES):
        usual = {"ar", LANGUAGES[at % len(LANGUAGES)]}
        for lang in LANGUAGES:
            late = lang not in usual and stage != "waiting-and-support"
            yield pytest.param(stage, lang, marks=[pytest.mark.full] if late else [])


@pytest.mark.parametrize(("stage", "lang"), list(_each()))
def test_a_shipped_sheet_reads_back_as_it_was_written(view: View, stage: str, lang: str):
    sheet = _sheet(view, Case(stage, lang))
    pdf = _print(view, sheet)
    paper = "".join(pdf_reading.texts(pdf))
    for said in _said(sheet):
        if said.direction == "ltr":
            assert _flat(said.plain) in _flat(paper)
    letters = pdf_reading.without_order("".join(OTHER_LETTERS.findall(paper)))
    wanted = pdf_reading.without_order(
        "".join(OTHER_LETTERS.findall(" ".join(said.plain for said in _said(sheet))))
    )
    assert not wanted - letters
    assert pdf_reading.problems(pdf) == []
    assert set(pdf_reading.text_languages(pdf)) == {lang, "en"}
    assert pdf_reading.page_count(pdf) <= 2


@pytest.mark.full
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("stage", STAGES)
def test_choices_drawn_by_lot_print_within_their_pages(view: View, stage: str, lang: str):
    """Nation, audiences, bands: no letter is missing, no sheet is too long. Always the same lot."""
    draw = random.Random(f"{stage} {lang}")
    nations: list[Nation | None] = [None, *NATIONS]
    days = [None, date(2025, 6, 10), date(2026, 3, 1), date(2026, 3, 12)]
    for _ in range(LOT):
        case = Case(
            stage,
            lang,
            draw.choice(nations),
            frozenset(draw.sample(SHEET_AUDIENCES, draw.randrange(3))),
            band_of(draw.choice(days), view.rule_days("claimed")),
            band_of(draw.choice(days), view.rule_days("granted")),
        )
        assert pdf_reading.page_count(_print(view, _sheet(view, case))) <= 2, case
    for options, most in (({"large": True}, 5), ({"plain": True}, 2)):
        sheet = _sheet(view, Case(stage, lang), **options)
        assert pdf_reading.page_count(_print(view, sheet)) <= most
