"""What a visit leaves behind, and whom it tells: nothing, and nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

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


@dataclass
class Visit:
    """Every page of a language, seen by one visitor, and a sheet asked for."""

    watch: Watch = field(default_factory=Watch)
    titles: dict[str, str] = field(default_factory=dict)
    stored: dict[str, Any] = field(default_factory=dict)
    cookies: list[Any] = field(default_factory=list)


@pytest.fixture(scope="module", params=["en", "ar"])
def visit(
    site: LiveSite, browser: Browser, most: int, request: pytest.FixtureRequest
) -> Iterator[Visit]:
    lang: str = request.param
    seen = Visit()
    context = browser.new_context(base_url=site.url)
    seen.watch.over(context)
    page = context.new_page()
    for path in (path for kind in KINDS for path in site.some(kind, lang, most)):
        page.goto(path)
        seen.titles[path] = page.title()
    page.goto(site.sample("sheet", lang))
    page.locator("form summary").click()
    page.locator("[name=nation][value=scotland]").check()
    page.locator("[name=audiences]").first.check()
    with page.expect_navigation():
        page.locator("button[value=show]").click()
    assert page.locator("[name=nation][value=scotland]").is_checked()
    seen.stored = page.evaluate(STORED)
    seen.cookies = list(context.cookies())
    yield seen
    context.close()


def test_a_visit_asks_nobody_else_for_anything(site: LiveSite, visit: Visit) -> None:
    assert [url for url in visit.watch.asked if not url.startswith(f"{site.url}/")] == []


def test_a_visit_stores_nothing(visit: Visit) -> None:
    assert not any(visit.stored.values()), visit.stored
    assert visit.cookies == []


def test_no_page_complains(site: LiveSite, visit: Visit) -> None:
    """No script error, nothing that the content security policy refused, nothing missing."""
    wanted = [
        f"({site.url}{path})" for path in site.paths("error", "en") + site.paths("error", "ar")
    ]
    complaints = visit.watch.complaints
    assert [one for one in complaints if not any(url in one for url in wanted)] == []


def test_what_is_said_about_a_person_stands_in_no_address(visit: Visit) -> None:
    assert [url for url in visit.watch.asked if "scotland" in url] == []


def test_tabs_and_histories_show_one_neutral_title(site: LiveSite, visit: Visit) -> None:
    """An error page may be in English: then its title is that of the English pages."""
    errors = {*site.paths("error", "en"), *site.paths("error", "ar")}
    assert len({title for path, title in visit.titles.items() if path not in errors}) == 1
    telling = re.compile("asylum|refugee|لجوء|لاجئ", re.IGNORECASE)
    assert [title for title in visit.titles.values() if telling.search(title)] == []


def test_a_sheet_is_made_over_plain_http(site: LiveSite, browser: Browser) -> None:
    """As on a charity's own machine. Browsers then send no Sec-Fetch-Site; old ones never do."""
    context = browser.new_context(base_url=site.url.replace("127.0.0.1", "charity.test"))
    page = context.new_page()
    page.goto(site.sample("sheet", "en"))
    page.locator("[name=large]").check()
    with page.expect_response(lambda answer: answer.request.method == "POST") as got:
        page.locator("button[value=show]").click()
    status = got.value.status
    context.close()
    assert status == 200


def test_a_sheet_is_not_made_for_another_site(site: LiveSite, open_page: OpenPage) -> None:
    """Nobody else's page may send the form."""
    page = open_page()
    form = f"<form method=post action='{site.url}{site.sample('sheet', 'en')}'><button>x</button>"
    page.route(
        "http://charity.test/", lambda route: route.fulfill(content_type="text/html", body=form)
    )
    page.goto("http://charity.test/")
    with page.expect_response(lambda answer: answer.request.method == "POST") as got:
        page.locator("button").click()
    assert got.value.status == 403
