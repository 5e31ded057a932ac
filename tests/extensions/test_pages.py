"""Pages of plugins: behind the core's own walls, and in nobody's way when they fail."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from guides.accounts.domain import ROLES
from guides.accounts.service import form_token
from guides.web.security import HEADERS
from tests.accounts.house import Browser
from tests.extensions.conftest import MakeTown, Town, plugin_folder

CODE = """
import sqlalchemy as sa

ALL = {}


def say(request):
    viewer = request.viewer
    who = f"{viewer.role} {viewer.org is not None} {sorted(viewer.may)}" if viewer else "nobody"
    return Sent(f"{who} {sorted(request.form)} {request.lang}".encode())


def show(request):
    return Shown("a.html", {"said": request.query.get("said", ""), "own_name": "Somebody else"})


def breaks(request):
    raise ValueError(f"Amina {request.form}")


def answers(kind):
    return lambda request: eval(kind)


@hookimpl
def guides_permissions():
    return [Permission("lend", "Lend books.", ("guide", "coordinator"))]


@hookimpl
def guides_pages():
    wrong = ("None", "'text'", "Shown('../base.html')", "Shown('a.txt')", "Shown('none.html')",
             "Shown('bad.html')", "GoTo('https://x.example')", "GoTo('//x.example')", "1/0",
             "Sent('text')", "Sent(b'', filename='a\\\\r\\\\nb')", "exit(3)", "again()",
             "Sent(b'', 'text/html\\\\r\\\\nX: y')")
    return [
        Page("", "public", show), Page("who", "signed-in", say), Page("books", "my-town.lend", say),
        Page("people", "manage-accounts", say), Page("open", "public", say, ("GET", "POST")),
        Page("books/new", "my-town.lend", say, ("POST",)), Page("breaks", "public", breaks),
        Page("breaks", "public", breaks, ("POST",)),
        Page("on", "public", lambda r: GoTo("open")), Page("gone", "public", lambda r: Absent()),
        *(Page(f"wrong/{n}", "public", answers(kind)) for n, kind in enumerate(wrong)),
    ]


def again():
    return again()


@hookimpl
def guides_nav(viewer):
    return [NavLink("Books", "books")] if viewer and "my-town.lend" in viewer.may else []
"""
WRONG = 14
A = """{% extends 'base.html' %}
{% block head %}<link rel="stylesheet" href="{{ own_asset('a.css') }}">{% endblock %}
{% block content %}<h1>{{ said }} of {{ own_name }}</h1>
<a href="{{ own_link('open') }}">{{ t('brand') }}</a>
{% include 'plugin-my-town/row.html' %}{% endblock %}"""
OTHER = """
@hookimpl
def guides_pages():
    return [Page("", "public", lambda r: Shown("a.html"))]
