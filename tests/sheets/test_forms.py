"""The language of a sheet is chosen on the page, also one that is on paper only."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from guides.api import Language
from guides.plugins.registry import View
from guides.toolkit.wording import own_name
from tests.pdf_reading import opened

STOP = "/stop/waiting-and-support/sheet"
CHOICE = re.compile(r'<option (selected )?value="([^"]+)">([^<]*)</option>')


def _choices(text: str) -> list[tuple[bool, str, str]]:
    """Of the languages on a page: whether it is chosen, its code, how it is called."""
    field = text[text.index('name="language"') :]
    found = CHOICE.findall(field[: field.index("</select>")])
    return [(bool(chosen), code, str(Markup(name).unescape())) for chosen, code, name in found]


def _paper(view: View) -> list[str]:
    return [language.code for language in view.languages.values() if not language.pages]


@pytest.mark.parametrize(("head", "chosen"), [("", "en"), ("/ar", "ar")])
def test_every_language_is_offered_by_both_its_names_and_the_pages_own_is_chosen(
    client: FlaskClient, view: View, head: str, chosen: str
):
    choices = _choices(client.get(head + STOP).text)
    assert [(code, name) for _, code, name in choices] == [
        (language.code, own_name(language)) for language in view.languages.values()
    ]
    assert [code for is_chosen, code, _ in choices if is_chosen] == [chosen]


def test_a_sheet_is_looked_at_in_the_language_that_was_chosen(client: FlaskClient, view: View):
    for code in _paper(view):
        answer = client.post(STOP, data={"language": code})
        assert answer.status_code == 200
        assert '<html lang="en"' in answer.text
        assert f'lang="{code}"' in answer.text
        assert [c for is_chosen, c, _ in _choices(answer.text) if is_chosen] == [code]


def test_a_language_on_paper_only_is_printed(client: FlaskClient, view: View):
    code = _paper(view)[0]
    answer = client.post(STOP, data={"language": code, "action": "print"})
    assert answer.mimetype == "application/pdf"
    assert str(opened(answer.data).Root.Lang) == code


@pytest.mark.parametrize("code", ["xx", "AR", "", "ar ", "../ar", "a" * 5000])
@pytest.mark.parametrize("action", ["print", "look"])
def test_a_language_that_is_none_is_said_in_the_form(client: FlaskClient, code: str, action: str):
    answer = client.post(f"/ar{STOP}", data={"language": code, "action": action})
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"
    assert "wrong-value" in answer.text or 'role="alert"' in answer.text


def test_a_language_on_paper_only_has_no_pages_and_is_named_in_the_list(client, view: View):
    said = client.get("/languages").text
    for code in _paper(view):
        assert client.get(f"/{code}/").status_code == 404
        assert client.get(f"/{code}{STOP}").status_code == 404
        assert f'hreflang="{code}"' not in said
        assert view.languages[code].name in Markup(said).unescape()


def test_at_least_one_language_is_on_paper_only(view: View):
    """Otherwise the tests above look at nothing."""
    assert _paper(view)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        (Language("ti", "ትግርኛ", "Tigrinya"), "ትግርኛ · Tigrinya"),
        (Language("en", "English", "English"), "English"),
    ],
)
def test_a_language_is_called_by_its_own_name_and_once(language: Language, name: str):
    assert own_name(language).replace("\u00a0", " ") == name
