"""Who comes in where: the matrix of routes and roles, cookies, forms, leaving. Both databases."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

import pytest
from flask import Flask
from sqlalchemy import event, text
from werkzeug.test import TestResponse

from guides.accounts.domain import PERMISSIONS, Role
from guides.accounts.service import digest, form_token
from guides.meetings.client.service import Meetings
from guides.paths import BUNDLED_PLUGINS as BUNDLED
from guides.people.domain import Profile
from guides.people.service import Caseload
from guides.storage.engine import saving
from tests.accounts.house import ELSEWHERE, HERE, PASSWORD, Browser, House, Person, quick
from tests.conftest import MakeApp
from tests.contracts.conftest import answered
from tests.contracts.test_headers import EVERYWHERE, faults
from tests.directory.plugin_services import service_of_a_plugin
from tests.storage.databases import KINDS, fresh, upgraded
from tests.storage.tables import everything

WAYS_IN = ("GET", "POST")
CANARY = "kanarienvogel"


@pytest.fixture(scope="module", autouse=True)
def quick_hashes() -> Iterator[None]:
    with quick():
        yield


@pytest.fixture(scope="module", params=KINDS)
def app(request: pytest.FixtureRequest, make_app: MakeApp, tmp_path_factory) -> Flask:
    """A site with accounts; its keyring is on the same kind of database."""
    kind = request.param
    folder: Path = tmp_path_factory.mktemp(kind)
    keyring = "" if kind == "sqlite" else fresh(kind, folder)
    return make_app(database=upgraded(kind, folder), keyring=keyring)


def on_one(usual: str) -> pytest.MarkDecorator:
    """For the walks through all routes: on one kind of database, and in the full run on both.

    A query that forgot its WHERE is seen on SQLite: PostgreSQL has a second wall behind it.
    """
    late = [pytest.param(k, marks=[] if k == usual else [pytest.mark.full]) for k in KINDS]
    return pytest.mark.parametrize("app", late, indirect=True)


@pytest.fixture(scope="module")
def house(app: Flask) -> House:
    return House.of(app.extensions["guides"].guarded)


@pytest.fixture(scope="module")
def people(house: House) -> dict[str, Person]:
    return one_of_each(house)


def one_of_each(house: House) -> dict[str, Person]:
    """One of each, here; and two of another organisation."""
    roles: tuple[Role, ...] = ("guide", "coordinator", "administrator", "panel", "site")
    found: dict[str, Person] = {role: house.admit(f"the-{role}", role) for role in roles}
    found["administrator elsewhere"] = house.admit("admin-elsewhere", "administrator", ELSEWHERE)
    found["coordinator elsewhere"] = house.admit("coord-elsewhere", "coordinator", ELSEWHERE)
    return found


@pytest.fixture
def amina(house: House) -> Person:
    """Somebody new for each test that changes something."""
    number = len(everything(house.engine).get("account", ())) + 1
    return house.admit(f"amina-{number}", "guide")


def enter(app: Flask, house: House, person: Person, **more: bool) -> Browser:
    return Browser.on(app, house.enter(person, **more))


# The matrix ---------------------------------------------------------------------------------------

VISITORS = (
    *("nobody", "half", "guide", "coordinator", "administrator", "panel", "site"),
    *("administrator elsewhere", "coordinator elsewhere"),
)
OPENS: dict[tuple[str, str], int] = {
    # What comes back to those who may. POST is sent with the right token and nothing else.
    ("accounts.code", "GET"): 200,
    ("accounts.give_code", "POST"): 400,
    ("accounts.sign_out", "POST"): 303,
    ("accounts.mine", "GET"): 200,
    ("accounts.end", "POST"): 303,
    ("accounts.authenticator", "GET"): 200,
    ("accounts.set_authenticator", "POST"): 400,
    ("accounts.people", "GET"): 200,
    ("accounts.invite", "POST"): 400,
    ("accounts.reset", "POST"): 200,
    ("accounts.change_role", "POST"): 404,  # to no role
    ("accounts.dismiss", "POST"): 303,
    ("notes.export", "POST"): 200,
    ("notes.all", "GET"): 200,
    ("notes.add", "POST"): 400,
    ("notes.one", "GET"): 200,
    ("notes.change", "POST"): 400,
    ("notes.erase", "POST"): 303,
    ("clients.list", "GET"): 200,
    ("clients.new", "GET"): 200,
    ("clients.register", "POST"): 400,
    ("clients.one", "GET"): 200,
    ("clients.change", "GET"): 200,
    ("clients.save", "POST"): 400,
    ("clients.close", "GET"): 200,
    ("clients.end", "POST"): 400,
    ("clients.reopen", "POST"): 303,
    ("clients.why", "GET"): 200,
    ("clients.open_words", "POST"): 400,
    ("clients.saw", "POST"): 303,
    ("clients.contact_card", "GET"): 200,
    ("consent.page", "GET"): 200,
    ("consent.say", "POST"): 400,
    ("consent.withdraw", "POST"): 400,
    ("consent.paper", "GET"): 200,
    ("card.page", "GET"): 200,
    ("card.fill", "GET"): 200,
    ("card.save", "POST"): 400,
    ("card.throw_away", "POST"): 303,
    ("card.paper", "GET"): 303,  # there is none: to the page that says so
    ("referrals.list", "GET"): 200,
    ("referrals.find", "POST"): 200,  # without a need: all that fits
    ("referrals.choose", "POST"): 404,  # no service is named
    ("referrals.send", "POST"): 404,
    ("referrals.one", "GET"): 404,  # no referral is there; tests/people has some
    ("referrals.answer", "POST"): 404,
    ("referrals.slip", "GET"): 404,
    ("recall.list", "GET"): 200,
    ("recall.again", "POST"): 404,
    ("recall.gone", "POST"): 303,  # what is gone is gone
    ("access.page", "GET"): 200,
    ("access.export", "POST"): 400,
    ("access.erasing", "GET"): 200,
    ("access.erase", "POST"): 400,
    ("answers.fill", "GET"): 200,
    ("answers.save", "POST"): 400,
    ("answers.read", "GET"): 200,
    ("answers.monitoring", "GET"): 200,
    ("answers.count", "POST"): 400,
    ("meeting.prepare", "GET"): 200,
    ("meeting.begin", "POST"): 303,
    ("meeting.run", "GET"): 200,
    ("meeting.save", "POST"): 303,  # nothing was ticked
    ("meeting.again", "GET"): 200,
    ("meeting.finish", "GET"): 200,
    ("meeting.close", "POST"): 400,
    ("meeting.sheet", "POST"): 200,
    ("meeting.step", "POST"): 404,  # there is no such step
    ("meeting.practice", "GET"): 200,
    ("meeting.practise", "POST"): 400,
    ("offices.plugins", "GET"): 200,
    ("offices.choose", "POST"): 303,
    ("packs.plugins", "GET"): 200,
    ("packs.add", "POST"): 200,  # without a file: the list
    ("packs.act", "POST"): 404,  # there is no such act
    ("extensions.settings", "GET"): 404,  # the plugin has none; test_settings.py has one
    ("extensions.save_settings", "POST"): 404,
    ("boundary.look", "POST"): 200,
    ("desk.search", "GET"): 200,
    ("desk.find", "POST"): 200,
    ("desk.one", "GET"): 200,
    ("desk.say", "POST"): 400,
    ("desk.correct", "GET"): 200,
    ("desk.save", "POST"): 400,
    ("keeping.queue", "GET"): 200,
    ("keeping.settle", "POST"): 303,
    ("keeping.pairs", "GET"): 200,
    ("keeping.decide", "POST"): 404,  # about no two services
    ("keeping.gaps", "GET"): 200,
    ("keeping.choose_area", "POST"): 303,
    ("keeping.area", "GET"): 404,  # no service is there; tests/desk has one that is
    ("supervision.today", "GET"): 200,
    ("supervision.calendar", "GET"): 200,
    ("supervision.match", "GET"): 200,
    ("supervision.assign", "POST"): 400,
    ("supervision.guides", "GET"): 200,
    ("supervision.guide", "GET"): 200,
    ("supervision.save_guide", "POST"): 400,
    ("supervision.move", "POST"): 400,
    ("supervision.refer_in", "GET"): 200,
    ("supervision.refer", "POST"): 400,
    ("supervision.profile", "GET"): 200,
    ("supervision.check_in", "GET"): 200,
    ("supervision.say", "POST"): 400,
    ("imports.list", "GET"): 200,
    ("imports.bring", "POST"): 400,
    ("imports.meant", "POST"): 400,
    ("imports.one", "GET"): 404,  # what a plugin brought is not given back by hand
    ("imports.rows", "GET"): 404,
    ("imports.act", "POST"): 404,
}
FILLED = {
    "<plugin>": "paper-folder", "<act>": "nothing", "<int:number>": "1", "<action>": "new",
    "<int:first>": "0", "<area>": "E08000003", "<moment>": "assessment",
    "<referral>": "0" * 32, "<held>": "0" * 32, "<step>": "0" * 32,
}  # fmt: skip
"""Holes that are filled with the same for everybody."""
ONLY: dict[str, tuple[str, ...]] = {
    # Of those who may, only these reach this row: a guide's account, a note of ours.
    "accounts.reset": ("coordinator", "administrator"),
    "accounts.dismiss": ("coordinator", "administrator"),
    "notes.one": ("guide", "coordinator"),
    "desk.one": ("guide", "coordinator"),
    "desk.say": ("guide", "coordinator"),
    "desk.correct": ("coordinator",),
    "desk.save": ("coordinator",),
    "keeping.settle": ("coordinator",),
    "supervision.guide": ("coordinator",),
    "supervision.save_guide": ("coordinator",),
    "supervision.move": ("coordinator",),
    "notes.change": ("coordinator",),
    "notes.erase": ("coordinator",),
}
WORDS: frozenset[str] = frozenset(
    {
        *("card.page", "card.fill", "card.save", "card.paper"),
        *(f"referrals.{act}" for act in ("list", "find", "choose", "send", "one", "answer")),
        *("referrals.slip", "access.page", "access.export"),
        "answers.read",
        "meeting.run",
    }
)
"""Endpoints that show what was written about a client: a coordinator is asked why first (403)."""


def nobody_there(rule: str) -> str:
    """An address that leads to nobody's row."""
    for hole in ("<note>", "<client>", "<meeting>"):
        rule = rule.replace(hole, "0" * 32)
    return rule.replace("<int:account>", "1")


