"""Names under facts, what a change touches, and how the fact base stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from guides.api import Case, Conditions, Duration, Fact, Source
from guides.plugins.registry import View
from guides.provenance import service, store
from guides.provenance.domain import Check, Touched
from guides.sheets import store as sheet_store
from guides.sheets.domain import SheetOptions
from guides.sheets.service import Composer
from tests.plugins.folders import Files, fact, line, small_registry

DAY = date(2026, 11, 21)
FACT = Fact(
    id="so",
    topic="rules",
    statement="It takes {value}.",
    source=Source("Office", "https://rules.example", "undated", date(2026, 11, 1), "official"),
    confidence="high",
    review_by=date(2027, 1, 31),
    value=Duration(Decimal(14), "day"),
)

# Checks -----------------------------------------------------------------------------------------


def _checked(engine: Engine, found: Fact) -> Fact:
    """A fact as it is shown here."""
    return service.with_checks({found.id: found}, service.checks(engine))[found.id]


def test_a_check_puts_name_and_day_under_the_fact(engine: Engine):
    service.check(engine, FACT, "  A.  Reader\t(demo) ", DAY, DAY)
    shown = _checked(engine, FACT)
    assert (shown.checked_by, shown.checked_on) == ("A. Reader (demo)", DAY)
    assert replace(shown, checked_by="", checked_on=None) == FACT


CHANGED: dict[str, Any] = {
    "statement": "It takes about {value}.",
    "value": Duration(Decimal(28), "day"),
    "confidence": "medium",
    "review_by": date(2027, 2, 1),
    "source": replace(FACT.source, dated="1 March 2026"),
    "conditions": Conditions(nations=("wales",)),
    "valid_to": DAY,
    "ask": "a lawyer",
}


@pytest.mark.parametrize("field", CHANGED)
def test_a_check_is_void_once_the_fact_changes(engine: Engine, field: str):
    """What was read is not what stands there now."""
    service.check(engine, FACT, "A. Reader", DAY, DAY)
    changed = replace(FACT, **{field: CHANGED[field]})
    assert _checked(engine, changed) == changed
    assert _checked(engine, FACT).checked_on == DAY  # and good again, when it is what was read


def test_what_no_reader_sees_voids_no_check(engine: Engine):
    service.check(engine, FACT, "A. Reader", DAY, DAY)
    assert _checked(engine, replace(FACT, note="other")).checked_by == "A. Reader"
    assert _checked(engine, replace(FACT, plugin="other")).checked_by == "A. Reader"


def test_a_check_that_is_done_again_is_the_one_that_stands(engine: Engine):
    """Also over a name that came with the content."""
    shipped = replace(FACT, checked_by="C. Reader", checked_on=date(2026, 11, 2))
    service.check(engine, FACT, "A. Reader", date(2026, 11, 3), DAY)
    service.check(engine, _checked(engine, FACT), "B. Reader", DAY, DAY)
    assert _checked(engine, FACT).checked_by == "B. Reader"
    assert _checked(engine, shipped).checked_by == "B. Reader"


def test_a_check_of_a_fact_that_is_gone_puts_nothing_anywhere():
    gone = Check("gone", service.unchecked_version(FACT), "A. Reader", DAY)
    assert service.with_checks({"so": FACT}, [gone]) == {"so": FACT}


@pytest.mark.parametrize(
    ("by", "on", "words"),
    [
        ("", DAY, "name of the person"),
        (" \t\n", DAY, "name of the person"),
        ("A" * 81, DAY, "up to 80"),
        ("A\x00B", DAY, "name of the person"),
        ("A\u202eB", DAY, "name of the person"),  # would turn round what stands after it
        ("\ud800", DAY, "name of the person"),
        ("A. Reader", DAY + timedelta(1), "still to come"),
        ("A. Reader", date(2026, 10, 31), "before 2026-11-01"),
    ],
)
def test_a_check_that_cannot_be_is_refused_in_words_and_not_kept(engine, by, on, words: str):
    with pytest.raises(service.CannotCheck, match=words):
        service.check(engine, FACT, by, on, DAY)
    assert service.checks(engine) == ()


@pytest.mark.parametrize("on", [date(2026, 11, 1), DAY])
def test_the_first_and_the_last_day_on_which_it_can_be_read_are_taken(engine: Engine, on: date):
    service.check(engine, FACT, "A" * 80, on, DAY)
    assert _checked(engine, FACT).checked_on == on


# What a change touches --------------------------------------------------------------------------

STOP = "first-stop"
VALUE = 'value = {{ type = "duration", count = {}, unit = "day" }}'
TOUCHED: Files = {
    "facts/more.toml": fact("so", "It takes {value}.", VALUE.format(42)),
    f"checklists/{STOP}.toml": line("wait", "You usually wait {fact:so}.")
    + line("rest", "Rest.", 'facts = ["so"]') + line("tea"),
    f"guidance/{STOP}/what-happens.md": "You wait {fact:so} for a letter.\n",
    f"guidance/{STOP}/rights.md": "You can rest.\n",
    f"briefings/{STOP}.toml": 'purpose = "So."\nminutes = 9\n[[part]]\nkind = "explain"\n'
    'title = "T"\nminutes = 9\nsay = ["Good."]\n[[hurts]]\nwhat = "{fact:so}."\nspeak = "So."\n',
    "handbook/waiting.md": '+++\ntitle = "Waiting"\n+++\nIt is {fact:so}.\n',
    "handbook/resting.md": '+++\ntitle = "Resting"\n+++\nRest.\n',
    "translations/ar/more.toml": "".join(
        f'[[line]]\nen = "{en}"\nto = "{to}"\n'
        for en, to in (
            ("You usually wait {fact:so}.", "انتظر {fact:so}."),
            ("You wait {fact:so} for a letter.", "رسالة بعد {fact:so}."),
            ("Rest.", "استرح."),
        )
    ),
}  # fmt: skip


def _view(base: Path, **changed: str) -> View:
    """The small toolkit; ``more`` stands in place of the facts that the others name."""
    files = {**TOUCHED}
    if "more" in changed:
        files["facts/more.toml"] = changed["more"]
    return small_registry(base, files).for_org()


def _changed_between(engine: Engine, before: View, after: View, since: date) -> tuple[Touched, ...]:
    service.note_facts(engine, before, date(2026, 11, 1))
    service.note_facts(engine, after, DAY)
    return service.changed(engine, after, since)


def test_everything_that_carries_a_changed_fact_is_named_and_nothing_else(engine, tmp_path: Path):
    before = _view(tmp_path / "before")
    sheet = Composer(before, "Riverside", "shape").compose(Case(STOP, "ar"), SheetOptions(), DAY)
    sheet_store.record(engine, sheet)
    after = _view(tmp_path / "after", more=fact("so", "It takes {value}.", VALUE.format(28)))
    (found,) = _changed_between(engine, before, after, DAY)
    assert (found.fact, found.since) == ("so", DAY)
    assert found.before.replace("\u00a0", " ") == "It takes 42 days."
    assert found.said.replace("\u00a0", " ") == "It takes 28 days."
    assert found.pages == (
        f"small: {STOP}/what-happens", f"small: briefing {STOP}", "small: handbook waiting",
    )  # fmt: skip
    assert set(found.lines) == {f"small: {STOP}/wait", f"small: {STOP}/rest"}
    assert found.translations == (("ar", 2),)
    assert found.editions == (sheet.edition,)


def test_the_first_day_counts_and_what_changed_before_it_does_not(engine: Engine, tmp_path: Path):
    after = _view(tmp_path / "after", more=fact("so", "It takes {value}.", VALUE.format(28)))
    assert len(_changed_between(engine, _view(tmp_path / "before"), after, DAY)) == 1
    assert service.changed(engine, after, DAY + timedelta(1)) == ()


def test_what_was_never_seen_otherwise_has_not_changed(engine: Engine, tmp_path: Path):
    view = _view(tmp_path)
    assert _changed_between(engine, view, view, date(2026, 1, 1)) == ()


def test_a_check_is_no_change(engine: Engine, tmp_path: Path):
    view = _view(tmp_path)
    service.check(engine, view.facts["so"], "A. Reader", DAY, DAY)
    checked = view.with_facts(service.with_checks(view.facts, service.checks(engine)))
    assert checked.facts["so"].checked_by == "A. Reader"
    assert _changed_between(engine, view, checked, DAY) == ()


def test_a_fact_that_came_is_named_as_new(engine: Engine, tmp_path: Path):
    more = str(TOUCHED["facts/more.toml"])
    after = _view(tmp_path / "after", more=more + fact("tea", "Tea is free."))
    (found,) = _changed_between(engine, _view(tmp_path / "before"), after, DAY)
    assert (found.fact, found.before, found.said) == ("tea", "", "Tea is free.")


def test_a_fact_that_went_is_named_with_what_it_said(engine: Engine, tmp_path: Path):
    more = str(TOUCHED["facts/more.toml"])
    before = _view(tmp_path / "before", more=more + fact("tea", "Tea is free."))
    (found,) = _changed_between(engine, before, _view(tmp_path / "after"), DAY)
    assert (found.fact, found.before, found.said) == ("tea", "Tea is free.", "")


def test_of_several_changes_the_oldest_words_and_the_newest_are_said(engine, tmp_path: Path):
    """Who asks what changed this month wants to know what the paper in people's hands says."""
    views = {
        day: _view(tmp_path / str(day), more=fact("so", "It takes {value}.", VALUE.format(count)))
        for day, count in ((1, 42), (10, 30), (21, 28))
    }
    for day, view in views.items():
        service.note_facts(engine, view, date(2026, 11, day))
    (found,) = service.changed(engine, views[21], date(2026, 11, 2))
    assert ("42" in found.before, "28" in found.said) == (True, True)
    assert found.since == DAY


