"""Feeds over HTTP, against a real server that lies in every way that feeds do."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from click.testing import CliRunner

from guides.cli.directory_fetch import fetch as command
from guides.directory.feeds import web as feed_web
from guides.directory.feeds.fetching import Fetched, fetch
from guides.directory.feeds.web import FeedWrong, Web, public, resolve
from guides.directory.readers import open_reader

Answer = tuple[int, Mapping[str, str], bytes]
Site = Callable[["Asked"], Answer]


@dataclass(frozen=True)
class Asked:
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]

    @property
    def page(self) -> int:
        return int(self.query.get("page", "1"))


@dataclass
class Server:
    url: str
    site: Site = lambda asked: (404, {}, b"")
    asked: list[Asked] = field(default_factory=list)


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    there = Server("")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = Asked(parts.path, dict(parse_qsl(parts.query)), dict(self.headers.items()))
            there.asked.append(asked)
            status, headers, body = there.site(asked)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            with suppress(OSError):  # they may not want to hear more
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    found = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.daemon_threads = True
    there.url = f"http://127.0.0.1:{found.server_port}/feed"
    thread = threading.Thread(target=found.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield there
    found.shutdown()
    thread.join()
    found.server_close()


@pytest.fixture
def server(running: Server) -> Server:
    running.asked.clear()
    return running


def said(value: object, status: int = 200, **headers: str) -> Answer:
    kind = {"Content-Type": "application/json"}
    return status, kind | {n.replace("_", "-"): v for n, v in headers.items()}, _json(value)


def _json(value: object) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value).encode()


def service(n: int, **more: Any) -> dict[str, Any]:
    return {"id": f"s{n}", "name": f"Service {n} (demo)", "status": "active", "phones": []} | more


def page(asked: Asked, *, pages: int = 3, size: int = 4, **more: Any) -> dict[str, Any]:
    """A page of an honest feed."""
    number = asked.page
    there = [service(n) for n in range((number - 1) * size, number * size)] * (number <= pages)
    return {
        "total_items": pages * size,
        "total_pages": pages,
        "page_number": number,
        "size": len(there),
        "first_page": number == 1,
        "last_page": number == pages,
        "empty": not there,
        "contents": there,
    } | more


def get(server: Server, folder: Path, **more: Any) -> Fetched:
    return fetch(server.url, folder=folder, allow_private=True, **more)


def keys(found: Fetched) -> list[str]:
    assert found.path is not None
    reader = open_reader(found.path)
    read = [one.key for one in reader if one.listing]
    assert reader.complete == found.complete
    return read


# Good feeds --------------------------------------------------------------------------------------


def test_an_honest_feed_is_whole(server: Server, tmp_path: Path) -> None:
    server.site = lambda asked: said(page(asked))
    seen: list[tuple[int, int | None, int]] = []
    found = get(server, tmp_path, on_page=lambda *told: seen.append(told))
    assert (found.complete, found.services, found.remarks) == (True, 12, ())
    assert keys(found) == [f"s{n}" for n in range(12)]
    assert seen[:3] == [(1, 3, 4), (2, 3, 8), (3, 3, 12)]
    assert {asked.path for asked in server.asked} == {"/feed/services"}
    assert [path.name for path in tmp_path.iterdir()] == [found.path.name] if found.path else []


@pytest.mark.parametrize(
    "whole",
    [
        [service(0), service(1)],
        {"contents": [service(0), service(1)]},
        {"totalElements": 2, "totalPages": 1, "last": True, "content": [service(0), service(1)]},
    ],
)
def test_other_shapes_of_a_page(server: Server, tmp_path: Path, whole: object) -> None:
    rest = {"totalElements": 2, "totalPages": 1, "last": True, "content": []}
    server.site = lambda asked: said(whole if asked.page == 1 else rest)
    found = get(server, tmp_path)
    assert found.complete
    assert keys(found) == ["s0", "s1"]


def test_a_list_of_heads_is_filled_in_one_by_one(server: Server, tmp_path: Path) -> None:
    def site(asked: Asked) -> Answer:
        name = asked.path.rpartition("/")[2]
        if name == "services":
            heads = [{"id": f"a/{n}", "name": f"Service {n} (demo)"} for n in range(2)]
            there = heads if asked.page == 1 else []
            return said({"total_items": 2, "total_pages": 1, "last_page": True, "contents": there})
        if name == "a%2F1":
            return said(service(1, id="a/1", url="https://example.org/one"))
        return said({}, 404)

    server.site = site
    found = get(server, tmp_path)
    assert keys(found) == ["a/1"]
    # The other one is not taken by its head alone: its phones would be deleted.
    assert not found.complete
    assert any("cannot be asked for" in remark for remark in found.remarks)


def test_what_has_not_changed_is_not_fetched_again(server: Server, tmp_path: Path) -> None:
    def site(asked: Asked) -> Answer:
        if asked.headers.get("If-None-Match") == '"v1"':
            return said(b"", 304)
        return said(page(asked, pages=1), ETag='"v1"')

    server.site = site
    first = get(server, tmp_path)
    assert (first.complete, first.etag) == (True, '"v1"')
    again = get(server, tmp_path, etag=first.etag)
    assert again.unchanged
    assert not again.complete


def test_what_changed_since_is_never_the_whole(server: Server, tmp_path: Path) -> None:
    server.site = lambda asked: said(page(asked))
    found = get(server, tmp_path, since=date(2026, 11, 1))
    assert server.asked[0].query["modified_after"] == "2026-11-01"
    assert (found.services, found.complete, found.etag) == (12, False, "")


# Feeds that lie ----------------------------------------------------------------------------------


def _stops(asked: Asked) -> Answer:
    return said(page(asked)) if asked.page < 3 else said({}, 503)


def _html_later(asked: Asked) -> Answer:
    return said(page(asked)) if asked.page < 3 else said(b"<html>Sorry</html>")


def _cut(asked: Asked) -> Answer:
    status, headers, body = said(page(asked))
    more = {"Content-Length": str(len(body) + 500), "Connection": "close"}
    return status, {**headers, **more} if asked.page == 3 else headers, body


def _cut_json(asked: Asked) -> Answer:
    return said(page(asked)) if asked.page < 3 else said(_json(page(asked))[:-40])


@pytest.mark.parametrize("site", [_stops, _html_later, _cut_json])
def test_a_feed_that_stops_half_way_goes_on_later(
    server: Server, tmp_path: Path, site: Site
) -> None:
    server.site = site
    found = get(server, tmp_path)
    assert (found.services, found.complete) == (8, False)
    assert any("stopped at page 3" in remark for remark in found.remarks)
    assert keys(found) == [f"s{n}" for n in range(8)]
    server.asked.clear()
    server.site = lambda asked: said(page(asked))
    found = get(server, tmp_path)
    assert server.asked[0].page == 3
    assert found.complete
    assert keys(found) == [f"s{n}" for n in range(12)]
    server.asked.clear()
    get(server, tmp_path)
    assert server.asked[0].page == 1  # nothing is left over


def test_a_page_of_which_less_comes_than_was_said(server: Server, tmp_path: Path) -> None:
    server.site = _cut
    found = get(server, tmp_path, seconds=20)
    assert (found.services, found.complete) == (8, False)


def test_there_is_a_page_behind_the_last(server: Server, tmp_path: Path) -> None:
    more = {"total_pages": 3, "total_items": 12}
    server.site = lambda asked: said(page(asked, pages=4) | more | {"last_page": asked.page == 3})
    found = get(server, tmp_path)
    assert keys(found) == [f"s{n}" for n in range(16)]
    assert any("and it does not" in remark for remark in found.remarks)


def test_the_same_page_again_and_again(server: Server, tmp_path: Path) -> None:
    server.site = lambda asked: said(page(Asked(asked.path, {}, {}), pages=9))
    found = get(server, tmp_path)
    assert (found.services, found.complete) == (4, False)
    assert len(server.asked) == 2


def test_services_without_ids_do_not_make_it_endless(server: Server, tmp_path: Path) -> None:
    there = {"total_pages": 9, "contents": [{"name": "One (demo)", "phones": []}]}
    server.site = lambda asked: said(there)
    assert get(server, tmp_path).services == 1
    assert len(server.asked) == 2


def test_a_feed_that_never_ends(server: Server, tmp_path: Path) -> None:
    server.site = lambda asked: said(page(asked, pages=10**6))
    found = get(server, tmp_path, most_pages=5)
    assert (found.services, found.complete) == (20, False)


def test_a_feed_that_gives_less_than_it_says(server: Server, tmp_path: Path) -> None:
    server.site = lambda asked: said(page(asked, pages=2, total_items=500))
    found = get(server, tmp_path)
    assert (found.services, found.complete) == (8, False)
    assert any("says that it has 500" in remark for remark in found.remarks)


def test_an_empty_feed_calls_nothing_missing(server: Server, tmp_path: Path) -> None:
    server.site = lambda asked: said(page(asked, pages=0))
    found = get(server, tmp_path)
    assert (found.services, found.complete) == (0, False)
    assert keys(found) == []


def test_a_wrong_content_type_is_not_believed(server: Server, tmp_path: Path) -> None:
    server.site = lambda asked: (200, {"Content-Type": "text/html"}, _json(page(asked)))
    assert get(server, tmp_path).complete


BOMB = gzip.compress(b" " * (feed_web.MOST_BYTES + 10))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (said(b"<!DOCTYPE html><html>"), "web page, not with data"),
        (said({}, 404), "404"),
        (said({}, 403), "not open to all"),
        (said({}, 500), "Try again later"),
        (said(b"{"), "no JSON"),
        (said(b"[" * 100_000), "no JSON"),
        (said({"contents": {"a": 1}}), "no list of services"),
        (said("text"), "no page"),
        (said(BOMB, Content_Encoding="gzip"), "more than 20 MB"),
        (said(gzip.compress(b"[]")[:-9], Content_Encoding="gzip"), "cut off|damaged"),
        (said(b"nonsense", Content_Encoding="gzip"), "damaged"),
        (said(b"x", Content_Encoding="br"), "packed"),
        (said(b"", 302), "nowhere"),
        (said(b"", 302, Location="/feed/services?page=1"), "more than 5 times"),
    ],
)
def test_what_is_no_feed_is_said_in_words(
    server: Server, tmp_path: Path, answer: Answer, words: str
) -> None:
    server.site = lambda asked: answer
    with pytest.raises(FeedWrong, match=words):
        get(server, tmp_path)


def test_a_packed_page_is_read(server: Server, tmp_path: Path) -> None:
    server.site = lambda asked: said(gzip.compress(_json(page(asked))), Content_Encoding="gzip")
    assert get(server, tmp_path).complete


# Where it may go ---------------------------------------------------------------------------------

INSIDE = (
    *("127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "10.0.0.1"),
    *("172.16.0.1", "192.168.1.1", "169.254.169.254", "169.254.1.1", "100.64.0.1", "0.0.0.0"),
    *("0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "localhost", "[::1]", "[::]"),
    *("[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[::127.0.0.1]", "[fe80::1]", "[fc00::1]"),
    *("[fd00:ec2::254]", "[ff02::1]", "[fec0::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
    "[2001::1]",
)


@pytest.mark.parametrize("host", INSIDE)
def test_an_address_inside_is_never_asked(host: str, tmp_path: Path) -> None:
    with pytest.raises(FeedWrong, match=r"inside a network|no such site"):
        fetch(f"http://{host}/feed", folder=tmp_path)


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.169.254", "[::1]", "2130706433"])
def test_nor_when_a_public_site_sends_on_to_it(server: Server, host: str) -> None:
    class Outside(Web):
        """The server of this test counts as public, and no other does."""

        def _once(self, parts, headers, ends):
            here = parts.netloc == urlsplit(server.url).netloc
            return Web._once(Web(allow_private=True) if here else self, parts, headers, ends)

        def _parts(self, url: str):
            here = urlsplit(url).netloc == urlsplit(server.url).netloc
            return Web._parts(Web(allow_private=True) if here else self, url)

    server.site = lambda asked: said(b"", 302, Location=f"http://{host}/")
    with pytest.raises(FeedWrong, match="inside a network"):
        Outside().get(server.url, {})
    assert len(server.asked) == 1


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses(address: str) -> None:
    assert public(address)


def test_a_name_is_resolved_once_and_that_address_is_asked(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look and the connection the name may lead elsewhere: that changes nothing."""
    port = urlsplit(server.url).port
    resolved: list[object] = []
    real = socket.getaddrinfo

    def rebinding(host: Any, *more: Any, **others: Any) -> Any:
        if host == "feed.example":
            resolved.append(host)
            address = "127.0.0.1" if len(resolved) == 1 else "192.0.2.1"
            return real(address, *more, **others)
        return real(host, *more, **others)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    server.site = lambda asked: said([])
    answer = Web(seconds=5, allow_private=True).get(f"http://feed.example:{port}/", {})
    assert answer.status == 200
    assert len(resolved) == 1
    assert server.asked[0].headers["Host"] == f"feed.example:{port}"


