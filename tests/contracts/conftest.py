"""What the rules about the whole site look at: every page, every edition, every kind of error."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request
from werkzeug.test import TestResponse

from guides.api import Case
from guides.directory.terms import TAXONOMIES
from guides.plugins.registry import View
from guides.sheets import store
from guides.sheets.domain import SheetOptions
from tests.contracts.addresses import Address, every_address
from tests.contracts.html_rules import Page
from tests.directory.plugin_services import service_of_a_plugin

CANARY = "kanarienvogel"
"""A word that no page and no log line has by itself."""
UNPRINTABLE = "\U0001f9ff"
"""A sign that is in none of our fonts."""


@dataclass(frozen=True)
class Answer:
    """What came back, read to the end."""

    name: str
    status: int
    headers: Mapping[str, str]
    names: tuple[str, ...]
    """Names of the headers as they came, also those that came twice."""
    body: bytes
    page: Page | None
    """None when it is not HTML."""


Ask = Callable[..., Answer]


def answered(name: str, response: TestResponse, lang: str, direction: str) -> Answer:
    body = response.get_data()
    page = None
    if response.mimetype == "text/html" and body and "Content-Encoding" not in response.headers:
        page = Page(name, lang, direction, body.decode())
    names = tuple(header for header, _ in response.headers)
    answer = Answer(name, response.status_code, dict(response.headers), names, body, page)
    response.close()
    return answer


def asking(app: Flask) -> Ask:
    """``ask("GET", "/ar/where")`` answers with an :class:`Answer`."""
    languages = app.extensions["guides"].view.languages
    client = app.test_client()

    def ask(method: str, path: str, lang: str = "", **more: Any) -> Answer:
        code = lang or next((p for p in path.split("/") if p in languages), "en")
        response = client.open(path, method=method, **more)
        return answered(f"{method} {path}", response, code, languages[code].direction)

    return ask


@pytest.fixture(scope="session")
def ask(app: Flask) -> Ask:
    return asking(app)


@pytest.fixture(scope="session")
def editions(app: Flask, today: date) -> dict[str, str]:
    """The code of one edition for each state that its page can tell."""
    site = app.extensions["guides"]
    case = Case("waiting-and-support", "ar", nation="england")
    sheet = site.composer.compose(case, SheetOptions(), today)
    printed = {
        "current": sheet,
        # On that day other facts were to be checked first, so the paper had other small print.
        "changed": site.composer.compose(case, SheetOptions(), today.replace(year=2029)),
        "withdrawn": replace(sheet, case=replace(case, stage="no-longer-here")),
    }
    for made in printed.values():
        store.record(site.engine, made)
    codes = {state: made.edition for state, made in printed.items()} | {"unknown": "ABCDEF0123"}
    assert len(set(codes.values())) == len(codes)
    return codes


def filling(
    view: View, editions: Mapping[str, str], job: str = "0" * 32
) -> dict[str, tuple[str, ...]]:
    """What can stand in the holes of the routes. A new kind of hole is said here."""
    return {
        "lang": tuple(view.page_languages),
        "job": (job,),
        "note": ("0" * 32,),
        "client": ("0" * 32,),
        "moment": ("assessment",),
        "meeting": ("0" * 32,),
        "referral": ("0" * 32,),
        "held": ("0" * 32,),
        "account": ("1",),
        "service": (service_of_a_plugin(view),),
        "number": ("1",),
        "action": ("new",),
        "first": ("0",),
        "area": ("E08000003",),
        "identifier": (TAXONOMIES[0].id, "no-such-record"),
        # One page of prose and one practice case, in each other's chapters too.
        "plugin": ("women", "guide-training"),
        "name": ("fgm", next(p.id for p in view.handbook if p.questions)),
        "stage": tuple(view.stages),
        "question": tuple(view.questions),
        "edition": tuple(editions.values()),
    }


@pytest.fixture(scope="session")
def addresses(app: Flask, view: View, editions: dict[str, str], job: str) -> tuple[Address, ...]:
    return every_address(app, filling(view, editions, job))


@pytest.fixture(scope="session")
def job(app: Flask) -> str:
    """A print job that is finished."""
    jobs = app.extensions["guides"].jobs
    name: str = jobs.start(1, lambda tell: b"%PDF-1.7 of a test")
    for _ in range(200):
        if (progress := jobs.progress(name)) and progress.state == "ready":
            break
        time.sleep(0.02)
    return name


@pytest.fixture(scope="session")
def answers(ask: Ask, addresses: tuple[Address, ...]) -> dict[Address, Answer]:
    """Every address of the site, asked for once."""
    return {address: ask("GET", address.path, address.lang) for address in addresses}


SHEET = "/stop/waiting-and-support/sheet"


@pytest.fixture(scope="session")
def previews(ask: Ask) -> tuple[Answer, ...]:
    """The sheet's page as it comes back after choices were made."""
    chosen: tuple[dict[str, object], ...] = (
        {},
        {"plain": "y"},
        {"large": "y", "nation": "scotland", "audiences": ["women", "family"]},
        {"claimed": "/2026-03-02", "nation": "wales"},
    )
    return tuple(
        replace(answer, name=f"{answer.name} {data}")
        for lang in ("", "/ar")
        for data in chosen
        for answer in [ask("POST", f"{lang}{SHEET}", data=data)]
    )


