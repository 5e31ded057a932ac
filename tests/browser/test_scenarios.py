"""What people come to do, done on a phone: how many taps it takes, and that it works.

The scenarios are told in ``docs/for-guides.md`` and ``docs/for-coordinators.md``. Taps are counted
(choosing from a list counts two, typing one) and held; the time of a machine is only reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import pytest
from playwright.sync_api import Browser, Locator, Page, Route

from guides.demo.service import DemoFolder
from guides.people.service import Caseload
from tests.browser.people import Organisation, organisation, visit
from tests.pdf_reading import page_count, texts

pytestmark = [pytest.mark.browser, pytest.mark.full]


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    folder: Path = tmp_path_factory.mktemp("demo")
    with organisation(DemoFolder(folder / "demo")) as found:
        yield found


@dataclass
class Phone:
    """A phone in somebody's hand."""

    page: Page
    taps: int = 0
    began: float = field(default_factory=perf_counter)
    papers: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.context.route("**/clients/**", self._take)

    def _take(self, route: Route) -> None:
        """What is printed is taken as a printer would; the page stays."""
        if route.request.method != "POST":
            route.fallback()
            return
        # Playwright passes a request on without the headers that a browser adds last.
        sent = {**route.request.headers, "sec-fetch-site": "same-origin"}
        answer = route.fetch(headers=sent, max_redirects=0)
        if answer.headers.get("content-type") == "application/pdf":
            self.papers.append(answer.body())
            route.fulfill(status=204)
        else:
            route.fulfill(response=answer)

    def paper(self) -> bytes:
        """What the printer gives."""
        for _ in range(100):
            if self.papers:
                return self.papers.pop()
            self.page.wait_for_timeout(100)
        raise AssertionError("nothing was printed")

    def go(self, path: str) -> None:
        """Somebody opens the first page; all others are reached by taps."""
        self.page.goto(path)

    def tap(self, what: str | Locator, nth: int = 0) -> None:
        """A link or a button by what stands on it, or anything else."""
        found = self._called(what) if isinstance(what, str) else what
        found.nth(nth).click()
        self.taps += 1

    def tick(self, selector: str, nth: int = 0) -> None:
        self.page.locator(selector).nth(nth).check()
        self.taps += 1

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"select[name={name}]").first.select_option(value)
        self.taps += 2

    def type(self, name: str, text: str, nth: int = 0) -> None:
        self.page.locator(f"[name={name}]").nth(nth).fill(text)
        self.taps += 1

    def says(self, text: str) -> bool:
        return text in self.page.locator("main").inner_text()

    def _called(self, text: str) -> Locator:
        main = self.page.locator("main")
        return main.get_by_role("link", name=text).or_(main.get_by_role("button", name=text))

    def told(self, scenario: str) -> str:
        seconds = perf_counter() - self.began
        print(f"\n{scenario}: {self.taps} taps, {seconds:.1f} s by machine")
        return scenario


@pytest.fixture
def phone(here: Organisation, browser: Browser) -> Iterator[list[Phone]]:
    """Call ``take(name)`` for a phone with somebody signed in."""
    contexts = []

    def take(name: str = "") -> Phone:
        context = visit(browser, here, here.token(name) if name else "")
        contexts.append(context)
        return Phone(context.new_page())

    yield take  # type: ignore[misc]
    for context in contexts:
        context.close()


def test_1_a_first_registration_ends_with_a_card_in_the_hand(here, phone) -> None:
    """A Tigrinya speaker, a new guide: no number of the Home Office, no story is asked."""
    mine = phone("demo-guide-2")
    mine.go("/clients")
    mine.tap("Register somebody")
    asked = " ".join(
        each.get_attribute("name") or "" for each in mine.page.locator("main [name]").all()
    )
    assert not re.search(r"number|nationality|birth|story", asked)
    mine.choose("tongue", "ti")
    mine.choose("stage", "waiting-and-support")
    mine.tick("[name=reads][value=a-little]")
    mine.tap("Register")
    mine.tap(mine.page.locator("main a.btn.full"))
    for use in ("record", "contact", "refer", "feedback"):
        mine.tick(f"[name={use}][value=yes]")
    mine.tick("[name=how][value=told-aloud]")
    mine.tap(mine.page.locator("main form .btn"))
    mine.tap(mine.page.locator(".up a"))
    for moment in ("registration", "assessment"):
        mine.tap(mine.page.locator(f"main a[href$='/form/{moment}']"))
        for name in sorted(
            {
                each.get_attribute("name") or ""
                for each in mine.page.locator("main [type=radio]").all()
            }
        ):
            mine.tick(f"[name='{name}']", 2)
        mine.tap(mine.page.locator("main form .btn.full, main form .bar .btn").first)
    mine.tap("Contact card")
    assert mine.says("demo-guide-2")
    assert (
        "ናተይ" in mine.page.locator("main").inner_text()
        or mine.page.locator("main [lang=ti]").count()
    ), "in their own language"
    mine.told("1, first registration with consent, two forms and a card")
    assert mine.taps <= 40


def clients(here: Organisation) -> int:
    """How many the organisation has recorded."""
    return len(Caseload(here.records, here.coordinator).all())


def test_2_a_group_leaves_no_record(here, phone) -> None:
    """Nine people in Arabic; a sheet for each; nobody signs in, nothing is kept of anybody."""
    known = clients(here)
    mine = phone()
    mine.go("/session")
    mine.choose("language", "ar")
    mine.tick("[name=topic][value=waiting-and-support]")
    mine.tap(mine.page.locator("main form button"))
    mine.type("everybody", "9")
    sheets = mine.page.locator("form[action$='/session/sheets'] button")
    mine.tap(sheets)
    mine.page.wait_for_url("**/session/sheets/*")
    mine.told("2, a group of nine")
    assert mine.taps <= 8
    assert clients(here) == known


