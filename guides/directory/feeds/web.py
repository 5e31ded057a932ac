"""One request to a feed, that can end nowhere but on the public internet.

A name is resolved once. The address that was looked at is the address that is connected to, for
the first request and after each redirect; over TLS the certificate must still be that of the name.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

MOST_REDIRECTS = 5
MOST_BYTES = 20_000_000
"""Of one answer, unpacked."""
PORTS = (80, 443)
_REDIRECTS = (301, 302, 303, 307, 308)
_CHUNK = 65_536
_TUNNELS = tuple(
    # Addresses that have another address in them.
    map(
        ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
    )
)


class FeedWrong(Exception):
    """The feed cannot be read. The message says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    etag: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Web:
    """How requests are made.

    ``allow_private`` is for tests with a server of their own; nothing that a user reaches sets it.
    """

    seconds: float = 30
    """For one answer, to its last byte."""
    allow_private: bool = False

    def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """What stands at this address, over at most :data:`MOST_REDIRECTS` redirects.

        Raises:
            FeedWrong: it must not be asked, does not answer, or answers too much.
        """
        ends = time.monotonic() + self.seconds
        for _ in range(MOST_REDIRECTS + 1):
            parts = self._parts(url)
            try:
                answer, to = self._once(parts, headers, ends)
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise FeedWrong(_said(error, ends)) from error
            if answer is not None:
                return answer
            if parts.scheme == "https" and urlsplit(urljoin(url, to)).scheme != "https":
                raise FeedWrong("It sends on from https to an address without. Ask who runs it.")
            url = urljoin(url, to)
        raise FeedWrong(f"It sends on more than {MOST_REDIRECTS} times. Give the last address.")

    def _parts(self, url: str) -> SplitResult:
        """The address in parts, if it may be asked at all."""
        try:
            parts = urlsplit(url)
            port, host = parts.port, parts.hostname
        except ValueError:
            raise FeedWrong("This is no address of a page. It begins with https://.") from None
        if parts.scheme not in ("http", "https") or not host or not url.isprintable():
            raise FeedWrong("This is no address of a page. It begins with https://.")
        if " " in url or "\\" in url:
            raise FeedWrong("There is a space or a backslash in the address. Copy it again.")
        if parts.username is not None or parts.password is not None:
            raise FeedWrong("Leave name and password out of the address: open feeds want none.")
        if port not in (None, *PORTS) and not self.allow_private:
            raise FeedWrong(f"Port {port} is not asked; only 80 and 443 are.")
        return parts

    def _once(
        self, parts: SplitResult, headers: Mapping[str, str], ends: float
    ) -> tuple[Answer | None, str]:
        """One request: an answer, or where it sends on to."""
        host = parts.hostname or ""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        address = resolve(host, port, allow_private=self.allow_private)
        connection = _Checked(host, port, address, parts.scheme == "https", ends)
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        try:
            connection.request("GET", _ascii(target), headers=dict(headers))
            response = connection.getresponse()
            if response.status in _REDIRECTS:
                to = response.getheader("Location", "")
                if not to:
                    raise FeedWrong("It sends on to nowhere. Ask who runs it.")
                return None, to
            body = _body(response, ends)
            if time.monotonic() >= ends:  # then it was cut here, and not ended there
                raise TimeoutError
            return Answer(response.status, response.getheader("ETag", "")[:200], body), ""
        finally:
            connection.close()


def resolve(host: str, port: int, *, allow_private: bool = False) -> str:
    """The address of a name. One that is not on the public internet is refused, however written.

    Raises:
        FeedWrong: there is none, or one of them is inside.
    """
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise FeedWrong("There is no such site. Look at the spelling of the address.") from error
    addresses = [str(each[4][0]) for each in found]
    if not addresses:
        raise FeedWrong("There is no such site. Look at the spelling of the address.")
    # One bad address among good ones is enough: a name of the public has none.
    if not allow_private and not all(map(public, addresses)):
        raise FeedWrong("This address leads inside a network, not to a public site.")
    return addresses[0]


def public(address: str) -> bool:
    """Whether this is an address of the public internet, and of nothing that may lead inside."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return public(str(found.ipv4_mapped))
        if any(found in tunnel for tunnel in _TUNNELS) or found.is_site_local:
            return False
    return (
        found.is_global
        and not found.is_private
        and not found.is_multicast
        and not found.is_reserved
        and not found.is_link_local
        and not found.is_loopback
        and not found.is_unspecified
    )


class _Checked(http.client.HTTPConnection):
    """Connects to the address that was looked at, and asks there for the name."""

    def __init__(self, host: str, port: int, address: str, secure: bool, ends: float) -> None:
        self._seconds = max(0.1, ends - time.monotonic())
        super().__init__(host, port, timeout=self._seconds)
        self.default_port = 443 if secure else 80
        self._address = address
        self._secure = secure
        self._watch: threading.Timer | None = None

    def connect(self) -> None:
        sock = socket.create_connection((self._address, self.port), self._seconds)
        # A server that sends a letter now and then never runs into the time limit of a socket.
        self.sock = sock
        self._watch = threading.Timer(self._seconds, self._cut)
        self._watch.daemon = True
        self._watch.start()
        if self._secure:
            secure = ssl.create_default_context().wrap_socket(
                sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self.sock = secure
            secure.do_handshake()

    def _cut(self) -> None:
        with suppress(OSError, AttributeError):
            self.sock.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
        super().close()


def _body(response: http.client.HTTPResponse, ends: float) -> bytes:
    packing = response.getheader("Content-Encoding", "identity").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip"):
        raise FeedWrong(f'It answers packed as "{packing[:20]}", which is not read here.')
    unpack = zlib.decompressobj(31) if "gzip" in packing else None
    found = bytearray()
    while chunk := response.read(_CHUNK):
        if time.monotonic() > ends:
            raise TimeoutError
        if unpack is None:
            found += chunk
        else:
            try:
                found += unpack.decompress(chunk, MOST_BYTES + 1 - len(found))
            except zlib.error as error:
                raise FeedWrong("What it sends is damaged. Try again later.") from error
        if len(found) > MOST_BYTES:
            raise FeedWrong(f"One answer has more than {MOST_BYTES // 1_000_000} MB.")
    if unpack is not None and not unpack.eof:
        raise FeedWrong("What it sends is cut off. Try again later.")
    if response.length:
        raise FeedWrong("What it sends is cut off. Try again later.")
    return bytes(found)


def _ascii(target: str) -> str:
    return quote(target, safe="/?&=%:@!$'()*+,;~-._[]")


def _said(error: Exception, ends: float) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "Its certificate is not that of its name. Ask who runs it."
    if isinstance(error, TimeoutError) or time.monotonic() >= ends:
        return "It does not answer in time. Try again later."
    return f"It does not answer as a site does ({type(error).__name__}). Try again later."