def _guarded(app: Flask) -> list[tuple[str, str, str, str]]:
    """Every route that is not for everybody: address, method, endpoint, who."""
    found = []
    filled = FILLED | {
        "<service>": service_of_a_plugin(app.extensions["guides"].registry.for_org())
    }
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "access", "public")
        if access == "public" or rule.rule.startswith("/<language"):
            continue
        path = rule.rule
        for hole, value in filled.items():
            path = path.replace(hole, value)
        found += [(path, m, rule.endpoint, access) for m in WAYS_IN if m in (rule.methods or ())]
    return found


def _client(app: Flask, people: dict[str, Person]) -> str:
    """A client of the guide, who is new."""
    records = app.extensions["guides"].guarded.records
    profile = Profile(tongue="prs", lang="prs", stage="preparing-substantive-interview")
    return Caseload(records, people["guide"].account).register(profile, token_hex(16)).id


def _meeting(app: Flask, people: dict[str, Person], client: str) -> str:
    """A meeting of the guide with this client, which has begun."""
    records = app.extensions["guides"].guarded.records
    return Meetings(records, people["guide"].account).begin(client, token_hex(16)).id


def expected(who: str, rule: str, endpoint: str, method: str, access: str) -> tuple[int, str]:
    """Status, and where to; from the table of permissions that people read."""
    if who == "nobody":
        return 303, "/sign-in"
    if (access == "half") != (who == "half"):
        return 303, "/account" if access == "half" else "/sign-in/code"
    role: Role = who.split()[0]  # type: ignore[assignment]
    if access not in ("half", "signed-in") and access not in PERMISSIONS[role]:
        return 404, ""
    if endpoint in WORDS and who == "coordinator":
        return 403, ""
    if "<client>" in rule and who.endswith("elsewhere"):
        return 404, ""
    if endpoint in ONLY and who not in ONLY[endpoint]:
        # A note that is not there is told before what is wrong with its text, and after it.
        return (400 if endpoint == "notes.change" else 404), ""
    return OPENS[endpoint, method], ""


