"""A guide's meeting on a phone: ticks that save as one talks, signal that comes and goes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_hex

import pytest
from playwright.sync_api import APIResponse, Browser, BrowserContext, Page, Route, expect

from guides.meetings.client.service import Meetings
from guides.people.domain import Client, Profile
from guides.people.service import Caseload
from tests.accounts.house import House, Person, quick
from tests.browser.conftest import PATIENCE
from tests.browser.live import LiveSite, served
from tests.conftest import MakeApp

pytestmark = pytest.mark.browser
DARI = Profile("prs", "prs", "preparing-substantive-interview", nation="england")
WIDTH = 360


@dataclass(frozen=True)
class Hall:
    """A church hall with a guide in it."""

    site: LiveSite
    house: House
    amal: Person

    @property
    def book(self) -> Meetings:
        guarded = self.site.here.guarded
        assert guarded is not None
        return Meetings(guarded.records, self.amal.account)

    def began(self) -> tuple[Client, str]:
        """A client, and a meeting with them that runs."""
        client = Caseload(self.book.records, self.amal.account).register(DARI, token_hex(16))
        return client, self.book.begin(client.id, token_hex(16)).id

    def ticks(self, client: Client, meeting: str) -> list[str]:
        return sorted(self.book.look(client.id, meeting).ticks.values())


@pytest.fixture(scope="module")
def hall(make_app: MakeApp) -> Iterator[Hall]:
    with quick(), served(make_app(plugins=("riverside", "hillside-charity"))) as site:
        guarded = site.here.guarded
        assert guarded is not None
        house = House.of(guarded)
        house.clock.time = datetime.now(UTC)
        yield Hall(site, house, house.admit("amal", "guide"))


OpenPhone = Callable[..., Page]


@pytest.fixture
def phone(hall: Hall, browser: Browser) -> Iterator[OpenPhone]:
    """A phone on which the guide is signed in."""
    opened: list[BrowserContext] = []

    def open_phone(path: str, *, script: bool = True) -> Page:
        context = browser.new_context(
            base_url=hall.site.url,
            viewport={"width": WIDTH, "height": 800},
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        opened.append(context)
        context.set_default_timeout(PATIENCE)
        token = hall.house.enter(hall.amal)
        context.add_cookies([{"name": "guides", "value": token, "url": hall.site.url}])
        page = context.new_page()
        page.goto(path)
        return page

    yield open_phone
    for context in opened:
        context.close()


def status(page: Page, kind: str) -> None:
    """What the page says of saving, once it says that."""
    expect(page.locator("[data-status]")).to_have_attribute("data-kind", kind)


def test_a_meeting_is_run_with_ticks_that_save_and_signal_that_goes(
    hall: Hall, phone: OpenPhone
) -> None:
    client, meeting = hall.began()
    page = phone(f"/clients/{client.id}/meetings/{meeting}")
    lines = page.locator(".tick label")
    lines.nth(0).click()
    status(page, "saved")
    assert hall.ticks(client, meeting) == ["talked"]
    expect(page.locator("[data-how-far]")).to_have_text(f"1 of {lines.count() + 4} talked about")
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTH

    printed: list[str] = []

    def take_paper(route: Route) -> None:
        if "action=print" not in (route.request.post_data or ""):
            route.fallback()
            return
        sent = {**route.request.headers, "sec-fetch-site": "same-origin"}
        printed.append(route.fetch(headers=sent).headers["content-type"])
        route.fulfill(status=204)  # as where it is downloaded: the page stays

    page.route(f"**/meetings/{meeting}", take_paper)
    lines.nth(0).click()
    with page.expect_response(lambda answer: answer.status == 204):
        page.locator("[data-print]").click()
    assert printed == ["application/pdf"]
    assert hall.ticks(client, meeting) == [], "first it is saved, then printed"
    lines.nth(0).click()
    status(page, "saved")

    page.context.set_offline(True)  # the wall of a church hall
    lines.nth(1).click()
    page.locator(".ask-alone").first.get_by_text("With help").click()
    status(page, "no-signal")
    assert hall.ticks(client, meeting) == ["talked"]
    page.locator("[data-go]").click()  # it does not go on with something unsaved
    status(page, "no-signal")
    page.context.set_offline(False)
    status(page, "saved")
    expect(page.locator(".tick input:checked")).to_have_count(2)
    assert hall.ticks(client, meeting) == ["talked", "talked", "with-help"]


@pytest.mark.full
def test_ticks_that_were_not_sent_outlive_the_page(hall: Hall, phone: OpenPhone) -> None:
    client, meeting = hall.began()
    page = phone(f"/clients/{client.id}/meetings/{meeting}")
    path = f"**/meetings/{meeting}"
    page.route(path, lambda route: route.abort() if route.request.method == "POST"
               else route.fallback())  # fmt: skip
    page.on("dialog", lambda dialog: dialog.accept())  # "Leave this page?"
    page.locator(".tick label").nth(2).click()
    status(page, "no-signal")
    page.reload()  # the phone went to sleep, and the browser threw the page away
    expect(page.locator(".tick input:checked")).to_have_count(1)
    page.unroute(path)
    page.reload()
    status(page, "saved")
    assert hall.ticks(client, meeting) == ["talked"]


def test_signed_out_it_says_so_and_sends_when_somebody_signed_in_again(
    hall: Hall, phone: OpenPhone
) -> None:
    client, meeting = hall.began()
    page = phone(f"/clients/{client.id}/meetings/{meeting}")
    token = page.context.cookies()[0]["value"]
    hall.house.accounts.sign_out(token)
    page.locator(".tick label").first.click()
    status(page, "signed-out")
    expect(page.locator("[data-status] a")).to_be_visible()
    assert hall.ticks(client, meeting) == []
    fresh = hall.house.enter(hall.amal)  # in another tab
    page.context.add_cookies([{"name": "guides", "value": fresh, "url": hall.site.url}])
    status(page, "saved")
    assert hall.ticks(client, meeting) == ["talked"]


def test_at_the_end_the_network_is_lost_and_then_an_answer(hall: Hall, phone: OpenPhone) -> None:
    client, meeting = hall.began()
    page = phone(f"/clients/{client.id}/meetings/{meeting}/finish")
    next_week = (datetime.now(UTC).date() + timedelta(days=7)).isoformat()
    page.locator("#what-1").fill("Ring a lawyer")
    page.locator("#next").fill(next_week)
    page.locator("#note").fill("Pictures help. 👍🏽 ببطء")
    page.context.set_offline(True)
    page.locator(".bar button").click()
    status(page, "no-signal")
    expect(page.locator("#note")).to_have_value("Pictures help. 👍🏽 ببطء")
    assert hall.book.steps(client.id) == ()

    lost: list[APIResponse] = []

    def lose_the_answer(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.fallback()
            return
        lost.append(route.fetch(headers={**route.request.headers, "sec-fetch-site": "same-origin"}))
        route.abort()  # the server has saved; nobody hears of it

    page.route("**/finish", lose_the_answer)
    page.context.set_offline(False)
    page.wait_for_url(f"**/meetings/{meeting}")
    assert [answer.status for answer in lost] == [200]
    (step,) = hall.book.steps(client.id)
    assert step.what == "Ring a lawyer", "once, not twice"
    (kept,) = hall.book.of(client.id)
    assert (kept.state, kept.note) == ("finished", "Pictures help. 👍🏽 ببطء")
    expect(page.get_by_text("You meet next on")).to_be_visible()


@pytest.mark.full
def test_two_notes_of_one_meeting_stand_side_by_side(hall: Hall, phone: OpenPhone) -> None:
    client, meeting = hall.began()
    page = phone(f"/clients/{client.id}/meetings/{meeting}")
    hall.book.save_note(client.id, meeting, "<i>Theirs</i>", 1, token_hex(16))
    page.locator("#note-card summary").click()
    page.locator("#note").fill("Mine")
    status(page, "conflict")
    expect(page.locator("#other .typed")).to_have_text("<i>Theirs</i>")
    expect(page.locator("#note")).to_have_value("Mine")
    page.locator("#note").fill("<i>Theirs</i> and mine")
    page.locator("#other button").click()
    status(page, "saved")
    assert hall.book.one(client.id, meeting).note == "<i>Theirs</i> and mine"


def test_without_a_script_the_whole_meeting_works(hall: Hall, phone: OpenPhone) -> None:
    """From the client's page to the sheet: taps are counted as a guide makes them."""
    client = Caseload(hall.book.records, hall.amal.account).register(DARI, token_hex(16))
    page = phone(f"/clients/{client.id}/meetings/new", script=False)
    page.locator(".begin button").click()
    page.locator(".tick label").nth(0).click()
    page.locator(".tick label").nth(3).click()
    page.locator("[data-save]").click()
    expect(page.locator(".tick input:checked")).to_have_count(2)
    page.locator(".tick label").nth(1).click()
    page.locator("[data-go]").click()  # ticks are kept on the way
    page.locator("#what-1").fill("Pack the papers")
    page.locator(".bar button").click()
    expect(page.locator("h1")).to_have_text("The meeting is saved")
    (met,) = hall.book.of(client.id)
    assert hall.ticks(client, met.id) == ["talked"] * 3
    assert [s.what for s in hall.book.steps(client.id)] == ["Pack the papers"]
