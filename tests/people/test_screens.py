"""Registering and looking after a client, as a guide and a coordinator do it: page after page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from secrets import token_hex

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from guides.people.card.service import Cards
from guides.people.consent.domain import Asked
from guides.people.consent.service import Consents, fingerprint
from guides.people.domain import Client, Profile
from guides.people.service import Caseload
from guides.people.work import Records
from tests.accounts.house import Browser, House, Person, quick
from tests.conftest import MakeApp
from tests.contracts import html_rules
from tests.contracts.conftest import answered
from tests.contracts.html_rules import text_of
from tests.contracts.test_headers import faults

HILLSIDE = "Hillside Welcome (demo)"
DARI = Profile(tongue="prs", lang="prs", stage="preparing-substantive-interview")
CANARY = "Kanarienvogel"
EVERY_SCRIPT = "هەوا · حوا · ሓዋ · Хава · 哈娃 · हवा · 🌻👩🏽‍🦱 · <b>x"


@dataclass
class Place:
    """A site with an organisation that has written down whom to ring."""

    app: Flask
    house: House
    amal: Person
    bea: Person
    cora: Person

    @property
    def records(self) -> Records:
        found: Records = self.app.extensions["guides"].guarded.records
        return found

    def book(self, person: Person) -> Caseload:
        return Caseload(self.records, person.account)

    def client(self, profile: Profile = DARI) -> Client:
        return self.book(self.amal).register(profile, token_hex(16))

    def enter(self, person: Person) -> Browser:
        return Browser.on(self.app, self.house.enter(person))

    def profile(self, client: Client) -> Profile:
        return self.book(self.amal).one(client.id).profile


@pytest.fixture(scope="module")
def place(make_app: MakeApp) -> Iterator[Place]:
    with quick():
        app = make_app(organisation=HILLSIDE, plugins=("hillside-charity",))
        house = House.of(app.extensions["guides"].guarded)
        amal, bea = (house.admit(name, "guide", HILLSIDE) for name in ("amal", "bea"))
        yield Place(app, house, amal, bea, house.admit("cora", "coordinator", HILLSIDE))


@pytest.fixture
def amal(place: Place) -> Browser:
    return place.enter(place.amal)


def fields(answer: TestResponse) -> dict[str, str]:
    """What a form brings along unseen."""
    found = re.findall(r'<input [^>]*type="hidden"[^>]*>', answer.text)
    pairs = (
        (re.search(r'name="([^"]*)"', one), re.search(r'value="([^"]*)"', one)) for one in found
    )
    kept = {name[1]: value[1] for name, value in pairs if name and value}
    return {name: value for name, value in kept.items() if name != "form_token"}


# Registering --------------------------------------------------------------------------------------


def test_two_choices_are_enough_and_sent_twice_is_one(place: Place, amal: Browser) -> None:
    asked = amal.get("/clients/new")
    said = {**fields(asked), "tongue": "prs", "stage": DARI.stage}
    first, second = (amal.post("/clients/new", **said) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    page = amal.get(first.headers["Location"]).text
    assert "Getting ready for the big interview" in page
    assert re.search(r"[A-Z]+-\d{2,3}", page)


@pytest.mark.parametrize(("tongue", "printed"), [("ti", "ti"), ("kmr", "en"), ("fa", "en")])
def test_sheets_are_in_the_same_language_or_in_english_never_in_a_cousin(
    place: Place, amal: Browser, tongue: str, printed: str
) -> None:
    made = amal.post("/clients/new", save=token_hex(16), tongue=tongue, stage=DARI.stage)
    client = made.headers["Location"].removeprefix("/clients/")
    found = place.book(place.amal).one(client).profile
    assert (found.tongue, found.lang) == (tongue, printed)


def test_what_was_chosen_comes_back_with_a_kind_word(amal: Browser) -> None:
    answer = amal.post(
        "/clients/new", save=token_hex(16), tongue="ti", contact=["call", "never-at-home"],
        nation="wales", claimed="no-such-band",
    )  # fmt: skip
    assert answer.status_code == 400
    assert "What you chose is still here" in answer.text
    assert '<option selected value="ti"' in answer.text
    for value in ("call", "never-at-home", "wales"):
        assert re.search(rf'value="{value}" checked', answer.text), value
    assert "no-such-band" not in answer.text


def test_names_and_stories_are_not_asked_and_the_page_says_why(amal: Browser) -> None:
    page = amal.get("/clients/new").text
    assert "No name, no nationality, no Home Office number" in page
    form = page[page.index("<form") :]
    assert not re.findall(r'<textarea|type="(?:text|date|tel|email)"', form)


def test_a_separated_child_waits_for_the_coordinator_with_the_local_route(
    place: Place, amal: Browser
) -> None:
    made = amal.post(
        "/clients/new", save=token_hex(16), tongue="ti", stage=DARI.stage, audiences="children"
    )
    page = amal.get(made.headers["Location"]).text
    assert "Stop here" in page
    assert "0114\N{NO-BREAK SPACE}496\N{NO-BREAK SPACE}0111" in page, "also at six on a Friday"
    assert "999" in page
    assert "/meetings/new" not in page
    client = place.book(place.cora).one(made.headers["Location"].removeprefix("/clients/"))
    assert client.state == "waiting"
    assert "A child without parents" in place.enter(place.cora).get("/clients").text


def test_who_turns_out_to_be_a_child_waits_too(place: Place, amal: Browser) -> None:
    mine = place.client()
    asked = amal.get(f"/clients/{mine.id}/change")
    said = {"tongue": "prs", "lang": "prs", "stage": DARI.stage, "audiences": "children"}
    assert amal.post(f"/clients/{mine.id}/change", **fields(asked), **said).status_code == 303
    assert place.book(place.amal).one(mine.id).state == "waiting"


# Looking ------------------------------------------------------------------------------------------


def test_the_list_of_a_guide_and_that_of_a_coordinator(place: Place, amal: Browser) -> None:
    mine = place.client(replace(DARI, stage="refused-and-appealing"))
    assert mine.code in amal.get("/clients").text
    assert mine.code not in place.enter(place.bea).get("/clients").text
    house = place.enter(place.cora).get("/clients").text
    assert mine.code in house
    assert "amal" in house
    assert "Nobody is here yet" in place.enter(place.bea).get("/clients").text


def test_one_stop_alone(place: Place, amal: Browser) -> None:
    here, there = (place.client(replace(DARI, stage=s)) for s in ("claiming", "screening"))
    page = amal.get("/clients?stop=claiming").text
    assert here.code in page
    assert there.code not in page
    assert there.code in amal.get("/clients?stop=no-such-stop").text


def test_the_way_shows_what_comes_next(place: Place, amal: Browser) -> None:
    mine = place.client()
    page = amal.get(f"/clients/{mine.id}").text
    assert "Begin: say who you are" in page
    amal.post(f"/clients/{mine.id}/consent", record="yes", how="read")
    page = amal.get(f"/clients/{mine.id}").text
    assert "Fill in the registration form" in page
    assert f"/clients/{mine.id}/form/registration" in page


@pytest.mark.parametrize("path", ["", "/change", "/close", "/consent", "/card", "/contact-card"])
def test_somebody_elses_client_looks_as_if_it_were_not_there(place: Place, path: str) -> None:
    mine, bea = place.client(), place.enter(place.bea)
    theirs, nobodys = (bea.get(f"/clients/{each}{path}") for each in (mine.id, "0" * 32))
    assert theirs.status_code == 404
    assert theirs.data == nobodys.data
    assert mine.code not in theirs.text
    records, since = place.records, mine.goes.replace(year=2000)
    entries = records.audit.entries(records.engine, since=since, name=f"client/{mine.id}")
    assert "refused" in {each.action for each in entries}


# Changing -----------------------------------------------------------------------------------------


def test_two_people_see_what_differs_and_nothing_is_lost(place: Place, amal: Browser) -> None:
    mine, cora = place.client(), place.enter(place.cora)
    path = f"/clients/{mine.id}/change"
    hers, his = fields(cora.get(path)), fields(amal.get(path))
    said = {"tongue": "prs", "lang": "prs", "stage": DARI.stage}
    assert cora.post(path, **hers, **said, contact="never-at-home").status_code == 303
    again = amal.post(path, **his, **said, contact="call", nation="wales")
    assert again.status_code == 409
    assert "Never at home" in again.text
    assert re.search(r'value="call" checked', again.text)
    assert re.search(r'value="wales" checked', again.text)
    assert place.profile(mine).contact == ("never-at-home",)
    settled = amal.post(path, **fields(again), **said, contact="call", nation="wales")
    assert settled.status_code == 303
    assert place.profile(mine) == replace(DARI, contact=("call",), nation="wales")


def test_a_consent_meanwhile_is_no_change_of_this_form(place: Place, amal: Browser) -> None:
    mine = place.client()
    opened = fields(amal.get(f"/clients/{mine.id}/change"))
    amal.post(f"/clients/{mine.id}/consent", record="yes", how="read")
    said = {"tongue": "prs", "lang": "prs", "stage": "refused-and-appealing"}
    assert amal.post(f"/clients/{mine.id}/change", **opened, **said).status_code == 303
    assert place.profile(mine).stage == "refused-and-appealing"


def test_closed_with_a_reason_and_opened_again(place: Place, amal: Browser) -> None:
    mine = place.client()
    assert amal.post(f"/clients/{mine.id}/close", why="bored").status_code == 400
    assert amal.post(f"/clients/{mine.id}/close", why="moved").status_code == 303
    assert "They came again" in amal.get(f"/clients/{mine.id}").text
    assert amal.post(f"/clients/{mine.id}/reopen").status_code == 303
    assert place.book(place.amal).one(mine.id).state == "active"


# What others wrote --------------------------------------------------------------------------------


def test_a_coordinator_says_why_reads_and_the_guide_sees_it(place: Place, amal: Browser) -> None:
    mine, cora = place.client(), place.enter(place.cora)
    amal.post(f"/clients/{mine.id}/card/fill", save=token_hex(16), ring=CANARY)
    stopped = cora.get(f"/clients/{mine.id}/card")
    assert stopped.status_code == 403
    assert CANARY not in stopped.text
    way = f"/clients/{mine.id}/open"
    assert cora.post(way, **fields(stopped), reason=" ").status_code == 400
    opened = cora.post(way, **fields(stopped), reason=f"Hospital rang {CANARY}")
    assert opened.headers["Location"] == f"/clients/{mine.id}/card"
    assert CANARY in cora.get(opened.headers["Location"]).text
    page = amal.get(f"/clients/{mine.id}").text
    assert f"Hospital rang {CANARY}" in page
    assert "cora" in page
    amal.post(f"/clients/{mine.id}/saw")
    assert "I have read this" not in amal.get(f"/clients/{mine.id}").text


def test_a_long_text_waits_too(place: Place) -> None:
    mine, cora = place.client(), place.enter(place.cora)
    long = CANARY + "x" * 60_000
    stopped = cora.post(f"/clients/{mine.id}/card/fill", save=token_hex(16), know=long)
    back = cora.post(f"/clients/{mine.id}/open", **fields(stopped), reason="Hospital rang")
    assert (back.status_code, fields(back)["know"]) == (200, long)


def test_what_a_coordinator_typed_waits_until_they_have_said_why(place: Place) -> None:
    mine, cora = place.client(), place.enter(place.cora)
    stopped = cora.post(f"/clients/{mine.id}/card/fill", save=token_hex(16), know=CANARY)
    assert stopped.status_code == 403
    assert CANARY not in stopped.text, "under lock, in the page itself too"
    way = f"/clients/{mine.id}/open"
    again = cora.post(way, **fields(stopped), reason=" ")
    assert again.status_code == 400
    back = cora.post(way, **fields(again), reason="Hospital rang")
    assert CANARY in back.text
    assert place.book(place.amal).one(mine.id).version == mine.version
    saved = cora.post(f"/clients/{mine.id}/card/fill", **fields(back))
    assert saved.headers["Location"] == f"/clients/{mine.id}/card"
    assert CANARY in cora.get(saved.headers["Location"]).text


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/clients", "/leave"])
def test_the_way_back_leads_to_this_client_only(place: Place, back: str) -> None:
    mine, cora = place.client(), place.enter(place.cora)
    answer = cora.post(f"/clients/{mine.id}/open", back=back, reason="A complaint")
    assert answer.headers["Location"] == f"/clients/{mine.id}"


# Consent ------------------------------------------------------------------------------------------


def test_it_is_asked_in_both_languages_and_taken_back_in_one_tap(
    place: Place, amal: Browser
) -> None:
    mine = place.client()
    path, consents = f"/clients/{mine.id}/consent", Consents(place.records, place.amal.account)
    page = amal.get(path).text
    assert "May we keep a record of our meetings?" in page
    assert re.search(r'lang="prs" dir="rtl">[^<]*دوسیه', page)
    assert amal.post(path, record="yes").status_code == 400, "how was it asked?"
    assert consents.of(mine.id) == ()
    assert amal.post(path, record="yes", contact="yes", how="interpreter").status_code == 303
    assert consents.has(mine.id, "contact")
    assert amal.post(f"{path}/withdraw", use="contact").status_code == 303
    assert place.profile(mine).contact == ("in-person-only",)
    assert "The ways to reach them are emptied" in amal.get(path).text
    assert "Do not ring and do not write" in amal.get(f"/clients/{mine.id}").text


def test_who_wants_no_record_is_said_where_it_matters(place: Place, amal: Browser) -> None:
    mine = place.client()
    amal.post(f"/clients/{mine.id}/consent", record="no", how="read")
    assert "Tell the coordinator, who erases the record" in amal.get(f"/clients/{mine.id}").text
    assert "does not want a record" in place.enter(place.cora).get("/clients").text


def test_a_changed_wording_asks_again(place: Place, amal: Browser) -> None:
    mine, again = place.client(), "The words have changed since"
    before = Asked("prs", "read", {"refer": fingerprint("May we?", "As we said it last year.")})
    Consents(place.records, place.amal.account).say(mine.id, {"refer": True}, before)
    assert again in amal.get(f"/clients/{mine.id}/consent").text
    amal.post(f"/clients/{mine.id}/consent", refer="yes", how="read")
    assert again not in amal.get(f"/clients/{mine.id}/consent").text


# On paper -----------------------------------------------------------------------------------------


def test_nothing_on_paper_leads_to_a_record(place: Place, amal: Browser) -> None:
    mine = place.client()
    amal.post(f"/clients/{mine.id}/card/fill", save=token_hex(16), ring="My sister")
    for path in ("contact-card", "consent/paper", "card/paper"):
        page = amal.get(f"/clients/{mine.id}/{path}").text
        paper = page[page.index('<div class="paper">') : page.index("</main>")]
        assert mine.code not in paper, path
        assert mine.id not in paper, path
    card = amal.get(f"/clients/{mine.id}/contact-card").text
    assert card.count("0114\N{NO-BREAK SPACE}496\N{NO-BREAK SPACE}0100") == 2
    assert card.count("رهنمای من") >= 2


# The emergency card -------------------------------------------------------------------------------


def test_it_is_there_when_asked_for_and_gone_in_one_tap(place: Place, amal: Browser) -> None:
    mine = place.client()
    path = f"/clients/{mine.id}/card"
    assert "Make one only if the person asks" in amal.get(path).text
    form = fields(amal.get(f"{path}/fill"))
    typed = {"ring": EVERY_SCRIPT, "never": "x" * 10_000}
    refused = amal.post(f"{path}/fill", **form, **typed)
    assert refused.status_code == 400
    assert "x" * 10_000 in refused.text
    assert "<b>x" not in refused.text
    assert amal.post(f"{path}/fill", **form, ring=EVERY_SCRIPT, never="").status_code == 303
    shown = amal.get(path).text
    assert EVERY_SCRIPT.replace("<", "&lt;").replace(">", "&gt;") in shown
    assert amal.post(f"{path}/throw-away").status_code == 303
    assert "Make one only if the person asks" in amal.get(path).text


def test_two_people_who_fill_it_in_see_both(place: Place, amal: Browser) -> None:
    mine = place.client()
    path = f"/clients/{mine.id}/card/fill"
    first, second = fields(amal.get(path)), fields(amal.get(path))
    amal.post(path, **first, ring="My brother")
    both = amal.post(path, **second, ring="My friend")
    assert both.status_code == 409
    assert "My brother" in both.text
    assert 'value="My friend"' in both.text
    assert amal.post(path, **fields(both), ring="My friend").status_code == 303
    found = Cards(place.records, place.amal.account).of(mine.id)
    assert found is not None
    assert found.ring == "My friend"


@pytest.mark.parametrize(
    "path",
    ["consent", "consent/paper", "card", "card/fill", "contact-card", "held", "form/meeting"],
)
def test_a_translation_that_nobody_checked_says_so(place: Place, amal: Browser, path: str) -> None:
    said = "not checked yet"
    assert said in amal.get(f"/clients/{place.client().id}/{path}").text
    english = place.client(replace(DARI, tongue="en", lang="en"))
    assert said not in amal.get(f"/clients/{english.id}/{path}").text


# Every page, in every state -----------------------------------------------------------------------


def _pages(place: Place, prefix: str) -> Iterator[tuple[str, TestResponse]]:
    """Every page of this part, as a guide and a coordinator see it, also when it refuses."""
    amal, cora = place.enter(place.amal), place.enter(place.cora)
    plain, child = place.client(), place.client(replace(DARI, audiences=frozenset({"children"})))
    busy = place.client(replace(DARI, lang="en", contact=("call",), nation="wales"))
    at, nasty = f"{prefix}/clients/{busy.id}", '"><b>x'
    amal.post(f"{at}/consent", record="no", contact="no", feedback="yes", how="read")
    amal.post(f"{at}/card/fill", save=token_hex(16), ring=nasty, know=EVERY_SCRIPT)
    place.book(place.cora).open_words(busy.id, nasty)
    for path in ("", "/new"):
        yield f"GET /clients{path}", amal.get(f"{prefix}/clients{path}")
    yield "list of the house", cora.get(f"{prefix}/clients?stop={DARI.stage}")
    for client in (plain, child, busy):
        for path in ("", "/change", "/close", "/contact-card", "/consent", "/consent/paper"):
            yield f"GET {path}", amal.get(f"{prefix}/clients/{client.id}{path}")
    for path in ("/card", "/card/fill", "/card/paper"):
        yield f"GET {path}", amal.get(f"{at}{path}")
    yield "no card", amal.get(f"{prefix}/clients/{plain.id}/card")
    for path in ("", "/why", "/card"):
        yield f"coordinator {path}", cora.get(f"{at}{path}")
    yield "why not", cora.post(f"{at}/open", reason="", back=nasty)
    yield "register nothing", amal.post(f"{prefix}/clients/new", contact=nasty)
    yield "change wrongly", amal.post(f"{at}/change", tongue=nasty, nation=nasty)
    said = {"tongue": "prs", "lang": "prs", "stage": DARI.stage, "version": "999"}
    yield "change too late", amal.post(f"{at}/change", **said, contact="text-only")
    yield "close without why", amal.post(f"{at}/close")
    yield "no answer", amal.post(f"{at}/consent", record=nasty)
    yield "empty card", amal.post(f"{at}/card/fill")
    yield "card too late", amal.post(f"{at}/card/fill", know=nasty, version="7")
    amal.post(f"{at}/close", why="other")
    for path in ("", "/card"):
        yield f"finished {path}", amal.get(f"{at}{path}")
    yield "finished list", amal.get(f"{prefix}/clients")


@pytest.mark.parametrize(
    ("prefix", "lang", "direction"),
    [pytest.param("", "en", "ltr", marks=pytest.mark.full), ("/ar", "ar", "rtl")],
)
def test_every_page_keeps_the_rules_of_all_pages(
    place: Place, prefix: str, lang: str, direction: str
) -> None:
    shown = [answered(name, said, lang, direction) for name, said in _pages(place, prefix)]
    assert {each.status for each in shown} == {200, 400, 403, 409}
    wrong = [
        f"{each.name}: {fault}"
        for each in shown
        for rule in html_rules.RULES
        if each.page
        for fault in rule(each.page)
    ]
    assert not wrong
    assert not [fault for each in shown for fault in faults(each, "page for one")]
    assert not [each.name for each in shown if each.page and "<b>x" in each.page.html]
    titles = {text_of(e) for each in shown if each.page for e in each.page.all("title")}
    assert len(titles) == 1, "no tab says whose page it is"