@on_one("sqlite")
def test_the_matrix_of_routes_and_roles(
    app: Flask, house: House, people: dict[str, Person]
) -> None:
    walk_through(app, house, people)


@pytest.mark.full
@pytest.mark.parametrize("plugin", sorted(p.parent.name for p in BUNDLED.glob("*/plugin.toml")))
def test_the_matrix_with_each_bundled_plugin(make_app: MakeApp, plugin: str) -> None:
    app = make_app(plugins=sorted({plugin, "riverside"}))  # whose services are corrected
    house = House.of(app.extensions["guides"].guarded)
    walk_through(app, house, one_of_each(house))


def walk_through(app: Flask, house: House, people: dict[str, Person]) -> None:
    """Every route, as each visitor: what comes back is what the tables say."""
    notes = app.extensions["guides"].guarded.notes
    coordinator = people["coordinator"]
    wrong, looked_at = [], 0
    every = _guarded(app)
    routes = [each for each in every if not each[2].startswith("plugin_")]
    for path, method, *_ in (each for each in every if each not in routes):
        # What opens to whom there, the plugin's own tests say; to strangers nothing does.
        stranger = Browser.on(app)
        answer = stranger.get(path) if method == "GET" else stranger.post(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/sign-in"), path
    assert {(endpoint, method) for _, method, endpoint, _ in routes} == OPENS.keys()
    tokens: dict[str, str] = {}
    for number, (rule, method, endpoint, access) in enumerate(routes):
        client = _client(app, people) if "<client>" in rule else ""
        for who in VISITORS:
            mine = "<int:account>" in rule
            victim = house.admit(f"victim-{number}-{who}", "guide") if mine else None
            path = rule.replace("<int:account>", str(victim.account.id) if victim else "")
            if "<note>" in rule:
                note = notes.add(coordinator.account, "a note", f"{number:016}{len(who):016}")
                path = rule.replace("<note>", note.id)
            if "<client>" in rule:
                path = rule.replace("<client>", client)
                if "<meeting>" in rule:
                    path = path.replace("<meeting>", _meeting(app, people, client))
            token = tokens.get(who, "")
            if who != "nobody" and house.accounts.who(token) is None:
                token = house.half(coordinator) if who == "half" else house.enter(people[who])
                tokens[who] = token
            browser = Browser.on(app, token)
            answer = browser.get(path) if method == "GET" else browser.post(path)
            found = answer.status_code, answer.headers.get("Location", "")
            status, where = expected(who, rule, endpoint, method, access)
            looked_at += 1
            if found[0] != status or (where and found[1] != where):
                wrong.append(f"{who}: {method} {rule}: {found} instead of {status} {where}")
            if endpoint.startswith("accounts."):
                tokens.pop(who, None)
                house.clock.move(minutes=1)  # so that nobody has to wait for a wrong code
    assert not wrong, "\n".join(wrong)
    assert looked_at == len(OPENS) * len(VISITORS)


def test_forbidden_and_absent_look_the_same(
    app: Flask, house: House, people: dict[str, Person]
) -> None:
    """The whole answer, byte for byte: no id tells whether it is somebody's."""
    note = app.extensions["guides"].guarded.notes.add(
        people["coordinator"].account, "a note", "0" * 32
    )
    of_another, of_nobody = people["administrator elsewhere"].account.id, 987_654
    browser = enter(app, house, people["coordinator"])

    def seen(answer: TestResponse) -> object:
        return answer.status_code, sorted(answer.headers), answer.data

    for act in ("reset", "dismiss"):
        absent = seen(browser.post(f"/people/{of_nobody}/{act}"))
        assert absent == seen(browser.post(f"/people/{of_another}/{act}"))
        assert absent == seen(browser.post(f"/people/{people['coordinator'].account.id}/{act}"))
        assert absent == seen(browser.post(f"/people/{10**30}/{act}"))
    other = enter(app, house, people["coordinator elsewhere"])
    assert seen(other.get(f"/notes/{note.id}")) == seen(other.get(f"/notes/{'0' * 32}"))
    guide = enter(app, house, people["guide"])
    assert seen(guide.get("/people")) == seen(guide.get("/no-such-page"))


def test_without_accounts_nothing_of_them_is_there(make_app: MakeApp) -> None:
    app = make_app(master_key="")
    client = app.test_client()
    client.set_cookie("guides", "a-token-from-elsewhere")
    routes = [(rule, method) for rule, method, *_ in _guarded(app)]
    routes += [(rule, method) for rule in ("/sign-in", "/join") for method in WAYS_IN]
    for rule, method in routes:
        path = nobody_there(rule)
        assert client.open(path, method=method).status_code == 404, path
    assert client.get("/").status_code == 200
    assert client.get("/leave").status_code == 303


def test_a_role_that_needs_an_authenticator_gets_nowhere_without_one(
    app: Flask, house: House
) -> None:
    number = len(everything(house.engine)["account"])
    code = house.people.found(HERE, f"new-{number}", "coordinator")
    house.people.join(code, PASSWORD)
    browser = Browser.on(app, house.accounts.sign_in(f"new-{number}", PASSWORD, "192.0.2.9"))
    for rule, method, endpoint, access in _guarded(app):
        if access == "half" or endpoint in ("accounts.authenticator", "accounts.sign_out"):
            continue
        if access not in {"signed-in", *PERMISSIONS["coordinator"]}:
            continue  # not there for this role, with an authenticator or without
        path = nobody_there(rule)
        answer = browser.get(path) if method == "GET" else browser.post(path)
        if endpoint == "accounts.set_authenticator":
            assert answer.status_code == 400
        else:
            assert answer.headers["Location"] == "/account/authenticator", path
    assert browser.get("/account/authenticator").status_code == 200


# Signing in and out, in a browser ----------------------------------------------------------------


def sign_in(browser: Browser, person: Person, password: str = PASSWORD) -> TestResponse:
    return browser.post("/sign-in", name=person.name, password=password)


def test_the_whole_way_in_and_out(app: Flask, house: House) -> None:
    number = len(everything(house.engine)["account"])
    yusuf = house.admit(f"yusuf-{number}", "coordinator")
    browser = Browser.on(app)
    assert sign_in(browser, yusuf).headers["Location"] == "/account"
    half = browser.client.get_cookie("guides")
    assert browser.get("/account").headers["Location"] == "/sign-in/code"
    assert browser.post("/sign-in/code", code=house.digits(yusuf)).status_code == 303
    whole = browser.client.get_cookie("guides")
    assert half is not None
    assert whole is not None
    assert half.value != whole.value
    assert Browser.on(app, half.value).get("/sign-in/code").headers["Location"] == "/sign-in"
    assert yusuf.name in browser.get("/account").text
    copied = Browser.on(app, whole.value)
    assert copied.get("/account").status_code == 200
    answer = browser.post("/sign-out")
    assert answer.headers["Location"] == "/sign-in"
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies"'
    assert browser.client.get_cookie("guides") is None
    assert copied.get("/account").headers["Location"] == "/sign-in"


def test_a_cookie_is_as_closed_as_it_can_be(app: Flask, amina: Person) -> None:
    for address, name, secure in (
        ("http://localhost", "guides", False),
        ("https://localhost", "__Host-guides", True),
    ):
        answer = app.test_client().post(
            "/sign-in", base_url=address, data={"name": amina.name, "password": PASSWORD}
        )
        (cookie,) = answer.headers.getlist("Set-Cookie")
        parts = {part.strip() for part in cookie.split(";")}
        assert cookie.startswith(f"{name}=")
        assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= parts
        assert ("Secure" in parts) is secure
        assert not [p for p in parts if p.startswith(("Expires", "Max-Age", "Domain"))]


def test_signing_in_again_ends_what_was_open_in_this_browser(app: Flask, amina: Person) -> None:
    browser = Browser.on(app)
    sign_in(browser, amina)
    first = browser.client.get_cookie("guides")
    sign_in(browser, amina)
    assert first is not None
    assert Browser.on(app, first.value).get("/account").headers["Location"] == "/sign-in"
    assert browser.get("/account").status_code == 200


def test_a_wrong_name_and_a_wrong_password_get_the_same_page(app: Flask, amina: Person) -> None:
    def page(name: str) -> str:
        answer = app.test_client().post("/sign-in", data={"name": name, "password": "a guess"})
        assert answer.status_code == 400
        assert "Set-Cookie" not in answer.headers
        return answer.text.replace(name, "…")

    assert page(amina.name) == page("nobody-" + amina.name)


def test_joining_by_the_form(app: Flask, house: House) -> None:
    code = house.people.found(HERE, f"joins-{token_hex(4)}", "guide")
    browser = Browser.on(app)
    refused = browser.post("/join", code=code, password="short")
    assert refused.status_code == 400
    assert code in refused.text
    assert browser.post("/join", code=code, password=PASSWORD).headers["Location"] == "/sign-in"
    assert browser.post("/join", code=code, password=PASSWORD).status_code == 400


def test_idle_and_shared_limits_hold_in_the_browser(
    app: Flask, house: House, amina: Person
) -> None:
    own, shared = enter(app, house, amina), enter(app, house, amina, shared=True)
    house.clock.move(minutes=9)
    assert [b.get("/account").status_code for b in (own, shared)] == [200, 200]
    house.clock.move(minutes=11)
    assert [b.get("/account").status_code for b in (own, shared)] == [200, 303]
    house.clock.move(minutes=31)
    assert own.get("/account").status_code == 303


def test_a_dismissed_persons_open_tab_is_refused(
    app: Flask, house: House, people: dict[str, Person], amina: Person
) -> None:
    tab = enter(app, house, amina)
    assert tab.get("/notes").status_code == 200
    boss = enter(app, house, people["coordinator"])
    assert boss.post(f"/people/{amina.account.id}/dismiss").status_code == 303
    assert tab.get("/notes").headers["Location"] == "/sign-in"
    assert tab.post("/account/end", sign_in="1").headers["Location"] == "/sign-in"


@pytest.mark.parametrize("sent", ["", "²", "-1", "1e9", "9" * 11, "9" * 400, "x"])
def test_ending_what_is_not_there_ends_nothing(
    app: Flask, house: House, amina: Person, sent: str
) -> None:
    browser = enter(app, house, amina)
    assert browser.post("/account/end", sign_in=sent).status_code == 303
    assert browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    "cookies",
    [{"remember_token": "1|abc"}, {"session": "x"}, {"guides": "é" * 40}, {"guides": "a" * 3_000}],
)
def test_odd_cookies_open_and_break_nothing(app: Flask, cookies: dict[str, str]) -> None:
    client = app.test_client()
    for name, value in cookies.items():
        client.set_cookie(name, value)
    assert client.get("/account").headers["Location"] == "/sign-in"
    assert client.get("/").status_code == 200
    assert client.get("/leave").status_code == 303


