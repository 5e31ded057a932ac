"""How the open data is asked: wrong questions, what belongs in no address, what may be kept."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from werkzeug.test import TestResponse

from guides.directory.domain import Listing
from guides.oruk.domain import PARAMETERS
from tests.conftest import MakeApp
from tests.oruk.conftest import API, Served, fill, serve
from tests.oruk.schemas import faults, needs_published, ours, published

WORD = "kanarienvogel"


@pytest.fixture(scope="module")
def site(make_app: MakeApp) -> Served:
    return fill(serve(make_app))


def problem(answer: TestResponse, status: int, field: str = "") -> dict[str, Any]:
    assert answer.status_code == status, answer.get_data(as_text=True)
    assert answer.mimetype == "application/problem+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cache-Control"] == "no-store"
    told: dict[str, Any] = answer.get_json()
    assert not faults(ours("Problem"), told)
    assert (told["status"], told.get("field", "")) == (status, field)
    assert WORD not in answer.get_data(as_text=True)
    return told


# What it says of itself --------------------------------------------------------------------------


@needs_published
def test_the_base_address_says_which_standard(site: Served) -> None:
    """With and without the last slash: people type both into a validator."""
    for path in ("/", ""):
        found = site.read(path)
        assert not faults(published("api_details"), found)
        assert found["version"] == "HSDS-UK-3.0"
        assert found["openapi_url"] == f"http://localhost{API}/openapi.json"
    assert site.read("/openapi.json")["openapi"] == "3.1.0"


def test_the_address_of_the_organisation_is_in_it(make_app: MakeApp) -> None:
    app = make_app(plugins=(), master_key="", public_url="https://guides.example")
    found = app.test_client().get(f"{API}/").get_json()
    assert found["openapi_url"] == f"https://guides.example{API}/openapi.json"


def test_no_services_is_a_page_too(make_app: MakeApp) -> None:
    empty = serve(make_app)
    found = empty.read("/services")
    assert not faults(ours("ServicePage"), found)
    assert (found["total_items"], found["empty"], found["first_page"], found["last_page"]) == (
        *(0, True),
        *(True, True),
    )
    assert empty.get("/services?format=ndjson").get_data() == b""
    assert empty.read("/services?minimal=true")["contents"] == []


def test_without_a_database_it_says_so(make_app: MakeApp) -> None:
    nothing = serve(make_app, database=False)
    problem(nothing.get("/services"), 503)
    assert nothing.get("/").status_code == 200
    assert not Path(nothing.app.extensions["guides"].engine.url.database).exists()


# Wrong questions ---------------------------------------------------------------------------------

WRONG = [
    ("page", "0"), ("page", "-1"), ("page", "x"), ("page", "1.5"), ("page", "²"),
    ("page", "99999999999999999999"), ("per_page", "0"), ("per_page", "201"), ("format", "csv"),
    ("full", "yes"), ("full", ""), ("minimal", "1"), ("organization_id", WORD),
    ("taxonomy_id", "1"), ("taxonomy_term_id", "{}"), ("modified_after", WORD),
    ("modified_after", "0000-12-31T23:00:00Z"), ("minimum_age", "151"),
    ("maximum_age", "-1"), ("day", "Monday"), ("start_time", "9am"), ("start_time", "24:00"),
    ("end_time", "25:00"), ("search", "x" * 201), ("search", "a\x00b"), ("search", "a\nb"),
]  # fmt: skip


@pytest.mark.parametrize(("field", "value"), WRONG)
def test_a_wrong_value_is_named_and_not_repeated(site: Served, field: str, value: str) -> None:
    problem(site.get("/services", query_string={field: value}), 422, field)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("page", value) for value in ("1", True, None, 1.5, 0, [1], 10**20)),
        *(("full", value) for value in ("true", 1, None)),
        *(("search", value) for value in (1, ["a"], {"a": "b"}, "a\ud800", "a\x00b")),
        *(("postcode", value) for value in (WORD, "", "M", "M14 5TQ M14 5TQ", "ZZ99 9ZZ", 14)),
        *(("proximity", value) for value in (0, -1, "1000", 1_000_001)),
        *(("gender", value) for value in ("woman", "", ["women"])),
        *(("household", value) for value in ("family", "")),
        *(("language", value) for value in ("Arabic language", "a", "ar_SY", "")),
        *(("no_documents", value) for value in ("yes", 1)),
        ("stage", "x" * 61),
    ],
)
@pytest.mark.parametrize("name", ["services", "service_at_locations"])
def test_a_wrong_value_in_a_body(site: Served, name: str, field: str, value: Any) -> None:
    near = {"postcode": "M14 5"} if field == "proximity" else {}
    problem(site.post(f"/{name}", {field: value} | near), 422, field)
    lines = {field: value, "format": "ndjson"} | near
    problem(site.post(f"/{name}", lines), 422, field)


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"minimum_age": 30, "maximum_age": 20}, "maximum_age"),
        ({"start_time": "10:00", "end_time": "09:00"}, "end_time"),
        ({"proximity": 1000}, "proximity"),
    ],
)
def test_values_that_do_not_go_together(site: Served, asked: dict[str, Any], field: str) -> None:
    problem(site.post("/services", asked), 422, field)


@pytest.mark.parametrize("name", PARAMETERS)
def test_what_is_not_known_is_refused(site: Served, name: Any) -> None:
    """Otherwise a misspelt filter would answer everything."""
    for answer in (
        site.get(f"/{name}?{WORD}=1"),
        site.post(f"/{name}", {WORD: 1}),
        site.post(f"/{name}?page=1", {}),
        site.get(f"/{name}?page=1&{WORD}=1&{WORD}=2"),
    ):
        problem(answer, 400, "parameter")
    problem(site.get(f"/{name}?page=1&page=2"), 400, "page")
    problem(site.get(f"/{name}/{UUID(int=8)}?full=true"), 400, "parameter")


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"null", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[" * 50_000, "application/json", 400),
        (b'{"page": 1}', "text/plain", 415),
        (b"page=1", "application/x-www-form-urlencoded", 415),
        (b'{"search": "' + b"x" * 70_000 + b'"}', "application/json", 413),
    ],
)
def test_a_body_that_is_none(site: Served, body: bytes, kind: str, status: int) -> None:
    answer = site.client.post(f"{API}/services", data=body, content_type=kind)
    problem(answer, status, "body" if status == 400 else "")


def test_an_empty_body_asks_for_everything(site: Served) -> None:
    answer = site.client.post(f"{API}/services")
    assert answer.get_data() == site.get("/services").get_data()


@pytest.mark.parametrize(
    "path",
    [
        *(f"/services/{each}" for each in (WORD, "x" * 300, "%00", "..%2f..", str(UUID(int=7)))),
        *("/service_at_locations/x", "/taxonomies/x", "/taxonomy_terms/x"),
        *(f"/{WORD}", "/organizations", "/services/a/b"),
    ],
)
def test_nothing_there(site: Served, path: str) -> None:
    problem(site.get(path), 404)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/services", "/services/x", "/openapi.json"])
def test_nothing_can_be_changed(site: Served, method: str, path: str) -> None:
    answer = site.client.open(f"{API}{path}", method=method)
    problem(answer, 405)
    assert set(answer.headers["Allow"].split(", ")) <= {"GET", "HEAD", "OPTIONS", "POST"}


# What belongs in no address ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "field"),
    [(name, each.name) for name, known in PARAMETERS.items() for each in known if each.body_only],
)
def test_who_and_where_are_taken_in_a_body_alone(site: Served, name: str, field: str) -> None:
    told = problem(site.get(f"/{name}?{field}=M14"), 400, field)
    assert "POST" in told["detail"]


def test_terms_about_a_person_belong_in_a_body_too(site: Served) -> None:
    terms = site.read("/taxonomy_terms?per_page=200")["contents"]
    taxonomies = {each["name"]: each["id"] for each in site.read("/taxonomies")["contents"]}
    for term in terms:
        answer = site.get(f"/services?taxonomy_term_id={term['id']}")
        if term["taxonomy_id"] == taxonomies["Need"]:
            assert answer.status_code == 200
        else:
            problem(answer, 400, "taxonomy_term_id")
        assert site.post("/services", {"taxonomy_term_id": term["id"]}).status_code == 200
    for name, taxonomy in taxonomies.items():
        status = site.get(f"/services?taxonomy_id={taxonomy}").status_code
        assert status == (200 if name == "Need" else 400)


def test_no_log_says_what_was_asked(site: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for body in ({"search": WORD}, {"postcode": "M14 5TQ"}, {"stage": WORD}, {WORD: WORD}):
        site.post("/services", body)
    assert WORD not in caplog.text
    assert "5TQ" not in caplog.text


# Cookies, other sites ----------------------------------------------------------------------------


def test_no_cookie_is_read_or_set(make_app: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who is signed in is nobody here: nobody even asks who it is."""
    app = make_app(plugins=())
    client = app.test_client(use_cookies=False)
    asked: list[str] = []
    accounts = type(app.extensions["guides"].accounts)
    monkeypatch.setattr(accounts, "who", lambda _, token: asked.append(token))
    signed_in = {"Cookie": "guides=token"}
    for path in ("/", "/services", "/openapi.json", "/services/x"):
        answer = client.get(f"{API}{path}", headers=signed_in)
        assert "Set-Cookie" not in answer.headers
        assert "Cookie" not in answer.headers.get("Vary", "")
    answer = client.post(f"{API}/services", json={}, headers=signed_in)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert not asked
    client.get("/account", headers=signed_in)
    assert asked == ["token"]  # the same look sees a page of one's own


