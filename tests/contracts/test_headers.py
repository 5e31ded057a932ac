"""The headers of every answer, one by one, and the walls that they and their likes put up.

Controls 11, 13 and 15 of the security plan. The table is exact: a header that is missing, different
or new fails.
"""

from __future__ import annotations

import gzip
import logging
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.contracts.addresses import Address
from tests.contracts.conftest import CANARY, SHEET, Answer, Ask, answered, asking

EVERYWHERE = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noai, noimageai",
}
HTML = {
    "Content-Type": r"text/html; charset=utf-8",
    "Content-Length": r"\d+",
    "Vary": r"Accept-Encoding",
}
KEPT = {"Cache-Control": r"public, max-age=300", "ETag": r'W/"[0-9a-f]{20}"', "Date": r".+ GMT"}
NOT_KEPT = {"Cache-Control": r"no-store"}
OPEN = {
    # Pages of other sites may read it.
    "Access-Control-Allow-Origin": r"\*",
    "Access-Control-Expose-Headers": r"ETag, Allow",
    "Cross-Origin-Resource-Policy": r"cross-origin",
    "Content-Length": r"\d+",
}
KINDS: dict[str, dict[str, str]] = {
    # What an answer of each kind has besides, as patterns.
    "page for everybody": HTML | KEPT,
    "page for one": HTML | NOT_KEPT,
    "unchanged": KEPT | {"Vary": r"Accept-Encoding"},
    "wrong method": HTML | NOT_KEPT | {"Allow": r"[A-Z, ]+"},
    "way out": HTML
    | NOT_KEPT
    | {"Location": r"https://www\.bbc\.co\.uk/weather", "Clear-Site-Data": r'"cache", "cookies"'},
    "way in": HTML | NOT_KEPT | {"Location": r"(/ar)?/sign-in"},
    "other name": {"Content-Type": r"text/plain; charset=utf-8", "Content-Length": r"\d+"}
    | NOT_KEPT,
    "redirect": HTML | NOT_KEPT | {"Location": r"http://localhost/ar/"},
    "health": {"Content-Type": r"text/plain; charset=utf-8", "Content-Length": r"\d+"} | NOT_KEPT,
    "sheet": {
        "Content-Type": r"application/pdf",
        "Content-Length": r"\d+",
        # A name that says nothing: it stays in the folder of a computer that others use.
        "Content-Disposition": r'inline; filename="sheet\.pdf"',
    }
    | NOT_KEPT,
    "sheets": {
        "Content-Type": r"application/pdf",
        "Content-Length": r"\d+",
        "Content-Disposition": r'inline; filename="sheets\.pdf"',
    }
    | NOT_KEPT,
    "open data": OPEN
    | {
        "Content-Type": r"application/json",
        "Cache-Control": r"public, max-age=300, must-revalidate",
        "ETag": r'W/"[0-9a-f]{20}"',
    },
    "open data, the same for all": OPEN
    | {
        "Content-Type": r"application/json",
        "Cache-Control": r"public, max-age=300, must-revalidate",
    },
    "open data, wrong": OPEN | {"Content-Type": r"application/problem\+json"} | NOT_KEPT,
    "static file": {
        "Content-Type": r"text/(css|javascript); charset=utf-8|image/svg\+xml; charset=utf-8",
        "Content-Length": r"\d+",
        "Content-Disposition": r"inline; filename=[a-z.]+",
        "Cache-Control": r"public, max-age=31536000, immutable",
        "ETag": r'(W/)?"[^"]+"',
        "Last-Modified": r".+ GMT",
        "Expires": r".+ GMT",
        "Date": r".+ GMT",
        "Accept-Ranges": r"bytes",
        "Vary": r"Accept-Encoding",
    },
}
ONE_EACH = {
    *("sheets.edition", "web.languages", "meetings.printing", "provenance.mistake"),
    *("accounts.sign_in", "accounts.join"),
    "directory.one",  # which service somebody looked at stays in no cache
}
"""Pages that are not the same for everybody: they depend on a paper, or on where one came from."""


def faults(answer: Answer, kind: str) -> list[str]:
    """How the headers of an answer differ from those that its kind should have."""
    found = dict(answer.headers)
    wanted = {name: re.escape(value) for name, value in EVERYWHERE.items()} | KINDS[kind]
    wrong = [
        f"{answer.name} ({kind}): {name} is {found.get(name)!r}"
        for name, pattern in wanted.items()
        if name not in found or not re.fullmatch(pattern, found[name])
    ]
    new = [f"{answer.name} ({kind}): has {name}: {found[name]}" for name in found.keys() - wanted]
    twice = [f"{answer.name}: {n} twice" for n in found if answer.names.count(n) > 1]
    return wrong + new + twice


def kind_of(address: Address, answer: Answer) -> str:
    if address.endpoint == "web.leave":
        return "way out"
    if address.endpoint in ("web.healthz", "web.readyz"):
        return "health"
    if address.endpoint.startswith("oruk."):
        if answer.status != 200:
            return "open data, wrong"
        alike = address.endpoint in ("oruk.details", "oruk.openapi")
        return "open data, the same for all" if alike else "open data"
    if address.endpoint == "meetings.batch":
        return "sheets"
    if address.guarded:
        return "way in"
    if address.endpoint in ONE_EACH - {"web.languages"} or answer.status != 200:
        return "page for one"
    return "page for everybody"


