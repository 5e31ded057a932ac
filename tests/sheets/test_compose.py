"""What stands on a sheet: for whom, how much of it, with which warnings, and always the same."""

from __future__ import annotations

import sys
from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from guides.api import AUDIENCES, NATIONS, Audience, Case, Event, Nation
from guides.journey.domain import LineShown
from guides.journey.service import NoSuchStage
from guides.plugins.registry import View
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.service import Composer, NothingToPrint
from guides.toolkit.bands import band_of, bands
from tests.plugins.folders import SOURCE, code_plugin, fact, line, plugin, small_registry

DAY = date(2026, 11, 21)
GRANTED = "granted-and-moving-on"
STOP = "first-stop"
USUAL = SheetOptions()
CHECKLIST = f"checklists/{STOP}.toml"


def _sheet(
    view: View,
    stage: str = STOP,
    *,
    lang: str = "en",
    nation: Nation | None = None,
    audiences: tuple[Audience, ...] = (),
    claimed: date | None = None,
    granted: date | None = None,
    options: SheetOptions = USUAL,
    on: date = DAY,
) -> Sheet:
    """The sheet for these answers, as the page and the command line ask for it."""
    case = Case(
        stage,
        lang,
        nation,
        frozenset(audiences),
        band_of(claimed, view.rule_days("claimed")),
        band_of(granted, view.rule_days("granted")),
    )
    return Composer(view, "Riverside", "shape").compose(case, options, on)


def _lines(sheet: Sheet) -> list[LineShown]:
    return [line for group in sheet.groups for line in group.lines]


def _ids(sheet: Sheet) -> set[str]:
    return {line.id.rsplit("/", 1)[-1] for line in _lines(sheet)}


def _why(sheet: Sheet) -> list[str]:
    return [pair.first.plain for pair in sheet.why_this]


def _days(view: View, event: Event) -> list[date]:
    """A day in each band."""
    return [band.start or date(2026, 1, 1) for band in bands(view.rule_days(event))]


def _small(base: Path, checklist: str, facts: str = "") -> View:
    """The view of a toolkit with these lines and facts."""
    return small_registry(base, {CHECKLIST: checklist, "facts/more.toml": facts}).for_org()


# Two sheets that must differ, do ----------------------------------------------------------------


def _differ(before: Sheet, after: Sheet, event: str, changed: str) -> None:
    assert before.key != after.key
    only_before, only_after = _ids(before) - _ids(after), _ids(after) - _ids(before)
    assert only_before
    assert only_after
    assert _why(before) == [f"{event} before {changed}"]
    assert _why(after) == [f"{event} on or after {changed}"]
    for sheet, only in ((before, only_before), (after, only_after)):
        conditions = [
            shown.condition.first.plain
            for shown in _lines(sheet)
            if shown.id.rsplit("/", 1)[-1] in only and shown.condition
        ]
        assert set(conditions) == set(_why(sheet))


def test_claims_of_1_and_3_march_have_different_sheets_that_say_why(view):
    _differ(
        _sheet(view, GRANTED, claimed=date(2026, 3, 1)),
        _sheet(view, GRANTED, claimed=date(2026, 3, 3)),
        "Claim made",
        "2 March 2026",
    )


def test_grants_of_4_and_12_march_have_different_sheets_that_say_why(view):
    _differ(
        _sheet(view, GRANTED, granted=date(2026, 3, 4)),
        _sheet(view, GRANTED, granted=date(2026, 3, 12)),
        "Yes letter dated",
        "9 March 2026",
    )


def test_the_day_of_the_change_belongs_to_the_new_rule(view):
    assert _sheet(view, GRANTED, claimed=date(2026, 3, 2)).key == (
        _sheet(view, GRANTED, claimed=date(2026, 3, 3)).key
    )


