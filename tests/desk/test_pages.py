"""Every page of the directory, in both languages and every state, keeps the rules of all pages."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator

import pytest
from werkzeug.test import TestResponse

from tests.accounts.house import Browser
from tests.conftest import MakeApp
from tests.contracts import html_rules
from tests.contracts.conftest import Answer, answered
from tests.contracts.html_rules import Page
from tests.contracts.test_headers import faults
from tests.desk.town import LAW, ODD, REFUGE, Town, built

LANGUAGES = {"": ("en", "ltr"), "/ar": ("ar", "rtl")}
NASTY = '"><b>x'


@pytest.fixture(scope="module")
def shown(
    make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Answer, ...]]:
    with built(make_app, "sqlite", tmp_path_factory.mktemp("pages")) as town:
        _make_busy(town)
        found = [
            answered(name, response, lang, direction)
            for prefix, (lang, direction) in LANGUAGES.items()
            for name, response in (*_public(town, prefix), *_inside(town, prefix))
        ]
        yield tuple(found)


def _make_busy(town: Town) -> None:
    """Something in every list."""
    law, odd = town.shown(LAW), town.shown(ODD)
    town.directory.edit(0, law.id, {"phones": [{"number": "1"}]}, law.version, actor="user/1")
    town.directory.say_room(0, law.id, "limited", NASTY, actor="user/1")
    town.directory.say_closed(0, odd.id, NASTY, actor="user/1")
    desk = town.enter(town.coordinator)
    taken = _bring(desk, f"id,name,phone\n1,{LAW},01614960101\n,,1\n3,{NASTY},x\n")
    desk.post(taken.headers["Location"], act="take")


def _bring(desk: Browser, table: str, prefix: str = "") -> TestResponse:
    file = (io.BytesIO(table.encode()), "list.csv")
    return desk.post(f"{prefix}/desk/directory/import", name=NASTY, file=file)


def _public(town: Town, prefix: str) -> Iterator[tuple[str, TestResponse]]:
    client = town.visitor()
    for path in ("/services", "/services/at/claiming", f"/services/{town.shown(LAW).id}"):
        yield f"GET {prefix}{path}", client.get(f"{prefix}{path}")
    yield "hidden place", client.get(f"{prefix}/services/{town.shown(REFUGE).id}")
    for typed in (
        {"area": "M14 5", "language": "ar", "when": "now"},
        {"text": "solictor", "gender": "women", "age": "30", "needs": "legal"},
        {"page": "2"},
        {"text": "xyzzyqq"},
        {"text": NASTY, "area": "ZZ99", "age": "x", "when": "day", "time": "x"},
    ):
        yield f"POST {prefix}/services {typed}", client.post(f"{prefix}/services", data=typed)


def _inside(town: Town, prefix: str) -> Iterator[tuple[str, TestResponse]]:
    desk, law = town.enter(town.coordinator), f"{prefix}/desk/services/{town.shown(LAW).id}"
    paths = ["/desk/services", "/desk/directory", "/desk/directory/pairs", "/desk/directory/gaps"]
    paths.append("/desk/directory/import")
    for path in (*(f"{prefix}{path}" for path in paths), law, f"{law}/correct"):
        yield f"GET {path}", desk.get(path)
    yield "POST desk/services", desk.post(f"{prefix}/desk/services", area="M14 5")
    yield "say nothing", desk.post(law, note=NASTY)
    yield "correct wrongly", desk.post(f"{law}/correct", name="", what=NASTY, version="9999")
    yield "no file", desk.post(f"{prefix}/desk/directory/import", name=NASTY)
    yield "no list", _bring(desk, "<html>", prefix)
    yield "columns", _bring(desk, f"name,what,What is {NASTY}{prefix}\nA,b,c\n", prefix)
    address = _bring(desk, f"id,name,hours\n1,{LAW},noon\n,,1\n3,{NASTY},x\n4,new,\n").headers[
        "Location"
    ]
    for part in ("", "/new/0", "/changed/0", "/held/0", "/gone/0"):
        yield f"import{part}", desk.get(f"{prefix}{address}{part}")
    desk.post(address, act="take")
    yield "taken", desk.get(f"{prefix}{address}")
    yield "taken, left", desk.post(f"{prefix}{address}", act="leave")
    desk.post(address, act="undo")
    yield "undone", desk.get(f"{prefix}{address}")
    yield "taken too late", desk.post(f"{prefix}{address}", act="take")


def test_they_are_all_there(shown: tuple[Answer, ...]) -> None:
    wrong = [f"{a.name}: {a.status}" for a in shown if a.status not in (200, 303, 400, 409)]
    assert not wrong
    assert len([a for a in shown if a.status == 200 and a.page]) > 40
    assert {a.status for a in shown} == {200, 303, 400, 409}


@pytest.mark.parametrize("rule", html_rules.RULES, ids=lambda rule: rule.__name__)
def test_every_page(rule: Callable[[Page], Iterator[str]], shown: tuple[Answer, ...]) -> None:
    assert not [
        f"{a.name}: {fault}" for a in shown if a.page and a.status != 303 for fault in rule(a.page)
    ]


def test_what_others_wrote_is_never_markup(shown: tuple[Answer, ...]) -> None:
    assert not [a.name for a in shown if a.page and "<b>x" in a.page.html]
    assert [a for a in shown if a.page and "&lt;b&gt;x" in a.page.html]


def test_their_headers(shown: tuple[Answer, ...]) -> None:
    kept = ("/services", "/services/at/claiming")
    for answer in shown:
        if answer.status != 303:
            path = answer.name.removeprefix("GET ").removeprefix("/ar")
            kind = "page for everybody" if path in kept else "page for one"
            assert not faults(answer, kind)


def test_every_form_inside_carries_a_token_and_none_outside_does(
    shown: tuple[Answer, ...],
) -> None:
    for answer in shown:
        for form in answer.page.all("form") if answer.page else ():
            tokens = [
                e.get("value", "") for e in form.iter("input") if e.get("name") == "form_token"
            ]
            inside = "/desk/" in form.get("action", "")
            assert [len(token) for token in tokens] == ([64] if inside else []), answer.name


def test_all_of_it_can_be_pressed_and_read_without_a_script(shown: tuple[Answer, ...]) -> None:
    for answer in shown:
        if answer.page:
            assert not re.findall(r"<script(?! src=)| on[a-z]+=", answer.page.html), answer.name
