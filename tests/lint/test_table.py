"""The table of what is written: what is missing is named, what is there is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.lint.table import WANTED, Row, table
from guides.plugins.registry import View
from tests.plugins.folders import Files, fact, line, small_registry

STOP = "first-stop"
SO = fact("so", "It takes {value}.", 'value = { type = "duration", count = 42, unit = "day" }')
WHOLE: Files = {
    **{f"guidance/{STOP}/{kind}.md": f"You wait here, {kind[0]}.\n" for kind in WANTED},
    f"guidance/{STOP}/variant-women.md": '+++\ntitle = "Women"\nfor = ["women"]\n+++\n'
    "You can rest {fact:so}.\n",
    f"checklists/{STOP}.toml": line("tea", "Come for tea.", 'facts = ["time-to-answer"]'),
    f"briefings/{STOP}.toml": 'purpose = "So."\nminutes = 9\n[[part]]\nkind = "explain"\n'
    'title = "Tea"\nminutes = 9\nsay = ["Come for tea.", "It is good."]\n',
    "facts/more.toml": SO,
}
AR = {
    "The first stop": "المحطة الأولى", "First": "الأولى", "You begin here.": "تبدأ هنا.",
    "You go on.": "تمضي.", "Come for tea.": "تعال.", "Tea": "شاي", "It is good.": "جيد.",
    "You can rest {fact:so}.": "استرح {fact:so}.",
    **{f"You wait here, {k[0]}.": f"تنتظر {k[0]}." for k in WANTED if k != "advice-line"},
}  # fmt: skip


def _in_arabic(*left_out: str) -> Files:
    lines = (f'[[line]]\nen = "{en}"\nto = "{to}"\n' for en, to in AR.items() if en not in left_out)
    return {"translations/ar/more.toml": "".join(lines)}


LANGUAGES = (
    '[[language]]\ncode = "en"\nname = "English"\nenglish_name = "English"\n'
    '[[language]]\ncode = "ar"\nname = "ع"\nenglish_name = "Arabic"\ndirection = "rtl"\n{}\n'
)


def _view(base: Path, files: Files, pages: bool = True) -> View:
    languages = LANGUAGES.format("" if pages else "pages = false")
    return small_registry(base, {**files, "languages.toml": languages}).for_org()


def _row(view: View) -> Row:
    return next(row for row in table(view) if row.stage == STOP)


def test_a_stop_where_nothing_is_missing_is_counted_whole(tmp_path: Path):
    row = _row(_view(tmp_path, {**WHOLE, **_in_arabic()}))
    assert row.empty == ()
    assert (row.page, row.variants, row.lines, row.briefing, row.facts) == ("7/7", 1, 1, 3, 2)
    assert row.translated == (("ar", 100),)


LOST: dict[str, tuple[str, str]] = {
    f"guidance/{STOP}/rights.md": ("page", ""),
    f"guidance/{STOP}/variant-women.md": ("variants", ""),
    f"checklists/{STOP}.toml": ("checklist", ""),
    f"briefings/{STOP}.toml": ("briefing", ""),
}


@pytest.mark.parametrize("name", LOST)
def test_what_is_missing_is_named(tmp_path: Path, name: str):
    files = {key: value for key, value in {**WHOLE, **_in_arabic()}.items() if key != name}
    if name.startswith("checklists"):
        files[name] = ""  # the small toolkit has one of its own
    assert LOST[name][0] in _row(_view(tmp_path, files)).empty


def test_a_stop_that_has_only_its_place_on_the_line_lacks_everything(tmp_path: Path):
    rows = {row.stage: row for row in table(_view(tmp_path, WHOLE))}
    assert rows["second-stop"].empty == ("briefing", "checklist", "facts", "page", "variants", "ar")


@pytest.mark.parametrize("line_", AR)
def test_one_line_without_a_translation_is_not_rounded_up(tmp_path: Path, line_: str):
    row = _row(_view(tmp_path, {**WHOLE, **_in_arabic(line_)}))
    assert row.empty == ("ar",)
    assert 0 < dict(row.translated)["ar"] < 100


def test_a_language_on_paper_only_needs_no_pages(tmp_path: Path):
    on_paper = [en for en in AR if not en.startswith("You wait here") and "rest" not in en]
    files = {**WHOLE, **_in_arabic(*(en for en in AR if en not in on_paper))}
    assert _row(_view(tmp_path / "paper", files, pages=False)).empty == ()
    assert _row(_view(tmp_path / "pages", files)).empty == ("ar",)


def test_rows_stand_in_the_order_of_the_journey(tmp_path: Path):
    view = _view(tmp_path, WHOLE)
    assert [row.stage for row in table(view)] == list(view.stages)


def test_reading_ages_are_those_of_what_each_reader_reads(tmp_path: Path):
    """A hard word for the guide must not make the client's page look hard."""
    hard = "Nevertheless, administrative responsibilities necessitate extraordinary documentation."
    files = {**WHOLE, f"guidance/{STOP}/advice-line.md": f"{hard} " * 20}
    plain, harder = _row(_view(tmp_path / "a", WHOLE)), _row(_view(tmp_path / "b", files))
    assert harder.client_age == plain.client_age
    assert harder.guide_age > plain.guide_age
