"""One real test for each hook: a folder with a plugin.py, and what a visitor then sees.

``test_hooks.py`` sees to it that no hook is without its test here.
"""

from __future__ import annotations

import logging
import sys
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from guides.api import Case
from guides.plugins.service import build_registry
from guides.testing import load, site
from tests.contracts.conftest import SHEET
from tests.contracts.html_rules import Page, text_of
from tests.contracts.one_plugin import NAME, written

STOP = "/stop/waiting-and-support"
HEAD = "from datetime import date\nfrom decimal import Decimal\nfrom guides.api import *\n\n"


def _plugin(tmp_path: Path, code: str) -> Path:
    return written(tmp_path, f"{HEAD}{code}")


def _words(browser: FlaskClient, path: str) -> str:
    """The words of a page, as somebody reads them."""
    answer = browser.get(path)
    assert answer.status_code == 200
    page = Page(path, "en", "ltr", answer.text)
    return text_of(next(page.all("main")))


def test_guides_stages(tmp_path: Path, today: date) -> None:
    folder = _plugin(
        tmp_path,
        """
@hookimpl
def guides_stages():
    return [Stage("family-reunion", "Bringing your family", "Family", "You ask for them to come.",
                  order=95, lane=1, edges=(Edge("settled", "next", "They are here."),))]
""",
    )
    with site(folder, today=today) as browser:
        assert "Bringing your family" in _words(browser, "/")
        stop = _words(browser, "/stop/family-reunion")
        assert "You ask for them to come." in stop
        assert f"added by {NAME}" in stop
        assert browser.get("/stop/family-reunions").status_code == 404


def test_guides_guidance(tmp_path: Path, today: date) -> None:
    folder = _plugin(
        tmp_path,
        """
@hookimpl
def guides_guidance():
    return [Section("waiting-and-support", "variant", "buses", "If you live on the hill",
                    "The bus stops at the **library**. <b onclick='x'>Bold</b>")]
""",
    )
    with site(folder, today=today) as browser:
        stop = browser.get(STOP).text
        assert "The bus stops at the <strong>library</strong>" in stop
        assert "<b onclick" not in stop
        assert "The bus stops" not in browser.get("/stop/claiming").text


def test_guides_checklists(tmp_path: Path, today: date) -> None:
    folder = _plugin(
        tmp_path,
        """
@hookimpl
def guides_checklists():
    return [ChecklistItem("waiting-and-support", "tea", "do", "Come to Tea and Talk.", order=1),
            ChecklistItem("waiting-and-support", "taff", "do", "Come to the Taff.", order=2,
                          conditions=Conditions(nations=("wales",)))]
""",
    )
    with site(folder, today=today) as browser:
        assert "Come to Tea and Talk." in _words(browser, STOP)
        assert "Come to Tea and Talk." in _words(browser, SHEET)
        scottish = browser.post(SHEET, data={"nation": "scotland"}).text
        assert "Come to Tea and Talk." in scottish
        assert "Come to the Taff." not in scottish


def test_guides_facts(tmp_path: Path, today: date) -> None:
    folder = _plugin(
        tmp_path,
        """
@hookimpl
def guides_facts():
    source = Source("My Town Buses", "https://buses.mytown.example/", "undated",
                    date(2026, 11, 21), "other")
    return [Fact("my-town-bus", "travel", "A day ticket costs {value}.", source, "high",
                 date(2027, 2, 21), value=Money(Decimal("4.5")), stages=("waiting-and-support",)),
            Fact("my-town-taxi", "travel", "A taxi costs {value}.", source, "low",
                 date(2027, 2, 21), value=Money(Decimal("19")))]


@hookimpl
def guides_checklists():
    return [ChecklistItem("waiting-and-support", "bus", "know", "You pay {fact:my-town-bus}."),
            ChecklistItem("waiting-and-support", "taxi", "know", "You pay {fact:my-town-taxi}.")]
""",
    )
    with site(folder, today=today) as browser:
        stop = _words(browser, STOP)
        assert "You pay £4.50." in stop
        assert "My Town Buses" in _words(browser, f"{STOP}/sources")
        assert "£19" not in stop  # nobody is sure of it, so nobody is told


