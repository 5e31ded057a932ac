"""Briefings as a guide sees them: both languages, and no number that may not be shown."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from guides.meetings.domain import BriefingShown
from guides.meetings.service import Briefer, NoBriefing
from guides.plugins.registry import View
from guides.toolkit.wording import Wording
from tests.plugins.folders import fact, plugin, small_registry

LAST = date(2026, 11, 21)
NEXT = date(2026, 11, 22)
STOP = "first-stop"

FACTS = {
    "facts/more.toml": fact(
        "so", "It takes {value}.",
        f'valid_to = {LAST}\nvalue = {{ type = "duration", count = 42, unit = "day" }}')
}  # fmt: skip
BRIEFING = """
purpose = "They come back alone."
minutes = 50
ready = ["Bring tea.", "The wait is {fact:so}."]

[[part]]
kind = "explain"
title = "The letter"
minutes = 10
say = ["Keep your letters.", "You usually wait {fact:so}."]
guide = "Say {fact:so} slowly."

[[part]]
kind = "discuss"
title = "The wait"
minutes = 5
say = ["It can take {fact:so}."]
nations = ["scotland"]

[[safe]]
when = "They ask how long it takes."
say = "Often {fact:so}."

[[teach_back]]
ask = "How long can it take?"
listen_for = "About {fact:so}."

[[pass_on]]
question = "Is {fact:so} too long?"
to = "A lawyer."

[[hurts]]
what = "Waiting {fact:so}."
speak = "Slowly."
"""


def _topic(place: str, title: str) -> str:
    return (
        f'when = "{place}"\ntitle = "{title}"\npurpose = "So."\nminutes = 4\n'
        '[[part]]\nkind = "explain"\ntitle = "T"\nminutes = 4\nsay = ["Good."]\n'
    )


def _briefer(view: View, on: date = LAST, client: str = "en") -> Briefer:
    languages = view.languages
    return Briefer(view, Wording(view, languages["en"]), Wording(view, languages[client]), on)


@pytest.fixture
def view(tmp_path: Path) -> View:
    files = {
        **FACTS,
        f"briefings/{STOP}.toml": BRIEFING,
        "briefings/hello.toml": _topic("opening", "Hello"),
        "briefings/bye.toml": _topic("closing", "Goodbye"),
        "briefings/rest.toml": _topic("topic", "Rest"),
        "translations/ar/more.toml": '[[line]]\nen = "Keep your letters."\nto = "احتفظ برسائلك."\n',
    }
    return small_registry(tmp_path, files).for_org()


def _texts(shown: BriefingShown) -> str:
    """Everything that is in it."""
    return repr(shown)


def test_a_number_is_said_on_its_last_day_and_nowhere_the_day_after(view: View):
    """In no part of a briefing: a guide reads all of it aloud or relies on it."""
    (last,) = _briefer(view, LAST).briefings(STOP)
    assert _texts(last).count("42") == 8
    (after,) = _briefer(view, NEXT).briefings(STOP)
    assert "42" not in _texts(after)
    assert [[line.text.first.plain for line in part.lines] for part in after.parts] == [
        ["Keep your letters."]
    ]
    assert [said.plain for said in after.ready] == ["Bring tea."]


def test_a_step_of_which_nothing_is_left_is_left_out(view: View):
    (last,), (after,) = _briefer(view, LAST).briefings(STOP), _briefer(view, NEXT).briefings(STOP)
    assert [part.title.first.plain for part in last.parts] == ["The letter", "The wait"]
    assert [part.title.first.plain for part in after.parts] == ["The letter"]


def test_a_line_is_said_in_the_clients_language_with_the_english_beside_it(view: View):
    (shown,) = _briefer(view, client="ar").briefings(STOP)
    translated, missing = (line.text for line in shown.parts[0].lines)
    assert translated.first.plain == "احتفظ برسائلك."
    assert translated.english is not None
    assert translated.english.plain == "Keep your letters."
    assert (missing.first.missing, missing.english) == (True, None)


def test_what_the_guide_reads_stays_in_the_guides_language(view: View):
    (shown,) = _briefer(view, client="ar").briefings(STOP)
    assert shown.purpose.lang == "en"
    assert shown.purpose.plain == "They come back alone."
    assert not shown.purpose.missing


def test_a_part_for_one_nation_says_so(view: View):
    (shown,) = _briefer(view).briefings(STOP)
    conditions = [part.condition for part in shown.parts]
    assert conditions[0] is None
    assert conditions[1] is not None
    assert "Scotland" in conditions[1].first.plain


def test_a_number_whose_review_is_overdue_is_said_with_check_first_once(tmp_path: Path):
    say = '["{fact:so} or {fact:so}."]'
    files = {
        "facts/more.toml": str(FACTS["facts/more.toml"]).replace(f"valid_to = {LAST}\n", ""),
        f"briefings/{STOP}.toml": _topic("stage", "").replace('["Good."]', say),
    }
    view = small_registry(tmp_path, files).for_org()

    def checks(on: date) -> int:
        (shown,) = _briefer(view, on).briefings(STOP)
        return len(shown.parts[0].lines[0].check_first)

    assert [checks(date(2027, 1, 31)), checks(date(2027, 2, 1))] == [0, 1]


def test_a_stop_without_a_briefing_says_so(view: View):
    with pytest.raises(NoBriefing):
        _briefer(view).briefings("second-stop")
    with pytest.raises(NoBriefing):
        _briefer(view).briefings("rest")  # a theme is no stop


def test_what_a_plugin_adds_is_credited_to_it(tmp_path: Path):
    plugin(tmp_path / "local", "town", {f"briefings/{STOP}.toml": _topic("stage", "In town")})
    view = small_registry(tmp_path, {**FACTS, f"briefings/{STOP}.toml": BRIEFING}).for_org()
    core, local = _briefer(view).briefings(STOP)
    assert core.credit is None
    assert local.credit is not None
    assert (local.credit.name, local.title.first.plain) == ("Town", "In town")


def test_a_session_begins_and_ends_and_keeps_the_order_of_the_journey(view: View):
    briefer = _briefer(view)
    assert [topic.id for topic in briefer.topics()] == [STOP, "rest"]
    session = briefer.session(["rest", STOP, "no-such", "hello"])
    assert [shown.id for shown in session.briefings] == ["hello", STOP, "rest", "bye"]
    assert (session.topics, session.stops) == ((STOP, "rest"), (STOP,))


def test_with_several_topics_only_the_explaining_is_counted(view: View):
    briefer = _briefer(view)
    assert briefer.session([STOP]).minutes == 4 + 10 + 5 + 4
    assert briefer.session([STOP, "rest"]).minutes == 4 + 10 + 4 + 4