# Risky acts, forms, other sites ------------------------------------------------------------------


def test_the_password_is_asked_for_again_before_what_can_do_harm(
    app: Flask, house: House, people: dict[str, Person], amina: Person
) -> None:
    """Each act waits for it, and what was typed goes along."""
    browser = enter(app, house, people["coordinator"])
    house.clock.move(minutes=11)
    before = everything(house.engine)["account"], everything(house.engine).get("invitation")
    hers = f"/people/{amina.account.id}"
    asking = {f"{hers}/reset", f"{hers}/role", f"{hers}/dismiss", "/people", "/notes/export"}
    asking |= {"/clients/<client>/held", "/clients/<client>/erase"}  # there or not
    others = {"/plugins", "/plugins/site", "/plugins/site/paper-folder/nothing"}  # not hers to open
    others.add("/plugins/paper-folder/settings")
    guarded = {rule for rule, _, endpoint, _ in _guarded(app)
               if getattr(app.view_functions[endpoint], "step_up", False)}  # fmt: skip
    assert {path.replace(hers, "/people/<int:account>") for path in asking} | others == guarded
    for path in (*asking, "/account/authenticator"):
        answer = browser.post(path, name="somebody-new <b>", role="guide")
        assert (answer.status_code, b"password_again" in answer.data) == (403, True), path
        assert b'value="somebody-new &lt;b&gt;"' in answer.data, path
    wrong = browser.post("/people", name="somebody-new", role="guide", password_again="a guess")
    assert (wrong.status_code, b"somebody-new" in wrong.data) == (403, True)
    assert b"a guess" not in wrong.data
    after = everything(house.engine)["account"], everything(house.engine).get("invitation")
    assert after == before
    done = browser.post("/people", name="somebody-new", role="guide", password_again=PASSWORD)
    assert done.status_code == 200
    assert b"somebody-new" in done.data
    assert browser.post(f"{hers}/reset").status_code == 200, "for ten minutes nothing more is asked"