ELSEWHERE = {"Origin": "https://other.example", "Sec-Fetch-Site": "cross-site"}


def test_pages_of_other_sites_may_ask(site: Served) -> None:
    for answer in (
        site.get("/services", headers=ELSEWHERE),
        site.post("/services", {}, headers=ELSEWHERE),
        site.get("/services?format=ndjson", headers=ELSEWHERE),
    ):
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
    before = site.client.options(f"{API}/services", headers=ELSEWHERE)
    assert "POST" in before.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in before.headers["Access-Control-Allow-Headers"]


def test_other_pages_stay_closed_to_them(site: Served) -> None:
    for path in ("/session/tally", "/mistake"):
        assert site.client.post(path, headers=ELSEWHERE).status_code == 403
    assert "Access-Control-Allow-Origin" not in site.client.get("/").headers


# Kept and asked again ----------------------------------------------------------------------------


def test_what_has_not_changed_is_not_sent_again(make_app: MakeApp) -> None:
    here = fill(serve(make_app))
    one = here.read("/services")["contents"][0]["id"]
    paths = (
        "/services",
        "/services?page=2",
        f"/services/{one}",
        "/taxonomies",
        "/services?full=true",
    )
    tags = {}
    for path in paths:
        first = here.get(path)
        assert first.headers["Cache-Control"].startswith("public, max-age=300")
        tags[path] = first.headers["ETag"]
        again = here.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.get_data()) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
        other = here.get(path, headers={"If-None-Match": 'W/"x"'})
        assert other.get_data() == first.get_data()
    assert len(set(tags.values())) == len(paths)
    here.put(Listing(key="new", name="Example Newcomer (demo)"))
    for path in paths:
        assert here.get(path, headers={"If-None-Match": tags[path]}).status_code == 200
    assert here.read("/services?search=newcomer")["total_items"] == 1
    assert "Newcomer" in here.get("/services?per_page=200").get_data(as_text=True)
    assert "Newcomer" in here.get("/services?format=ndjson").get_data(as_text=True)


