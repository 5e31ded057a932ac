"""The table that people read, docs/routes.md, is the site that runs; reading changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest
from flask import Flask
from sqlalchemy import Engine, MetaData, select
from werkzeug.routing import Rule

from guides.accounts.domain import ROLES
from guides.api import CORE_ACCESS, Case, RoleName
from guides.sheets import store
from guides.sheets.domain import SheetOptions
from guides.web.routes import Access
from tests.contracts.addresses import every_address
from tests.contracts.conftest import SHEET, Ask, asking, filling

IMPLIED = {"HEAD", "OPTIONS"}
KEBAB = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LANGUAGE = "/<language:lang>"


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    rule: str
    methods: frozenset[str]
    languages: str
    endpoint: str
    who: str
    why: str

    @property
    def routes(self) -> Iterator[tuple[str, frozenset[str], str]]:
        yield self.rule, self.methods, self.endpoint
        if self.languages == "each":
            yield f"{LANGUAGE}{self.rule}", self.methods, self.endpoint


def table(text: str) -> list[Line]:
    """The lines of docs/routes.md."""
    rows = [line.strip().strip("|").split("|") for line in text.splitlines() if line[:1] == "|"]
    cells = [[cell.strip().strip("`") for cell in row] for row in rows[2:]]
    return [
        Line(rule, frozenset(m.split()), lang, e, who, why) for rule, m, lang, e, who, why in cells
    ]


@pytest.fixture(scope="module")
def lines(checkout: Path) -> list[Line]:
    return table((checkout / "docs" / "routes.md").read_text(encoding="utf-8"))


def _served(app: Flask) -> set[tuple[str, frozenset[str], str]]:
    return {
        (rule.rule, frozenset(rule.methods or ()) - IMPLIED, rule.endpoint)
        for rule in app.url_map.iter_rules()
    }


def test_the_table_is_the_site(app: Flask, lines: list[Line]) -> None:
    written = [route for line in lines for route in line.routes]
    assert len(written) == len(set(written))
    served = _served(app)
    assert not served - set(written), "these pages are not in docs/routes.md"
    assert not set(written) - served, "docs/routes.md names pages that are not there"


def test_a_page_that_nobody_wrote_down_is_seen(
    make_app: Callable[..., Flask], lines: list[Line]
) -> None:
    app = make_app(database=False)
    app.add_url_rule("/clients", "clients", lambda: "Amina, Yusuf")
    assert _served(app) - {route for line in lines for route in line.routes} == {
        ("/clients", frozenset({"GET"}), "clients")
    }


def test_every_line_says_who_and_why(app: Flask, lines: list[Line]) -> None:
    for line in lines:
        assert len(line.why.split()) > 4, line.rule
        assert line.languages in ("each", "none"), line.rule
        if line.endpoint != "static":  # Flask's own; it serves the folder of static files only
            assert getattr(app.view_functions[line.endpoint], "access", "") == line.who, line.rule
            assert line.who in Access.__args__  # type: ignore[attr-defined]


def test_plugins_can_name_every_access_but_half() -> None:
    """The interface of plugins may import nothing of ours, so it has a list of its own."""
    assert set(CORE_ACCESS) == set(get_args(Access)) - {"half"}
    assert set(get_args(RoleName)) == set(ROLES)


STANDARD = "/api/oruk/v3/"
"""Addresses below it have the names that a standard gives them."""


def test_addresses_are_kebab_case(app: Flask) -> None:
    wrong = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if not rule.rule.startswith(STANDARD)
        for part in rule.rule.strip("/").split("/")
        if part and not part.startswith("<") and not KEBAB.fullmatch(part)
    ]
    assert not wrong


@pytest.mark.parametrize("part", ["Where", "where_now", "where--now", "-where", "where.html"])
def test_other_cases_are_seen(part: str) -> None:
    assert not KEBAB.fullmatch(part)


# Closed by default -------------------------------------------------------------------------------


def test_a_page_that_does_not_say_who_may_call_it_is_not_there(
    make_app: Callable[..., Flask],
) -> None:
    app = make_app(database=False)
    said: dict[str, tuple[object, int]] = {
        "nothing": (None, 404),
        "empty": ("", 404),
        "unknown": ("admin", 404),
        "public": ("public", 200),
    }
    for name, (access, _) in said.items():

        def view() -> str:
            return "Amina, Yusuf"

        if access is not None:
            view.access = access  # type: ignore[attr-defined]
        app.add_url_rule(f"/clients/{name}", name, view, methods=["GET", "POST"])
    ask = asking(app)
    for name, (_, status) in said.items():
        for method in ("GET", "POST"):
            answer = ask(method, f"/clients/{name}")
            assert answer.status == status, name
            assert (b"Amina" in answer.body) == (status == 200)


def test_a_file_beside_the_static_ones_is_not_served(ask: Ask) -> None:
    for path in ("/static/../base.html", "/static/%2e%2e/base.html", "/static//etc/passwd"):
        answer = ask("GET", path)
        assert answer.status in (308, 404)
        assert b"{%" not in answer.body
        assert b"root:" not in answer.body


# Reading changes nothing --------------------------------------------------------------------------


def _rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is stored."""
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as connection:
        return {
            name: sorted((tuple(row) for row in connection.execute(select(found))), key=repr)
            for name, found in tables.tables.items()
        }


