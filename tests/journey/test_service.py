"""What a visitor can look at: the map, a stop with all that stands on it, the finder."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from guides.api import SECTION_KINDS
from guides.journey.service import Guide, NoSuchQuestion, NoSuchStage, is_written
from guides.lint.finder import MOST_QUESTIONS
from guides.plugins.registry import View
from guides.toolkit.wording import Wording
from tests.plugins.folders import code_plugin, fact, line, plugin, small_registry

DAY = date(2026, 11, 21)
STOP = "first-stop"
CHECKLIST = f"checklists/{STOP}.toml"


def _guide(view: View, lang: str = "en", on: date = DAY) -> Guide:
    return Guide(view, Wording(view, view.languages[lang]), on)


@pytest.fixture
def small(tmp_path: Path) -> View:
    return small_registry(tmp_path).for_org()


# The map ----------------------------------------------------------------------------------------


def test_every_stage_stands_on_the_map_once(view):
    journey = _guide(view).journey()
    stations = [*journey.trunk, *journey.yes, *journey.no, *journey.anytime]
    assert sorted(s.id for s in stations) == sorted(view.stages)
    assert journey.trunk
    assert journey.yes
    assert journey.no


def test_a_stop_that_can_happen_at_any_time_stands_beside_the_line(view):
    anytime = {station.id for station in _guide(view).journey().anytime}
    assert anytime == {stage.id for stage in view.stages.values() if stage.interrupts}


def test_a_station_says_where_the_ways_lead(small):
    station = _guide(small).station(STOP)
    assert [(way.to, way.title.plain, way.when and way.when.plain) for way in station.ways] == [
        ("second-stop", "The second stop", "You go on.")
    ]


def test_a_stop_without_guidance_or_checklist_is_being_written(small, tmp_path):
    assert _guide(small).station(STOP).written
    assert not _guide(small).station("second-stop").written
    half = small_registry(tmp_path / "half", {CHECKLIST: ""}).for_org()
    assert not is_written(half, STOP)


def test_an_unknown_stage_names_those_that_there_are(small):
    with pytest.raises(NoSuchStage) as missing:
        _guide(small).stop("nowhere")
    assert missing.value.known == (STOP, "second-stop")
    assert "second-stop" in str(missing.value)


# A stop -----------------------------------------------------------------------------------------


def test_sections_stand_in_the_order_of_their_kinds(view):
    kinds = [section.kind for section in _guide(view).stop("waiting-and-support").sections]
    assert kinds == sorted(kinds, key=SECTION_KINDS.index)
    assert len(set(kinds)) > 3


def test_the_page_shows_the_lines_for_every_audience_and_says_for_whom(tmp_path):
    view = small_registry(
        tmp_path, {CHECKLIST: line("all") + line("women", more='for = ["women"]')}
    ).for_org()
    lines = _guide(view).stop(STOP).lines
    assert [shown.id.rsplit("/", 1)[-1] for shown in lines] == ["all", "women"]
    assert [shown.condition.first.plain for shown in lines if shown.condition] == ["For women"]


def test_what_leads_here_stands_before(small):
    assert [s.id for s in _guide(small).stop("second-stop").before] == [STOP]
    assert _guide(small).stop(STOP).before == ()


def test_facts_that_the_page_names_are_explained_once_with_their_source(tmp_path):
    view = small_registry(
        tmp_path,
        {f"guidance/{STOP}/rights.md": "You have {fact:time-to-answer}: {fact:time-to-answer}.\n"},
    ).for_org()
    (found,) = _guide(view).stop(STOP).facts
    assert found.statement.plain.replace("\u00a0", " ") == "You usually have 14 days to answer."
    assert (found.source_title, found.source_url) == (
        "Office of Rules", "https://rules.example/page",
    )  # fmt: skip
    assert "not yet checked" in found.seen.plain
    assert found.check_first is None


@pytest.mark.parametrize(
    ("change", "shown", "check_first"),
    [
        (('"high"', '"medium"'), True, False),
        (('"high"', '"superseded-risk"'), True, True),
        (('"high"', '"low"'), False, False),
        (("review_by = 2027-01-31", "review_by = 2026-11-20"), True, True),
        (("review_by", "valid_to = 2026-11-20\nreview_by"), False, False),
        (("review_by", "valid_from = 2026-11-22\nreview_by"), False, False),
    ],
)
def test_a_fact_and_the_line_on_it_stand_on_the_page_or_not(tmp_path, change, shown, check_first):
    files = {
        CHECKLIST: line("on-fact", more='facts = ["so"]') + line("tea"),
        "facts/more.toml": fact("so", more='ask = "a lawyer"').replace(*change),
    }
    page = _guide(small_registry(tmp_path, files).for_org()).stop(STOP)
    assert ("so" in [each.id for each in page.facts]) is shown
    assert ("on-fact" in "".join(each.id for each in page.lines)) is shown
    assert any(each.check_first for each in page.lines) is check_first
    if check_first:
        (found,) = page.facts
        assert found.check_first is not None
        assert "ask a lawyer" in found.check_first.plain


def test_what_plugins_add_carries_their_name_and_the_core_needs_none(tmp_path):
    plugin(tmp_path / "local", "tea", {
        CHECKLIST: line(),
        f"guidance/{STOP}/variant-tea.md": '+++\ntitle = "Tea"\n+++\nTea.\n',
        "facts.toml": fact("tea-fact"),
        "resources.toml": '[[resource]]\nid = "a"\ntitle = "Cup"\ntext = "A cup."\n',
        "services.csv": "id,name,what\na,Tea Room,Tea\n",
    }, "Tea Club")  # fmt: skip
    page = _guide(small_registry(tmp_path).for_org()).stop(STOP)
    lines = [each.credit and each.credit.name for each in page.lines]
    sections = [each.credit and each.credit.name for each in page.sections]
    assert lines == [None, None, "Tea Club"]
    assert sections == [None, "Tea Club"]
    assert [each.credit.name for each in page.services] == ["Tea Club"]
    assert [each.credit.name for each in page.resources] == ["Tea Club"]


def test_resources_stand_where_they_belong_or_everywhere(tmp_path):
    resource = '[[resource]]\nid = "{0}"\ntitle = "{0}"\ntext = "T"\nstages = {1}\n'
    plugin(tmp_path / "local", "tea", {
        "resources.toml": resource.format("here", f'["{STOP}"]') + resource.format("all", "[]")
    })  # fmt: skip
    guide = _guide(small_registry(tmp_path).for_org())
    assert [r.id for r in guide.stop(STOP).resources] == ["here", "all"]
    assert [r.id for r in guide.stop("second-stop").resources] == ["all"]


def test_a_plugin_that_fails_is_named_on_the_page(tmp_path):
    hook = "@hookimpl\ndef guides_checklist_items(case, items): raise RuntimeError\n"
    code_plugin(tmp_path / "local", "gone", hook, "Gone Club")
    page = _guide(small_registry(tmp_path).for_org()).stop(STOP)
    assert [said.plain for said in page.trouble] == [
        "Local advice from Gone Club could not be shown."
    ]
    assert len(page.lines) == 2


def test_in_arabic_what_nobody_translated_is_marked_as_english(small):
    page = _guide(small, "ar").stop(STOP)
    assert (page.station.title.lang, page.station.title.missing) == ("en", True)
    assert page.sections[0].title.lang == "ar"


# The finder -------------------------------------------------------------------------------------


def test_the_first_question_is_asked_first(view):
    first = _guide(view).question()
    assert view.questions[first.id].first
    assert first.step == 1
    assert first.choices


def test_every_answer_leads_on_and_every_stop_is_reached_within_few_questions(view):
    guide = _guide(view)
    reached: set[str] = set()
    waiting = [(guide.question().id, 1)]
    while waiting:
        question_id, step = waiting.pop()
        assert step <= MOST_QUESTIONS
        for choice in guide.question(question_id).choices:
            if choice.stage:
                reached.add(guide.stage(choice.stage).id)
            else:
                waiting.append((choice.question, step + 1))
    assert reached == set(view.stages)


def test_an_unknown_question_is_refused(view):
    with pytest.raises(NoSuchQuestion):
        _guide(view).question("no-such-question")


def test_the_day_decides_what_is_overdue(small):
    fact = small.facts["time-to-answer"]
    before = _guide(small, on=fact.review_by).fact(fact)
    after = _guide(small, on=fact.review_by + timedelta(1)).fact(fact)
    assert before is not None
    assert after is not None
    assert (before.check_first, bool(after.check_first)) == (None, True)
