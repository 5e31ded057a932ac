"""What a visit leaves behind, and whom it tells: nothing, and nobody."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import OpenPage
from tests.browser.live import KINDS, LiveSite, Watch

pytestmark = pytest.mark.browser

STORED = """async () => ({
  cookie: document.cookie,
  local: Object.keys(localStorage),
  session: Object.keys(sessionStorage),
  workers: (await navigator.serviceWorker.getRegistrations()).map(one => one.scope),
  caches: await caches.keys(),
  databases: (await indexedDB.databases()).map(one => one.name),
})"""
NOTHING = {"cookie": "", "local": [], "session": [], "workers": [], "caches": [], "databases": []}


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_whole_visit_asks_nobody_else_and_stores_nothing(
    site: LiveSite, open_page: OpenPage, watch: Watch, lang: str
) -> None:
    page = open_page()
    for path in (path for kind in KINDS for path in site.paths(kind, lang)):
        page.goto(path)
        assert page.evaluate(STORED) == NOTHING, path
    page.goto(site.sample("sheet", lang))
    page.locator("[name=large]").check()
    page.locator("button[value=show]").click()
    assert page.evaluate(STORED) == NOTHING
    assert page.context.cookies() == []
    elsewhere = [url for url in watch.asked if not url.startswith(f"{site.url}/")]
    assert elsewhere == []


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_no_page_complains(
    site: LiveSite, open_page: OpenPage, watch: Watch, lang: str
) -> None:
    """No script error, nothing that the content security policy refused, nothing missing."""
    page = open_page()
    for path in (path for kind in KINDS for path in site.paths(kind, lang)):
        page.goto(path)
    wanted = {site.url + path for path in site.paths("error", lang)}
    unexpected = [one for one in watch.complaints if not any(f"({url})" in one for url in wanted)]
    assert unexpected == []


def test_what_is_chosen_for_a_sheet_stands_in_no_address_and_no_title(
    site: LiveSite, open_page: OpenPage, watch: Watch
) -> None:
    page = open_page(site.sample("sheet", "en"))
    page.locator("form summary").click()
    page.locator("[name=nation][value=scotland]").check()
    page.locator("[name=audiences]").first.check()
    for action in ("show", "print"):
        with page.expect_response(lambda answer: answer.request.method == "POST"):
            page.locator(f"button[value={action}]").click()
    assert not [url for url in watch.asked if "scotland" in url or "?nation" in url]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_tabs_and_histories_show_one_neutral_title(
    site: LiveSite, open_page: OpenPage, lang: str
) -> None:
    page = open_page()
    titles = set()
    for path in site.samples(lang):
        page.goto(path)
        titles.add(page.title())
    assert len(titles) == 1
    assert not re.search(r"asylum|refugee|لجوء|لاجئ", titles.pop(), re.IGNORECASE)


def test_a_sheet_can_be_asked_for_over_plain_http(site: LiveSite, browser: Browser) -> None:
    """A charity's own machine, reached by its name: browsers then send no Sec-Fetch-Site."""
    port = site.url.rsplit(":", 1)[1]
    context = browser.new_context(base_url=f"http://charity.test:{port}")
    page = context.new_page()
    page.goto(site.sample("sheet", "en"))
    page.locator("[name=large]").check()
    with page.expect_response(lambda answer: answer.request.method == "POST") as got:
        page.locator("button[value=show]").click()
    status = got.value.status
    context.close()
    assert status == 200
