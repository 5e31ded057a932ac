"""A shared computer after signing out: its profile on disk, and Back with every cache on."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, sync_playwright

from guides.people.domain import Profile
from guides.people.service import Caseload
from tests.accounts.house import PASSWORD, House, Person, quick
from tests.browser.conftest import PATIENCE
from tests.browser.live import CHROMIUM, HOW_TO_INSTALL, LiveSite, profile, served
from tests.conftest import MakeApp

pytestmark = pytest.mark.browser

NAME = "zinnoberguide"
NOTE, TYPED = "zinnobernote", "zinnobertyped"
REFUSED = "zinnoberrefused"
PARTNER = "zinnoberpartner"
LEFT = {
    "name to sign in with": {"Login Data", "Web Data", "Sessions"},
    "name that was invited": {"Sessions"},
    "form token": {"Sessions"},
    "note that came back": {"Sessions"},
}
"""What Chromium keeps whatever a site says. "Login Data", "Web Data": the name beside a password
that was not to be kept, and what is offered when somebody types. "Sessions": to open the same pages
again, it keeps what was sent to a page that answered at once, and did not send on to another."""
RESTORED = "addEventListener('pageshow', (shown) => { window.wasRestored = shown.persisted; });"


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is missing: the browser tests did not run. {HOW_TO_INSTALL}"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{missing} (CI=true allows no skips)")
        pytest.skip(missing)
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="module")
def library(make_app: MakeApp) -> Iterator[tuple[LiveSite, House, Person]]:
    """A site with a coordinator in it, and a note of theirs."""
    elsewhere = served(make_app(database=False, master_key=""))
    with quick(), elsewhere as other, served(make_app(leave_url=f"{other.url}/where")) as site:
        guarded = site.here.guarded
        assert guarded is not None
        house = House.of(guarded)
        person = house.admit(NAME, "coordinator")
        guarded.notes.add(person.account, f"The {NOTE}.", "0" * 32)
        yield site, house, person


def _opened(playwright: Playwright, folder: Path, site: LiveSite) -> BrowserContext:
    context = profile(playwright, folder, site.url)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(RESTORED)
    return context


def _signed_in(context: BrowserContext, house: House, person: Person) -> Page:
    """By the forms, as somebody types them, on a shared computer."""
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("[name=name]").press_sequentially(person.name)
    page.locator("[name=password]").press_sequentially(PASSWORD)
    page.locator("[name=shared]").check()
    _send(page, "main form button")
    page.locator("[name=code]").press_sequentially(house.digits(person))
    _send(page, "main form button")
    assert page.url.endswith("/desk/today"), "where the work lies"
    page.goto("/account")
    return page


def _send(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).first.click()


def _back(page: Page) -> None:
    """A page that comes out of the cache is there at once, and is not loaded again."""
    page.go_back(wait_until="commit")
    page.wait_for_function("document.readyState === 'complete' && 'wasRestored' in window")


def _sign_out(page: Page) -> None:
    page.goto("/account")
    _send(page, "form[action='/sign-out'] button")


def test_nothing_of_a_person_stands_in_the_profile_after_signing_out(
    playwright: Playwright, library: tuple[LiveSite, House, Person], tmp_path: Path
) -> None:
    site, house, person = library
    context = _opened(playwright, tmp_path, site)
    page = _signed_in(context, house, person)
    (cookie,) = context.cookies(site.url)
    token = page.locator("[name=form_token]").first.input_value()
    client = Caseload(site.here.guarded.records, person.account).register(  # type: ignore[union-attr]
        Profile("prs", "prs", "screening"), "7" * 32, partner=f"The {PARTNER}"
    )
    for path in ("/clients", f"/clients/{client.id}", "/desk/today"):
        page.goto(path)
        assert client.code in page.content()
    page.goto(f"/clients/{client.id}/held")
    page.locator("[name=reason]").press_sequentially("zinnoberreason")
    _send(page, "main form button")
    assert client.code in page.content()
    page.goto("/people")
    page.locator("[name=name]").press_sequentially("zinnoberinvited")
    page.locator("[name=role][type=radio]").first.check()
    _send(page, "main form.card button")
    code = page.locator(".num.code").inner_text()
    page.goto("/notes")
    assert NOTE in page.content()
    page.locator("[name=text]").press_sequentially(f"A {TYPED}.")
    _send(page, "main form.card button")
    page.locator("a[href^='/notes/']").first.click()
    page.locator("[name=text]").fill(f"A {REFUSED}.")
    site.here.guarded.notes.change(person.account, _note_of(page), f"The {NOTE}.", 1, "9" * 32)  # type: ignore[union-attr]
    _send(page, "main form.card button")
    assert page.locator("[role=alert]").is_visible(), "somebody else was faster"
    page.locator("[name=text]").press_sequentially("zinnoberunsent")
    _sign_out(page)
    page.goto("/languages")
    context.close()
    words = {
        "code name of a client": client.code, "partner who referred them": PARTNER,
        "why their words were opened": "zinnoberreason",
        "note": NOTE, "note as typed": TYPED, "note that came back": REFUSED,
        "what was typed and not sent": "zinnoberunsent",
        "password": PASSWORD, "session": cookie.get("value", ""), "form token": token,
        "code": code, "name that was invited": "zinnoberinvited", "name to sign in with": NAME,
        "authenticator": person.secret,
    }  # fmt: skip
    assert len(words["session"]) > 30
    assert found(tmp_path, {"an address": "/languages"}), "nothing is found in this profile at all"
    left = found(tmp_path, words)
    places = {name: {_place(path) for path in paths} for name, paths in left.items()}
    assert not [name for name, there in places.items() if there - LEFT.get(name, set())], places
    assert "note that came back" in places, "better than it was: take it off the list"
    assert _cookies(tmp_path) == 0


def _note_of(page: Page) -> str:
    page.wait_for_url("**/notes/*")
    return page.url.rpartition("/")[2]


def _place(path: str) -> str:
    """ "Default/Sessions/Tabs_1" and the like: its folder, or its name."""
    return next(part for part in path.split("/")[1:])


def found(folder: Path, words: dict[str, str]) -> dict[str, list[str]]:
    """Files of a profile in which words stand: as they are, in two bytes a letter, compressed."""
    hits: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            data = path.read_bytes()
            data += b"".join(_unpacked(data))
            for name, word in words.items():
                if word.encode() in data or word.encode("utf-16-le") in data:
                    hits.setdefault(name, []).append(path.relative_to(folder).as_posix())
    return hits


def _unpacked(data: bytes) -> Iterator[bytes]:
    """Pages are kept as they were sent: with gzip."""
    at = data.find(b"\x1f\x8b\x08")
    while at >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj(31).decompress(data[at:])
        at = data.find(b"\x1f\x8b\x08", at + 1)


def _cookies(folder: Path) -> int:
    """Cookies are sealed on disk, so they are counted."""
    (file,) = [path for path in folder.rglob("Cookies") if path.is_file()]
    with closing(sqlite3.connect(file)) as opened:
        (count,) = opened.execute("SELECT count(*) FROM cookies").fetchone()
    return int(count)


def test_a_page_that_was_kept_is_found_also_compressed(
    playwright: Playwright, library: tuple[LiveSite, House, Person], tmp_path: Path
) -> None:
    """Otherwise the search above would show nothing."""
    site, *_ = library
    context = _opened(playwright, tmp_path, site)
    page = context.new_page()
    page.goto("/languages")
    title = page.locator("h1").inner_text()
    context.close()
    where = found(tmp_path, {"words": f"<h1>{title}"})
    assert any("Cache" in path for path in where["words"])


@pytest.mark.parametrize("leave", ["sign out", "leave"])
def test_back_shows_nothing_with_the_back_forward_cache_on(
    playwright: Playwright, library: tuple[LiveSite, House, Person], tmp_path: Path, leave: str
) -> None:
    site, house, person = library
    context = _opened(playwright, tmp_path, site)
    page = _signed_in(context, house, person)
    page.goto("/languages")
    page.goto("/about")
    _back(page)
    assert page.evaluate("window.wasRestored") is True, "the back-forward cache is off"
    page.goto("/notes")
    assert NOTE in page.content()
    page.goto("/people")
    assert NAME in page.content()
    if leave == "sign out":
        _sign_out(page)
    else:
        page.locator("#leave").click()
        page.wait_for_url(site.here.settings.leave_url)
    seen: list[str] = []
    for _ in range(4):
        _back(page)
        seen.append(page.url.removeprefix(site.url))
        assert not [word for word in (NOTE, NAME) if word in page.content()], seen
    context.close()
    assert "/sign-in" in seen
