"""Settings of a plugin: each organisation its own, nothing typed is lost, nothing wrong is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.app import create_app
from tests.accounts.house import PASSWORD, Browser, House
from tests.contracts.html_rules import RULES, Page
from tests.extensions.conftest import MakeTown, Town, plugin_folder
from tests.storage.databases import KINDS, fresh

PATH = "/plugins/my-town/settings"
CODE = """
from datetime import date


@hookimpl
def guides_settings():
    return [
        Setting("place", "Where the desk is", default="The library", help="As people call it."),
        Setting("seats", "How many seats", "number", default=8, least=1, most=40),
        Setting("open", "Guides can book", "yes-no", default=True),
        Setting("tone", "How it is said", "choice", default="Short", choices=("Short", "Long")),
        Setting("since", "Since when", "date", default=None),
    ]


@hookimpl
def guides_pages():
    return [Page("mine", "signed-in", lambda r: Sent(f"{dict(r.settings)}".encode())),
            Page("all", "public", lambda r: Sent(str(r.settings["place"]).encode()))]
"""
GOOD = {
    "set-place": "Hall 2",
    "set-seats": "12",
    "set-tone": "Long",
    "set-since": "2026-11-21",
}
DEFAULTS = {"place": "The library", "seats": 8, "open": True, "tone": "Short", "since": None}


@pytest.fixture(scope="module", params=KINDS)
def town(
    request: pytest.FixtureRequest, make_town: MakeTown, tmp_path_factory: pytest.TempPathFactory
) -> Town:
    parent = tmp_path_factory.mktemp("plugins")
    database = fresh(request.param, parent)
    return make_town(plugin_folder(parent, CODE), database=database)


def _save(browser: Browser, **changed: str) -> int:
    page = browser.get(PATH).text
    version = page.split('name="version" value="')[1].split('"')[0]
    return browser.post(PATH, version=version, **{**GOOD, **changed}).status_code


def _told(browser: Browser) -> str:
    return browser.get("/plugin/my-town/mine").text


def test_what_is_chosen_is_told_to_the_plugin_of_that_organisation_only(town: Town) -> None:
    guide, neighbour = town.as_("guide"), town.as_neighbour()
    assert _told(guide) == str(DEFAULTS)
    assert _save(town.as_("administrator")) == 303
    chosen = "{'place': 'Hall 2', 'seats': 12, 'open': False, 'tone': 'Long', 'since': datetime.da"
    assert _told(guide).startswith(chosen)
    assert _told(neighbour) == str(DEFAULTS)
    assert 'value="The library"' in neighbour.get(PATH).text
    # Pages for everybody: the organisation whose site this is.
    assert town.as_nobody().get("/plugin/my-town/all").text == "Hall 2"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("seats", "0"),
        ("seats", "41"),
        ("seats", "twelve"),
        ("seats", "1e1"),
        ("seats", "٣"),
        ("seats", "9" * 5_000),
        ("seats", ""),
        ("tone", "Loud"),
        ("tone", ""),
        ("since", "21.11.2026"),
        ("since", "2026-02-30"),
        ("place", "x" * 501),
        ("place", "a\x07b"),
        ("place", "a\u202eb"),
    ],
)
def test_what_cannot_be_kept_is_said_beside_its_field_and_nothing_is_lost(
    town: Town, field: str, typed: str
) -> None:
    browser = town.as_("administrator")
    assert _save(browser) == 303
    version = browser.get(PATH).text.split('name="version" value="')[1].split('"')[0]
    sent = {**GOOD, "set-place": "<b>A new hall</b>", f"set-{field}": typed, "set-open": "yes"}
    answer = browser.post(PATH, version=version, **sent)
    assert answer.status_code == 400
    assert f'id="set-{field}-wrong"' in answer.text
    if field != "place":
        assert "&lt;b&gt;A new hall&lt;/b&gt;" in answer.text
    assert 'id="set-open" name="set-open" value="yes" checked' in answer.text
    assert "'place': 'Hall 2'" in _told(browser)


def test_two_who_save_at_the_same_time_notice_each_other(town: Town) -> None:
    one, two = town.as_("administrator"), town.as_("administrator")
    version = one.get(PATH).text.split('name="version" value="')[1].split('"')[0]
    assert two.post(PATH, version=version, **{**GOOD, "set-place": "Theirs"}).status_code == 303
    late = one.post(PATH, version=version, **{**GOOD, "set-place": "Mine"})
    assert late.status_code == 409
    assert "Somebody else saved these settings meanwhile" in late.text
    assert 'value="Mine"' in late.text
    assert "'place': 'Theirs'" in _told(one)
    now = late.text.split('name="version" value="')[1].split('"')[0]
    assert one.post(PATH, version=now, **{**GOOD, "set-place": "Mine"}).status_code == 303
    assert "'place': 'Mine'" in _told(two)


@pytest.mark.parametrize("version", ["", "-1", "99999999999999", "x", "٣"])
def test_a_version_that_is_none_changes_nothing(town: Town, version: str) -> None:
    browser = town.as_("administrator")
    assert _save(browser) == 303
    changed = {**GOOD, "set-place": "Nowhere"}
    assert browser.post(PATH, version=version, **changed).status_code == 409
    assert "'place': 'Hall 2'" in _told(browser)


def test_who_may_not_sees_no_form(town: Town) -> None:
    for role in ("guide", "coordinator", "panel"):
        assert town.as_(role).get(PATH).status_code == 404
        assert PATH not in town.as_(role).get("/account").text
    assert town.as_("site").get(PATH).status_code == 404  # belongs to no organisation
    assert town.as_nobody().get(PATH).status_code == 303
    assert PATH in town.as_("administrator").get("/account").text
    assert town.as_("administrator").get("/plugins/riverside/settings").status_code == 404
    assert town.as_("administrator").get("/plugins/no-such/settings").status_code == 404


def test_the_password_is_asked_again_and_what_was_typed_goes_along(town: Town) -> None:
    browser = town.as_("administrator")
    version = browser.get(PATH).text.split('name="version" value="')[1].split('"')[0]
    town.house.clock.move(minutes=11)
    sent = {**GOOD, "set-place": "After the password"}
    asked = browser.post(PATH, version=version, **sent)
    assert asked.status_code == 403
    assert 'value="After the password"' in asked.text
    assert "After the password" not in _told(browser)
    given = browser.post(PATH, version=version, password_again=PASSWORD, **sent)
    assert given.status_code == 303
    assert "'place': 'After the password'" in _told(browser)


def test_a_choice_that_no_longer_fits_gives_way_to_the_default(
    make_town: MakeTown, tmp_path: Path
) -> None:
    """The next release of the plugin allows fewer seats than were chosen."""
    folder = plugin_folder(tmp_path, CODE)
    before = make_town(folder)
    assert _save(before.as_("administrator")) == 303
    code = (folder / "plugin.py").read_text("utf-8").replace("most=40", "most=10")
    (folder / "plugin.py").write_text(code, "utf-8")
    running = before.app.extensions["guides"]
    later = create_app(running.settings, today=running.today)
    try:
        House.of(later.extensions["guides"].guarded).clock.time = before.house.clock.time
        token = before.house.enter(before.people["guide"])
        assert "'seats': 8" in _told(Browser.on(later, token))
    finally:
        later.extensions["guides"].guarded.close()


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_the_form_keeps_the_rules_of_every_page(town: Town, prefix: str) -> None:
    browser = town.as_("administrator")
    lang, direction = ("ar", "rtl") if prefix else ("en", "ltr")
    form = browser.get(f"{prefix}{PATH}")
    wrong = browser.post(
        f"{prefix}{PATH}", version="0", **{**GOOD, "set-seats": "x", "set-tone": ""}
    )
    late = browser.post(f"{prefix}{PATH}", version="77", **GOOD)
    account = browser.get(f"{prefix}/account")
    assert [a.status_code for a in (form, wrong, late, account)] == [200, 400, 409, 200]
    for answer in (form, wrong, late, account):
        page = Page(PATH, lang, direction, answer.text)
        assert not [fault for rule in RULES for fault in rule(page)]