def test_every_page(answers: dict[Address, Answer]) -> None:
    assert not [f for address, a in answers.items() for f in faults(a, kind_of(address, a))]


def test_every_error(errors: dict[tuple[int, str], Answer]) -> None:
    wrong = [
        fault
        for (status, _), answer in errors.items()
        for fault in faults(answer, "page for one")
        if status != 405
    ]
    assert not wrong


def test_a_wrong_method_is_told_the_right_ones(ask: Ask) -> None:
    """A 405 must say in Allow what can be done instead (RFC 9110)."""
    answer = ask("POST", "/where")
    assert not faults(answer, "wrong method")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_what_was_chosen_is_kept_nowhere(previews: tuple[Answer, ...]) -> None:
    assert previews
    assert not [fault for answer in previews for fault in faults(answer, "page for one")]


def test_a_sheet(pdf: Answer) -> None:
    assert pdf.body.startswith(b"%PDF-")
    assert not faults(pdf, "sheet")


def test_a_redirect(ask: Ask) -> None:
    answer = ask("GET", "/ar")
    assert answer.status == 308
    assert not faults(answer, "redirect")


def test_no_redirect_leads_out_of_the_site(client: FlaskClient) -> None:
    """Two slashes at the head of an address would be another host."""
    for path in ("//evil.example", "//evil.example/", "/\\evil.example", "///evil.example/%2e%2e"):
        response = client.get("/", environ_overrides={"PATH_INFO": path})
        where = response.headers.get("Location", "http://localhost/")
        assert where.startswith("http://localhost/"), path


def test_static_files(ask: Ask, static_files: tuple[str, ...]) -> None:
    """They carry a hash in their address, so they can be kept for a year and never asked again."""
    assert static_files
    wrong = [
        f for name in static_files for f in faults(ask("GET", f"/static/{name}"), "static file")
    ]
    assert not wrong


def test_the_address_of_a_static_file_changes_with_it(answers: dict[Address, Answer]) -> None:
    """Otherwise keeping it for a year would keep the old one."""
    loads = {load for a in answers.values() if a.page for load in a.page.loads}
    assert loads
    assert not [load for load in loads if not re.search(r"\?v=[0-9a-f]{10}(#|$)", load)]


def test_no_answer_sets_a_cookie(
    answers: dict[Address, Answer],
    errors: dict[tuple[int, str], Answer],
    previews: tuple[Answer, ...],
    pdf: Answer,
) -> None:
    every = [*answers.values(), *errors.values(), *previews, pdf]
    assert not [answer.name for answer in every if "Set-Cookie" in answer.headers]


# Kept and asked again -----------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/ar/", "/ar/stop/claiming", f"{SHEET}", "/leaving"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_page_that_has_not_changed_is_not_sent_again(ask: Ask, path: str, encoding: str) -> None:
    packed = {"Accept-Encoding": encoding}
    first = ask("GET", path, headers=packed)
    again = ask("GET", path, headers={**packed, "If-None-Match": first.headers["ETag"]})
    other = ask("GET", path, headers={**packed, "If-None-Match": '"something-else"'})
    assert (first.status, again.status, other.status) == (200, 304, 200)
    assert first.body == other.body
    assert not again.body
    assert not faults(again, "unchanged")


def test_each_page_has_an_etag_of_its_own(answers: dict[Address, Answer]) -> None:
    bodies = {
        answer.headers["ETag"]: answer.body
        for answer in answers.values()
        if "ETag" in answer.headers
    }
    assert len(bodies) == len(set(bodies.values())) > 50


@pytest.mark.parametrize("path", ["/", "/ar/stop/claiming", "/nowhere"])
def test_compression_changes_the_wire_and_not_the_page(ask: Ask, path: str) -> None:
    plain = ask("GET", path)
    packed = ask("GET", path, headers={"Accept-Encoding": "gzip"}).body
    assert plain.body == (gzip.decompress(packed) if packed[:2] == b"\x1f\x8b" else packed)


def test_head_answers_like_get(ask: Ask) -> None:
    for path in ("/", "/ar/stop/claiming", "/healthz", "/static/site.css", "/nowhere"):
        head, get = ask("HEAD", path), ask("GET", path)
        assert head.status == get.status
        assert not head.body
        assert {n: v for n, v in head.headers.items() if n != "Date"} == {
            n: v for n, v in get.headers.items() if n != "Date"
        }


# Requests from elsewhere --------------------------------------------------------------------------

