"""What a guide does beside a client: find the stop, choose the language, put paper in a hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import OpenPage
from tests.browser.live import LiveSite
from tests.pdf_reading import texts, without_order

pytestmark = pytest.mark.browser

Papers = Callable[[Page], list[bytes]]


class Taps:
    """Taps on what can be seen, and counts them."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, target: Locator) -> None:
        target.locator("visible=true").first.click()
        self.count += 1


def tap_print(page: Page, tap: Taps) -> None:
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        tap(page.locator("button[value=print]"))


@pytest.mark.parametrize(("lang", "width"), [("en", 1280), ("ar", 360)])
def test_paper_is_four_taps_from_the_journey_and_three_from_a_stop(
    site: LiveSite, open_page: OpenPage, papers: Papers, lang: str, width: int
) -> None:
    page = open_page(width=width)
    got = papers(page)
    for stage in site.written() if lang == "ar" else site.written()[:1]:
        page.goto(site.path(lang, "/"))
        tap = Taps()
        tap(page.locator(f".stn-head a[href$='/stop/{stage}']"))
        at_the_stop = tap.count
        tap(page.locator("a[href$='/sheet']"))
        tap_print(page, tap)
        assert got.pop(), stage
        assert tap.count <= 4
        assert tap.count - at_the_stop <= 3


def test_a_guide_finds_the_stop_changes_to_arabic_and_prints_for_scotland(
    site: LiveSite, open_page: OpenPage, papers: Papers
) -> None:
    page, tap = open_page("/", width=360), Taps()
    got = papers(page)
    tap(page.locator("main a[href='/where']"))
    while "/stop/" not in page.url:
        tap(page.locator(".answers a").nth(1))
    stage = page.url.rsplit("/", 1)[1]
    if stage not in site.written():
        stage = site.written()[0]
        page.goto(f"/stop/{stage}")
    tap(page.locator(".top nav a[href*='/languages']"))
    tap(page.locator(".answers a[hreflang=ar]"))
    assert page.url == f"{site.url}/ar/stop/{stage}", "the choice of a language lost the page"
    tap(page.locator("a[href$='/sheet']"))
    tap(page.locator("form summary"))
    page.locator("[name=nation][value=scotland]").check()
    page.locator("[name=large]").check()
    tap(page.locator("button[value=show]"))
    assert page.locator(".paper.large").is_visible()
    title = page.locator("#paper-title .first").inner_text()
    tap_print(page, tap)
    [pdf] = got
    printed = without_order(" ".join(texts(pdf)))
    assert not without_order(title) - printed, "the Arabic title is not on the paper"
    scotland = page.locator(".paper .why, .paper .src.both .first").first.inner_text()
    assert not without_order(scotland) - printed, "the paper does not say that it is for Scotland"


def test_each_language_of_a_page_leads_to_the_same_page(
    site: LiveSite, open_page: OpenPage
) -> None:
    page = open_page()
    for kind in ("question", "stop", "sheet", "edition"):
        there, here = site.sample(kind, "ar"), site.sample(kind, "en")
        page.goto(here)
        page.locator(".top nav a[href*='/languages']").click()
        page.locator(".answers a[hreflang=ar]").click()
        if kind != "edition":  # each language's sheet has an edition of its own
            assert page.url == site.url + there
        page.locator(".top nav a[href*='/languages']").click()
        page.locator(".answers a[hreflang=en]").click()
        assert page.url == site.url + here


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_wrong_answer_keeps_the_others_and_says_in_words_what_is_wrong(
    site: LiveSite, open_page: OpenPage, lang: str
) -> None:
    page = open_page(site.sample("sheet", lang))
    page.locator("form summary").click()
    page.locator("[name=nation]").last.check()
    page.locator("[name=nation]:checked").evaluate("one => one.value = 'atlantis'")
    page.locator("[name=audiences]").first.check()
    page.locator("[name=large]").check()
    with page.expect_response(lambda answer: answer.request.method == "POST") as got:
        page.locator("button[value=show]").click()
    assert got.value.status == 400
    assert page.locator("[name=audiences]").first.is_checked()
    assert page.locator("[name=large]").is_checked()
    assert page.get_by_role("alert").is_visible()
    wrong = page.locator("fieldset:has([name=nation]) .wrong-value")
    assert wrong.is_visible(), "what is wrong is not said where it is wrong"
    spoken = wrong.evaluate("one => one.closest('[lang]').lang")
    arabic = any("\u0600" <= letter <= "\u06ff" for letter in wrong.inner_text())
    assert arabic == (spoken == "ar"), f"said in {spoken}: {wrong.inner_text()}"
    assert page.locator(".paper").is_visible(), "the sheet is gone"


def test_a_missing_stop_says_which_ones_there_are(site: LiveSite, open_page: OpenPage) -> None:
    page = open_page("/stop/no-such-stop")
    links = page.locator(".answers a")
    assert links.count() == len(site.view.stages)
    links.first.click()
    assert page.locator("h1").is_visible()
    assert "/stop/" in page.url