def test_guides_resources(tmp_path: Path, today: date) -> None:
    folder = _plugin(
        tmp_path,
        """
@hookimpl
def guides_resources():
    return [Resource("room", "A quiet room", "Behind a closed door.", ("waiting-and-support",))]
""",
    )
    with site(folder, today=today) as browser:
        assert "A quiet room Behind a closed door." in _words(browser, STOP)
        assert "A quiet room" not in _words(browser, "/stop/claiming")


def test_guides_services(tmp_path: Path, today: date) -> None:
    folder = _plugin(
        tmp_path,
        """
@hookimpl
def guides_services():
    return [Service("tea", "Tea and Talk", "A warm drink", ("waiting-and-support",),
                    phone="0161 496 0011")]
""",
    )
    with site(folder, today=today) as browser:
        stop = browser.get(STOP).text
        assert 'href="tel:01614960011"' in stop
        assert "Tea and Talk" in _words(browser, SHEET)
        assert "Nobody has checked this yet" in _words(browser, STOP)
        plain = browser.post(SHEET, data={"plain": "y"}).text
        assert "Tea and Talk" not in plain  # for a home that is not safe


def test_guides_languages(tmp_path: Path, today: date) -> None:
    folder = _plugin(
        tmp_path,
        """
@hookimpl
def guides_languages():
    return [Language("ti", "ትግርኛ", "Tigrinya")]
""",
    )
    with site(folder, today=today) as browser:
        assert "ትግርኛ" in _words(browser, "/languages")
        page = browser.get("/ti/where").text
        assert '<html lang="ti" dir="ltr">' in page
        assert 'lang="en"' in page  # nothing is translated yet, and it says so


def test_guides_translations(tmp_path: Path, today: date) -> None:
    folder = _plugin(
        tmp_path,
        """
TEA = "Come to Tea and Talk."


@hookimpl
def guides_checklists():
    return [ChecklistItem("waiting-and-support", "tea", "do", TEA, order=1)]


@hookimpl
def guides_translations():
    return [Translation("ar", TEA, "تعال واشرب الشاي معنا.")]
""",
    )
    with site(folder, today=today) as browser:
        sheet = _words(browser, f"/ar{SHEET}")
        assert "تعال واشرب الشاي معنا." in sheet
        assert "Come to Tea and Talk." in sheet  # English stays beside it
        assert "تعال واشرب الشاي معنا." not in _words(browser, SHEET)


def test_guides_words(tmp_path: Path) -> None:
    folder = _plugin(
        tmp_path,
        """
@hookimpl
def guides_words():
    return [Word("my-town-greeting", "Welcome to My Town")]
""",
    )
    view = load(folder)
    assert view.words["my-town-greeting"] == "Welcome to My Town"
    assert view.words["print-sheet"] == load().words["print-sheet"]


def test_guides_questions(tmp_path: Path, today: date) -> None:
    folder = _plugin(
        tmp_path,
        """
@hookimpl
def guides_questions():
    return [Question("school", "Do your children go to school?",
                     (Answer("Yes", stage="waiting-for-decision"), Answer("No", question="start")))]
""",
    )
    with site(folder, today=today) as browser:
        assert "Do your children go to school?" in _words(browser, "/where/school")
        answers = browser.get("/where/school").text
        assert 'href="/stop/waiting-for-decision"' in answers
        assert 'href="/where/start"' in answers
        assert "school" not in _words(browser, "/where")  # the core asks first


def test_guides_checklist_items(tmp_path: Path, today: date) -> None:
    folder = _plugin(
        tmp_path,
        """
@hookimpl
def guides_checklist_items(case, items):
    told = (case.stage, case.nation, sorted(case.audiences), case.claimed.start)
    before = sum(item.plugin == "asylum-journey" for item in items)
    text = f"Told {told} and {before > 5}."
    return [ChecklistItem(case.stage, "told", "do", text, order=1)]
""",
    )
    with site(folder, today=today) as browser:
        everybody = "('waiting-and-support', None, [], None) and True."
        assert f"Told {everybody}" in _words(browser, STOP)
        choices = {"nation": "wales", "audiences": ["women", "family"]}
        sheet = browser.post(SHEET, data=choices)
        told = "('waiting-and-support', 'wales', ['family', 'women'], None)"
        assert f"Told {told}" in text_of(Page("sheet", "en", "ltr", sheet.text).root)


