"""A live site and a browser. Where there is no Chromium, every test here is skipped, loudly."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

from tests.browser.live import CHROMIUM, HOW_TO_INSTALL, LiveSite, chromium, served
from tests.conftest import MakeApp

FEW, ALL = 1, 10_000

PATIENCE = 10_000
"""Milliseconds. A sheet that is printed for the first time takes a second or two."""
NEUTRAL_PAGE = "<!doctype html><html lang=en><title>Weather</title><h1>Weather</h1></html>"

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def site(make_lasting_app: MakeApp) -> Iterator[LiveSite]:
    """An application of these tests' own, with the demo organisation's plugins, being served."""
    with served(make_lasting_app()) as found:
        yield found


@pytest.fixture(scope="session", params=[FEW, pytest.param(ALL, marks=pytest.mark.full)])
def most(request: pytest.FixtureRequest) -> int:
    """How many pages of each kind are looked at: a few of them, in the full run all."""
    found: int = request.param
    return found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each file: an idle Chromium would take a quarter of a core from what follows."""
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is missing: the browser tests did not run. {HOW_TO_INSTALL}"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{missing} (CI=true allows no skips)")
        pytest.skip(missing)
    with sync_playwright() as playwright:
        found = chromium(playwright)
        yield found
        found.close()


@pytest.fixture
def open_page(browser: Browser, site: LiveSite) -> Iterator[OpenPage]:
    """Opens a page as a new visitor: ``open_page("/where", width=360, script=False)``.

    The page that "Leave this site" leads to is played by this machine.
    """
    opened: list[BrowserContext] = []

    def open_page(
        path: str | None = None, *, width: int = 1280, height: int = 800, script: bool = True
    ) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            java_script_enabled=script,
            reduced_motion="reduce",  # a page that is still gliding cannot be measured
        )
        opened.append(context)
        context.set_default_timeout(PATIENCE)
        context.route(f"{site.here.settings.leave_url}*", _neutral)
        page = context.new_page()
        if path is not None:
            page.goto(path)
        return page

    yield open_page
    for context in opened:
        context.close()


def _neutral(route: Route) -> None:
    route.fulfill(content_type="text/html", body=NEUTRAL_PAGE)


@pytest.fixture(scope="module")
def _reader(browser: Browser, site: LiveSite) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def reader(_reader: Page) -> Page:
    """One page for all tests of a file that only look: 1280 by 800, unless they resize it.

    Much cheaper than a visitor for each, and as good where no page stores anything.
    """
    _reader.set_viewport_size({"width": 1280, "height": 800})
    return _reader


@pytest.fixture
def papers() -> Callable[[Page], list[bytes]]:
    """Collects the PDFs that a page is given. The page itself stays, as with a download."""

    def collect(page: Page) -> list[bytes]:
        found: list[bytes] = []

        def take(route: Route) -> None:
            if route.request.method != "POST":
                route.fallback()
                return
            # Playwright passes a request on without the headers that a browser adds last.
            sent = {**route.request.headers, "sec-fetch-site": "same-origin"}
            answer = route.fetch(headers=sent)
            if answer.headers.get("content-type") == "application/pdf":
                found.append(answer.body())
                route.fulfill(status=204)
            else:
                route.fulfill(response=answer)

        page.route("**/sheet", take)
        return found

    return collect