@pytest.fixture(scope="session")
def breaking_app(
    make_lasting_app: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory
) -> Flask:
    """The same site with a view that breaks, and a plugin with a line that cannot be printed.

    Its stop has no checklist, so there is no sheet of it either.
    """
    folder = tmp_path_factory.mktemp("plugins") / "odd-signs"
    (folder / "checklists").mkdir(parents=True)
    (folder / "plugin.toml").write_text(
        'id = "odd-signs"\napi = 0\nversion = "1"\nname = "Odd Signs"\n', encoding="utf-8"
    )
    (folder / "checklists" / "removal.toml").write_text(
        f'[[item]]\nid = "sign"\nkind = "know"\ntext = "A sign: {UNPRINTABLE}"\n', encoding="utf-8"
    )
    (folder / "stages").mkdir()
    (folder / "stages" / "odd-stop.toml").write_text(
        'id = "odd-stop"\ntitle = "Odd"\nshort = "Odd"\nsummary = "Nothing yet."\norder = 900\n',
        encoding="utf-8",
    )
    app = make_lasting_app(plugin_dirs=(folder,), print_workers=1)

    def breaks(lang: str = "en") -> str:
        raise ValueError(f"{CANARY} {request.form} {request.args} {request.headers}")

    breaks.access = "public"  # type: ignore[attr-defined]
    for rule in ("/breaks", "/<language:lang>/breaks"):
        app.add_url_rule(rule, "breaks", breaks, methods=["GET", "POST"])
    return app


@pytest.fixture(scope="session")
def ask_breaking(breaking_app: Flask) -> Ask:
    return asking(breaking_app)


@pytest.fixture(scope="session")
def errors(ask: Ask, ask_breaking: Ask) -> dict[tuple[int, str], Answer]:
    """Every kind of error that a visitor can meet, in both languages: status and what was done."""
    elsewhere = {"headers": {"Sec-Fetch-Site": "cross-site"}}
    unprintable = {"data": {"action": "print"}}
    found: dict[tuple[int, str], Answer] = {}
    for lang in ("", "/ar"):
        asked: tuple[tuple[int, Ask, str, str, dict[str, Any]], ...] = (
            (400, ask, "POST", SHEET, {"data": {"nation": "atlantis"}}),
            (403, ask, "POST", SHEET, elsewhere),
            (404, ask, "GET", "/nowhere", {}),
            (404, ask, "GET", "/stop/no-such-stop", {}),
            (404, ask, "GET", "/where/no-such-question", {}),
            (400, ask, "GET", "/session/run", {}),
            (400, ask, "POST", "/session/sheets", {"data": {"language": "prs"}}),
            (400, ask, "POST", "/mistake", {}),
            (404, ask, "GET", "/handbook/women/no-such-page", {}),
            (404, ask, "GET", f"/session/sheets/{'0' * 32}", {}),
            (404, ask_breaking, "GET", "/stop/odd-stop/sheet", {}),
            (405, ask, "POST", "/where", {}),
            (413, ask, "POST", SHEET, {"data": {"nation": "x" * 100_000}}),
            (500, ask_breaking, "GET", "/breaks", {}),
            (503, ask_breaking, "POST", "/stop/removal/sheet", unprintable),
        )
        for status, by, method, path, more in asked:
            found[status, f"{method} {lang}{path}"] = by(method, f"{lang}{path}", **more)
    found[404, "GET /xx/"] = ask("GET", "/xx/", lang="en")
    return found


@pytest.fixture(scope="session")
def pdf(ask: Ask) -> Answer:
    """A sheet, printed."""
    return ask("POST", f"/ar{SHEET}", data={"action": "print"})


@pytest.fixture(scope="session")
def static_files(checkout: Path) -> tuple[str, ...]:
    folder = checkout / "templates" / "static"
    return tuple(sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()))