def test_guides_event(tmp_path: Path, today: date, capfd: pytest.CaptureFixture[str]) -> None:
    folder = _plugin(
        tmp_path,
        """
heard = []


@hookimpl
def guides_event(event):
    heard.append(event)
""",
    )
    with site(folder, today=today) as browser:
        heard = sys.modules["guides_plugin_my_town"].heard
        browser.post(SHEET, data={"large": "y"})
        assert not heard  # looking is not printing
        pdf = browser.post(f"/ar{SHEET}", data={"large": "y", "nation": "wales", "action": "print"})
        assert pdf.mimetype == "application/pdf"
    (event,) = heard
    assert event.what == "sheet-printed"
    assert dict(event.details) == {
        "stage": "waiting-and-support",
        "lang": "ar",
        "large": "true",
    }
    assert "wales" not in str(event)  # what was chosen about a person is not told


# When a hook fails --------------------------------------------------------------------------------

AT_START = (
    "stages",
    "guidance",
    "checklists",
    "facts",
    "resources",
    "services",
    "languages",
    "translations",
    "words",
    "questions",
)
FAILS = {
    "raises": "raise KeyError('Amina')",
    "exits": "sys.exit()",
    "brings-text": "return ['x']",
    "brings-a-number": "return 3",
}
HOOK = "import sys\nfrom guides.api import hookimpl\n\n@hookimpl\ndef guides_{}():\n    {}\n"


def test_a_hook_that_fails_at_start_switches_its_plugin_off_and_no_other(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for hook in AT_START:
        for name, body in FAILS.items():
            written(tmp_path, HOOK.format(hook, body), f"{hook}-{name}")
    written(
        tmp_path, f"{HEAD}@hookimpl\ndef guides_words():\n    return [Word('a-word', 'Word')]\n"
    )
    registry = build_registry(local=[tmp_path])
    plugins = {plugin.id: plugin for plugin in registry.plugins}
    for hook in AT_START:
        for name in FAILS:
            broken = plugins[f"{hook}-{name}"]
            assert broken.state == "broken", broken.id
            assert f"guides_{hook}" in broken.reason
            assert broken.reason in caplog.text
    assert "Amina" not in caplog.text
    assert registry.for_org().words["a-word"] == "Word"
    assert len(registry.for_org().stages) == len(load().stages)


def test_what_a_checklist_hook_could_not_add_is_said(
    tmp_path: Path, today: date, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR)
    folder = _plugin(
        tmp_path,
        """
@hookimpl
def guides_checklist_items(case, items):
    raise RuntimeError(case)
""",
    )
    view = load(folder)
    assert view.items_for(Case("waiting-and-support"))[1] == (NAME,)
    with site(folder, today=today) as browser:
        missing = f"Local advice from {NAME} could not be shown."
        assert missing in _words(browser, STOP)
        assert missing in _words(browser, SHEET)
    assert "plugin.py:" in caplog.text


@pytest.mark.parametrize("path", [STOP, SHEET])
def test_a_page_with_something_missing_is_kept_by_nobody(
    tmp_path: Path, today: date, path: str
) -> None:
    """The next time it may be there again."""
    folder = _plugin(
        tmp_path,
        """
asked = []


@hookimpl
def guides_checklist_items(case, items):
    asked.append(case)
    if len(asked) == 1:
        raise RuntimeError
    return [ChecklistItem(case.stage, "tea", "do", "Come to Tea and Talk.", order=1)]
""",
    )
    with site(folder, today=today) as browser:
        first = browser.get(path)
        assert "Local advice from" in first.text
        assert first.headers["Cache-Control"] == "no-store"
        second = browser.get(path)
        assert "Local advice from" not in second.text
        assert "Come to Tea and Talk." in second.text
        assert second.headers["Cache-Control"] == "public, max-age=300"


# What plugin authors test with --------------------------------------------------------------------


def test_a_plugin_that_does_not_load_fails_its_own_test(tmp_path: Path) -> None:
    folder = _plugin(tmp_path, "@hookimpl\ndef guides_cheklists():\n    return ()\n")
    with pytest.raises(AssertionError, match="guides_cheklists"):
        load(folder)
    with pytest.raises(AssertionError, match="guides_cheklists"), site(folder):
        pass


def test_trying_a_plugin_leaves_nothing_behind(tmp_path: Path, today: date) -> None:
    folder = _plugin(tmp_path, "")
    with site(folder, today=today) as browser:
        data = browser.application.extensions["guides"].settings.data_dir
        assert (data / "guides.db").is_file()
    assert not data.exists()
