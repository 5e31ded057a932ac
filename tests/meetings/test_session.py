"""A session with a group: bad input comes back in words, paper comes out, no record stays."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import Markup
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from guides.api import Case
from guides.meetings.domain import MOST_PEOPLE, MOST_STOPS
from guides.meetings.forms import GROUPS
from guides.sheets import store as sheet_store
from guides.sheets.batch import MOST_SHEETS
from guides.sheets.domain import SheetOptions
from guides.web.site import Site
from tests.pdf_reading import texts
from tests.storage.tables import everything

STOPS = ("claiming", "waiting-and-support")
RUN = "/session/run?language=ar&topic=claiming"


class _Fields(HTMLParser):
    """What stands in the fields of a page's forms."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[tuple[str, str]] = []
        self.chosen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "input":
            self.values.append((found.get("name") or "", found.get("value") or ""))
        if "checked" in found or (tag == "option" and "selected" in found):
            self.chosen.append(found.get("value") or "")


def _fields(answer: TestResponse) -> _Fields:
    fields = _Fields()
    fields.feed(answer.text)
    return fields


def _plain(answer: TestResponse) -> str:
    return " ".join(Markup(answer.text).striptags().split())


def _save(answer: TestResponse) -> str:
    return next(value for name, value in _fields(answer).values if name == "save")


@pytest.fixture(scope="module")
def app(make_app) -> Flask:
    """A site of its own: these tests write."""
    made: Flask = make_app()
    return made


@pytest.fixture(scope="module")
def site(app: Flask) -> Site:
    found: Site = app.extensions["guides"]
    return found


@pytest.fixture
def engine(site: Site) -> Engine:  # instead of an empty one
    return site.engine


# Planning ---------------------------------------------------------------------------------------


def test_the_session_stands_on_one_page_from_beginning_to_end(client: FlaskClient):
    said = client.get("/session/run?language=prs&topic=claiming&topic=screening")
    steps = re.findall(r'<article class="step" id="step-([a-z-]+)"', said.text)
    assert said.status_code == 200
    assert [step for step in steps if step in ("claiming", "screening")] == [
        "claiming",
        "screening",
    ]
    assert steps[0] not in ("claiming", "screening")
    assert steps[-1] not in ("claiming", "screening")


@pytest.mark.parametrize(
    "query",
    [
        "language=ar",
        "language=ar&topic=claiming&topic=screening&topic=removal&topic=detention",
        "language=ar&topic=nowhere",
        "language=ar&topic=claiming&topic=nowhere",
        "language=xx&topic=claiming",
        "language=&topic=claiming",
        "language=AR&topic=claiming",
        "",
    ],
)
def test_what_does_not_fit_comes_back_in_words_with_what_was_chosen(client, query: str):
    answer = client.get(f"/session/run?{query}")
    assert answer.status_code == 400
    assert "Choose a language, and one to three things" in _plain(answer)
    chosen = _fields(answer).chosen
    for topic in ("claiming", "screening", "removal", "detention"):
        assert (topic in chosen) is (f"topic={topic}" in query)
    assert ("ar" in chosen) is ("language=ar" in query)


def test_three_topics_are_not_too_many(client: FlaskClient):
    query = "language=ar&topic=claiming&topic=screening&topic=removal"
    assert client.get(f"/session/run?{query}").status_code == 200


def test_a_language_that_is_on_paper_only_can_be_spoken(client: FlaskClient, site: Site):
    paper = next(language for language in site.view.languages.values() if not language.pages)
    answer = client.get(f"/session/run?language={paper.code}&topic=claiming")
    assert answer.status_code == 200
    assert paper.name in _plain(answer)


# Sheets for the group ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def nine(app: Flask, site: Site) -> tuple[str, bytes]:
    """Two stops for nine people: the address of the job, and its file."""
    people = {"everybody": "5", "women": "3", "family": "1"}
    asked = app.test_client().post(
        "/session/sheets", data={"language": "en", "topic": [*STOPS], **people}
    )
    assert asked.status_code == 303
    name = asked.headers["Location"].rsplit("/", 1)[-1]
    until = time.monotonic() + 120
    while (progress := site.jobs.progress(name)) and progress.state == "printing":
        assert time.monotonic() < until
        time.sleep(0.05)
    pdf = site.jobs.pdf(name)
    assert pdf is not None
    return asked.headers["Location"], pdf


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    groups = (frozenset[str](), frozenset({"women"}), frozenset({"family"}))
    return [Case(stop, "en", audiences=g) for stop in STOPS for g in groups]  # type: ignore[arg-type]


