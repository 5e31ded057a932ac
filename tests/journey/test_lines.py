"""The small print of a line: whom it is for, where it comes from, what to check first."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guides.api import Conditions, Span
from guides.journey.domain import LineShown
from guides.journey.lines import LineMaker
from guides.plugins.registry import View
from guides.toolkit.wording import Wording
from tests.plugins.folders import SOURCE, Files, fact, line, plugin, small_registry

DAY = date(2026, 11, 21)
STOP = "first-stop"
CHECKLIST = f"checklists/{STOP}.toml"
FROM, TO = date(2026, 3, 2), date(2026, 5, 1)


def _maker(view: View, lang: str = "en") -> LineMaker:
    return LineMaker(view, Wording(view, view.languages[lang]), DAY)


def _line(base: Path, more: str, files: Files | None = None, lang: str = "en") -> LineShown:
    """A line of the small toolkit, made in one language."""
    view = small_registry(base, {CHECKLIST: line(more=more), **(files or {})}).for_org()
    shown = _maker(view, lang).line(view.items(STOP)[0])
    assert shown is not None
    return shown


@pytest.mark.parametrize(
    ("conditions", "english"),
    [
        (Conditions(), None),
        (Conditions(nations=("wales",)), "In Wales"),
        (Conditions(audiences=("women",)), "For women"),
        (Conditions(claimed=Span(FROM)), "Claim made on or after 2 March 2026"),
        (Conditions(claimed=Span(None, TO)), "Claim made before 1 May 2026"),
        (Conditions(claimed=Span(FROM, TO)),
         "Claim made on or after 2 March 2026, and before 1 May 2026"),
        (Conditions(granted=Span(FROM)), "Yes letter dated on or after 2 March 2026"),
        (Conditions(nations=("wales", "england"), audiences=("children",), granted=Span(FROM)),
         "In Wales · In England · For a child who is here without parents · "
         "Yes letter dated on or after 2 March 2026"),
    ],
)  # fmt: skip
def test_whom_a_line_is_for_is_said_in_words_in_both_languages(view, conditions, english):
    pair = _maker(view).condition(conditions)
    assert (pair.first.plain if pair else None) == english
    both = _maker(view, "ar").condition(conditions)
    if both is not None:
        assert both.first.lang == "ar"
        assert both.english is not None
        assert both.english.plain == english


def test_sources_stand_once_each_with_their_date(tmp_path):
    undated = SOURCE.replace("1 March 2026", "undated").replace("Office of Rules", "Town Hall")
    facts = fact("a") + fact("b") + fact("c", source=undated)
    shown = _line(tmp_path, 'facts = ["a", "b", "c"]', {"facts/more.toml": facts})
    said = " ".join(note.first.plain for note in shown.notes)
    assert said.count("Office of Rules, page of 1 March 2026") == 1
    assert said.count("Town Hall, undated page") == 1


def test_who_checked_a_fact_is_said_when_somebody_has(tmp_path):
    checked = fact("a", more='checked_by = "A. Person"\nchecked_on = 2026-11-02')
    shown = _line(tmp_path, 'facts = ["a"]', {"facts/more.toml": checked})
    said = " ".join(note.first.plain for note in shown.notes)
    assert "checked by A. Person on 2 November 2026" in said


def test_a_line_of_the_core_that_rests_on_nothing_says_so(tmp_path):
    (note,) = _line(tmp_path, "").notes
    assert "no outside source" in note.first.plain


def test_a_line_of_a_plugin_is_credited_instead(tmp_path):
    plugin(tmp_path / "local", "tea", {CHECKLIST: line()}, "Tea Club")
    view = small_registry(tmp_path, {CHECKLIST: ""}).for_org()
    shown = _maker(view).line(view.items(STOP)[0])
    assert shown is not None
    assert shown.credit is not None
    assert (shown.notes, shown.credit.name) == ((), "Tea Club")


def test_two_doubts_are_said_once_each(tmp_path):
    doubtful = "".join(
        fact(name, more=f'ask = "{ask}"').replace('"high"', '"superseded-risk"')
        for name, ask in (("a", "a lawyer"), ("b", "a lawyer"), ("c", "the council"))
    )
    shown = _line(tmp_path, 'facts = ["a", "b", "c"]', {"facts/more.toml": doubtful})
    assert [pair.first.plain for pair in shown.check_first] == [
        "Check first: ask a lawyer.", "Check first: ask the council.",
    ]  # fmt: skip


def test_whom_to_ask_has_a_default_because_doubt_without_a_way_out_helps_nobody(tmp_path):
    doubtful = fact("a").replace('"high"', '"superseded-risk"')
    shown = _line(tmp_path, 'facts = ["a"]', {"facts/more.toml": doubtful})
    assert "a registered adviser" in shown.check_first[0].first.plain


def test_a_line_by_pen_has_its_label_in_both_languages(tmp_path):
    lines = '[[line]]\nen = "Date on your letter"\nto = "التاريخ"\n'
    files = {"translations/ar/aa.toml": lines}
    shown = _line(tmp_path, 'fill = "Date on your letter"', files, "ar")
    assert shown.fill is not None
    assert [said.plain for said in shown.fill.both] == ["التاريخ", "Date on your letter"]