def test_where_nothing_was_said_the_rules_stand_each_with_its_condition(view):
    said_nothing = _sheet(view, GRANTED)
    # Of the periods after a grant only the newest has room: nearly everybody is in it.
    said = [(day, None) for day in _days(view, "claimed")]
    for claimed, granted in (*said, (None, _days(view, "granted")[-1])):
        sheet = _sheet(view, GRANTED, claimed=claimed, granted=granted)
        rules = {
            shown.id.rsplit("/", 1)[-1]
            for shown in _lines(sheet)
            if shown.condition and shown.condition.first.plain == _why(sheet)[0]
        }
        assert rules
        assert rules <= _ids(said_nothing)
    assert said_nothing.why_this == ()


def test_days_in_one_band_have_one_sheet_so_the_day_cannot_be_read_off_it(view):
    first = _sheet(view, GRANTED, claimed=date(2026, 4, 1), granted=date(2026, 5, 1))
    second = _sheet(view, GRANTED, claimed=date(2026, 6, 7), granted=date(2026, 8, 9))
    assert first == second


# Facts that are not sure ------------------------------------------------------------------------


def _doubtful(base: Path, confidence: str) -> View:
    return _small(
        base,
        line("wait", "You usually wait {fact:so}.") + line("tea", "Come for tea."),
        fact("so", "It takes {value}.", 'ask = "the council"\n'
             'value = { type = "duration", count = 42, unit = "day" }')
        .replace('"high"', f'"{confidence}"'),
    )  # fmt: skip


def test_a_fact_that_has_probably_moved_prints_with_its_value_its_date_and_whom_to_ask(tmp_path):
    (wait,) = [s for s in _lines(_sheet(_doubtful(tmp_path, "superseded-risk"))) if "wait" in s.id]
    assert "42\u00a0days" in wait.text.first.plain
    assert "1 March 2026" in " ".join(note.first.plain for note in wait.notes)
    assert [pair.first.plain for pair in wait.check_first] == ["Check first: ask the council."]


def test_in_arabic_check_first_is_said_in_both_languages(tmp_path):
    (wait,) = [
        s
        for s in _lines(_sheet(_doubtful(tmp_path, "superseded-risk"), lang="ar"))
        if "wait" in s.id
    ]
    (pair,) = wait.check_first
    assert (pair.first.lang, pair.first.missing) == ("ar", False)
    assert pair.english is not None
    assert pair.english.plain == "Check first: ask the council."


def test_a_plain_sheet_warns_too(tmp_path):
    view = _doubtful(tmp_path, "superseded-risk")
    sheet = _sheet(view, options=SheetOptions(plain=True))
    assert [len(s.check_first) for s in _lines(sheet) if "wait" in s.id] == [1]


@pytest.mark.parametrize(
    ("confidence", "printed"),
    [("high", True), ("medium", True), ("superseded-risk", True), ("low", False)],
)
def test_only_what_nobody_confirmed_is_withheld(tmp_path, confidence: str, printed: bool):
    sheet = _sheet(_doubtful(tmp_path, confidence))
    assert ("wait" in _ids(sheet)) is printed
    assert "tea" in _ids(sheet)


def test_a_review_that_is_overdue_is_said_from_the_next_day_on(tmp_path):
    view = _doubtful(tmp_path, "high")  # to be reviewed by 31 January 2027

    def warnings(on: date) -> list[str]:
        return [p.first.plain for s in _lines(_sheet(view, on=on)) for p in s.check_first]

    assert warnings(date(2027, 1, 31)) == []
    assert warnings(date(2027, 2, 1)) == [
        "Seen on 1 November 2026: check first. Check first: ask the council."
    ]


def test_a_rule_that_is_not_in_force_stands_on_no_sheet(tmp_path):
    view = _small(
        tmp_path,
        line("old", "Old rule.", 'facts = ["old"]')
        + line("new", "New rule.", 'facts = ["new"]'),
        fact("old", more="valid_to = 2026-11-21") + fact("new", more="valid_from = 2026-11-22"),
    )  # fmt: skip
    assert _ids(_sheet(view)) == {"old"}
    assert _ids(_sheet(view, on=date(2026, 11, 22))) == {"new"}