def test_what_was_kept_is_not_answered_after_a_change(make_app: MakeApp) -> None:
    """Pages that are kept before Flask know nothing of the directory."""
    here = fill(serve(make_app))
    before = here.read("/services")["total_items"]
    here.app.extensions["guides"].look_again = lambda: None
    here.put(Listing(key="new", name="Example Newcomer (demo)"))
    assert here.read("/services")["total_items"] == before + 1


def test_head_says_what_get_says(site: Served) -> None:
    for path in ("/services", "/services?format=ndjson", "/services/x"):
        head, get = site.client.head(f"{API}{path}"), site.get(path)
        assert head.status_code == get.status_code
        assert head.headers.get("ETag") == get.headers.get("ETag")
        assert head.get_data() == b""


def test_our_own_document_names_every_address(site: Served) -> None:
    paths = site.read("/openapi.json")["paths"]
    served = {
        (rule.rule.removeprefix(API).replace("<identifier>", "{id}"), method.lower())
        for rule in site.app.url_map.iter_rules()
        if rule.endpoint.startswith("oruk.") and rule.endpoint != "oruk.openapi"
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    named = {(path, m) for path, item in paths.items() for m in item if m in ("get", "post")}
    assert named == served
    assert json.dumps(paths).count('"postcode"') == 4  # in two bodies: as a field, and for a field
