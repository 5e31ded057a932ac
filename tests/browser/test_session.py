"""A group of nine in Arabic, with a phone, from "For guides" to the paper and the tally."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from sqlalchemy import MetaData, select

from tests.browser.conftest import OpenPage
from tests.browser.live import LiveSite
from tests.browser.test_meeting import Taps
from tests.pdf_reading import texts

NINE = 9


def _stored(site: LiveSite) -> dict[str, int]:
    """How many rows each table has."""
    tables = MetaData()
    tables.reflect(site.here.engine)
    with site.here.engine.connect() as connection:
        return {
            name: len(connection.execute(select(table)).all())
            for name, table in tables.tables.items()
        }


def _said_aloud(page: Page) -> list[str]:
    return page.locator(".step .aloud .first").all_text_contents()


def test_nine_people_in_arabic_on_a_phone(site: LiveSite, open_page: OpenPage) -> None:
    open_page("/services")  # services of plugins come into the directory when first asked for
    before = _stored(site)
    page = open_page("/handbook", width=360)
    tap = Taps(page)
    tap.to("main a[href='/session']")
    page.locator("#language").select_option("ar")
    for stop in ("claiming", "screening"):
        page.locator(f"[name=topic][value={stop}]").check()
    tap.to("main form button")
    lines = _said_aloud(page)
    arabic = [line for line in lines if any("\u0600" <= letter <= "\u06ff" for letter in line)]
    assert len(lines) > 40
    assert arabic == lines, "a line that is said aloud has no Arabic"
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert _stored(site) == before, "opening a session stored something"

    page.context.set_offline(True)  # a cellar without signal: the page is there as a whole
    page.locator("#step-screening").scroll_into_view_if_needed()
    assert page.locator("#step-screening h2").is_visible()
    page.context.set_offline(False)

    page.locator("[name=everybody]").fill(str(NINE - 2))
    page.locator("[name=women]").fill("2")
    tap.to("#sheets button")
    expect(page.locator("progress")).to_be_visible()
    ready = page.locator("main a[href$='/pdf']")
    expect(ready).to_be_visible(timeout=60_000)
    assert page.locator("progress").get_attribute("value") == str(NINE * 2)
    address = ready.get_attribute("href")
    assert address
    pdf = page.request.get(address).body()
    pages = texts(pdf)
    assert len([text for text in pages if "1 / " in text or "/ 1" in text]) >= NINE * 2

    page.go_back()
    while "/session/run" not in page.url:
        page.go_back()
    page.locator("[name=people]").fill(str(NINE))
    page.locator("[name=minutes]").fill("50")
    tap.to("#tally button")
    assert _stored(site)["session_tally"] == before["session_tally"], "kept before it was said"
    tap.to("button[value=keep]")
    after = _stored(site)
    grown = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert grown.pop("session_tally") == 1
    assert set(grown) <= {"edition", "sheet_count"}, "something else was stored"
    assert tap.count <= 8


def test_a_tally_can_be_refused(site: LiveSite, open_page: OpenPage) -> None:
    before = _stored(site)
    page = open_page("/session/run?language=ti&topic=detention", width=360)
    page.locator("[name=people]").fill("4")
    page.locator("[name=minutes]").fill("30")
    tap = Taps(page)
    tap.to("#tally button")
    tap.to("button[value=refuse]")
    assert _stored(site) == before
    assert page.get_by_role("status").is_visible()


def test_what_does_not_fit_comes_back_with_what_was_typed(open_page: OpenPage) -> None:
    page = open_page("/session/run?language=prs&topic=claiming", width=360)
    page.locator("form").evaluate_all("forms => forms.forEach(one => one.noValidate = true)")
    page.locator("[name=everybody]").fill("99")
    with page.expect_navigation() as got:
        page.locator("#sheets button").click()
    assert got.value.status == 400
    assert page.get_by_role("alert").is_visible()
    assert page.locator("[name=everybody]").input_value() == "99"