def test_a_role_is_changed_within_an_organisation_and_ends_the_sign_in(
    app: Flask, house: House, people: dict[str, Person], amina: Person
) -> None:
    hers = enter(app, house, amina)
    role = f"/people/{amina.account.id}/role"
    boss = enter(app, house, people["administrator"])
    for wrong in ("site", "king", ""):
        assert boss.post(role, role=wrong).status_code == 404
    assert enter(app, house, people["coordinator"]).post(role, role="panel").status_code == 404
    assert boss.post(role, role="coordinator").status_code == 303
    assert hers.get("/account").headers["Location"] == "/sign-in"
    fresh = enter(app, house, amina)
    assert fresh.get("/notes").headers["Location"] == "/account/authenticator", "a role with harm"
    own = f"/people/{people['administrator'].account.id}/role"
    assert boss.post(own, role="guide").status_code == 404, "nobody changes their own"


def test_notes_are_carried_away_by_those_who_may(
    app: Flask, house: House, people: dict[str, Person]
) -> None:
    writer = enter(app, house, people["coordinator"])
    writer.post("/notes", text="=The key hangs at the desk.", save="a" * 32)
    found = writer.post("/notes/export")
    assert "=The key hangs at the desk." in found.text
    assert found.headers["Cache-Control"] == "no-store"
    assert found.headers["Content-Disposition"] == "attachment; filename=notes.txt"
    elsewhere = enter(app, house, people["coordinator elsewhere"]).post("/notes/export")
    assert "desk" not in elsewhere.text