def test_one_bad_address_among_good_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    def both(*_: object, **__: object) -> list[Any]:
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "")
        return [(*kind, ("8.8.8.8", 80)), (*kind, ("10.0.0.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with pytest.raises(FeedWrong, match="inside"):
        resolve("feed.example", 80)


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://example.org/", "no address"),
        ("file:///etc/passwd", "no address"),
        ("example.org/feed", "no address"),
        ("http://", "no address"),
        ("http://[", "no address"),
        ("http://user:secret@example.org/", "name and password"),
        ("http://example.org:22/", "Port 22"),
        ("http://example.org:99999/", "no address"),
        ("http://exam ple.org/", "space"),
        ("http://example.org\\@127.0.0.1/", "backslash|name and password"),
        ("http://example.org/\r\nHost: x", "no address|space"),
    ],
)
def test_addresses_that_are_none(url: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(FeedWrong, match=words) as wrong:
        fetch(url, folder=tmp_path)
    assert "secret" not in str(wrong.value)


def test_a_server_that_trickles_is_left(tmp_path: Path) -> None:
    """It sends a letter now and then, for ever, so that no time limit of a socket is reached."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = threading.Event()

        def trickle() -> None:
            there, _ = listening.accept()
            with there:
                there.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not ended.wait(0.05):
                    try:
                        there.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=trickle)
        thread.start()
        began = time.monotonic()
        with pytest.raises(FeedWrong, match="in time"):
            Web(seconds=0.6, allow_private=True).get(
                f"http://127.0.0.1:{listening.getsockname()[1]}/", {}
            )
        assert time.monotonic() - began < 5
        ended.set()
        thread.join()


# The command -------------------------------------------------------------------------------------


def test_the_command_asks_nothing_inside(tmp_path: Path) -> None:
    file = tmp_path / "feed.json"
    found = CliRunner().invoke(command, ["http://127.0.0.1/feed", "-o", str(file)])
    assert found.exit_code == 1
    assert "inside a network" in found.output
    assert list(tmp_path.iterdir()) == []