def test_4_the_right_interpreter_before_the_big_interview(here, phone) -> None:
    """Dari, not Iranian: the line to point at stands on the screen and on the paper."""
    mine = phone("demo-guide-1")
    mine.go("/clients")
    mine.tap("Register somebody")
    mine.choose("tongue", "prs")
    mine.choose("stage", "preparing-substantive-interview")
    mine.tap("Register")
    client = mine.page.url
    mine.go(f"{client}/meetings/new")
    mine.tap("Begin the meeting")
    assert mine.says("دری") or mine.says("Dari")
    line = mine.page.locator("input[value$='free-interpreter']")
    line.check()
    mine.taps += 1
    mine.tap("Print sheet")
    assert "ترجمان" in " ".join(texts(mine.paper()))
    mine.told("4, from registering to a Dari sheet")
    assert mine.taps <= 12


def test_6_two_sisters_get_two_sheets(here, phone) -> None:
    """Claims of 1 and 3 March 2026: the rule is told, nobody's end is worked out."""
    papers = []
    for band in ("/2026-03-02", "2026-03-02/"):
        mine = phone("demo-guide-1")
        mine.go("/clients/new")
        mine.choose("tongue", "am")  # there are no sheets in it: theirs is in English
        mine.choose("stage", "granted-and-moving-on")
        mine.tap(mine.page.locator("summary").first)
        mine.tick(f"[name=claimed][value='{band}']")
        mine.tap("Register")
        mine.go(f"{mine.page.url}/meetings/new")
        mine.tap("Begin the meeting")
        mine.tap("Print sheet")
        papers.append(" ".join(" ".join(texts(mine.paper())).split()))
    before, after = papers
    assert "Claim made before 2 March 2026" in before
    assert "Claim made on or after 2 March 2026" in after
    assert "30 months" in after
    assert "30 months" not in before


def test_7_a_boy_who_says_he_is_sixteen(here, phone) -> None:
    """The guide stops: no meeting is begun alone, and there is a number for the evening."""
    mine = phone("demo-guide-3")
    mine.go("/clients")
    mine.tap("Register somebody")
    mine.choose("tongue", "ckb")
    mine.choose("stage", "screening")
    mine.tap(mine.page.locator("summary").first)
    mine.tick("[name=audiences][value=children]")
    mine.tap("Register")
    assert mine.says("999")
    assert mine.page.locator("main a[href^='tel:']").count()
    mine.told("7, a child: from the list to the number to ring")
    assert mine.taps <= 9
    mine.go(f"{mine.page.url}/meetings/new")
    mine.tap("Begin the meeting")
    assert mine.page.get_by_role("alert").count(), "not without a coordinator beside"
    client = re.search(r"[0-9a-f]{32}", mine.page.url)
    assert client
    waiting = Caseload(here.records, here.account("demo-guide-3")).one(client[0])
    assert waiting.state == "waiting"


def test_9_and_11_a_coordinator_reassigns_then_shows_and_erases(here, phone) -> None:
    """Fourteen guides; one is exhausted. Then somebody asks to see everything, and to be gone."""
    desk = phone("demo-coordinator-1")
    desk.go("/desk/today")
    assert desk.page.locator("a[href*='/desk/match/']").count()
    desk.tap(desk.page.locator("a[href*='/desk/match/']"))
    first = desk.page.locator("[name=guide]").first
    chosen = first.get_attribute("value")
    first.check()
    desk.taps += 1
    client = desk.page.url.rsplit("/", 1)[1]
    desk.tap(desk.page.locator(".match-bar button"))
    desk.told("9, a guide for somebody who waits")
    assert desk.taps <= 3
    book = Caseload(here.records, here.coordinator)
    assert str(book.one(client).guide) == chosen

    desk.taps = 0
    desk.go(f"/clients/{client}/held")
    desk.type("reason", "They asked to see everything.")
    desk.tap(desk.page.locator("main form button"))
    if not desk.page.url.endswith("/held"):
        desk.go(f"/clients/{client}/held")
    desk.tick("#sure")
    with desk.page.expect_download() as got:
        desk.tap(desk.page.locator("form[action$='/held'] button"))
    text = Path(got.value.path()).read_text("utf-8")
    assert book.one(client).code in text
    assert "demo-guide" not in text
    desk.go(f"/clients/{client}/erase")
    desk.tick("#sure")
    desk.tap(desk.page.locator("form[action$='/erase'] button"))
    desk.told("11, shown, carried away, erased")
    assert desk.taps <= 8
    answer = desk.page.request.get(f"{here.site.url}/clients/{client}")
    assert answer.status == 404


def test_a_meeting_of_today_is_four_taps_from_signing_in(here, phone) -> None:
    """From signing in to the sheet in the hand."""
    mine = phone()
    mine.go("/sign-in")
    name, somebody = here.somebody()  # who has met before: others are registered first
    mine.type("name", name)
    mine.type("password", here.password)
    mine.page.locator("main form button").first.click()
    mine.taps = 0
    mine.tap(mine.page.locator(f"main a[href='/clients/{somebody['client']}']"))
    mine.tap(mine.page.locator("main a.btn.full"))
    if mine.page.get_by_role("button", name="Begin the meeting").count():
        mine.tap("Begin the meeting")
    mine.tap("Print sheet")
    assert page_count(mine.paper()) in (1, 2)
    mine.told("from signing in to the sheet")
    assert mine.taps <= 4