@on_one("sqlite")
def test_a_form_without_the_token_of_its_browser_is_refused(
    app: Flask, house: House, people: dict[str, Person]
) -> None:
    other = house.enter(people["coordinator"])
    tried = set()
    for rule, method, endpoint, access in _guarded(app):
        if method != "POST":
            continue
        path = nobody_there(rule)
        roles: tuple[Role, ...] = ("coordinator", "administrator", "site", "guide")
        able = people[next((r for r in roles if access in PERMISSIONS[r]), "coordinator")]
        token = house.half(able) if access == "half" else house.enter(able)
        for sent in (None, "", "é", form_token(other), token, form_token(token, "other")):
            client = Browser.on(app, token).client
            data = {} if sent is None else {"form_token": sent}
            assert client.post(path, data=data).status_code == 400, (path, sent)
        assert house.accounts.who(token) is not None, "nothing was done"
        tried.add(endpoint)
    assert len(tried) == len([key for key in OPENS if key[1] == "POST"])


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_no_other_site_sends_a_form(
    app: Flask, house: House, people: dict[str, Person], site: str
) -> None:
    browser = enter(app, house, people["coordinator"])
    paths = [rule for rule, method, *_ in _guarded(app) if method == "POST"]
    for rule in (*paths, "/sign-in", "/join"):
        path = rule.replace("<int:account>", "1").replace("<note>", "0" * 32)
        for headers in ({"Sec-Fetch-Site": site}, {"Origin": "https://evil.example"}):
            assert browser.client.post(path, headers=headers).status_code == 403, path


