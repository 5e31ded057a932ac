"""Pages of the journey: addresses that name what is not there say what is."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from tests.plugins.folders import STAGE, plugin

STOP = "granted-and-moving-on"


def _plain(html: str) -> str:
    return " ".join(Markup(html).striptags().split())


@pytest.mark.parametrize(
    "address", ["/stop/nowhere", "/stop/nowhere/sheet", "/ar/stop/nowhere", "/stop/..%2Fetc"]
)
def test_an_unknown_stop_is_a_404_that_links_to_every_stop(client, view, address: str):
    answer = client.get(address)
    assert answer.status_code == 404
    lang = "/ar" if address.startswith("/ar") else ""
    for stage in view.stages:
        assert f'href="{lang}/stop/{stage}"' in answer.text


def test_printing_for_an_unknown_stop_is_a_404_too(client):
    assert client.post("/stop/nowhere/sheet", data={"action": "print"}).status_code == 404


@pytest.mark.parametrize("address", ["/xx/", "/fr/stop/claiming", "/zz/stop/nowhere/sheet"])
def test_an_unknown_language_is_a_404_that_names_every_language(client, view, address: str):
    answer = client.get(address)
    assert answer.status_code == 404
    for language in view.page_languages.values():
        assert language.name in _plain(answer.text)


def test_what_was_asked_for_is_said_back_as_text_and_not_at_length(client):
    answer = client.get("/stop/<script>alert(1)" + "a" * 500)
    said = answer.text[answer.text.index("<main") :]
    assert answer.status_code == 404
    assert "&lt;script&gt;alert(1)aaa" in said
    assert "a" * 100 not in said


def test_a_stop_without_a_checklist_names_those_that_can_be_printed(make_app, tmp_path):
    folder = plugin(tmp_path, "town", {"stages/town-hall.toml": STAGE})
    answer = make_app(plugin_dirs=(folder,)).test_client().get("/stop/town-hall/sheet")
    assert answer.status_code == 404
    assert f'href="/stop/{STOP}/sheet"' in answer.text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nation", "france"),
        ("claimed", "2026-03-01"),
        ("claimed", "2026-03-02/2026-03-01"),
        ("granted", "yesterday"),
        ("audiences", "men"),
        ("nation", "x" * 5_000),
    ],
)
def test_an_answer_that_is_none_is_said_in_the_form_beside_those_that_are(client, field, value):
    answer = client.post(f"/stop/{STOP}/sheet", data={field: value, "action": "print"})
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"
    assert "Something does not fit" in _plain(answer.text)
    assert "wrong-value" in answer.text
    for choice in ("Scotland", "2 March 2026", "9 March 2026"):
        assert choice in _plain(answer.text).replace("\u00a0", " ")


def test_an_unknown_question_leads_back_to_the_first(client):
    answer = client.get("/where/no-such-question")
    assert answer.status_code == 404
    assert 'href="/where"' in answer.text
