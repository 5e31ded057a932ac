"""A note in a real browser: it is looked at while it is typed, and outlives its sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from secrets import token_hex

import pytest
from playwright.sync_api import Browser, Page, expect

from guides.meetings.client.service import Meetings
from guides.people.domain import Profile
from guides.people.service import Caseload
from tests.accounts.house import PASSWORD, House, Person, quick
from tests.browser.conftest import PATIENCE
from tests.browser.live import LiveSite, served
from tests.conftest import MakeApp

pytestmark = [pytest.mark.browser, pytest.mark.full]
NOTE = "Had tea. I told her to appeal."


@pytest.fixture(scope="module")
def site(make_app: MakeApp) -> Iterator[LiveSite]:
    with quick(), served(make_app()) as found:
        yield found


@pytest.fixture(scope="module")
def house(site: LiveSite) -> House:
    guarded = site.here.guarded
    assert guarded is not None
    return House.of(guarded)


@pytest.fixture(scope="module")
def amal(house: House) -> Person:
    return house.admit("amal", "guide")


@pytest.fixture
def meeting(site: LiveSite, house: House, amal: Person, browser: Browser) -> Iterator[Page]:
    """A guide's meeting that has begun, on a phone."""
    guarded = site.here.guarded
    assert guarded is not None
    guide = amal.account
    profile = Profile(tongue="prs", lang="prs", stage="preparing-substantive-interview")
    client = Caseload(guarded.records, guide).register(profile, token_hex(16)).id
    begun = Meetings(guarded.records, guide).begin(client, token_hex(16)).id
    context = browser.new_context(base_url=site.url, viewport={"width": 360, "height": 740})
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "guides", "value": house.enter(amal), "url": site.url}])
    page = context.new_page()
    page.goto(f"/clients/{client}/meetings/{begun}")
    page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
    yield page
    context.close()


def test_advice_is_shown_while_it_is_typed_and_goes_with_it(meeting: Page) -> None:
    note = meeting.locator("textarea[data-boundary]").first
    note.fill(NOTE)
    expect(meeting.locator(".boundary mark")).to_have_text("told her to appeal", timeout=PATIENCE)
    assert meeting.evaluate("document.documentElement.scrollWidth") == 360
    note.fill("Had tea. We read the letter.")
    expect(meeting.locator(".boundary")).to_have_count(0, timeout=PATIENCE)


def test_a_script_says_that_the_sign_in_has_ended_and_the_form_outlives_it(
    meeting: Page, house: House, amal: Person
) -> None:
    note = meeting.locator("textarea[data-boundary]").first
    house.clock.move(minutes=31)
    note.fill(NOTE)
    expect(meeting.get_by_text("another tab").first).to_be_visible(timeout=PATIENCE)
    note.evaluate("field => HTMLFormElement.prototype.submit.call(field.form)")
    expect(meeting.locator("input[name=resumed]")).to_have_count(1, timeout=PATIENCE)
    assert NOTE not in meeting.content()
    meeting.fill("#name", amal.name)
    meeting.fill("#password", PASSWORD)
    meeting.click("form.card button")
    meeting.click("main form button")
    expect(meeting.locator("textarea[data-boundary]").first).to_have_value(NOTE, timeout=PATIENCE)
