"""The handbook: chapters by who brought them, pages in order, practice cases."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guides.handbook.service import Handbook, NoSuchPage, stops_with_briefing
from guides.plugins.registry import View
from guides.toolkit.wording import Wording
from tests.plugins.folders import Files, fact, plugin, small_registry

DAY = date(2026, 11, 21)


def _page(title: str, order: int = 0, body: str = "Wait.", more: str = "") -> str:
    return f'+++\ntitle = "{title}"\norder = {order}\n{more}\n+++\n{body}\n'


QUESTION = """
[[question]]
text = "They cry. What do you do?"
[[question.reply]]
text = "Wait."
because = "It is enough."
right = true
[[question.reply]]
text = "Go."
because = "They are alone then."
"""
FILES: Files = {
    "handbook/last.md": _page("The last", 20),
    "handbook/first.md": _page("The first", 5, "### Rest\n\nYou [wait](/where) {fact:so}.\n"),
    "handbook/practice.md": _page("Practice", 10, "A case.", QUESTION),
    "facts/more.toml": fact(
        "so", "It takes {value}.", 'value = { type = "duration", count = 42, unit = "day" }'),
    "translations/ar/more.toml": '[[line]]\nen = "The last"\nto = "الأخير"\n',
    "briefings/second-stop.toml": 'purpose = "So."\nminutes = 9\n[[part]]\nkind = "explain"\n'
    'title = "T"\nminutes = 9\nsay = ["Good."]\n',
}  # fmt: skip


@pytest.fixture
def view(tmp_path: Path) -> View:
    plugin(tmp_path / "local", "town", {"handbook/last.md": _page("Our office")}, "Our Town")
    plugin(tmp_path / "local", "village", {})
    return small_registry(tmp_path, FILES).for_org()


def _book(view: View, lang: str = "en") -> Handbook:
    return Handbook(view, Wording(view, view.languages[lang]), DAY)


def test_each_chapter_has_the_pages_of_one_plugin_in_their_order(view: View):
    chapters = _book(view).chapters()
    assert [(c.name, [mark.id for mark in c.pages]) for c in chapters] == [
        ("Small Toolkit", ["first", "practice", "last"]), ("Our Town", ["last"]),
    ]  # fmt: skip
    assert [mark.practice for mark in chapters[0].pages] == [False, True, False]


def test_two_plugins_may_name_their_pages_alike(view: View):
    book = _book(view)
    assert book.page("small", "last").title.plain == "The last"
    assert book.page("town", "last").title.plain == "Our office"


def test_a_page_leads_to_those_beside_it_in_its_own_chapter(view: View):
    book = _book(view)
    beside = {}
    for page_id in ("first", "practice", "last"):
        page = book.page("small", page_id)
        beside[page_id] = (page.before and page.before.id, page.after and page.after.id)
    assert beside == {
        "first": (None, "practice"), "practice": ("first", "last"), "last": ("practice", None),
    }  # fmt: skip


def test_numbers_stand_in_the_text_and_headings_begin_below_the_title(view: View):
    html = str(_book(view).page("small", "first").body.html)
    assert "42" in html
    assert "{fact:" not in html
    assert "<h2" in html
    assert "<h3" not in html


def test_a_practice_case_has_its_replies_in_order_each_with_a_reason(view: View):
    (question,) = _book(view).page("small", "practice").questions
    assert question.text.plain == "They cry. What do you do?"
    assert [(r.text.plain, r.because.plain, r.right) for r in question.replies] == [
        ("Wait.", "It is enough.", True), ("Go.", "They are alone then.", False),
    ]  # fmt: skip


def test_what_is_translated_stands_in_the_readers_language_and_the_rest_says_it_does_not(view):
    marks = {mark.id: mark.title for mark in _book(view, "ar").chapters()[0].pages}
    assert (marks["last"].plain, marks["last"].lang) == ("الأخير", "ar")
    assert (marks["first"].plain, marks["first"].missing) == ("The first", True)


@pytest.mark.parametrize(
    ("chapter", "name"),
    [("small", "no-such"), ("no-such", "first"), ("town", "first"), ("village", "last"), ("", "")],
)
def test_a_page_that_is_not_there_says_so(view: View, chapter: str, name: str):
    with pytest.raises(NoSuchPage):
        _book(view).page(chapter, name)


def test_only_stops_with_a_briefing_are_offered(view: View):
    assert list(stops_with_briefing(view)) == ["second-stop"]