def test_nine_people_get_nine_sheets_of_each_stop_each_on_paper_of_its_own(nine, cases, site: Site):
    """A printer that uses both sides puts pages 1 and 2 on one paper: each sheet begins one."""
    pages = texts(nine[1])
    alone = {
        texts(site.press.pdf(site.sheet(case, SheetOptions()), site.view))[0]: case.stage
        for case in cases
    }
    begins = [(at, alone[text]) for at, text in enumerate(pages) if text in alone]
    for stop in STOPS:
        assert [stage for _, stage in begins].count(stop) == 9
    assert {at % 2 for at, _ in begins} == {0}
    assert len(pages) % 2 == 0


def test_every_copy_is_counted(nine, site: Site):
    counted = everything(site.engine)["sheet_count"]
    assert {row["stage"]: row["printed"] for row in counted} == dict.fromkeys(STOPS, 9)
    assert sheet_store.printed_in(site.engine, "2026-11") == 18


def test_the_file_is_there_to_open_and_kept_by_nobody(nine, app: Flask):
    browser, (address, pdf) = app.test_client(), nine
    assert "18" in _plain(browser.get(address))
    answer = browser.get(f"{address}/pdf")
    assert (answer.mimetype, answer.data) == ("application/pdf", pdf)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "refresh" not in browser.get(address).text


@pytest.mark.parametrize("name", ["..", "../status", "%2e%2e", "0" * 31, "A" * 32, "0" * 32, "x"])
@pytest.mark.parametrize("then", ["", "/pdf"])
def test_a_job_that_is_none_is_a_404(client: FlaskClient, name: str, then: str):
    assert client.get(f"/session/sheets/{name}{then}").status_code in (404, 405)
    assert client.get(f"/ar/session/sheets/{name}{then}").status_code in (404, 405)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"everybody": "0"},
        {"everybody": "13"},
        {"everybody": "-1"},
        {"everybody": "many"},
        {"everybody": "9", "women": "9" * 40},
        {"everybody": "1", "nation": "france"},
    ],
)
def test_numbers_that_do_not_fit_come_back_as_they_were_typed(app, site: Site, typed):
    before, jobs = everything(site.engine), set(site.jobs.root.glob("*"))
    answer = app.test_client().post(
        "/session/sheets", data={"language": "ar", "topic": ["claiming"], **typed}
    )
    assert answer.status_code == 400
    assert "What you typed is still here" in _plain(answer)
    there = _fields(answer).values
    assert all((name, value) in there for name, value in typed.items() if name != "nation")
    assert everything(site.engine) == before
    assert set(site.jobs.root.glob("*")) == jobs


def test_what_the_session_is_about_is_there_after_a_slip(app: Flask):
    """Also a theme, of which there is no sheet; and each only once, however often it was said."""
    browser, theme = app.test_client(), "women-together"
    run = browser.get(f"/session/run?language=ar&topic=claiming&topic=claiming&topic={theme}")
    about = [value for name, value in _fields(run).values if name == "about"]
    assert about == ["claiming", theme]
    sent = {"language": "ar", "topic": ["claiming"], "about": about, "women": "99"}
    back = browser.post("/session/sheets", data=sent)
    assert back.status_code == 400
    assert [value for name, value in _fields(back).values if name == "about"] == about


def test_more_sheets_than_one_job_prints_are_refused_in_words(app: Flask, site: Site):
    people = {"everybody": "12", "women": "12", "family": "12"}
    four = ["claiming", "screening", "removal", "waiting-and-support"]
    answer = app.test_client().post(
        "/session/sheets", data={"language": "ar", "topic": four, **people}
    )
    assert answer.status_code == 400
    assert "What you typed is still here" in _plain(answer)
    assert all((name, value) in _fields(answer).values for name, value in people.items())


def test_the_most_that_a_session_can_ask_for_is_printed():
    """Otherwise its form would be refused although every number in it fits."""
    assert MOST_STOPS * len(GROUPS) * MOST_PEOPLE <= MOST_SHEETS


@pytest.mark.parametrize(
    "sent", [{"language": "xx", "topic": ["claiming"]}, {"language": "ar"}, {}]
)
def test_without_a_session_the_sheets_lead_back_to_its_beginning(app: Flask, sent):
    answer = app.test_client().post("/session/sheets", data={"everybody": "1", **sent})
    assert answer.status_code == 400
    assert "Choose a language, and one to three things" in _plain(answer)


