"""Choosing a language: by its own name, and back to the page that one came from."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guides.plugins.registry import View
from tests.contracts.html_rules import Page, text_of
from tests.directory.plugin_services import service_of_a_plugin

ALONE = {
    "web.leave",  # leads out
    "web.languages",  # is where one is
    "meetings.run",  # has its choices behind the question mark
    "meetings.printing",  # belongs to one print job
    "meetings.batch",
    "provenance.mistake",  # is about another page
    "supervision.calendar",  # is a file
}
"""Nobody comes back to these."""


def _choices(client: FlaskClient, path: str) -> dict[str, str]:
    """Language to address, as the page offers them."""
    page = Page(path, "en", "ltr", client.get(path).text)
    return {a.get("hreflang", ""): a.get("href", "") for a in page.all("a") if a.get("hreflang")}


def _url(app: Flask, endpoint: str, values: dict[str, str]) -> str:
    return app.url_for(endpoint, **values)  # type: ignore[arg-type]


def _pages(app: Flask, view: View) -> list[tuple[str, str]]:
    """Each page that has no hole, or is about one stop or question, in English and Arabic."""
    fill = {"stage": next(iter(view.stages)), "question": next(iter(view.questions))}
    fill |= {"edition": "ABCDEF0123", "plugin": "women", "name": "fgm", "note": "0" * 32}
    fill |= {"service": service_of_a_plugin(view), "number": "1", "action": "new", "first": "0"}
    fill |= {"area": "E08000003", "moment": "closure"}
    fill |= dict.fromkeys(("client", "meeting", "referral", "account"), "0" * 32)
    fill["account"] = "1"
    found = []
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            wanted = "GET" in (rule.methods or ()) and "lang" in rule.arguments
            if wanted and rule.endpoint not in ALONE:
                values = {name: fill[name] for name in rule.arguments if name in fill}
                both = [_url(app, rule.endpoint, values | {"lang": lang}) for lang in ("en", "ar")]
                found.append((both[0], both[1]))
    return sorted(set(found))


def test_every_page_comes_back_in_the_other_language(
    app: Flask, client: FlaskClient, view: View
) -> None:
    faults = []
    for english, arabic in _pages(app, view):
        for came_from in (english, arabic):
            offered = _choices(client, f"/languages?page={quote(came_from)}")
            if (offered["en"], offered["ar"]) != (english, arabic):
                faults.append(f"{came_from}: {offered}")
    assert not faults


def test_the_menu_names_the_page(client: FlaskClient) -> None:
    page = Page("", "ar", "rtl", client.get("/ar/stop/claiming").text)
    assert "/ar/languages?page=/ar/stop/claiming" in page.links


@pytest.mark.parametrize(
    "came_from",
    [
        *("", "/nowhere", "//evil.example", "https://evil.example/", "/static/site.css", "/leave"),
        *("javascript:go()", "/healthz", "/%00", "/a/b/c", '"><b>'),
    ],
)
def test_what_is_no_page_leads_to_the_journey(client: FlaskClient, came_from: str) -> None:
    offered = _choices(client, f"/languages?page={quote(came_from)}")
    assert offered == {"en": "/", "ar": "/ar/"}


def test_each_language_stands_under_its_own_name(client: FlaskClient, view: View) -> None:
    page = Page("", "en", "ltr", client.get("/languages").text)
    names = {a.get("hreflang"): text_of(a) for a in page.all("a") if a.get("hreflang")}
    for language in view.page_languages.values():
        assert names[language.code].startswith(language.name)
        assert language.english_name in names[language.code]
    # Those that only sheets and meetings have are told, and are no links.
    only_paper = [lang for lang in view.languages.values() if not lang.pages]
    assert only_paper
    for language in only_paper:
        assert language.code not in names
        assert language.name in text_of(next(page.all("main")))


def test_one_that_we_do_not_have_is_said_with_those_that_we_have(
    client: FlaskClient, view: View
) -> None:
    answer = client.get("/sw/where")
    page = Page("", "en", "ltr", answer.text)
    assert answer.status_code == 404
    assert "sw" in text_of(next(page.all("main")))
    assert {"/", "/ar/"} <= set(page.links)
    names = [language.name for language in view.page_languages.values()]
    assert [name for name in names if name not in answer.text] == []