@on_one("sqlite")
def test_no_get_changes_anything_but_when_somebody_was_seen(
    app: Flask, house: House, people: dict[str, Person]
) -> None:
    note = app.extensions["guides"].guarded.notes.add(
        people["coordinator"].account, "a note", "f" * 32
    )
    tokens = [house.enter(people[who]) for who in people] + [house.half(people["coordinator"])]
    client = _client(app, people)
    holes = {"<note>": note.id, "<client>": client, "<meeting>": _meeting(app, people, client)}

    def stored() -> dict[str, list[dict[str, object]]]:
        found = everything(house.engine)
        found.pop("audit_entry")  # who looked at notes
        for row in found["sign_in"]:
            row.pop("seen")
        return {name: sorted(rows, key=repr) for name, rows in found.items()}

    before = stored()
    own = [path for path, method, _, _ in _guarded(app) if method == "GET"]
    every = [rule.rule for rule in app.url_map.iter_rules() if "<language" not in rule.rule]
    everybodys = {*every} - {"/leave", "/static/<path:filename>"}
    for token in tokens:
        house.clock.move(seconds=25)
        browser = Browser.on(app, token)
        # Pages for everybody never look who is there (a test below), so one visitor is enough.
        for path in (*own, *sorted(everybodys)) if token == tokens[0] else own:
            there = path.replace("<int:account>", "1")
            for hole, value in holes.items():
                there = there.replace(hole, value)
            browser.get(there)
            browser.client.head(there)
    assert stored() == before


# Pages for everybody -----------------------------------------------------------------------------


