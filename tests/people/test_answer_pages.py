"""Forms of the programme as a guide meets them: nothing that was typed is lost, by anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from guides.accounts.service import form_token
from guides.people.answers.service import Answers
from guides.people.domain import Client
from guides.people.service import Caseload
from guides.people.work import Records
from tests.accounts.house import Browser, House, Person, quick
from tests.conftest import MakeApp
from tests.contracts import html_rules
from tests.contracts.html_rules import Page, text_of
from tests.people.conftest import DARI, save_id
from tests.storage.databases import KINDS, fresh, upgraded

ARABIC = replace(DARI, tongue="ar", lang="ar")
TYPED = 'Bring "the" <b>map</b> & خريطة'


@dataclass(frozen=True)
class Desk:
    app: Flask
    house: House
    guide: Person
    other: Person
    boss: Person

    def client(self) -> Client:
        return self.caseload.register(ARABIC, save_id())

    @property
    def records(self) -> Records:
        found: Records = self.app.extensions["guides"].guarded.records
        return found

    @property
    def caseload(self) -> Caseload:
        return Caseload(self.records, self.guide.account)

    def answers(self, who: Person | None = None) -> Answers:
        return Answers(self.records, (who or self.guide).account)

    def browser(self, who: Person | None = None) -> Browser:
        return Browser.on(self.app, self.house.enter(who or self.guide))


@pytest.fixture(
    scope="module",
    params=[pytest.param(k, marks=[] if k == "sqlite" else [pytest.mark.full]) for k in KINDS],
)
def desk(
    request: pytest.FixtureRequest, make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp(request.param)
    keyring = "" if request.param == "sqlite" else fresh(request.param, folder)
    with quick():
        app = make_app(database=upgraded(request.param, folder), keyring=keyring)
        house = House.of(app.extensions["guides"].guarded)
        people = [house.admit(f"the-{role}", role) for role in ("guide", "coordinator")]
        yield Desk(app, house, people[0], house.admit("another", "guide"), people[1])


def send(browser: Browser, path: str, save: str = "", **fields: object) -> TestResponse:
    """As the page sends it: many values of one name, and a new save id."""
    token = form_token(browser.token)
    sent = MultiDict([("form_token", token), ("save", save or save_id())])
    for name, value in ({"version": "0"} | fields).items():
        for each in value if isinstance(value, list) else [value]:
            sent.add(name if name in ("version", "meeting", "in") else f"q-{name}", str(each))
    return browser.client.post(path, data=sent)


def ticked(page: Page) -> set[tuple[str, str]]:
    """What is chosen on a page: the field and its value."""
    return {
        (e.get("name", ""), e.get("value", ""))
        for e in page.all("input")
        if "checked" in e.attrib and e.get("value")
    }


def words(answer: TestResponse, lang: str = "en", direction: str = "ltr") -> Page:
    return Page("page", lang, direction, answer.text)


def form_of(client: Client, moment: str = "meeting") -> str:
    return f"/clients/{client.id}/form/{moment}"


def test_a_form_is_asked_in_two_languages_saved_and_opened_again(desk: Desk) -> None:
    client, browser = desk.client(), desk.browser()
    page = words(browser.get(form_of(client)))
    legends = [text_of(e) for e in page.all("legend")]
    assert any("ما مدى ثقتك" in each and "How sure do you feel" in each for each in legends)
    guides_own = [each for each in legends if "in their own words" in each]
    assert guides_own == ["How much could the client say in their own words?"]
    answer = send(browser, form_of(client), confidence=4, needs=["money", "home"], bring=TYPED)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/clients/{client.id}")
    again = words(browser.get(form_of(client)))
    assert ticked(again) == {("q-confidence", "4"), ("q-needs", "money"), ("q-needs", "home")}
    assert text_of(next(again.all("textarea"))) == TYPED
    shown = text_of(next(words(browser.get(f"/clients/{client.id}/forms")).all("main")))
    assert "Quite sure" in shown
    assert TYPED in shown


LONG = "ﷺ" * 10_000


@pytest.mark.parametrize(
    "wrong", [{"confidence": "9"}, {"bring": LONG}, {"helped": "<script>"}, {"gone": "Was asked"}]
)
def test_what_does_not_fit_comes_back_as_it_was_typed(desk: Desk, wrong: dict[str, str]) -> None:
    client, browser = desk.client(), desk.browser()
    rest: dict[str, Any] = {"understanding": "2", "needs": ["money", "health"], "bring": TYPED}
    rest |= wrong
    answer = send(browser, form_of(client), **rest)
    assert answer.status_code == 400
    page = words(answer)
    kept = {("q-understanding", "2"), ("q-needs", "money"), ("q-needs", "health")}
    assert ticked(page) == kept
    assert text_of(next(page.all("textarea"))) == rest["bring"]
    assert "Nothing was lost" in answer.text
    assert "<script>" not in answer.text
    assert "gone" not in wrong or "Was asked" in answer.text
    assert desk.answers().of(client.id) == ()


def test_without_a_save_id_nothing_is_saved_and_nothing_lost(desk: Desk) -> None:
    client, browser = desk.client(), desk.browser()
    answer = send(browser, form_of(client), save="x", bring=TYPED)
    assert answer.status_code == 400
    assert text_of(next(words(answer).all("textarea"))) == TYPED


def test_sent_twice_it_is_saved_once_and_of_two_people_both_are_shown(desk: Desk) -> None:
    client, browser, once = desk.client(), desk.browser(), save_id()
    for _ in range(2):
        assert send(browser, form_of(client), once, confidence=2, bring="Theirs").status_code == 303
    assert len(desk.answers().of(client.id)) == 1
    answer = send(browser, form_of(client), confidence=5, bring="Mine")
    assert answer.status_code == 409
    page = words(answer)
    assert ticked(page) == {("q-confidence", "5")}
    assert text_of(next(page.all("textarea"))) == "Mine"
    theirs = [text_of(e) for e in page.all("p") if "theirs" in e.get("class", "")]
    assert [each.split(": ", 1)[1] for each in theirs] == ["A little sure", "Theirs"]
    (version,) = [e.get("value") for e in page.all("input") if e.get("name") == "version"]
    assert send(browser, form_of(client), version=version, bring="Both").status_code == 303
    (found,) = desk.answers().of(client.id)
    assert [given.said for given in found.given] == [("Both",)]


def test_the_form_of_a_meeting_leads_on_to_its_end(desk: Desk) -> None:
    client, browser, meeting = desk.client(), desk.browser(), "a" * 32
    page = words(browser.get(f"{form_of(client)}?meeting={meeting}"))
    hidden = {e.get("name"): e.get("value") for e in page.all("input") if e.get("type") == "hidden"}
    assert hidden["meeting"] == meeting
    answer = send(browser, form_of(client), meeting=meeting, confidence=3)
    there = "meeting.finish" in desk.app.view_functions
    wanted = f"/clients/{client.id}/meetings/{meeting}/finish" if there else f"/clients/{client.id}"
    assert answer.headers["Location"] == wanted
    assert desk.answers().of(client.id)[0].meeting == meeting


def test_others_find_nothing_and_a_coordinator_is_asked_why(desk: Desk) -> None:
    client = desk.client()
    send(desk.browser(), form_of(client), confidence=3)
    stranger, boss = desk.browser(desk.other), desk.browser(desk.boss)
    for path in (form_of(client), f"/clients/{client.id}/forms"):
        assert stranger.get(path).status_code == 404
        assert boss.get(path).status_code == 403
    assert send(stranger, form_of(client), confidence=1).status_code == 404
    for nothing in ("lunch", "monitoring"):
        assert desk.browser().get(form_of(client, nothing)).status_code == 404
    other = send(boss, form_of(client), confidence=1)
    assert (other.status_code, "Quite" in other.text) == (409, True), "options are no answers"
    assert not [e for e in words(other).all("p") if "theirs" in e.get("class", "")]


def test_saving_the_closure_ends_the_meetings(desk: Desk) -> None:
    client, browser = desk.client(), desk.browser()
    assert send(browser, form_of(client, "closure"), confidence=4).status_code == 400
    assert desk.caseload.one(client.id).state == "active"
    assert send(browser, form_of(client, "closure"), reason="finished").status_code == 303
    assert desk.caseload.one(client.id).state == "closed"


def test_monitoring_knows_of_no_client_and_only_counts(desk: Desk) -> None:
    client, browser = desk.client(), desk.browser()
    page = words(browser.get("/monitoring?in=ar"))
    assert client.id not in page.html
    assert client.code not in page.html
    assert "كم عمرك" in text_of(next(page.all("form", "main")))
    book = Caseload(desk.records, desk.boss.account)
    before = dict(book.counts())
    answer = send(browser, "/monitoring", **{"in": "ar", "age": "band-18-24"})
    assert answer.headers["Location"] == "/monitoring?said=counted"
    assert "counted" in text_of(next(words(browser.get("/monitoring?said=counted")).all("main")))
    assert send(browser, "/monitoring").headers["Location"].endswith("said=nothing")
    assert browser.post("/monitoring", **{"q-age": "band-18-24"}).status_code == 400, "no save id"
    assert browser.post("/monitoring", save="x", **{"q-age": "band-18-24"}).status_code == 400
    wrong = send(browser, "/monitoring", age="band-25-34", gender="x")
    assert (wrong.status_code, ticked(words(wrong))) == (400, {("q-age", "band-25-34")})
    after = book.counts()
    changed = {key: n - before.get(key, 0) for key, n in after.items() if n != before.get(key)}
    assert {key[1:]: n for key, n in changed.items()} == {("monitoring-age", "band-18-24"): 1}


@pytest.fixture(scope="module")
def shown(desk: Desk) -> list[Page]:
    """Every page of this kind, also as it comes back, in both languages."""
    client, browser, found = desk.client(), desk.browser(), []
    send(browser, form_of(client), confidence=2, needs=["money"], bring=TYPED)
    send(browser, form_of(client, "assessment"), confidence=1, **{"has-lawyer": "no"})
    send(browser, form_of(client, "follow-up"), confidence=5, agreed="yes")
    for prefix, lang, direction in (("", "en", "ltr"), ("/ar", "ar", "rtl")):
        for answer in (
            browser.get(prefix + form_of(client)),
            browser.get(f"{prefix}{form_of(client, 'registration')}?meeting={'a' * 32}"),
            browser.get(prefix + form_of(client, "follow-up")),
            send(browser, prefix + form_of(client), confidence=9, bring=TYPED, gone="Was"),
            send(browser, prefix + form_of(client), confidence=1),
            browser.get(f"{prefix}/clients/{client.id}/forms"),
            browser.get(f"{prefix}/clients/{desk.client().id}/forms"),
            browser.get(f"{prefix}/monitoring?in=ar&said=counted"),
            send(browser, f"{prefix}/monitoring", age="x"),
        ):
            assert answer.status_code in (200, 400, 409)
            assert answer.headers["Cache-Control"] == "no-store"
            found.append(Page(answer.request.path, lang, direction, answer.text))
    return found


@pytest.mark.parametrize("rule", html_rules.RULES, ids=lambda rule: rule.__name__)
def test_every_page_keeps_the_rules(
    rule: Callable[[Page], Iterator[str]], shown: list[Page]
) -> None:
    assert not [f"{page.name}: {fault}" for page in shown for fault in rule(page)]


def test_titles_are_those_of_every_page(shown: list[Page], desk: Desk) -> None:
    public = {
        lang: desk.app.test_client().get(path).text for lang, path in (("en", "/"), ("ar", "/ar/"))
    }
    for page in shown:
        (title,) = (text_of(e) for e in page.all("title"))
        assert f"<title>{title}</title>" in public[page.lang]