def test_a_line_shows_the_source_of_what_it_rests_on_and_when_it_was_dated(tmp_path):
    undated = SOURCE.replace("1 March 2026", "undated").replace("Office of Rules", "Town Hall")
    view = _small(
        tmp_path,
        line("a", "So.", 'facts = ["dated", "undated"]'),
        fact("dated") + fact("undated", source=undated),
    )
    (shown,) = _lines(_sheet(view))
    said = " ".join(note.first.plain for note in shown.notes)
    assert "Office of Rules, page of 1 March 2026" in said
    assert "Town Hall, undated page" in said


# How much ---------------------------------------------------------------------------------------


def _many(count: int, start: int = 0, more: str = "") -> str:
    return "".join(
        line(f"line-{n}", f"Line {chr(97 + n)}.", f"order = {n}\n{more}")
        for n in range(start, start + count)
    )


def _more(sheet: Sheet) -> str:
    return sheet.more.first.plain if sheet.more else ""


def test_eight_lines_of_the_core_stand_on_the_sheet_and_the_rest_on_the_page(tmp_path):
    sheet = _sheet(_small(tmp_path, _many(11)))
    assert _ids(sheet) == {f"line-{n}" for n in range(8)}
    assert "3" in _more(sheet)


def test_where_all_lines_fit_nothing_is_said_of_more(tmp_path):
    assert _sheet(_small(tmp_path, _many(8))).more is None


def test_a_protected_line_stands_on_the_sheet_wherever_it_comes_in_the_order(tmp_path):
    sheet = _sheet(_small(tmp_path, _many(9) + _many(1, 9, "protected = true")))
    assert _ids(sheet) == {*(f"line-{n}" for n in range(7)), "line-9"}


def test_three_lines_of_plugins_stand_on_the_sheet_with_their_names(tmp_path):
    plugin(tmp_path / "local", "alpha", {CHECKLIST: _many(2)}, "Alpha Club")
    plugin(tmp_path / "local", "beta", {CHECKLIST: _many(4)}, "Beta Club")
    sheet = _sheet(_small(tmp_path, _many(9)))
    names = [shown.credit.name for shown in _lines(sheet) if shown.credit]
    assert sorted(names) == ["Alpha Club", "Alpha Club", "Beta Club"]
    assert len(_lines(sheet)) == 11
    assert "4" in _more(sheet)


def test_a_plugin_cannot_fill_the_sheet_by_protecting_its_lines(tmp_path):
    plugin(tmp_path / "local", "loud", {CHECKLIST: _many(9, more="protected = true")})
    sheet = _sheet(_small(tmp_path, _many(2)))
    assert sum(shown.credit is not None for shown in _lines(sheet)) == 3
    assert "6" in _more(sheet)


@pytest.mark.parametrize("stage", ["waiting-and-support", "preparing-substantive-interview",
                                   "refused-and-appealing", GRANTED])  # fmt: skip
def test_no_shipped_sheet_holds_more_than_eight_lines_and_three_of_plugins(view, stage: str):
    choices = product(
        (None, *NATIONS),
        ((), *((each,) for each in AUDIENCES), AUDIENCES),
        _days(view, "claimed") if stage == GRANTED else [None],
        _days(view, "granted") if stage == GRANTED else [None],
    )
    for nation, audiences, claimed, granted in choices:
        sheet = _sheet(
            view,
            stage,
            nation=nation,
            audiences=audiences,
            claimed=claimed,
            granted=granted,
        )
        core = [shown for shown in _lines(sheet) if shown.credit is None]
        assert 1 <= len(core) <= 8, (nation, audiences, claimed, granted)
        assert len(_lines(sheet)) - len(core) <= 3


# For whom ---------------------------------------------------------------------------------------


def test_lines_for_an_audience_wait_to_be_asked_for(tmp_path):
    view = _small(tmp_path, line("all") + line("women", more='for = ["women"]'))
    assert _ids(_sheet(view)) == {"all"}
    asked = _sheet(view, audiences=("women",))
    assert _ids(asked) == {"all", "women"}
    assert _why(asked) == ["For women"]


