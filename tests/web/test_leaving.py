"""The way out: at once, with and without script, and honest about what it cannot do."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from guides.settings import Settings
from tests.contracts.html_rules import Page

ELSEWHERE = "https://weather.example/today"


@pytest.fixture(scope="module")
def leaving(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(database=False, leave_url=ELSEWHERE).test_client()


@pytest.mark.parametrize("path", ["/leave", "/ar/leave"])
def test_it_leads_to_an_everyday_page(leaving: FlaskClient, path: str) -> None:
    answer = leaving.get(path)
    assert answer.status_code == 303
    assert answer.headers["Location"] == ELSEWHERE
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies"'
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/", "/ar/where", "/stop/detention", "/nowhere", "/xx/", "/languages"]
)
def test_every_page_has_it_first(leaving: FlaskClient, path: str) -> None:
    """By keyboard: the second thing that Tab reaches, after the way to the text."""
    page = Page(path, "en", "ltr", leaving.get(path).text)
    skip, leave, *_ = [link for link in page.all("a") if link.get("href")]
    assert (skip.get("href") or "").startswith("#")
    assert (leave.get("href") or "").endswith("/leave")
    assert leave.get("data-neutral") == ELSEWHERE  # where the script goes, without asking us


def test_it_needs_no_setting(client: FlaskClient) -> None:
    answer = client.get("/leave")
    assert answer.headers["Location"] == Settings().leave_url


def test_it_says_what_it_cannot_do(client: FlaskClient) -> None:
    words = client.application.extensions["guides"].view.words
    text = client.get("/leaving").text
    cannot = [word for word in words if word.startswith("leaving-cannot-")]
    assert cannot
    assert not [word for word in cannot if words[word] not in text]
