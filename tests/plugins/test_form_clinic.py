"""The form clinic: the bundled example of a plugin with code, used as its people use it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from guides.accounts.domain import ROLES, Role
from guides.plugins.code_tables import plugin_tables
from guides.storage.engine import saving
from guides.storage.upgrade import upgrade
from guides.walls import HOLDINGS
from tests.accounts.house import ELSEWHERE, HERE, Browser, House, Person, quick
from tests.conftest import TODAY, MakeApp
from tests.contracts.html_rules import RULES, Page
from tests.storage.databases import KINDS, fresh

CLINIC = "/plugin/form-clinic"


@pytest.fixture(scope="module", params=KINDS)
def app(
    request: pytest.FixtureRequest, make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory
) -> Flask:
    database = fresh(request.param, tmp_path_factory.mktemp("clinic"))
    app = make_app(database=database, plugins=("form-clinic",))
    running = app.extensions["guides"]
    upgrade(running.engine, plugins=plugin_tables(running.registry.loaded))
    return app


@pytest.fixture(scope="module")
def house(app: Flask) -> Iterator[House]:
    with quick():
        yield House.of(app.extensions["guides"].guarded)


@pytest.fixture(scope="module")
def people(house: House) -> dict[Role, Person]:
    return {role: house.admit(f"the {role}", role, HERE) for role in ROLES}


@pytest.fixture
def coordinator(app: Flask, house: House, people: dict[Role, Person]) -> Iterator[Browser]:
    yield Browser.on(app, house.enter(people["coordinator"]))
    with app.extensions["guides"].engine.begin() as connection:
        connection.execute(text("DELETE FROM plugin_form_clinic_slot"))


@pytest.fixture
def guide(app: Flask, house: House, people: dict[Role, Person]) -> Browser:
    return Browser.on(app, house.enter(people["guide"]))


def _offer(
    browser: Browser, day: str = "2026-11-25", time: str = "14:30", number: str = "1"
) -> int:
    sent = {"day": day, "time": time, "how-many": number}
    return browser.post(f"{CLINIC}/offer", **sent).status_code


def _free(browser: Browser) -> list[str]:
    """The addresses at which a free place is booked."""
    return re.findall(r'action="([^"]+/book)"', browser.get(CLINIC).text)


def _code(page: str) -> str:
    found = re.search(r'<p class="code-word"[^>]*>([^<]+)<', page)
    return found[1] if found else ""


def test_a_place_is_offered_booked_with_a_code_word_and_gone(
    coordinator: Browser, guide: Browser
) -> None:
    assert _offer(coordinator, number="2") == 303
    first, second = _free(guide)
    booked = guide.post(first)
    assert booked.status_code == 200
    assert re.fullmatch("[a-z]+ [a-z]+", _code(booked.text))
    assert _free(guide) == [second]
    assert _code(guide.get(CLINIC).text) == ""  # it is shown once
    late = guide.post(first)
    assert late.status_code == 409
    assert "Somebody else has just booked this place" in late.text
    assert _code(late.text) == ""


def test_nothing_about_anybody_is_kept(app: Flask, coordinator: Browser, guide: Browser) -> None:
    _offer(coordinator)
    (place,) = _free(guide)
    code = _code(guide.post(place, name="Amina", note="Yusuf").text)
    with app.extensions["guides"].engine.connect() as connection:
        rows = connection.execute(text("SELECT * FROM plugin_form_clinic_slot")).mappings().all()
    (row,) = rows
    assert set(row) == {"id", "org", "day", "time", "code"}
    assert (row["time"], row["code"]) == ("14:30", code)


@pytest.mark.parametrize(
    ("day", "time", "number"),
    [
        ("2026-11-20", "14:30", "1"),
        ("2027-11-25", "14:30", "1"),
        ("25.11.2026", "14:30", "1"),
        ("", "14:30", "1"),
        ("2026-11-25", "24:00", "1"),
        ("2026-11-25", "half past two", "1"),
        ("2026-11-25", "14:30", "0"),
        ("2026-11-25", "14:30", "21"),
        ("2026-11-25", "14:30", "'; DROP TABLE account"),
    ],
)
def test_a_place_that_cannot_be_is_not_offered_and_nothing_typed_is_lost(
    coordinator: Browser, guide: Browser, day: str, time: str, number: str
) -> None:
    sent = {"day": day, "time": time, "how-many": number}
    answer = coordinator.post(f"{CLINIC}/offer", **sent)
    assert answer.status_code == 400
    assert "Nothing was added." in answer.text
    if number == "1":
        assert f'value="{time}"' in answer.text
    assert _free(guide) == []


def test_who_may_what(app: Flask, house: House, people: dict[Role, Person]) -> None:
    seen = {
        role: [
            Browser.on(app, house.enter(person)).get(f"{CLINIC}{path}").status_code
            for path in ("", "/offer")
        ]
        for role, person in people.items()
    }
    assert seen == {
        "guide": [200, 404],
        "coordinator": [200, 200],
        "administrator": [404, 404],
        "panel": [404, 404],
        "site": [404, 404],
    }
    assert Browser.on(app).get(CLINIC).status_code == 303
    assert "Form clinic" in Browser.on(app, house.enter(people["guide"])).get("/account").text


def test_another_organisation_sees_and_takes_nothing(
    app: Flask, house: House, coordinator: Browser, guide: Browser
) -> None:
    _offer(coordinator)
    (place,) = _free(guide)
    neighbour = Browser.on(app, house.enter(house.admit(f"n {place}", "coordinator", ELSEWHERE)))
    assert _free(neighbour) == []
    assert neighbour.post(place).status_code == 409
    assert neighbour.post(place.replace("book", "remove")).status_code == 404
    assert _free(guide) == [place]
    assert coordinator.post(place.replace("book", "remove")).status_code == 303
    assert _free(guide) == []


def test_settings_count_at_once(
    app: Flask, house: House, people: dict[Role, Person], coordinator: Browser, guide: Browser
) -> None:
    _offer(coordinator, day="2026-12-10")
    assert len(_free(guide)) == 1
    administrator = Browser.on(app, house.enter(people["administrator"]))
    path, chosen = "/plugins/form-clinic/settings", {"set-place": "Hall <2>", "set-opening": "Mon"}

    def choose(**more: str) -> None:
        page = administrator.get(path).text
        version = page.split('name="version" value="')[1].split('"')[0]
        sent = administrator.post(path, version=version, **chosen, **more)
        assert sent.status_code == 303

    choose(**{"set-days-ahead": "7", "set-open": "yes"})
    assert _free(guide) == []  # it is further ahead
    assert "Hall &lt;2&gt;" in guide.get(CLINIC).text
    choose(**{"set-days-ahead": "28"})
    assert _free(guide) == []  # and now guides cannot book
    choose(**{"set-days-ahead": "28", "set-open": "yes"})
    assert len(_free(guide)) == 1


def test_places_go_the_day_after(app: Flask, coordinator: Browser, guide: Browser) -> None:
    _offer(coordinator, day=TODAY.isoformat())
    _offer(coordinator, day="2026-11-25")
    running = app.extensions["guides"]
    (mine,) = [h for h in running.guarded.retention.holdings if h.name == "form-clinic"]
    assert len(running.guarded.retention.holdings) == len(HOLDINGS) + 2
    with saving(running.engine) as session:
        mine.due(session, datetime(2026, 11, 22, 1, tzinfo=UTC))
        left = session.execute(text("SELECT day FROM plugin_form_clinic_slot")).scalars().all()
    assert [str(day) for day in left] == [str(date(2026, 11, 25))]


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_its_pages_keep_the_rules_of_every_page(
    coordinator: Browser, guide: Browser, prefix: str
) -> None:
    _offer(coordinator)
    lang, direction = ("ar", "rtl") if prefix else ("en", "ltr")
    for path in ("", "/offer"):
        answer = coordinator.get(f"{prefix}{CLINIC}{path}")
        assert answer.status_code == 200
        assert not _faults(Page(path, lang, direction, answer.text))
    booked = guide.post(f"{prefix}{_free(guide)[0]}")
    assert not _faults(Page("booked", lang, direction, booked.text))


def _faults(page: Page) -> list[str]:
    return [fault for rule in RULES for fault in rule(page)]


def test_its_line_stands_on_page_and_sheet_where_forms_are_filled_in(app: Flask) -> None:
    browser = app.test_client()
    line = "Bring your form to the form clinic."
    for stop, there in (("waiting-and-support", True), ("claiming", False)):
        assert (line in browser.get(f"/stop/{stop}").text) == there
        assert (line in browser.get(f"/stop/{stop}/sheet").text) == there
    arabic = browser.get("/ar/stop/waiting-and-support").text
    assert "عيادة الاستمارات" in arabic


def test_it_ships_with_all_that_it_needs(checkout: Path) -> None:
    home = checkout / "plugins" / "form-clinic"
    asked = re.findall(r"own_asset\('([^']+)'\)", (home / "templates" / "free.html").read_text())
    assert asked
    assert all((home / "static" / name).is_file() for name in asked)
