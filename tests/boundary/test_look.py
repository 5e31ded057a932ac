"""What a guide sees while typing a note: why it is flagged, and what to write instead."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from html import unescape

import pytest
from flask import Flask

from tests.accounts.house import Browser, House, quick
from tests.conftest import MakeApp
from tests.contracts.html_rules import Page, text_of
from tests.storage.tables import everything

NOTE = "Kanarienvogel. I told her to appeal <b>now</b>."


@pytest.fixture(scope="module")
def app(make_app: MakeApp) -> Iterator[Flask]:
    with quick():
        yield make_app()


@pytest.fixture(scope="module")
def browser(app: Flask) -> Browser:
    house = House.of(app.extensions["guides"].guarded)
    return Browser.on(app, house.enter(house.admit("amal", "guide")))


def part(browser: Browser, path: str, text: str) -> Page:
    answer = browser.post(path, text=text)
    assert answer.status_code == 200
    return Page(path, "en", "ltr", answer.text)


def test_the_words_are_marked_with_why_and_what_else(browser: Browser, app: Flask) -> None:
    shown = part(browser, "/boundary", NOTE)
    assert [text_of(mark) for mark in shown.all("mark")] == ["told her to appeal"]
    words = app.extensions["guides"].view.words
    said = unescape(shown.html)
    assert words["boundary-why-told"] in said
    assert "ask a regulated adviser whether to appeal" in said
    (way,) = shown.all("a")
    address, _, place = way.get("href", "").partition("#")
    assert f'id="{place}"' in browser.get(address).text, "the link leads to legal help"
    assert way.get("target") == "_blank", "what was typed stays where it is"


def test_in_arabic_the_reason_is_arabic_and_the_note_stays_as_it_is(browser: Browser) -> None:
    shown = part(browser, "/ar/boundary", NOTE)
    for name in ("mark", "blockquote"):
        (english,) = shown.all(name)
        assert (english.get("lang"), english.get("dir")) == ("en", "ltr")
    assert "ينبغي" in part(browser, "/ar/boundary", "She should appeal.").html
    (way,) = shown.all("a")
    assert way.get("href", "").startswith("/ar/")


def test_a_note_without_advice_brings_nothing(browser: Browser) -> None:
    for text in ("", "The solicitor told her to appeal.", "قرأنا الرسالة معاً"):
        assert not browser.post("/boundary", text=text).text.strip()


def test_it_keeps_nothing_and_logs_nothing(
    browser: Browser, app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    engine = app.extensions["guides"].engine
    before = {t: len(rows) for t, rows in everything(engine).items()}
    answer = browser.post("/boundary", text=NOTE)
    assert answer.headers["Cache-Control"] == "no-store"
    assert {t: len(rows) for t, rows in everything(engine).items()} == before
    assert "Kanarienvogel" not in repr(everything(engine)) + caplog.text + answer.text
    assert "<b>" not in answer.text
