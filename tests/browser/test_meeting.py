"""What a guide does beside a client: find the stop, choose the language, put paper in a hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import ALL, OpenPage
from tests.browser.live import LiveSite
from tests.pdf_reading import texts, without_order

pytestmark = pytest.mark.browser

Papers = Callable[[Page], list[bytes]]


class Taps:
    """Taps on what can be seen, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def on(self, target: str, number: int = 0) -> None:
        """Something on this page."""
        self.page.locator(target).locator("visible=true").nth(number).click()
        self.count += 1

    def to(self, target: str, number: int = 0) -> None:
        """Something that leads to another page."""
        with self.page.expect_navigation():
            self.on(target, number)

    def print(self) -> None:
        with self.page.expect_response(lambda answer: answer.request.method == "POST"):
            self.on("button[value=print]")


@pytest.mark.parametrize(
    ("lang", "width", "most"),
    [
        ("ar", 360, 2),
        pytest.param("en", 1280, 1, marks=pytest.mark.full),
        pytest.param("ar", 360, ALL, marks=pytest.mark.full),
    ],
)
def test_paper_is_four_taps_from_the_journey_and_three_from_a_stop(
    site: LiveSite, open_page: OpenPage, papers: Papers, lang: str, width: int, most: int
) -> None:
    page = open_page(width=width)
    got = papers(page)
    for stage in site.written()[:most]:
        page.goto(site.path(lang, "/"))
        tap = Taps(page)
        tap.to(f".stn-head a[href$='/stop/{stage}']")
        at_the_stop = tap.count
        tap.to("a[href$='/sheet']")
        tap.print()
        assert got.pop(), stage
        assert tap.count <= 4
        assert tap.count - at_the_stop <= 3


def test_a_guide_finds_the_stop_changes_to_arabic_and_prints_for_scotland(
    site: LiveSite, open_page: OpenPage, papers: Papers
) -> None:
    page = open_page("/", width=360)
    got, tap = papers(page), Taps(page)
    tap.to("main a[href='/where']")
    while "/stop/" not in page.url:
        tap.to(".answers a", 1)
    stage = page.url.rsplit("/", 1)[1]
    if stage not in site.written():
        stage = site.written()[0]
        page.goto(f"/stop/{stage}")
    tap.to(".top nav a[href*='/languages']")
    tap.to(".answers a[hreflang=ar]")
    assert page.url == f"{site.url}/ar/stop/{stage}", "the choice of a language lost the page"
    tap.to("a[href$='/sheet']")
    tap.on("form summary")
    page.locator("[name=nation][value=scotland]").check()
    page.locator("[name=large]").check()
    tap.to("button[value=show]")
    assert page.locator(".paper.large").is_visible()
    title = page.locator("#paper-title .first").inner_text()
    tap.print()
    [pdf] = got
    printed = without_order(" ".join(texts(pdf)))
    assert not without_order(title) - printed, "the Arabic title is not on the paper"
    scotland = page.locator(".paper .why, .paper .src.both .first").first.inner_text()
    assert not without_order(scotland) - printed, "the paper does not say that it is for Scotland"


def test_each_language_of_a_page_leads_to_the_same_page(site: LiveSite, reader: Page) -> None:
    tap = Taps(reader)
    for kind in ("question", "stop", "sheet", "edition"):
        there, here = site.sample(kind, "ar"), site.sample(kind, "en")
        reader.goto(here)
        tap.to(".top nav a[href*='/languages']")
        tap.to(".answers a[hreflang=ar]")
        if kind != "edition":  # each language's sheet has an edition of its own
            assert reader.url == site.url + there
        tap.to(".top nav a[href*='/languages']")
        tap.to(".answers a[hreflang=en]")
        assert reader.url == site.url + here


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_a_wrong_answer_keeps_the_others_and_says_in_words_what_is_wrong(
    site: LiveSite, reader: Page, lang: str
) -> None:
    page = reader
    page.goto(site.sample("sheet", lang))
    page.locator("form summary").click()
    page.locator("[name=nation]").last.check()
    page.locator("[name=nation]:checked").evaluate("one => one.value = 'atlantis'")
    page.locator("[name=audiences]").first.check()
    page.locator("[name=large]").check()
    with page.expect_navigation() as got:
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


def test_a_missing_stop_says_which_ones_there_are(site: LiveSite, reader: Page) -> None:
    page = reader
    page.goto("/stop/no-such-stop")
    links = page.locator(".answers a")
    assert links.count() == len(site.view.stages)
    Taps(page).to(".answers a")
    assert page.locator("h1").is_visible()
    assert "/stop/" in page.url