# The tally --------------------------------------------------------------------------------------

TYPED = {"language": "prs", "topic": ["claiming"], "people": "9", "minutes": "50"}


def _rows(engine: Engine) -> list[dict[str, object]]:
    return everything(engine).get("session_tally", [])


def test_a_tally_is_shown_first_and_kept_only_when_that_is_said(app: Flask, engine: Engine):
    browser, before = app.test_client(), everything(engine)
    run = browser.get(RUN)
    shown = browser.post("/session/tally", data={**TYPED, "save": _save(run)})
    assert shown.status_code == 200
    assert "November 2026" in _plain(shown)
    assert everything(engine) == before
    browser.post("/session/tally", data={**TYPED, "save": _save(shown), "action": "refuse"})
    assert everything(engine) == before
    kept = {**TYPED, "save": _save(shown), "action": "keep"}
    assert browser.post("/session/tally", data=kept).status_code == 200
    (row,) = [row for row in _rows(engine) if row["save_id"] == _save(run)]
    assert {**row, "save_id": ""} == {
        "save_id": "", "month": "2026-11", "topics": ["claiming"], "lang": "prs",
        "people": 9, "minutes": 50,
    }  # fmt: skip
    assert set(everything(engine)) - set(before) <= {"session_tally"}


def test_a_tally_that_is_sent_twice_is_counted_once(app: Flask, engine: Engine):
    browser = app.test_client()
    sent = {**TYPED, "save": _save(browser.get(RUN)), "action": "keep"}
    before = len(_rows(engine))
    answers = [browser.post("/session/tally", data=sent) for _ in range(2)]
    assert answers[0].text == answers[1].text
    assert len(_rows(engine)) == before + 1


def test_each_session_page_has_a_tally_of_its_own(app: Flask):
    """A page that was kept would hand the same name to two groups, and count only one."""
    browser = app.test_client()
    assert _save(browser.get(RUN)) != _save(browser.get(RUN))
    assert browser.get(RUN).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("people", ""),
        ("people", "0"),
        ("people", "101"),
        ("people", "nine"),
        ("minutes", "181"),
        ("minutes", "-5"),
        ("minutes", "1e2"),
        ("minutes", "9" * 40),
    ],
)
def test_a_number_that_is_none_comes_back_as_it_was_typed(app, engine, name: str, value: str):
    browser, before = app.test_client(), everything(engine)
    sent = {**TYPED, name: value, "save": _save(browser.get(RUN)), "action": "keep"}
    answer = browser.post("/session/tally", data=sent)
    assert answer.status_code == 400
    assert "What you typed is still here" in _plain(answer)
    assert (name, value) in _fields(answer).values
    assert everything(engine) == before


@pytest.mark.parametrize("save", ["", "x", "0" * 31, "G" * 32, "0" * 33, "0" * 32 + "\n"])
def test_a_name_that_the_form_did_not_make_is_not_kept(app, engine, save: str):
    before = everything(engine)
    answer = app.test_client().post(
        "/session/tally", data={**TYPED, "save": save, "action": "keep"}
    )
    assert answer.status_code == 400
    assert everything(engine) == before


@pytest.mark.parametrize("sent", [{"topic": []}, {"topic": ["nowhere"]}, {"language": "xx"}])
def test_a_tally_of_no_session_is_refused(app, engine, sent):
    before = everything(engine)
    data = {**TYPED, "save": "0" * 32, "action": "keep", **sent}
    assert app.test_client().post("/session/tally", data=data).status_code == 400
    assert everything(engine) == before


def test_a_session_leaves_nothing_behind_but_sheets_and_a_tally(nine, app, site: Site):
    """No cookie, no table, no file that says who met, when, or what was said."""
    browser = app.test_client()
    before = set(everything(site.engine)) - {"edition", "sheet_count", "session_tally"}
    assert all(table.startswith("directory_") for table in before)  # services of plugins
    for address in ("/session", RUN, "/stop/claiming/briefing?in=ar", nine[0]):
        assert "Set-Cookie" not in browser.get(address).headers
    there = set(everything(site.engine)) - before
    assert there <= {"edition", "sheet_count", "session_tally"}
    data: Path = site.settings.data_dir
    kinds = {path.name for path in (data / "jobs").rglob("*") if path.is_file()}
    assert kinds == {"status.json", "sheets.pdf"}