def test_a_nation_that_was_said_leaves_out_the_lines_of_others(tmp_path):
    view = _small(tmp_path, line("all") + line("w", more='nations = ["wales"]'))
    assert _ids(_sheet(view)) == _ids(_sheet(view, nation="wales")) == {"all", "w"}
    assert _ids(_sheet(view, nation="england")) == {"all"}
    assert _why(_sheet(view, nation="wales")) == ["Wales"]


def test_a_plain_sheet_tells_nobody_what_it_is_about(view):
    usual = _sheet(view, "waiting-and-support")
    plain = _sheet(view, "waiting-and-support", options=SheetOptions(plain=True))
    assert usual.services
    assert usual.marks
    assert usual.organisation
    assert (plain.services, plain.marks, plain.organisation) == ((), (), "")
    assert {shown.credit for shown in _lines(plain)} == {None}
    assert plain.title.first.plain != usual.title.first.plain


def test_there_is_no_sheet_for_a_stage_that_is_not_there(view):
    with pytest.raises(NoSuchStage, match=GRANTED):
        _sheet(view, "no-such-stage")


def test_there_is_no_sheet_for_a_stage_without_a_checklist(tmp_path):
    with pytest.raises(NothingToPrint):
        _sheet(_small(tmp_path, line()), "second-stop")


# Always the same --------------------------------------------------------------------------------


def test_the_same_answers_make_the_same_sheet_from_files_read_anew(tmp_path):
    plugin(tmp_path / "local", "alpha", {CHECKLIST: line()})
    first, second = (_sheet(small_registry(tmp_path).for_org(), lang="ar") for _ in range(2))
    assert first == second
    assert first.key == second.key


def test_the_edition_does_not_depend_on_the_day_of_printing(view):
    assert _sheet(view, GRANTED).edition == _sheet(view, GRANTED, on=date(2026, 11, 20)).edition


SERVICE = "id,name,what,stages,phone,checked_on\na,Tea Room,Tea,,{phone},{checked}\n"
CHANGES = {
    "a line": {CHECKLIST: line("keep-letters", "Keep every letter.")},
    "a fact": {"facts/more.toml": fact("so", more='note = "n"\nask = "me"')},
    "a translation": {"translations/ar/aa.toml": '[[line]]\nen = "Come for tea."\nto = "شاي"\n'},
    "a stage's name": {"stages/second-stop.toml": 'id = "second-stop"\ntitle = "T"\n'
                                                  'short = "New"\nsummary = "S"\norder = 20\n'},
    "a heading": {"translations/ar/aa.toml": '[[line]]\nen = "Do this now"\nto = "غيره"\n'},
    "a word of the paper": {
        "translations/ar/aa.toml": '[[line]]\nen = "You are here"\nto = "غيره"\n'},
}  # fmt: skip


@pytest.mark.parametrize("what", CHANGES)
def test_the_edition_changes_with_everything_that_is_printed(tmp_path, what: str):
    usual = {
        CHECKLIST: line("keep-letters", "Keep your letters.", 'facts = ["so"]') + line(),
        "facts/more.toml": fact("so"),
    }
    before = _sheet(small_registry(tmp_path / "before", usual).for_org(), lang="ar")
    after = _sheet(small_registry(tmp_path / "after", usual | CHANGES[what]).for_org(), lang="ar")
    assert before.edition != after.edition


def _tea(phone: str = "0161 496 0000", checked: date | None = DAY) -> str:
    return SERVICE.format(phone=phone, checked=checked or "")


@pytest.mark.parametrize(("age", "there"), [(0, 1), (180, 1), (181, 0), (-3, 0), (None, 0)])
def test_a_service_that_nobody_checked_for_180_days_is_on_no_sheet(tmp_path, age, there):
    checked = None if age is None else DAY - timedelta(days=age)
    plugin(tmp_path / "local", "tea", {"services.csv": _tea(checked=checked)})
    assert len(_sheet(small_registry(tmp_path).for_org()).services) == there