HERE = "http://localhost"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": ""}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": HERE}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": f"{HERE}.evil.example"}, 403),
        ({"Origin": f"{HERE}:8080"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Origin": HERE}, 200),
        ({}, 200),
    ],
)
@pytest.mark.parametrize("path", [SHEET, f"/ar{SHEET}"])
def test_only_our_own_pages_can_send_a_form(
    ask: Ask, path: str, headers: dict[str, str], status: int
) -> None:
    assert ask("POST", path, data={"nation": "wales"}, headers=headers).status == status


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_every_unsafe_method_is_looked_at_first(ask: Ask, method: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    for path in ("/", SHEET, "/nowhere", "/static/site.css"):
        assert ask(method, path, headers=headers).status == 403


def test_a_link_from_elsewhere_works(ask: Ask) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://search.example"}
    assert ask("GET", "/stop/claiming", headers=headers).status == 200


TLS = {"Origin": "https://guides.example"}
PROXY = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "guides.example"}


def test_an_old_phone_behind_a_proxy_that_ends_tls(make_app: Callable[..., Flask]) -> None:
    """Safari before 16.4 sends no Sec-Fetch-Site. A trusted proxy says that it was https."""
    ask = asking(make_app(proxies=1))
    assert ask("POST", SHEET, headers=TLS | PROXY).status == 200
    assert ask("POST", SHEET, headers=TLS).status == 403


def test_nobody_can_play_the_proxy(ask: Ask) -> None:
    """Without the setting, what a visitor claims about a proxy is not believed."""
    assert ask("POST", SHEET, headers=TLS | PROXY).status == 403
    assert ask("GET", "/ar", headers=PROXY).headers["Location"] == "http://localhost/ar/"


# Names under which the site answers ---------------------------------------------------------------


@pytest.fixture(scope="module")
def named(make_app: Callable[..., Flask]) -> FlaskClient:
    return make_app(trusted_hosts=("guides.example", ".riverside.example")).test_client()


@pytest.mark.parametrize("host", ["guides.example", "guides.example:8443", "a.riverside.example"])
def test_its_own_names_are_answered(named: FlaskClient, host: str) -> None:
    assert named.get("/", base_url=f"http://{host}").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "guides.example.evil.example", "127.0.0.1"])
@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/nowhere"), ("POST", SHEET)])
def test_other_names_are_refused(named: FlaskClient, host: str, method: str, path: str) -> None:
    """In a line of text: no link of a page would lead to the right name."""
    response = named.open(path, method=method, base_url=f"http://{host}")
    answer = answered(f"{method} {host}{path}", response, "en", "ltr")
    assert answer.status == 400
    assert not faults(answer, "other name")
    assert host.encode() not in answer.body


def test_without_names_every_name_is_answered(client: FlaskClient) -> None:
    assert client.get("/", base_url="http://anything.example").status_code == 200


# What the log and the page say when something breaks ----------------------------------------------


def test_a_broken_view_tells_the_log_where_and_not_what(
    breaking_app: Flask, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = asking(breaking_app)(
        "POST",
        f"/breaks?where={CANARY}",
        data={"note": CANARY, CANARY: "x"},
        headers={"User-Agent": CANARY, "Referer": f"http://localhost/{CANARY}", "Cookie": CANARY},
    )
    assert answer.status == 500
    assert not faults(answer, "page for one")
    assert "ValueError" in caplog.text
    assert "conftest.py:" in caplog.text
    printed = capfd.readouterr()
    for told in (caplog.text, printed.out, printed.err, answer.body.decode(), str(answer.headers)):
        assert CANARY not in told


@pytest.mark.parametrize(
    ("method", "path", "more"),
    [
        ("GET", f"/{CANARY}", {}),
        ("GET", f"/stop/{CANARY}", {}),
        ("GET", f"/where/{CANARY}", {}),
        ("GET", f"/e/{CANARY}", {}),
        ("GET", f"/languages?page=/{CANARY}", {}),
        ("POST", SHEET, {"data": {"nation": CANARY}}),
        ("POST", SHEET, {"data": {"nation": CANARY * 9000}}),
        ("POST", SHEET, {"data": {"nation": CANARY}, "headers": {"Origin": CANARY}}),
        ("POST", "/stop/removal/sheet", {"data": {"action": "print", "note": CANARY}}),
    ],
)
def test_no_log_line_says_what_was_asked(
    breaking_app: Flask,
    caplog: pytest.LogCaptureFixture,
    method: str,
    path: str,
    more: dict[str, object],
) -> None:
    caplog.set_level(logging.DEBUG)
    asking(breaking_app)(method, path, **more)
    assert CANARY not in caplog.text


def test_pages_without_a_database_still_answer(make_app: Callable[..., Flask]) -> None:
    """The page of an edition needs it; what it says then has all its headers too."""
    ask = asking(make_app(database=False))
    broken = ask("GET", "/e/ABCDEF0123")
    assert broken.status == 503
    assert not faults(broken, "page for one")
    assert ask("GET", "/stop/claiming").status == 200


def test_a_header_that_is_new_or_gone_is_seen(ask: Ask) -> None:
    answer = ask("GET", "/")
    assert not faults(answer, "page for everybody")
    more = {**answer.headers, "X-Powered-By": "x"}
    less = {n: v for n, v in answer.headers.items() if n != "Referrer-Policy"}
    other = {**answer.headers, "X-Frame-Options": "SAMEORIGIN"}
    for headers in (more, less, other):
        changed = Answer("planted", 200, headers, tuple(headers), b"", None)
        assert len(faults(changed, "page for everybody")) == 1