# Counts -----------------------------------------------------------------------------------------


def test_only_facts_that_are_shown_are_counted_each_as_it_stands():
    charity = replace(FACT.source, kind="charity", seen_on=date(2026, 11, 20))
    facts = [
        FACT,
        replace(FACT, source=charity),
        replace(FACT, review_by=DAY - timedelta(1)),
        replace(FACT, confidence="superseded-risk"),
        replace(FACT, checked_by="A. Reader", checked_on=DAY),
        replace(FACT, valid_to=DAY),
        replace(FACT, confidence="low"),
        replace(FACT, valid_from=DAY + timedelta(1)),
    ]
    found = service.counts(facts, DAY)
    assert (found.facts, found.official, found.charity, found.other) == (6, 5, 1, 0)
    assert (found.checked, found.due, found.check_first) == (1, 1, 2)
    assert found.newest == date(2026, 11, 20)
    assert service.counts(facts, DAY + timedelta(1)).facts == 6  # one went, one came


def test_where_there_are_no_facts_nothing_is_newest():
    assert service.counts([], DAY).newest is None


def test_checks_and_versions_are_read_back_as_they_were_given(engine: Engine, tmp_path: Path):
    view = _view(tmp_path)
    service.note_facts(engine, view, DAY)
    seen = store.versions(engine)
    assert set(seen) == set(view.facts)
    assert {one.version for all_of in seen.values() for one in all_of} == {
        service.unchecked_version(each) for each in view.facts.values()
    }
