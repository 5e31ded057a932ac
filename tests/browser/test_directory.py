"""The directory in a real browser: what was found, the desk, the gap map, a list on its way in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PATIENCE
from tests.browser.live import LiveSite, Watch, served
from tests.browser.test_accessibility import (
    ARABIC_IN_ENGLISH,
    AXE,
    LATIN_SENTENCES,
    PHONE,
    WITHOUT_COLOURS,
    violations,
)
from tests.browser.test_layout import STICKS_OUT, open_all
from tests.conftest import MakeApp
from tests.desk.town import LAW, REFUGE, Town, built

pytestmark = pytest.mark.browser

TABLE = b"name,What is it for\nBike Shed (demo),bikes\nLong " + b"x" * 200 + b",y\n,nobody\n"
WIDTHS = ((1280, 800), (360, 740), (320, 256))


@pytest.fixture(scope="module")
def place(
    make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Town, LiveSite]]:
    with (
        built(make_app, "sqlite", tmp_path_factory.mktemp("town")) as town,
        served(town.app) as site,
    ):
        law = town.shown(LAW)
        town.directory.edit(0, law.id, {"phones": [{"number": "01"}]}, law.version, actor="u")
        town.directory.say_moved(0, town.shown(REFUGE).id, "now in another street", actor="u")
        yield town, site


def _page(browser: Browser, site: LiveSite, token: str = "", *, script: bool = True) -> Page:
    context = browser.new_context(
        base_url=site.url, java_script_enabled=script, reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    if token:
        cookie = {"name": "guides", "value": token, "url": site.url, "httpOnly": True}
        context.add_cookies([cookie])  # type: ignore[list-item]
    return context.new_page()


def _press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).first.click()


def every_page(
    town: Town, site: LiveSite, browser: Browser, lang: str
) -> Iterator[tuple[Page, str]]:
    page = _page(browser, site)
    for name, typed in (
        ("found", {"#text": "solictor", "#area": "M14 5"}),
        ("found by place", {"#area": "M14"}),
        ("nothing found", {"#text": "xyzzyqq"}),
        ("refused", {"#area": "somewhere"}),
    ):
        page.goto(site.path(lang, "/services"))
        for field, text in typed.items():
            page.fill(field, text)
        _press(page, "main form .bar button")
        yield page, name
    page.context.close()
    page = _page(browser, site, town.house.enter(town.coordinator))
    law = f"/desk/services/{town.shown(LAW).id}"
    for path in (
        law, f"{law}/correct", "/desk/directory", "/desk/directory/pairs",
        "/desk/directory/gaps", "/desk/directory/import",
    ):  # fmt: skip
        page.goto(site.path(lang, path))
        yield page, path
    heading = f"What is it for {lang}".encode()
    page.fill("#name", f"A list {lang}")
    content = TABLE.replace(b"What is it for", heading)
    page.set_input_files("#file", {"name": "l.csv", "mimeType": "text/csv", "buffer": content})
    _press(page, "form.card button")
    yield page, "headings"
    if page.locator("select[name=means]").count():
        _press(page, "main form button")
    yield page, "import"
    page.goto(f"{page.url}/held/0")
    yield page, "held"
    page.context.close()


@pytest.mark.parametrize(
    ("lang", "width"),
    [
        ("ar", "phone"),
        pytest.param("en", "desk", marks=pytest.mark.full),
        pytest.param("en", "phone", marks=pytest.mark.full),
        pytest.param("ar", "desk", marks=pytest.mark.full),
    ],
)
def test_no_page_breaks_a_rule_of_accessibility(
    place: tuple[Town, LiveSite], browser: Browser, lang: str, width: str
) -> None:
    wrong: list[str] = []
    options = AXE if (lang, width) == ("en", "desk") else WITHOUT_COLOURS
    for page, name in every_page(*place, browser, lang):
        if width == "phone":
            page.set_viewport_size(PHONE)
        open_all(page)
        wrong += violations(page, f"{lang} {name}", options)
        page.set_viewport_size({"width": 1280, "height": 800})
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("lang", ["ar", pytest.param("en", marks=pytest.mark.full)])
def test_no_page_has_to_be_moved_sideways_and_each_voice_is_right(
    place: tuple[Town, LiveSite], browser: Browser, lang: str
) -> None:
    wrong: list[str] = []
    for page, name in every_page(*place, browser, lang):
        open_all(page)
        for width, height in WIDTHS:
            page.set_viewport_size({"width": width, "height": height})
            wrong += [f"{lang} {name} at {width}: {one}" for one in page.evaluate(STICKS_OUT)]
        page.set_viewport_size({"width": 1280, "height": 800})
        if lang == "ar":
            for rule in (LATIN_SENTENCES, ARABIC_IN_ENGLISH):
                wrong += [f"{name}: in the wrong voice: {one}" for one in page.evaluate(rule)]
    assert not wrong, "\n".join(wrong)


def test_a_finger_meets_what_can_be_tapped(place: tuple[Town, LiveSite], browser: Browser) -> None:
    targets = "button, .chip, .choice, select, summary, .phone, input:not([type=hidden], .chip *)"
    small = f"""() => [...document.querySelectorAll('main :is({targets})')]
      .filter(one => !['checkbox', 'radio'].includes(one.type))
      .filter(one => one.getClientRects().length && one.getBoundingClientRect().height < 41.5)
      .map(one => one.outerHTML.slice(0, 100))"""
    for page, name in every_page(*place, browser, "en"):
        page.set_viewport_size(PHONE)
        open_all(page)
        assert page.evaluate(small) == [], name
        page.set_viewport_size({"width": 1280, "height": 800})


def test_without_a_script_somebody_finds_a_service_and_says_that_it_is_full(
    place: tuple[Town, LiveSite], browser: Browser
) -> None:
    town, site = place
    page = _page(browser, site, script=False)
    watch = Watch()
    watch.over(page.context)
    page.goto("/services")
    page.locator("label.chip", has_text="Legal advice").click()
    page.fill("#area", "M14 5TQ")
    _press(page, "main form .bar button")
    assert page.locator(".found h3").first.inner_text().endswith(LAW)
    page.locator("summary").first.click()
    assert page.locator("#area").input_value() == "M14 5"
    assert page.locator("#needs-legal").is_checked()
    _press(page, ".found h3 a")
    assert page.locator("h1").inner_text() == LAW
    assert not [url for url in watch.asked if not url.startswith(site.url)]
    assert not [url for url in watch.asked if "M14" in url or "legal" in url]
    assert page.context.cookies() == []
    page.context.close()
    page = _page(browser, site, town.house.enter(town.guide), script=False)
    page.goto(f"/desk/services/{town.shown(LAW).id}")
    _press(page, "button[value=full]")
    assert page.get_by_text("Full – said today").is_visible()
    page.context.close()


def test_the_gap_map_is_printed_as_a_table(place: tuple[Town, LiveSite], browser: Browser) -> None:
    town, site = place
    page = _page(browser, site, town.house.enter(town.coordinator))
    page.set_viewport_size(PHONE)
    page.goto("/desk/directory/gaps")
    assert not page.locator(".gap-table").is_visible()
    assert page.locator(".gap-stops summary").first.is_visible()
    page.emulate_media(media="print")
    assert page.locator(".gap-table").is_visible()
    assert not page.locator(".gap-stops").is_visible()
    page.context.close()