"""


@pytest.fixture(scope="module")
def town(make_town: MakeTown, tmp_path_factory: pytest.TempPathFactory) -> Town:
    parent = tmp_path_factory.mktemp("plugins")
    mine = plugin_folder(
        parent, CODE, templates__a_html=A, templates__row_html="<p>a row of mine</p>",
        templates__bad_html="{{ 1 / 0 }}", static__a_css="h1 { color: navy }",
        static__secret_toml="key = 1", static__page_html="<script>1</script>",
    )  # fmt: skip
    other = plugin_folder(parent, OTHER, "other-town", templates__a_html="the other {{ own_name }}")
    return make_town(mine, other)


def test_a_page_stands_in_the_sites_own_frame_and_language(town: Town) -> None:
    page = town.as_nobody().get("/ar/plugin/my-town?said=Salam")
    assert page.status_code == 200
    assert '<html lang="ar" dir="rtl">' in page.text
    assert "Salam of Plugin my-town" in page.text  # the host's name for it, not the plugin's own
    assert 'href="/ar/plugin/my-town/open"' in page.text
    assert "a row of mine" in page.text


def test_templates_of_the_same_name_are_not_in_each_others_way(town: Town) -> None:
    assert town.as_nobody().get("/plugin/other-town").text == "the other Plugin other-town"


def test_what_is_filled_in_is_escaped(town: Town) -> None:
    page = town.as_nobody().get("/plugin/my-town?said=<script>alert(1)</script>").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("path", ["", "open", "who", "breaks", "static/a.css", "gone"])
def test_the_headers_are_those_of_every_page(town: Town, path: str) -> None:
    answer = town.as_("guide").get(f"/plugin/my-town/{path}".rstrip("/"))
    assert {name: answer.headers[name] for name in HEADERS} == HEADERS
    if "static" not in path:
        assert answer.headers["Cache-Control"] == "no-store"


def test_files_change_their_address_with_their_bytes(town: Town) -> None:
    page, browser = town.as_nobody().get("/plugin/my-town").text, town.as_nobody()
    address = page.split('href="/plugin/my-town/static/')[1].split('"')[0]
    file = browser.get(f"/plugin/my-town/static/{address}")
    assert (file.status_code, file.mimetype) == (200, "text/css")
    assert "max-age=31536000" in file.headers["Cache-Control"]
    assert (
        "max-age=31536000"
        not in browser.get("/plugin/my-town/static/a.css").headers["Cache-Control"]
    )


@pytest.mark.parametrize(
    "name",
    ["secret.toml", "page.html", "../plugin.py", "%2e%2e/plugin.py", "..%2fplugin.toml", ".a.css"],
)
def test_other_files_of_the_folder_are_not_served(town: Town, name: str) -> None:
    answer = town.as_nobody().get(f"/plugin/my-town/static/{name}")
    assert answer.status_code in (308, 404)
    assert "hookimpl" not in answer.text


# Who comes in --------------------------------------------------------------------------------

MAY = {
    "who": set(ROLES),
    "books": {"guide", "coordinator"},
    "people": {"coordinator", "administrator", "site"},
    "open": set(ROLES),
}


@pytest.mark.parametrize("path", MAY)
def test_each_role_sees_what_is_for_it_and_nothing_else(town: Town, path: str) -> None:
    seen = {r for r in ROLES if town.as_(r).get(f"/plugin/my-town/{path}").status_code == 200}
    assert seen == MAY[path]
    stranger = town.as_nobody().get(f"/plugin/my-town/{path}")
    assert stranger.status_code == (200 if path == "open" else 303)


def test_what_is_forbidden_looks_like_what_is_not_there(town: Town) -> None:
    browser = town.as_("panel")
    forbidden, absent = (browser.get(f"/plugin/my-town/{p}") for p in ("books", "nowhere"))
    assert forbidden.status_code == absent.status_code == 404
    assert forbidden.text.replace("books", "") == absent.text.replace("nowhere", "")


def test_a_plugin_is_told_role_and_organisation_and_no_more(town: Town) -> None:
    books = "/plugin/my-town/books"
    assert town.as_("guide").get(books).text == "guide True ['my-town.lend'] [] en"
    assert town.as_("site").get("/plugin/my-town/who").text == "site False [] [] en"
    # On a page for everybody nobody is signed in, as far as the plugin knows.
    assert town.as_("guide").get("/plugin/my-town/open").text == "nobody [] en"


def test_a_form_without_this_browsers_token_is_refused(town: Town) -> None:
    browser = town.as_("guide")
    path = "/plugin/my-town/books/new"
    assert browser.client.post(path, data={"book": "atlas"}).status_code == 400
    other = {"book": "atlas", "form_token": form_token("of another browser")}
    assert browser.client.post(path, data=other).status_code == 400
    sent = browser.post(path, book="atlas")
    assert sent.text.endswith("['book'] en")  # and the token is not the plugin's business


def test_another_site_cannot_send_a_form_for_everybody(town: Town) -> None:
    client, path = town.as_nobody().client, "/plugin/my-town/open"
    assert client.post(path, data={"a": "b"}).status_code == 200
    assert client.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert client.post(path, headers={"Origin": "https://x.example"}).status_code == 403


def test_links_lead_where_one_may_go(town: Town) -> None:
    link = 'href="/plugin/my-town/books"'
    assert link in town.as_("guide").get("/account").text
    assert link not in town.as_("panel").get("/account").text
    assert link not in town.as_nobody().get("/").text


def test_answers_without_a_page(town: Town) -> None:
    browser = town.as_nobody()
    assert browser.get("/ar/plugin/my-town/on").headers["Location"] == "/ar/plugin/my-town/open"
    assert browser.get("/plugin/my-town/gone").status_code == 404
    assert "attachment" in browser.get("/plugin/my-town/open").headers["Content-Disposition"]


# Pages that fail -----------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(WRONG))
def test_an_answer_that_is_none_is_a_page_that_says_whose_it_was(town: Town, number: int) -> None:
    answer = town.as_nobody().get(f"/plugin/my-town/wrong/{number}")
    assert answer.status_code == 500
    assert "The page is from Plugin my-town" in answer.text
    assert "Location" not in answer.headers


def test_the_log_says_where_and_nothing_that_was_typed(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        page = Browser.on(town.app).client.post("/plugin/my-town/breaks", data={"name": "Amina"})
    assert page.status_code == 500
    assert "raised ValueError (" in caplog.text
    assert "plugin.py:" in caplog.text
    assert "Amina" not in caplog.text
    assert "Amina" not in page.text
    assert town.as_nobody().get("/stop/claiming").status_code == 200


def test_a_plugin_that_the_organisation_switched_off_is_not_there(town: Town) -> None:
    """For its own people; those of another organisation, who come by the same address, keep it."""
    guide, running = town.as_("guide"), town.app.extensions["guides"]
    administrator, offices = town.people["administrator"].account, running.guarded.offices
    offices.choose(administrator, ["other-town"], offices.mine(administrator).version)
    running.look_again()
    for path in ("", "/open", "/static/a.css"):
        assert town.as_nobody().get(f"/plugin/my-town{path}").status_code == 404
    assert guide.get("/plugin/my-town/books").status_code == 404
    assert guide.get("/plugin/my-town/who").status_code == 404
    assert "/plugin/my-town" not in guide.get("/account").text
    assert town.as_nobody().get("/plugin/other-town").status_code == 200
    assert town.as_neighbour().get("/plugin/my-town/who").status_code == 200
    offices.choose(administrator, ["other-town", "my-town"], offices.mine(administrator).version)
    running.look_again()
    assert guide.get("/plugin/my-town/books").status_code == 200


def test_a_panel_and_a_link_that_fail_are_left_out_and_said(
    make_town: MakeTown, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    code = """
def explode(*_):
    raise KeyError("Amina")


@hookimpl
def guides_panels(slot, page):
    return explode() if page.stage != "claiming" else [Panel("A", "{fact:no-such-fact}")]


@hookimpl
def guides_nav(viewer):
    return explode()
"""
    browser = make_town(plugin_folder(tmp_path, code)).as_nobody()
    for path in ("/stop/settled", "/stop/claiming"):
        page = browser.get(path)
        assert page.status_code == 200
        assert "Local advice from Plugin my-town could not be shown." in page.text
        assert page.headers["Cache-Control"] == "no-store"  # the next reader may be luckier
    assert browser.get("/where").status_code == 200
    assert "plugin.py:" in caplog.text
    assert "Amina" not in caplog.text
