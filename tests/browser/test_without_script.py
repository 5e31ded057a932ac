"""A browser that runs no scripts loses nothing but speed."""

from __future__ import annotations

import pytest

from tests.browser.conftest import OpenPage
from tests.browser.live import LiveSite

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.full), "ar"])
def test_every_kind_of_page_is_there(site: LiveSite, open_page: OpenPage, lang: str) -> None:
    page = open_page(script=False)
    for path in site.samples(lang):
        answer = page.goto(path)
        assert answer is not None
        assert (answer.status < 400) == (path != site.sample("error", lang)), path
        assert page.locator("h1").is_visible(), path
        assert page.locator("#leave").is_visible(), path


def test_the_whole_way_from_the_journey_to_the_paper(site: LiveSite, open_page: OpenPage) -> None:
    page = open_page("/", script=False)
    with page.expect_navigation():
        page.locator(f".stn a[href='/stop/{site.written()[0]}']").first.click()
    with page.expect_navigation():
        page.locator("a[href$='/sheet']").locator("visible=true").first.click()
    page.locator("form summary").click()
    page.locator("[name=nation][value=scotland]").check()
    page.locator("[name=large]").check()
    with page.expect_navigation():
        page.locator("button[value=show]").click()
    assert page.locator(".paper.large").is_visible()
    assert page.locator("[name=nation][value=scotland]").is_checked()
    with page.expect_response(lambda answer: answer.request.method == "POST") as got:
        page.locator("button[value=print]").click()
    assert got.value.status == 200
    assert got.value.headers["content-type"] == "application/pdf"


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_leave_this_site_leaves(site: LiveSite, open_page: OpenPage, lang: str) -> None:
    page = open_page(site.sample("stop", lang), script=False)
    page.locator("#leave").click()
    page.wait_for_url(site.here.settings.leave_url)
    assert page.title() == "Weather"
