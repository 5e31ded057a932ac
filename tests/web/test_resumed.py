"""A sign-in that ends in the middle of a form: what was typed is there after signing in again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from secrets import token_hex

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from guides.accounts.domain import ABSOLUTE, IDLE, RESUMED
from guides.accounts.service import form_token
from tests.accounts.house import PASSWORD, Browser, House, Person, quick
from tests.conftest import MakeApp
from tests.contracts import html_rules
from tests.contracts.conftest import answered
from tests.contracts.html_rules import Page
from tests.contracts.test_headers import faults
from tests.storage.tables import everything

CANARY = "kanarienvogel im schnee"


@pytest.fixture(scope="module")
def app(make_app: MakeApp) -> Iterator[Flask]:
    with quick():
        yield make_app()


@pytest.fixture(scope="module")
def house(app: Flask) -> House:
    return House.of(app.extensions["guides"].guarded)


@pytest.fixture(scope="module")
def cora(house: House) -> Person:
    return house.admit("cora", "coordinator")


@pytest.fixture(scope="module")
def amal(house: House) -> Person:
    """A guide: there is no second factor."""
    return house.admit("amal", "guide")


def late(app: Flask, house: House, person: Person, **minutes: float) -> Browser:
    """Somebody who opened a form, and was called away."""
    browser = Browser.on(app, house.enter(person))
    assert browser.get("/notes").status_code == 200
    house.clock.move(**minutes or {"minutes": 31})
    return browser


def field(answer: TestResponse, name: str) -> str:
    """What a page carries in one hidden field."""
    found = [e for e in Page("/", "en", "ltr", answer.text).all("input") if e.get("name") == name]
    return found[0].get("value", "") if found else ""


def sign_in(browser: Browser, person: Person, resumed: str, path: str = "") -> TestResponse:
    """As somebody does who fills in what the pages ask for."""
    form = {"name": person.name, "password": PASSWORD, "resumed": resumed}
    return browser.client.post(f"{path}/sign-in", data=form)


def give_code(
    browser: Browser, house: House, person: Person, page: TestResponse, path: str = ""
) -> TestResponse:
    fields = {name: field(page, name) for name in ("form_token", "resumed")}
    return browser.client.post(
        f"{path}/sign-in/code", data={**fields, "code": house.digits(person)}
    )


def press(browser: Browser, page: TestResponse) -> TestResponse:
    """The one button of the page: what it sends, and where to."""
    (form,) = Page("/", "en", "ltr", page.text).all("form")
    fields = {e.get("name", ""): e.get("value", "") for e in form.iter("input")}
    return browser.client.post(form.get("action", ""), data=fields)


def test_a_note_that_was_sent_too_late_is_saved_once(
    app: Flask, house: House, cora: Person, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    text, save = f'{CANARY}\n«سلام» "><b>x', token_hex(16)
    browser = late(app, house, cora)
    asked = browser.post("/notes", text=text, save=save)
    assert asked.status_code == 401
    assert CANARY not in asked.text, "whoever sits there now reads nothing of it"
    half = sign_in(browser, cora, field(asked, "resumed"))
    assert half.status_code == 200
    assert CANARY not in half.text
    ready = give_code(browser, house, cora, half)
    assert ready.status_code == 200
    assert CANARY in ready.text
    assert "<b>x" not in ready.text
    asked_again = [asked, half, ready]
    assert {a.headers["Cache-Control"] for a in asked_again} == {"no-store"}
    stored = repr(everything(house.engine))
    assert CANARY not in stored
    assert CANARY not in caplog.text
    for _ in range(2):
        assert press(browser, ready).headers["Location"] == "/notes"
    notes = app.extensions["guides"].guarded.notes.every(cora.account)
    assert [n.text.replace("\r\n", "\n") for n in notes] == [text]


def test_without_a_second_factor_it_is_there_at_once_in_the_language_of_the_page(
    app: Flask, house: House, amal: Person
) -> None:
    browser = late(app, house, amal)
    asked = browser.post("/ar/desk/services", text=CANARY, needs="legal")
    assert asked.status_code == 401
    assert 'lang="ar"' in asked.text
    ready = sign_in(browser, amal, field(asked, "resumed"), "/ar")
    assert CANARY in ready.text
    assert 'lang="ar"' in ready.text
    found = press(browser, ready)
    assert found.status_code == 200
    assert CANARY in found.text


@pytest.mark.parametrize(("prefix", "spoken"), [("", ("en", "ltr")), ("/ar", ("ar", "rtl"))])
def test_its_pages_keep_the_rules_of_every_page(
    app: Flask, house: House, cora: Person, amal: Person, prefix: str, spoken: tuple[str, str]
) -> None:
    def waiting(browser: Browser) -> TestResponse:
        return browser.post(f"{prefix}/notes", text="a b", save=token_hex(16))

    browser, other = late(app, house, cora), late(app, house, cora)
    asked = waiting(browser)
    half = sign_in(browser, cora, field(asked, "resumed"), prefix)
    pages = {
        "asked": asked,
        "half": half,
        "ready": give_code(browser, house, cora, half, prefix),
        "other": sign_in(other, amal, field(waiting(other), "resumed"), prefix),
        "gone": sign_in(other, amal, "nonsense", prefix),
    }
    assert [page.status_code for page in pages.values()] == [401, 200, 200, 200, 200]
    looked = [answered(name, page, *spoken) for name, page in pages.items()]
    assert not [f for a in looked if a.page for rule in html_rules.RULES for f in rule(a.page)]
    wrong = [fault for answer in looked for fault in faults(answer, "page for one")]
    assert not [fault for fault in wrong if "has Set-Cookie" not in fault]


def test_a_wrong_password_and_a_wrong_code_lose_nothing(
    app: Flask, house: House, cora: Person
) -> None:
    browser = late(app, house, cora)
    waiting = field(browser.post("/notes", text=CANARY, save=token_hex(16)), "resumed")
    wrong = browser.client.post(
        "/sign-in", data={"name": cora.name, "password": "x", "resumed": waiting}
    )
    assert wrong.status_code == 400
    assert field(wrong, "resumed") == waiting
    half = sign_in(browser, cora, waiting)
    wrong = browser.post("/sign-in/code", code="000000", resumed=field(half, "resumed"))
    assert wrong.status_code == 400
    assert CANARY in give_code(browser, house, cora, wrong).text


def test_somebody_else_sees_nothing_of_it(
    app: Flask, house: House, cora: Person, amal: Person
) -> None:
    browser = late(app, house, cora)
    waiting = field(browser.post("/notes", text=CANARY, save=token_hex(16)), "resumed")
    answer = sign_in(browser, amal, waiting)
    assert answer.status_code == 200
    assert CANARY not in answer.text
    assert not field(answer, "form_token"), "there is nothing to send"
    assert amal.name in browser.get("/account").text


@pytest.mark.parametrize("change", ["letter", "cut", "nonsense", "hours"])
def test_what_was_changed_or_is_too_old_is_not_opened(
    app: Flask, house: House, amal: Person, change: str
) -> None:
    browser = late(app, house, amal)
    waiting = field(browser.post("/desk/services", text=CANARY), "resumed")
    middle = len(waiting) // 2
    other = "A" if waiting[middle] != "A" else "B"
    sent = {
        "letter": f"{waiting[:middle]}{other}{waiting[middle + 1 :]}",
        "cut": waiting[:-8],
        "nonsense": "é" * 50,
        "hours": waiting,
    }[change]
    if change == "hours":
        house.clock.time += RESUMED + timedelta(minutes=1)
    answer = sign_in(browser, amal, sent)
    assert answer.status_code == 200
    assert CANARY not in answer.text
    assert not field(answer, "form_token")


def test_where_nobody_can_be_known_it_is_as_before(app: Flask, house: House, amal: Person) -> None:
    form = {"text": CANARY}
    gone = Browser.on(app, house.enter(amal))
    house.accounts.sign_out(gone.token)
    forged = late(app, house, amal)
    half = Browser.on(app, house.half(house.admit("half", "coordinator")))
    house.clock.move(minutes=31)
    answers = [
        app.test_client().post("/desk/services", data=form),
        Browser.on(app, "a-token-from-elsewhere").post("/desk/services", **form),
        gone.post("/desk/services", **form),
        half.post("/desk/services", **form),
        forged.post("/desk/services", form_token="0" * 64, **form),
        late(app, house, amal).client.post(
            "/desk/services",
            data=form,
            content_type="multipart/form-data",
        ),
        late(app, house, amal).post("/account/authenticator", secret="A" * 32, code="123456"),
        late(app, house, amal).post("/desk/services", password=CANARY),
        late(app, house, amal).get("/desk/services"),
    ]
    assert [a.headers.get("Location") for a in answers] == ["/sign-in"] * len(answers)
    assert not [a for a in answers if CANARY in a.text]


def test_a_script_is_told_in_words(app: Flask, house: House, amal: Person) -> None:
    browser = late(app, house, amal)
    sent = {"form_token": form_token(browser.token), "text": CANARY}
    answer = browser.client.post("/boundary", data=sent, headers={"Sec-Fetch-Mode": "cors"})
    assert answer.status_code == 401
    assert answer.mimetype == "text/plain"
    assert "another tab" in answer.text
    assert CANARY not in answer.text


@pytest.mark.parametrize("text", ["ن" * 9_900, "x" * 60_000], ids=["arabic", "latin"])
def test_a_long_form_goes_all_the_way(app: Flask, house: House, cora: Person, text: str) -> None:
    """As much as a form may hold: Arabic letters take six each in the form, Latin ones take more
    under lock."""
    browser = late(app, house, cora)
    asked = browser.post("/notes", text=text, save=token_hex(16))
    ready = give_code(browser, house, cora, sign_in(browser, cora, field(asked, "resumed")))
    assert text in ready.text
    answer = press(browser, ready)
    assert answer.status_code == 400, "it is too long for a note, which says so"
    assert text in answer.text


def test_a_tab_that_was_left_open_saves_after_signing_in_in_another(
    app: Flask, house: House, cora: Person, amal: Person
) -> None:
    browser = late(app, house, cora)
    made_before = form_token(browser.token)
    half = sign_in(browser, cora, "")
    assert half.status_code == 303
    give_code(browser, house, cora, browser.get("/sign-in/code"))
    text, save = "from the first tab", token_hex(16)
    answer = browser.post("/notes", form_token=made_before, text=text, save=save)
    assert answer.headers["Location"] == "/notes"
    assert text in browser.get("/notes").text
    others = Browser.on(app, house.enter(house.admit("bo", "coordinator")))
    refused = others.post("/notes", form_token=made_before, text=CANARY, save=token_hex(16))
    assert refused.status_code == 400
    house.clock.time += max(ABSOLUTE, RESUMED) + IDLE
    again = Browser.on(app, house.enter(cora))
    refused = again.post("/notes", form_token=made_before, text=CANARY, save=token_hex(16))
    assert refused.status_code == 400


def test_a_tab_whose_owner_signed_out_saves_nothing(app: Flask, house: House, cora: Person) -> None:
    browser = Browser.on(app, house.enter(cora))
    made_before = form_token(browser.token)
    browser.post("/sign-out")
    again = Browser.on(app, house.enter(cora))
    refused = again.post("/notes", form_token=made_before, text=CANARY, save=token_hex(16))
    assert refused.status_code == 400


def test_what_has_ended_opens_nothing(app: Flask, house: House, cora: Person) -> None:
    """Its row still stands, to say whose it was: nothing else comes of it."""
    browser = late(app, house, cora)
    ended = browser.token
    assert browser.post("/notes", text=CANARY, save=token_hex(16)).status_code == 401
    house.clock.time -= timedelta(minutes=40)  # also when a clock is set back
    assert not house.inside(ended)
    assert Browser.on(app, ended).get("/notes").headers["Location"] == "/sign-in"
    assert Browser.on(app, ended).get("/sign-in/code").headers["Location"] == "/sign-in"
    house.clock.time += timedelta(minutes=40)
    assert [s for s in house.accounts.sign_ins(cora.account) if s.ended] == []