def test_the_edition_changes_with_a_service_on_the_paper(tmp_path):
    editions = set()
    for phone in ("0161 496 0000", "0161 496 0001"):
        plugin(tmp_path / "local", "tea", {"services.csv": _tea(phone)})
        editions.add(_sheet(small_registry(tmp_path).for_org()).edition)
    assert len(editions) == 2


def test_the_edition_changes_with_options_and_answers(view):
    sheets = [
        _sheet(view, GRANTED),
        _sheet(view, GRANTED, lang="ar"),
        _sheet(view, GRANTED, nation="wales"),
        _sheet(view, GRANTED, audiences=("women",)),
        _sheet(view, GRANTED, claimed=date(2026, 4, 1)),
        _sheet(view, GRANTED, granted=date(2026, 4, 1)),
        _sheet(view, GRANTED, options=SheetOptions(large=True)),
        _sheet(view, GRANTED, options=SheetOptions(plain=True)),
        _sheet(view, "waiting-and-support"),
        Composer(view, "Other", "shape").compose(Case(GRANTED), SheetOptions(), DAY),
        Composer(view, "Riverside", "other").compose(Case(GRANTED), SheetOptions(), DAY),
    ]
    assert len({sheet.edition for sheet in sheets}) == len(sheets)


def test_a_failing_plugin_changes_the_edition_so_the_whole_sheet_is_printed_later(tmp_path):
    code_plugin(tmp_path / "local", "moody", """
        broken = True
        @hookimpl
        def guides_checklist_items(case, items):
            if broken:
                raise RuntimeError
            return []
    """)  # fmt: skip
    view = small_registry(tmp_path).for_org()
    troubled = _sheet(view)
    sys.modules["guides_plugin_moody"].broken = False  # type: ignore[attr-defined]
    assert troubled.trouble
    assert not _sheet(view).trouble
    assert _sheet(view).edition != troubled.edition


# What a plugin says in the place of the core ------------------------------------------------------


def _replacing(base: Path) -> View:
    """Every core line replaced, and three lines more."""
    core = {CHECKLIST: "".join(line(f"core-{n}", f"Core {n}.", "order = 10") for n in range(5))}
    ours = [line(f"our-{n}", f"Ours {n}.", f'replaces = "small/{STOP}/core-{n}"') for n in range(5)]
    more = [line(f"more-{n}", f"More {n}.") for n in range(3)]
    plugin(base / "local", "tea", {CHECKLIST: "".join(ours + more)})
    return small_registry(base, core).for_org()


def test_what_stands_in_the_place_of_the_core_has_the_cores_room(tmp_path: Path):
    sheet = _sheet(_replacing(tmp_path))
    assert _ids(sheet) == {*(f"our-{n}" for n in range(5)), *(f"more-{n}" for n in range(3))}
    assert all(each.credit for each in _lines(sheet))


def test_a_plain_sheet_has_the_cores_own_lines(tmp_path: Path):
    sheet = _sheet(_replacing(tmp_path), options=SheetOptions(plain=True))
    assert _ids(sheet) == {f"core-{n}" for n in range(5)}


def test_the_contact_card_is_the_first_place_to_turn_to(tmp_path: Path):
    rows = f"id,name,what,checked_on\na,Tea Room,Tea,{DAY}\nb,Bun Room,Buns,{DAY}\n"
    card = 'name = "The green door"\nphone = "0161 496 0001"\nwho = "A volunteer."\n'
    plugin(tmp_path / "local", "tea", {"services.csv": rows, "contact.toml": card})
    view = small_registry(tmp_path).for_org()
    assert [place.name for place in _sheet(view).services] == [
        "The green door",
        "Tea Room",
        "Bun Room",
    ]
    assert _sheet(view, options=SheetOptions(plain=True)).services == ()
