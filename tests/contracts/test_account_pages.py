"""Pages behind the walls, as those who are signed in see them: they keep the rules of every page.

Each in both languages, by everybody who may open it, and with what a form says when it is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.accounts.house import PASSWORD, Browser, House, Person, quick
from tests.conftest import MakeApp
from tests.contracts import html_rules
from tests.contracts.conftest import Answer, answered
from tests.contracts.html_rules import Page, text_of
from tests.contracts.test_headers import faults

LANGUAGES = {"": ("en", "ltr"), "/ar": ("ar", "rtl")}


@dataclass(frozen=True)
class Inside:
    app: Flask
    house: House
    coordinator: Person
    site: Person
    administrator: Person


@pytest.fixture(scope="module")
def inside(make_app: MakeApp) -> Iterator[Inside]:
    with quick():
        app = make_app()
        house = House.of(app.extensions["guides"].guarded)
        guide = house.admit("a-guide", "guide")
        coordinator = house.admit("a-coordinator", "coordinator")
        house.people.invite(coordinator.account, "somebody invited", "guide", None)
        gone = house.admit("somebody-gone", "guide")
        house.people.dismiss(coordinator.account, gone.account.id)
        house.people.reset(coordinator.account, guide.account.id)
        site, administrator = (
            house.admit("a-site", "site"),
            house.admit("an-admin", "administrator"),
        )
        house.people.reset(site.account, administrator.account.id)
        yield Inside(app, house, coordinator, site, administrator)


@pytest.fixture(scope="module")
def shown(inside: Inside) -> tuple[Answer, ...]:
    """Every page that shows something, and every way in which a form comes back."""
    found = []
    for prefix, (lang, direction) in LANGUAGES.items():

        def keep(
            name: str, response: TestResponse, lang: str = lang, direction: str = direction
        ) -> None:
            found.append(answered(name, response, lang, direction))

        _everybody(inside, prefix, keep)
        _refused(inside, prefix, keep)
        inside.house.clock.move(hours=9)
    return tuple(found)


def _everybody(inside: Inside, prefix: str, keep: Callable[[str, TestResponse], None]) -> None:
    for person in (inside.coordinator, inside.site, inside.administrator):
        browser = Browser.on(inside.app, inside.house.enter(person, shared=True))
        inside.house.enter(person)
        for path in ("/account", "/account/authenticator", "/people"):
            path = f"{prefix}{path}"
            keep(f"GET {path} {person.name}", browser.get(path))
    half = Browser.on(inside.app, inside.house.half(inside.coordinator))
    keep(f"GET {prefix}/sign-in/code", half.get(f"{prefix}/sign-in/code"))


def _refused(inside: Inside, prefix: str, keep: Callable[[str, TestResponse], None]) -> None:
    one = inside.house.admit(f"one-{prefix[1:]}", "guide")
    browser = Browser.on(inside.app, inside.house.enter(inside.coordinator))
    half = Browser.on(inside.app, inside.house.half(inside.coordinator))
    nobody, own = Browser.on(inside.app), Browser.on(inside.app, inside.house.enter(one))
    forms: tuple[tuple[Browser, str, dict[str, str]], ...] = (
        (nobody, "/sign-in", {"name": '"><b>x', "password": "x", "shared": "y"}),
        (nobody, "/join", {"code": '"><b>x', "password": "x"}),
        (half, "/sign-in/code", {"code": "x"}),
        (own, "/account/authenticator", {"secret": '"><b>x', "code": "x"}),
        (browser, "/people", {"name": '"><b>x', "role": "nobody"}),
        (browser, "/people", {"name": "a-guide", "role": "guide"}),
        (browser, "/people", {"name": f"new{prefix[1:]}", "role": "guide"}),
        (browser, f"/people/{one.account.id}/reset", {}),
    )
    for by, path, fields in forms:
        keep(f"POST {prefix}{path} {fields}", by.post(f"{prefix}{path}", **fields))
    inside.house.clock.move(minutes=11)  # so the password is asked for again
    fields = {"name": '"><b>x', "password_again": "x"}
    keep(f"POST {prefix}/people {fields}", browser.post(f"{prefix}/people", **fields))


def test_they_are_all_there(shown: tuple[Answer, ...]) -> None:
    assert len(shown) == 2 * (3 * 3 + 1 + 9)
    wrong = [
        f"{a.name}: {a.status}" for a in shown if a.status not in (200, 400, 403) or not a.page
    ]
    assert not wrong
    assert {a.status for a in shown if a.name.startswith("GET")} == {200}


@pytest.mark.parametrize("rule", html_rules.RULES, ids=lambda rule: rule.__name__)
def test_every_page(rule: Callable[[Page], Iterator[str]], shown: tuple[Answer, ...]) -> None:
    assert not [f"{a.name}: {fault}" for a in shown if a.page for fault in rule(a.page)]


def test_their_headers(shown: tuple[Answer, ...]) -> None:
    assert not [fault for answer in shown for fault in faults(answer, "page for one")]


def test_their_title_is_that_of_every_page(shown: tuple[Answer, ...], inside: Inside) -> None:
    for prefix, (lang, _) in LANGUAGES.items():
        public = Page("/", lang, "ltr", inside.app.test_client().get(f"{prefix}/").text)
        titles = {text_of(e) for a in shown if a.page for e in a.page.all("title")
                  if a.page.said_lang == lang}  # fmt: skip
        assert titles == {text_of(e) for e in public.all("title")}


def test_what_was_typed_comes_back_and_passwords_do_not(shown: tuple[Answer, ...]) -> None:
    for answer in shown:
        assert answer.page is not None
        assert "<b>x" not in answer.page.html
        for field in answer.page.all("input"):
            if field.get("type") == "password":
                assert field.get("value", "") == ""
                assert field.get("autocomplete") in ("current-password", "new-password")
    back = [a for a in shown if "/sign-in {" in a.name or "/people {'name': '\"><b" in a.name]
    assert len(back) == 6
    for answer in back:
        assert answer.page is not None
        assert '"><b>x' in {field.get("value") for field in answer.page.all("input")}


def test_every_form_of_somebody_who_is_signed_in_carries_a_token(
    shown: tuple[Answer, ...],
) -> None:
    forms = [
        (answer.name, form)
        for answer in shown
        if answer.page and "/sign-in {" not in answer.name and "/join {" not in answer.name
        for form in answer.page.all("form")
    ]
    assert len(forms) > 30
    lacking = [
        (name, form.get("action"))
        for name, form in forms
        if [len(e.get("value", "")) for e in form.iter("input") if e.get("name") == "form_token"]
        != [64]
    ]
    assert not lacking


def test_links_and_forms_of_a_page_lead_somewhere_and_keep_the_language(inside: Inside) -> None:
    browser = Browser.on(inside.app, inside.house.enter(inside.coordinator))
    for prefix, (lang, direction) in LANGUAGES.items():
        for path in ("/account", "/people", "/account/authenticator"):
            page = Page(path, lang, direction, browser.get(f"{prefix}{path}").text)
            inner = {e.get("href", "") for m in page.all("main") for e in m.iter("a")}
            assert all(link.startswith(f"{prefix}/") for link in inner), inner
            assert {browser.get(link).status_code for link in inner} <= {200}
            actions = {form.get("action", "") for form in page.all("form")}
            assert all(action.startswith(f"{prefix}/") for action in actions)
            found = {browser.client.get(action).status_code for action in actions}
            assert found <= {200, 405}, "405: there is a page, for POST"


def test_the_way_in_by_hand(inside: Inside) -> None:
    """Fill in what stands on the pages, and nothing that does not: as a person does."""
    browser = Browser.on(inside.app)
    page = Page("/sign-in", "en", "ltr", browser.get("/sign-in").text)
    names = [e.get("name") for e in page.all("input")]
    assert names == ["name", "password", "shared"]
    (form,) = page.all("form")
    answer = browser.client.post(
        form.get("action", ""), data={"name": inside.coordinator.name, "password": PASSWORD}
    )
    assert answer.status_code == 303
