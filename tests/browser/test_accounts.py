"""Pages behind the walls in a real browser: accessible, left at once, leaving nothing behind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.accounts.house import PASSWORD, House, Person
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
from tests.browser.test_privacy import STORED
from tests.conftest import MakeApp

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Home:
    """A site with people in it."""

    site: LiveSite
    house: House
    coordinator: Person
    administrator: Person


@pytest.fixture(scope="module")
def home(make_app: MakeApp) -> Iterator[Home]:
    # What leaving leads to is another site of this machine: a browser that is sent on by the server
    # cannot be told here to take something else instead.
    elsewhere = served(make_app(database=False, master_key=""))
    with elsewhere as other, served(make_app(leave_url=f"{other.url}/where")) as site:
        guarded = site.here.guarded
        assert guarded is not None
        house = House.of(guarded)
        coordinator = house.admit("the-coordinator", "coordinator")
        guarded.notes.add(coordinator.account, "Kettle broken.", "0" * 32)
        house.admit("a-guide", "guide")
        yield Home(site, house, coordinator, house.admit("the-admin", "administrator"))


OpenInside = Callable[..., Page]


@pytest.fixture
def inside(home: Home, browser: Browser) -> Iterator[OpenInside]:
    """Opens a page in a browser of its own, with a token in it."""
    opened: list[BrowserContext] = []

    def open_page(token: str = "", *, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=home.site.url, java_script_enabled=script, reduced_motion="reduce"
        )
        opened.append(context)
        context.set_default_timeout(PATIENCE)
        if token:
            context.add_cookies(
                [
                    {
                        "name": "guides", "value": token, "url": home.site.url,
                        "httpOnly": True, "sameSite": "Lax",
                    }
                ]
            )  # fmt: skip
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()


def _send(page: Page, within: str) -> None:
    with page.expect_navigation():
        page.locator(f"{within} button").click()


def every_page(home: Home, inside: OpenInside, lang: str) -> Iterator[tuple[Page, str]]:
    """Each page, and each form as it comes back, in a browser that shows it."""
    site, house = home.site, home.house
    page = inside(house.enter(home.administrator, shared=True))
    house.enter(home.administrator)
    for path in ("/account", "/plugins", "/people"):
        page.goto(site.path(lang, path))
        yield page, path
    boss = house.admit(f"site-{lang}-{house.clock().timestamp():.0f}", "site")
    site_page = inside(house.enter(boss))
    site_page.goto(site.path(lang, "/plugins/site"))
    yield site_page, "/plugins/site"
    page = inside(house.enter(home.administrator))
    page.goto(site.path(lang, "/people"))
    page.locator("[name=name]").fill(f"invited-{lang}-{house.clock().timestamp():.0f}")
    page.locator("[name=role][type=radio]").first.check()
    house.clock.move(minutes=11)
    _send(page, "main form.card")
    yield page, "/people, the password first"
    page.locator("[name=password_again]").fill(PASSWORD)
    _send(page, "main form.card")
    assert page.get_by_role("status").is_visible()
    yield page, "/people, with a code"
    page.goto(site.path(lang, "/account/authenticator"))
    yield page, "/account/authenticator"
    guide = house.admit(f"guide-{lang}-{house.clock().timestamp():.0f}", "guide")
    page = inside(house.enter(guide))
    page.goto(site.path(lang, "/account/authenticator"))
    guide.secret = page.locator("main code").inner_text()
    page.locator("[name=code]").fill("000000")
    _send(page, "main form")
    assert page.get_by_role("alert").is_visible()
    yield page, "/account/authenticator, refused"
    page.locator("[name=code]").fill(house.digits(guide))
    _send(page, "main form")
    assert page.locator("main code").count() == 8
    yield page, "recovery codes"
    page = inside(house.half(guide))
    page.goto(site.path(lang, "/sign-in/code"))
    yield page, "/sign-in/code"
    page = inside()
    page.goto(site.path(lang, "/sign-in"))
    page.locator("[name=name]").fill("somebody")
    page.locator("[name=password]").fill("a wrong guess")
    _send(page, "main form")
    yield page, "/sign-in, refused"
    page.goto(site.path(lang, "/join"))
    page.locator("[name=code]").fill("abcd-efgh")
    page.locator("[name=password]").fill("a wrong guess")
    _send(page, "main form")
    yield page, "/join, refused"
    page = inside(house.enter(home.coordinator))
    for path in ("/notes", "/account"):
        page.goto(site.path(lang, path))
        yield page, path
    house.clock.move(minutes=1)


@pytest.mark.parametrize(
    ("lang", "width"),
    [
        ("ar", "phone"),
        pytest.param("en", "desk", marks=pytest.mark.full),
        pytest.param("en", "phone", marks=pytest.mark.full),
        pytest.param("ar", "desk", marks=pytest.mark.full),
    ],
)
def test_no_page_breaks_a_rule_and_each_language_has_its_own_voice(
    home: Home, inside: OpenInside, lang: str, width: str
) -> None:
    """Both are looked at on one way through all pages, because the way takes most of the time."""
    wrong: list[str] = []
    options = AXE if (lang, width) == ("en", "desk") else WITHOUT_COLOURS
    for page, name in every_page(home, inside, lang):
        if width == "phone":
            page.set_viewport_size(PHONE)
        wrong += violations(page, f"{lang} {name}", options)
        page.set_viewport_size({"width": 1280, "height": 800})
        if lang == "ar":
            wrong += _voices(page, name)
    assert not wrong, "\n".join(wrong)


def _voices(page: Page, name: str) -> Iterator[str]:
    if page.locator("html").get_attribute("lang") != "ar":
        yield f"{name}: not in Arabic"
    yield from (f"{name}: not marked as English: {one}" for one in page.evaluate(LATIN_SENTENCES))
    yield from (f"{name}: marked as English: {one}" for one in page.evaluate(ARABIC_IN_ENGLISH))


def test_signing_in_works_without_script_and_by_keyboard(home: Home, inside: OpenInside) -> None:
    page = inside(script=False)
    page.goto("/sign-in")
    page.locator("[name=name]").focus()
    page.keyboard.type(home.coordinator.name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/account") or page.url.endswith("/sign-in/code")
    page.locator("[name=code]").fill(home.house.digits(home.coordinator))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/desk/today"), "where their work lies"
    page.goto("/account")
    assert home.coordinator.name in page.locator("main").inner_text()


def click(page: Page) -> None:
    page.locator("#leave").click()


def escape(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Escape")


@pytest.mark.parametrize(
    ("leave", "script"), [(click, True), (escape, True), (click, False)],
    ids=["click", "escape", "no-script"],
)  # fmt: skip
def test_leaving_ends_the_session_on_the_server(
    home: Home, inside: OpenInside, leave: Callable[[Page], None], script: bool
) -> None:
    token = home.house.enter(home.coordinator)
    page = inside(token, script=script)
    page.goto("/")
    page.goto("/account")
    before = page.evaluate("history.length")
    leave(page)
    page.wait_for_url(home.site.here.settings.leave_url)
    assert not home.house.inside(token)
    assert page.context.cookies(home.site.url) == []
    if script:
        assert page.evaluate("history.length") == before, "leaving added a step to the history"
        page.go_back()
        assert page.url == f"{home.site.url}/"


def test_leaving_a_page_for_everybody_ends_it_too(home: Home, inside: OpenInside) -> None:
    """That page does not know who is there; it says that somebody leaves, and waits for nothing."""
    token = home.house.enter(home.coordinator)
    page = inside(token)
    page.goto("/")
    with page.expect_request(lambda asked: asked.method == "POST") as told:
        page.locator("#leave").click()
    assert told.value.url == f"{home.site.url}/leave"
    page.wait_for_url(home.site.here.settings.leave_url)
    for _ in range(50):
        if not home.house.inside(token):
            break
        page.wait_for_timeout(100)
    assert not home.house.inside(token)


def test_after_signing_out_back_shows_nothing(home: Home, inside: OpenInside) -> None:
    page = inside(home.house.enter(home.coordinator))
    page.goto("/account")
    page.goto("/people")
    page.goto("/account")
    with page.expect_navigation():
        page.locator("form[action='/sign-out'] button").click()
    for _ in range(3):
        page.go_back()
        assert page.url.endswith("/sign-in")
        assert home.coordinator.name not in page.content()


def test_a_visit_inside_asks_nobody_else_and_leaves_nothing(home: Home, inside: OpenInside) -> None:
    token = home.house.enter(home.coordinator)
    page, watch = inside(token), Watch()
    watch.over(page.context)
    titles = set()
    for path in ("/account", "/account/authenticator", "/people", "/notes"):
        page.goto(path)
        titles.add(page.title())
        stored = page.evaluate(STORED)
        assert not any(stored.values()), stored  # the token is out of reach of any script, too
    assert [url for url in watch.asked if not url.startswith((home.site.url, "data:"))] == []
    assert watch.complaints == []
    assert not [url for url in watch.asked if token in url]
    assert len(titles) == 1
    (cookie,) = page.context.cookies(home.site.url)
    assert cookie["expires"] == -1
