"""An error is a page that helps: what happened, what was kept, what can be done next."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guides.plugins.registry import View
from tests.contracts import html_rules
from tests.contracts.html_rules import Page, text_of
from tests.plugins.folders import STAGE, plugin

SHEET = "/stop/waiting-and-support/sheet"


def _main(html: str) -> str:
    page = Page("", "en", "ltr", html)
    return text_of(next(page.all("main")))


@pytest.mark.parametrize("path", ["/stop/claimed", "/stop/claimed/sheet", "/nowhere"])
def test_a_wrong_address_names_the_right_ones(client: FlaskClient, view: View, path: str) -> None:
    answer = client.get(path)
    page = Page(path, "en", "ltr", answer.text)
    assert answer.status_code == 404
    missing = [stage for stage in view.stages if f"/stop/{stage}" not in page.links]
    assert not missing


def test_a_stop_without_a_sheet_names_those_that_have_one(
    make_app: Callable[..., Flask], tmp_path: Path, view: View
) -> None:
    folder = plugin(tmp_path, "town", {"stages/town-hall.toml": STAGE})
    client = make_app(database=False, plugin_dirs=(folder,)).test_client()
    answer = client.get("/stop/town-hall/sheet")
    page = Page("", "en", "ltr", answer.text)
    offered = {a for a in page.links if a.startswith("/stop/") and a.endswith("/sheet")}
    assert answer.status_code == 404
    assert offered == {f"/stop/{stage}/sheet" for stage in view.stages if view.items(stage)}


def test_what_was_asked_for_is_said_back_and_cut(client: FlaskClient) -> None:
    said = _main(client.get("/stop/" + "x" * 500).text)
    assert "x" * 60 in said
    assert "x" * 61 not in said


@pytest.mark.parametrize("name", ["<script>go()</script>", "<b onclick=go()>", '"><img src=x>'])
def test_what_was_asked_for_stays_text(client: FlaskClient, name: str) -> None:
    for path in (f"/stop/{name}", f"/where/{name}", f"/e/{name}", f"/languages?page={name}"):
        page = Page(path, "en", "ltr", client.get(path.replace("/script", "%2Fscript")).text)
        assert not [fault for rule in html_rules.RULES for fault in rule(page)], path


@pytest.mark.parametrize(
    ("status", "path", "data"),
    [
        (403, SHEET, {}),
        (404, "/nowhere", {}),
        (405, "/where", {}),
        (413, SHEET, {"nation": "x" * 100_000}),
    ],
)
def test_whoever_sent_a_form_learns_what_was_kept(
    client: FlaskClient, view: View, status: int, path: str, data: dict[str, str]
) -> None:
    site = "cross-site" if status == 403 else "same-origin"
    answer = client.post(path, data=data, headers={"Sec-Fetch-Site": site})
    assert answer.status_code == status
    assert view.words["kept-choices"] in _main(answer.text)
    assert view.words["kept-choices"] not in _main(client.get("/nowhere").text)


def test_a_wrong_choice_keeps_the_others(client: FlaskClient) -> None:
    choices = {"nation": "atlantis", "audiences": ["women"], "large": "y"}
    answer = client.post(SHEET, data=choices)
    page = Page("", "en", "ltr", answer.text)
    checked = {(i.get("name"), i.get("value")) for i in page.all("input") if "checked" in i.attrib}
    assert answer.status_code == 400
    assert ("audiences", "women") in checked
    assert "large" in {name for name, _ in checked}
    assert "atlantis" not in answer.text


def test_every_error_shows_its_number_and_a_way_on(client: FlaskClient) -> None:
    for path, status in (("/nowhere", 404), ("/stop/x", 404), ("/where/x", 404), ("/xx/", 404)):
        page = Page(path, "en", "ltr", client.get(path).text)
        assert f"Error {status}" in text_of(page.root)
        assert {"/", "/where"} <= set(page.links)
