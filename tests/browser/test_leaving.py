""" "Leave this site": at once, without a trace in the tab's history."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.live import LiveSite

pytestmark = pytest.mark.browser


def click(page: Page) -> None:
    page.locator("#leave").click()


def escape(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Escape")


WAYS = pytest.mark.parametrize("leave", [click, escape])


@pytest.mark.parametrize(
    ("lang", "leave"), [("ar", click), pytest.param("en", escape, marks=pytest.mark.full)]
)
def test_every_page_can_be_left(
    site: LiveSite, open_page: OpenPage, lang: str, leave: Callable[[Page], None]
) -> None:
    page = open_page()
    for path in site.samples(lang):
        page.goto(path)
        leave(page)
        page.wait_for_url(site.here.settings.leave_url)


@WAYS
def test_back_does_not_come_back_to_the_page_that_was_left(
    site: LiveSite, open_page: OpenPage, leave: Callable[[Page], None]
) -> None:
    page = open_page("/")
    page.goto(site.sample("stop", "en"))
    before = page.evaluate("history.length")
    leave(page)
    page.wait_for_url(site.here.settings.leave_url)
    assert page.evaluate("history.length") == before, "leaving added a step to the history"
    page.go_back()
    assert "/stop/" not in page.url


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_the_next_site_is_not_told_where_somebody_comes_from(
    site: LiveSite, open_page: OpenPage, script: bool
) -> None:
    page = open_page(site.sample("stop", "en"), script=script)
    neutral = site.here.settings.leave_url
    with page.expect_request(neutral) as got:
        click(page)
    assert "referer" not in got.value.all_headers()


def test_a_form_that_was_being_filled_in_can_be_left_with_escape(
    site: LiveSite, open_page: OpenPage
) -> None:
    page = open_page(site.sample("sheet", "en"))
    page.locator("[name=large]").focus()
    escape(page)
    page.wait_for_url(site.here.settings.leave_url)


@pytest.mark.parametrize(
    "keys",
    [["Escape", "Escape"], ["Escape", "Escape", "Tab", "Escape"]],
    ids=["two", "not-in-a-row"],
)
def test_escape_by_chance_does_not_leave(site: LiveSite, reader: Page, keys: list[str]) -> None:
    reader.goto("/")
    for key in keys:
        reader.keyboard.press(key)
    reader.wait_for_timeout(200)
    assert reader.url == f"{site.url}/"


def test_leaving_always_stays_in_reach(site: LiveSite, open_page: OpenPage) -> None:
    """Also far down a long page, on a phone."""
    page = open_page(site.sample("stop", "en"), width=360, height=640)
    for share in (0.3, 0.7, 1):
        page.evaluate("share => scrollTo(0, share * document.body.scrollHeight)", share)
        box = page.locator("#leave").bounding_box()
        assert box is not None
        assert 0 <= box["y"] < 640 - box["height"]
        page.locator("#leave").click(trial=True)