def test_pages_for_everybody_never_look_who_is_there(
    app: Flask, house: House, amina: Person
) -> None:
    """They are kept and sent to the next visitor, so they must not know this one."""
    browser = enter(app, house, amina)
    asked: list[str] = []

    def listen(_c: object, _u: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(house.engine, "before_cursor_execute", listen)
    try:
        for path in ("/", "/ar/", "/where", "/stop/claiming", "/about", "/held", "/sign-in", "/no"):
            mine, theirs = browser.get(path), app.test_client().get(path)
            assert mine.data == theirs.data, path
            for answer in (mine, theirs):
                assert "Set-Cookie" not in answer.headers
                assert "Cookie" not in answer.headers.get("Vary", "")
    finally:
        event.remove(house.engine, "before_cursor_execute", listen)
    assert not [said for said in asked if "sign_in" in said or "account" in said]


def test_pages_of_ones_own_are_kept_nowhere(
    app: Flask, house: House, people: dict[str, Person]
) -> None:
    browser = enter(app, house, people["coordinator"])
    for path in ("/account", "/account/authenticator", "/account/prove", "/people", "/notes"):
        answer = answered(path, browser.get(path), "en", "ltr")
        assert not faults(answer, "page for one")
    for wrong in (browser.get("/account/x"), browser.client.post("/people", data={})):
        assert wrong.headers["Cache-Control"] == "no-store"
        assert {name: wrong.headers[name] for name in EVERYWHERE} == EVERYWHERE
    assert Browser.on(app).get("/account").headers["Cache-Control"] == "no-store"


# Leaving ------------------------------------------------------------------------------------------


def test_leaving_ends_the_session_on_the_server_too(
    app: Flask, house: House, amina: Person
) -> None:
    browser = enter(app, house, amina)
    copied = Browser.on(app, browser.token)
    page = browser.get("/account").text
    assert 'data-neutral="/leave"' in page, "the script goes by way of the server"
    assert 'data-neutral="/leave"' not in browser.get("/").text
    answer = browser.get("/leave")
    assert answer.status_code == 303
    assert answer.headers["Location"] == app.extensions["guides"].settings.leave_url
    assert browser.client.get_cookie("guides") is None
    assert copied.get("/account").headers["Location"] == "/sign-in"


def test_a_link_on_another_site_signs_nobody_out(app: Flask, house: House, amina: Person) -> None:
    browser = enter(app, house, amina)
    answer = browser.get("/leave", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 303
    assert browser.get("/account").status_code == 200


def test_leaving_works_without_a_database(make_app: MakeApp) -> None:
    client = make_app(database=False).test_client()
    client.set_cookie("guides", "x")
    answer = client.get("/leave")
    assert answer.status_code == 303
    assert "guides=;" in answer.headers["Set-Cookie"]


# Guesses, and where they come from ----------------------------------------------------------------


def _guess(app: Flask, name: str, times: int, **environ: str) -> list[bool]:
    """How many were looked at: whoever has to wait is told so."""
    words = app.extensions["guides"].view.words
    told = []
    for number in range(times):
        headers = {"X-Forwarded-For": f"203.0.113.{number}"}
        answer = app.test_client().post(
            "/sign-in",
            data={"name": name, "password": "a guess"},
            headers=headers,
            environ_overrides=environ,
        )
        assert answer.status_code == 400
        told.append(words["sign-in-wait"] in answer.text)
    return told


def test_a_forged_address_does_not_help(app: Flask, amina: Person) -> None:
    looked_at = _guess(app, amina.name, 8, REMOTE_ADDR="192.0.2.77")
    assert looked_at == [False] * 5 + [True] * 3


def test_behind_a_proxy_the_address_that_it_saw_counts(make_app: MakeApp) -> None:
    app = make_app(proxies=1)
    house = House.of(app.extensions["guides"].guarded)
    house.admit("amina", "guide")
    client = app.test_client()
    told = []
    for number in range(8):
        seen = {"X-Forwarded-For": f"203.0.113.{number}, 198.51.100.7"}  # the last is the proxy's
        form = {"name": "amina", "password": "a guess"}
        told.append("too many" in client.post("/sign-in", data=form, headers=seen).text)
    assert told == [False] * 5 + [True] * 3
    elsewhere = {"X-Forwarded-For": "198.51.100.8"}
    form = {"name": "amina", "password": PASSWORD}
    assert client.post("/sign-in", data=form, headers=elsewhere).status_code == 303


def test_half_of_a_new_address_says_who_it_is(app: Flask, house: House) -> None:
    number = len(everything(house.engine)["account"])
    house.admit(f"six-{number}", "guide")
    told = [
        _guess(app, f"six-{number}", 1, REMOTE_ADDR=f"2001:db8:1:2::{last:x}")[0]
        for last in range(1, 8)
    ]
    assert told == [False] * 5 + [True] * 2
    mapped = _guess(app, f"six-{number}", 1, REMOTE_ADDR="::ffff:192.0.2.200")
    assert mapped == [False]


# What is never said -------------------------------------------------------------------------------


def test_names_passwords_and_codes_stand_in_no_log_address_or_title(
    app: Flask, house: House, people: dict[str, Person], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    number = len(everything(house.engine)["account"])
    name, password = f"{CANARY}-{number}", f"{CANARY} river tulip"
    boss = enter(app, house, people["coordinator"])
    made = boss.post("/people", name=name, role="guide")
    code = made.text.split('<p class="num code" dir="ltr">')[1].split("<")[0]
    browser = Browser.on(app)
    answers = [
        made,
        browser.post("/join", code=code, password=f"{CANARY}"),
        browser.post("/join", code=code, password=password),
        browser.post("/sign-in", name=name, password=f"{password} wrong"),
        browser.post("/sign-in", name=name, password=password),
        browser.get("/account"),
        browser.get("/account/authenticator"),
        browser.post("/account/authenticator", secret="A" * 32, code=CANARY),
        browser.post("/account/prove", password=f"{password} wrong"),
        browser.post("/account/end", sign_in=CANARY),
    ]
    titles = [a.text.partition("</title>")[0] for a in answers]
    said = [*titles, *(a.headers.get("Location", "") for a in answers), caplog.text]
    hidden = (CANARY, code, code.replace("-", ""))
    assert not [word for word in hidden for text_ in said if word in text_]
    assert not [a for a in answers if password in a.text]
    stored = repr(everything(house.engine))
    assert not [word for word in (password, code, browser.token or "-none-") if word in stored]
    assert stored.count(CANARY) == 2, "the name to sign in with, and how it is compared"


def test_a_database_that_breaks_says_nothing_of_what_was_typed(
    make_app: MakeApp, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    app = make_app()
    with saving(app.extensions["guides"].engine) as session:
        session.execute(text("DROP TABLE throttle"))
    form = {"name": CANARY, "password": f"{CANARY} river tulip", "code": CANARY}
    for path in ("/sign-in", "/join"):
        answer = app.test_client().post(path, data=form)
        assert CANARY not in answer.text.replace(f'value="{CANARY}"', "")
    assert CANARY not in caplog.text
    assert "OperationalError" in caplog.text


def test_the_database_does_not_hold_what_signs_in(app: Flask, house: House, amina: Person) -> None:
    token = house.enter(amina)
    stored = repr(everything(house.engine))
    assert token not in stored
    assert digest(token) in stored
