"""What readers see of checks and of the calendar, and reporting a mistake without a word."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import text
from werkzeug.test import TestResponse

from guides.app import create_app
from guides.provenance import service
from guides.provenance.domain import MISTAKES
from guides.settings import Settings
from guides.storage.upgrade import upgrade
from guides.web.site import LOOK_SECONDS, Site
from tests.plugins.folders import fact, line, plugin
from tests.storage.tables import everything

LAST = date(2026, 11, 21)
NEXT = date(2026, 11, 22)
STOP = "waiting-and-support"
TEMPORARY = fact(
    "tea-until", "Tea costs {value}.",
    f'stages = ["{STOP}"]\nvalid_to = {LAST}\nvalue = {{ type = "money", amount = "7.77" }}',
)  # fmt: skip
BRIEFING = (
    'purpose = "So."\nminutes = 5\n[[part]]\nkind = "explain"\ntitle = "Tea"\nminutes = 5\n'
    'say = ["Come for tea.", "Tea costs {fact:tea-until}."]\n'
    '[[safe]]\nwhen = "They ask."\nsay = "It is {fact:tea-until}."\n'
)


@pytest.fixture
def days() -> list[date]:
    """The last one is today."""
    return [LAST]


@pytest.fixture
def browser(tmp_path: Path, days: list[date]) -> Any:
    """A site with a plugin whose number holds until today; the day can be changed."""
    town = plugin(tmp_path, "town", {
        "facts.toml": TEMPORARY,
        f"checklists/{STOP}.toml": line("tea", "Tea costs {fact:tea-until}."),
        f"briefings/{STOP}.toml": BRIEFING,
    })  # fmt: skip
    settings = Settings(data_dir=tmp_path / "data", plugin_dirs=(town,))
    app = create_app(settings, today=lambda: days[-1])
    upgrade(app.extensions["guides"].engine)
    yield app.test_client()
    app.extensions["guides"].engine.dispose()


def _site(browser: FlaskClient) -> Site:
    found: Site = browser.application.extensions["guides"]
    return found


def _plain(answer: TestResponse) -> str:
    return " ".join(Markup(answer.text).striptags().split())


# A number whose last day is today ---------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        f"/stop/{STOP}",
        f"/stop/{STOP}/sources",
        f"/stop/{STOP}/sheet",
        f"/stop/{STOP}/briefing",
        f"/stop/{STOP}/briefing?in=ar",
        f"/session/run?language=ar&topic={STOP}",
    ],
)
def test_a_number_is_there_on_its_last_day_and_gone_on_the_next(browser, days, address: str):
    """The site runs through midnight, and had kept the page: nobody starts it again."""
    first = browser.get(address)
    assert "7.77" in first.text
    assert browser.get(address).text == first.text or "run" in address
    days.append(NEXT)
    later = browser.get(address, headers={"If-None-Match": first.headers.get("ETag", "none")})
    assert later.status_code == 200
    assert "7.77" not in later.text


# Checks -----------------------------------------------------------------------------------------


def _check(browser: FlaskClient, by: str = "A. Reader") -> None:
    site = _site(browser)
    service.check(site.engine, site.view.facts["tea-until"], by, LAST, LAST)


def _a_minute_later(browser: FlaskClient) -> None:
    _site(browser)._looked -= LOOK_SECONDS + 1


def test_a_running_site_shows_a_check_within_a_minute(browser: FlaskClient):
    pages = (f"/stop/{STOP}/sources", f"/stop/{STOP}/sheet")
    before = {page: browser.get(page) for page in pages}
    assert all("A. Reader" not in answer.text for answer in before.values())
    _check(browser)
    _a_minute_later(browser)
    for page, answer in before.items():
        after = browser.get(page, headers={"If-None-Match": answer.headers["ETag"]})
        assert after.status_code == 200
        assert "checked by A. Reader on 21 November 2026" in _plain(after).replace("\u00a0", " ")


def test_a_page_is_not_made_anew_when_nobody_checked_anything(browser: FlaskClient):
    page = f"/stop/{STOP}/sources"
    before = browser.get(page)
    _a_minute_later(browser)
    again = browser.get(page, headers={"If-None-Match": before.headers["ETag"]})
    assert again.status_code == 304


def test_the_count_of_checked_facts_goes_up_with_a_check(browser: FlaskClient):
    site = _site(browser)

    def checked() -> int:
        return service.counts(site.view.facts.values(), LAST).checked

    before, page = checked(), browser.get("/about").text
    _check(browser)
    _a_minute_later(browser)
    assert checked() == before + 1
    assert browser.get("/about").text != page


def test_a_database_that_does_not_answer_takes_no_check_away(browser: FlaskClient):
    _check(browser)
    _a_minute_later(browser)
    assert "A. Reader" in browser.get(f"/stop/{STOP}/sources").text
    with _site(browser).engine.begin() as connection:
        connection.execute(text("DROP TABLE fact_check"))
    _a_minute_later(browser)
    answer = browser.get(f"/stop/{STOP}/sources")
    assert (answer.status_code, "A. Reader" in answer.text) == (200, True)


def test_a_site_without_a_database_shows_its_pages(tmp_path: Path):
    browser = create_app(Settings(data_dir=tmp_path), today=lambda: LAST).test_client()
    assert browser.get(f"/stop/{STOP}/sources").status_code == 200


# Where this comes from --------------------------------------------------------------------------


def test_the_page_about_the_content_counts_the_facts_of_the_day(browser: FlaskClient, days):
    facts = _site(browser).view.facts.values()
    for on in (LAST, LAST + timedelta(400)):
        days.append(on)
        counted, page = service.counts(facts, on), browser.get("/about")
        assert [int(number) for number in re.findall(r'class="num">(\d+)<', page.text)] == [
            counted.official, counted.charity, counted.other, counted.checked, counted.check_first,
        ]  # fmt: skip
        assert f" {counted.facts} " in _plain(page)


# A mistake --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shared(make_app: Callable[..., Flask]) -> FlaskClient:
    """A site that is only asked to count reports."""
    return make_app().test_client()


@pytest.fixture
def counting(shared: FlaskClient) -> FlaskClient:
    """The same, with no report yet."""
    with _site(shared).engine.begin() as connection:
        connection.execute(text("DELETE FROM mistake_count"))
    return shared


def _report(browser: FlaskClient, page: str, kind: str = "old") -> tuple[int, list[str]]:
    """Report a page: the answer's status, and the pages that were counted."""
    answer = browser.post("/mistake", data={"page": page, "kind": kind})
    rows = everything(_site(browser).engine).get("mistake_count", [])
    return answer.status_code, [str(row["page"]) for row in rows]


