"""Feeds over https: a real server with certificates made here. Only the right name, signed by
somebody this machine trusts, is asked for anything."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from guides.directory.feeds.fetching import fetch
from guides.directory.feeds.web import FeedWrong

FEED = {
    "total_items": 1,
    "total_pages": 1,
    "page_number": 1,
    "size": 1,
    "first_page": True,
    "last_page": True,
    "empty": False,
    "contents": [{"id": "a", "name": "A (demo)", "status": "active", "phones": []}],
}


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    common: str, key: ec.EllipticCurvePrivateKey, issuer: str, signer: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(common))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(common)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=common == issuer, path_length=None), critical=True)
        .sign(signer, hashes.SHA256())
    )


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ec.EllipticCurvePrivateKey]:
    """Who signs, as a file of certificates, and their key."""
    key = ec.generate_private_key(ec.SECP256R1())
    file = tmp_path_factory.mktemp("authority") / "authority.pem"
    own = _certificate("Authority (demo)", key, "Authority (demo)", key)
    file.write_bytes(own.public_bytes(serialization.Encoding.PEM))
    return file, key


class _Feed(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        body = json.dumps(FEED).encode()
        self.send_response(302 if self.path.startswith("/on") else 200)
        self.send_header("Location", "http://localhost:1/feed")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture(params=["localhost", "elsewhere.example"])
def site(
    request: pytest.FixtureRequest, authority: tuple[Path, ec.EllipticCurvePrivateKey],
    tmp_path: Path,
) -> Iterator[tuple[str, str]]:  # fmt: skip
    """The address of a server on this machine, and the name in its certificate."""
    key, (_, signer) = ec.generate_private_key(ec.SECP256R1()), authority
    own = _certificate(request.param, key, "Authority (demo)", signer)
    file = tmp_path / "server.pem"
    file.write_bytes(
        own.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Feed)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # they hang up on us
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    _Feed.asked.clear()
    yield f"https://localhost:{server.server_port}", request.param
    server.shutdown()
    thread.join()
    server.server_close()


def test_only_the_right_name_is_asked(
    site: tuple[str, str], authority: tuple[Path, object], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    url, name = site
    monkeypatch.setenv("SSL_CERT_FILE", str(authority[0]))
    if name == "localhost":
        assert fetch(f"{url}/feed", folder=tmp_path, allow_private=True).complete
        assert _Feed.asked
        return
    with pytest.raises(FeedWrong, match="certificate is not that of its name"):
        fetch(f"{url}/feed", folder=tmp_path, allow_private=True)
    assert _Feed.asked == [], "nothing was said before it was known who listens"


def test_who_was_signed_by_nobody_known_is_not_asked(site: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(FeedWrong, match="certificate"):
        fetch(f"{site[0]}/feed", folder=tmp_path, allow_private=True)
    assert _Feed.asked == []


@pytest.mark.parametrize("site", ["localhost"], indirect=True)
def test_nobody_is_sent_on_to_an_address_that_all_can_read(
    site: tuple[str, str], authority: tuple[Path, object], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("SSL_CERT_FILE", str(authority[0]))
    with pytest.raises(FeedWrong, match="from https to an address without"):
        fetch(f"{site[0]}/on", folder=tmp_path, allow_private=True)
