"""The coordinator's pages in a browser without script: one site, fourteen guides, many clients."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

import pytest
from flask import Flask

from guides.people.consent.service import Consents
from guides.people.domain import Client
from guides.people.service import Caseload
from guides.people.work import Records
from guides.supervision.service import Supervision
from tests.accounts.house import ELSEWHERE, Browser, House, Person, quick
from tests.conftest import MakeApp
from tests.contracts import html_rules
from tests.contracts.html_rules import Page
from tests.supervision.crowd import NAMES, fill, save_id


@dataclass(frozen=True)
class Office:
    app: Flask
    house: House
    records: Records
    cora: Person
    guides: tuple[Person, ...]
    stranger: Person

    def enter(self, person: Person) -> Browser:
        self.house.clock.move(minutes=1)
        return Browser.on(self.app, self.house.enter(person))

    @property
    def desk(self) -> Supervision:
        return Supervision(self.records, self.cora.account)

    def client(self, state: str) -> Client:
        book = Caseload(self.records, self.cora.account).all()
        return next(each for each in book if each.state == state)


@pytest.fixture(scope="module")
def office(make_app: MakeApp) -> Iterator[Office]:
    with quick():
        app = make_app()
        guarded = app.extensions["guides"].guarded
        house = House.of(guarded)
        cora = house.admit("Cora", "coordinator")
        guides = tuple(house.admit(name, "guide") for name in NAMES)
        stranger = house.admit("Stan", "coordinator", ELSEWHERE)
        fill(guarded.records, cora.account, [each.account for each in guides], clients=24)
        yield Office(app, house, guarded.records, cora, guides, stranger)


@pytest.fixture(scope="module")
def cora(office: Office) -> Browser:
    return office.enter(office.cora)


def page(browser: Browser, path: str, lang: str = "en") -> Page:
    answer = browser.get(path if lang == "en" else f"/{lang}{path}")
    assert answer.status_code == 200, path
    return Page(path, lang, "rtl" if lang == "ar" else "ltr", answer.text)


def form(browser: Browser, path: str) -> dict[str, str]:
    """The hidden fields of the last form on a page: which version, which save."""
    found = {}
    for field in page(browser, path).all("input"):
        if field.get("type") == "hidden" and field.get("name") in ("save", "version"):
            found[field.get("name", "")] = field.get("value", "")
    return found


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_every_page_keeps_the_rules_of_pages(office: Office, cora: Browser, lang: str) -> None:
    waiting, guide = office.client("waiting"), office.enter(office.guides[4])
    account = office.guides[4].account.id
    shown = [
        page(cora, path, lang)
        for path in (
            "/desk/today", "/desk/guides", f"/desk/guides/{account}", "/desk/refer-in",
            f"/desk/match/{waiting.id}",
        )
    ]  # fmt: skip
    shown += [
        page(guide, path, lang) for path in ("/desk/today", "/account/profile", "/account/check-in")
    ]
    faults = [
        f"{each.name}: {fault}"
        for each in shown
        for rule in html_rules.RULES
        for fault in rule(each)
    ]
    assert not faults
    for each in shown:
        assert waiting.code not in each.html.partition("</title>")[0]


def test_fourteen_guides_and_one_who_is_exhausted(office: Office, cora: Browser) -> None:
    """Scenario 9: match by variety, wish, area and dates; one is exhausted, all go to another."""
    waiting = office.client("waiting")
    today = cora.get("/desk/today").text
    assert f"/desk/match/{waiting.id}" in today
    matching = cora.get(f"/desk/match/{waiting.id}").text
    assert all(name in matching for name in NAMES)
    first = re.search(r'name="guide" value="(\d+)"', matching)
    assert first
    sent = form(cora, f"/desk/match/{waiting.id}")
    answer = cora.post(f"/desk/match/{waiting.id}", guide=first[1], backup="", **sent)
    assert answer.status_code == 303
    assert waiting.id in answer.headers["Location"]
    mine = next(each for each in office.guides if each.account.id == int(first[1]))
    assert waiting.id in {c.id for c in Caseload(office.records, mine.account).all()}

    tired = next(each for each in office.desk.guides() if each.exhausted and each.load)
    rested = next(each for each in office.desk.guides() if each.profile.children and not each.full
                  and each.profile.fit_for_children(office.records.clock().date()))  # fmt: skip
    assert f"/desk/guides/{tired.account}" in today
    answer = cora.post(f"/desk/guides/{tired.account}/move", to=str(rested.account))
    assert answer.status_code == 303
    after = {each.account: each.load for each in office.desk.guides()}
    assert after[tired.account] == 0
    assert after[rested.account] == rested.load + tired.load


def test_near_a_place_that_is_kept_nowhere(office: Office, cora: Browser) -> None:
    client = office.client("active")
    chosen = str(office.guides[1].account.id)
    answer = cora.post(f"/desk/match/{client.id}", look="y", area="M40 9zz", guide=chosen)
    assert answer.status_code == 200
    assert 'value="M40 9zz"' in answer.text
    assert answer.text.count("as looked for") > 1
    assert "M40 9zz" not in cora.get(f"/desk/match/{client.id}").text


def test_what_cannot_be_chosen_says_why_and_keeps_the_choice(office: Office, cora: Browser) -> None:
    client, one = office.client("active"), str(office.guides[8].account.id)
    path = f"/desk/match/{client.id}"
    sent = form(cora, path)
    answer = cora.post(path, guide=one, backup=one, **sent)
    assert answer.status_code == 400
    assert "the same person" in answer.text
    assert cora.post(path, **sent).status_code == 400
    assert cora.post(path, guide="10" * 12, **sent).status_code == 400
    office.desk.assign(client.id, office.guides[2].account.id, None, client.version, save_id())
    answer = cora.post(path, guide=one, backup="", **sent)
    assert answer.status_code == 409
    assert office.guides[2].name in answer.text
    chosen = re.search(rf'value="{one}" autocomplete="off" (checked)', answer.text)
    assert chosen, "what was chosen is still marked"


def test_what_is_known_of_a_guide_and_two_who_write_it(office: Office, cora: Browser) -> None:
    account = office.guides[0].account.id
    path, fields = f"/desk/guides/{account}", {"tongues": ["prs", "ti"], "gender": "woman"}
    sent = form(cora, path)
    wrong = cora.post(path, area="M14", dbs="31.12.2027", most="3", **fields, **sent)
    assert wrong.status_code == 400
    assert 'value="31.12.2027"' in wrong.text, "what was typed is still there"
    right = {"dbs": "2027-12-31", "trained": "2026-05-01", "most": "3", **fields}
    assert cora.post(path, area="M14 & M15", **right, **sent).status_code == 303
    assert cora.post(path, area="M14 & M15", **right, **sent).status_code == 303, "sent twice"
    late = cora.post(path, area="OL8", **right, **(sent | {"save": save_id()}))
    assert late.status_code == 409
    assert 'value="OL8"' in late.text
    assert "M14 &amp; M15" in late.text
    assert "M14 &amp; M15" in office.enter(office.guides[0]).get("/account/profile").text


def test_how_a_guide_is_reaches_the_coordinator_and_nobody_else(
    office: Office, cora: Browser
) -> None:
    browser = office.enter(office.guides[0])
    assert browser.post("/account/check-in", talk="y").status_code == 400
    assert browser.post("/account/check-in", how="exhausted", talk="y").status_code == 303
    assert "Exhausted" in browser.get("/account/check-in").text
    assert f"{NAMES[0]} would like a call" in text_of(cora.get("/desk/today").text)
    other = office.enter(office.guides[1])
    assert NAMES[0] not in other.get("/account/check-in").text
    assert other.get("/desk/guides").status_code == 404
    assert NAMES[0] not in office.enter(office.stranger).get("/desk/today").text


def test_a_guide_has_a_week_of_their_own_with_words_to_send(office: Office) -> None:
    for guide in office.guides:
        text = office.enter(guide).get("/desk/today").text
        links = re.findall(r'href="(sms:\?body=[^"]+)"', text)
        codes = set(re.findall(r"\b[A-Z]{3,}-\d+\b", text))
        mine = {c.code for c in Caseload(office.records, guide.account).all()}
        assert codes <= mine
        for each in links:
            said = unquote(each.partition("body=")[2])
            assert not [word for word in (*codes, "sylum", "efugee", "Riverside") if word in said]
        if links:
            return
    raise AssertionError("nobody has a client who can be reminded by text")


def test_the_calendar_is_a_file_that_says_nothing(office: Office, cora: Browser) -> None:
    answer = cora.get("/desk/today/calendar")
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Disposition"].endswith("filename=calendar.ics")
    summaries = set(re.findall(r"SUMMARY:(.+)\r\n", answer.text))
    book = Caseload(office.records, office.cora.account).all()
    assert summaries
    assert summaries <= {each.code for each in book}
    assert not [each.id for each in book if each.id in answer.text]


def test_a_partner_sends_somebody_who_agreed(office: Office, cora: Browser) -> None:
    sent = form(cora, "/desk/refer-in")
    fields = {
        "partner": "Example Law Centre <demo>", "tongue": "prs", "stage": "claiming",
        "asked": "told-aloud", "contact": ["text-only"], "access": ["interpreter"],
        "guide_wish": "woman", "reads": "no",
    }  # fmt: skip
    before = len(Caseload(office.records, office.cora.account).all())
    without = cora.post("/desk/refer-in", **fields, **sent)
    assert without.status_code == 400
    assert "Example Law Centre &lt;demo&gt;" in without.text
    assert re.search(r'value="text-only"[^>]* checked', without.text)
    assert (
        cora.post("/desk/refer-in", agreed="y", **(fields | {"stage": ""}), **sent).status_code
        == 400
    )
    twice = [cora.post("/desk/refer-in", agreed="y", **fields, **sent) for _ in range(2)]
    assert [each.status_code for each in twice] == [303, 303]
    assert twice[0].headers["Location"] == twice[1].headers["Location"]
    book = Caseload(office.records, office.cora.account)
    assert len(book.all()) == before + 1
    new = book.one(twice[0].headers["Location"].rpartition("/")[2])
    assert (new.state, new.profile.lang, new.diary.partner) == (
        "waiting", "prs", "Example Law Centre <demo>",
    )  # fmt: skip
    consents = Consents(office.records, office.cora.account)
    assert consents.has(new.id, "record")
    assert not consents.has(new.id, "feedback"), "nobody asked for it"
    assert "A woman" in cora.get(twice[0].headers["Location"]).text


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


def test_an_empty_office_is_told_what_to_do(office: Office) -> None:
    browser = office.enter(office.stranger)
    today = text_of(browser.get("/desk/today").text)
    words = office.app.extensions["guides"].view.words
    for word in ("today-now-none", "today-overdue-none", "today-waiting-none", "guides-none"):
        assert words[word] in today
    assert words["guides-none"] in text_of(browser.get("/desk/guides").text)