@pytest.mark.parametrize("kind", MISTAKES)
def test_one_tap_counts_one_report_of_the_page_and_says_thank_you(counting, kind: str):
    asked = counting.get(f"/mistake?page=/ar/stop/{STOP}")
    assert f'name="page" value="/ar/stop/{STOP}"' in asked.text
    assert f'value="{kind}"' in asked.text
    assert _report(counting, f"/ar/stop/{STOP}", kind) == (200, [f"/ar/stop/{STOP}"])


@pytest.mark.parametrize(
    "page",
    [
        f"/stop/{STOP}/sources",
        f"/stop/{STOP}/sheet",
        f"/stop/{STOP}/briefing",
        "/where/",
        "/handbook/women/fgm",
        "/ar/",
    ],
)
def test_each_page_of_content_can_be_reported(counting: FlaskClient, page: str):
    question = next(iter(_site(counting).view.questions))
    page = page + question if page == "/where/" else page
    assert _report(counting, page) == (200, [page])


@pytest.mark.parametrize(
    "page",
    [
        "/where/my-name-is-amal",
        "/handbook/my-name/is-amal",
        "/handbook/women/amal",
        "/stop/amal",
        "/ama/",
        "/zz/where",
        "/where/\x00",
        "/e/0123456789",
        "/session/run?topic=claiming",
        f"/stop/{STOP}?amal",
        "/languages",
        "https://elsewhere.example/stop/claiming",
        "//elsewhere.example",
        "/where/" + "a" * 300,
        "/\ud800".encode("utf-8", "surrogatepass"),
        "",
    ],
)
def test_nothing_that_somebody_typed_is_stored_with_a_report(counting: FlaskClient, page):
    """What is no page of ours is counted as the journey: there is no field for words."""
    assert _report(counting, page) == (200, ["/"])


@pytest.mark.parametrize("kind", ["", "Old", "x" * 5000, "old\n"])
def test_a_report_of_no_kind_is_refused_and_not_counted(counting: FlaskClient, kind: str):
    assert _report(counting, "/", kind) == (400, [])


def test_the_page_that_is_named_is_not_said_back_unless_it_is_ours(counting: FlaskClient):
    said = counting.get('/mistake?page="><script>alert(1)</script>').text
    assert "alert(1)" not in said
    assert 'name="page" value="/"' in said