def _files(folder: Path) -> dict[str, bytes]:
    """What lies in the data folder besides the database's own journal."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix not in (".db-wal", ".db-shm", ".db")
    }


def test_no_get_changes_what_is_stored(make_app: Callable[..., Flask]) -> None:
    app = make_app()
    site = app.extensions["guides"]
    sheet = site.composer.compose(Case("waiting-and-support"), SheetOptions(), site.today())
    store.record(site.engine, sheet)
    rows, files = _rows(site.engine), _files(site.settings.data_dir)
    fill = filling(site.view, {"current": sheet.edition, "unknown": "ABCDEF0123"})
    ask = asking(app)
    for address in every_address(app, fill):
        for method in ("GET", "HEAD", "OPTIONS"):
            assert ask(method, address.path).status < 500
    assert _rows(site.engine) == rows
    assert _files(site.settings.data_dir) == files
    assert any(rows.values())


def test_a_print_is_stored_where_the_check_looks(make_app: Callable[..., Flask]) -> None:
    """The same look sees what a POST does: an edition, a count, a kept sheet."""
    app = make_app(print_workers=1)
    site = app.extensions["guides"]
    asking(app)("GET", "/")  # brings in what the plugins have
    rows, files = _rows(site.engine), _files(site.settings.data_dir)
    assert asking(app)("POST", SHEET, data={"action": "print"}).status == 200
    changed = {name for name, found in _rows(site.engine).items() if found != rows[name]}
    assert changed == {"edition", "sheet_count"}
    assert len(_files(site.settings.data_dir)) == len(files) + 1


def test_showing_a_sheet_stores_nothing(make_app: Callable[..., Flask]) -> None:
    """What was chosen is not kept, and a sheet that was only looked at is not counted."""
    app = make_app()
    site = app.extensions["guides"]
    asking(app)("GET", "/")  # brings in what the plugins have
    rows = _rows(site.engine)
    choices = {"nation": "wales", "audiences": ["women"], "large": "y"}
    assert asking(app)("POST", SHEET, data=choices).status == 200
    assert _rows(site.engine) == rows


def test_every_language_rule_has_its_english_twin(app: Flask) -> None:
    """A page that only stands behind a language code would be missing in English."""
    rules: dict[str, Rule] = {rule.rule: rule for rule in app.url_map.iter_rules()}
    behind = [rule for rule in rules.values() if rule.rule.startswith(LANGUAGE)]
    assert behind
    alone = [r.rule for r in behind if (r.rule.removeprefix(LANGUAGE) or "/") not in rules]
    assert not alone
