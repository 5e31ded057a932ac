"""Compression: smaller on the wire, the same in the hand."""

from __future__ import annotations

import gzip

import pytest
from flask.testing import FlaskClient

PACKED = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize(
    "path", ["/", "/ar/stop/waiting-and-support", "/static/site.css", "/languages"]
)
def test_text_arrives_smaller_and_whole(client: FlaskClient, path: str) -> None:
    plain, packed = client.get(path), client.get(path, headers=PACKED)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.data) < len(plain.data) / 2
    assert int(packed.headers["Content-Length"]) == len(packed.data)
    assert gzip.decompress(packed.data) == plain.data
    assert "Content-Encoding" not in plain.headers
    plain.close()
    packed.close()


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "br"])
def test_who_cannot_unpack_gets_it_plain(client: FlaskClient, accepted: str) -> None:
    answer = client.get("/", headers={"Accept-Encoding": accepted})
    assert "Content-Encoding" not in answer.headers
    assert answer.text.startswith("<!doctype html>")


def test_both_forms_are_told_apart_by_whoever_keeps_them(client: FlaskClient) -> None:
    for path in ("/", "/static/site.css", "/nowhere"):
        for headers in (PACKED, {}):
            answer = client.get(path, headers=headers)
            assert "Accept-Encoding" in answer.headers["Vary"]
            answer.close()


def test_two_pages_are_never_mixed_up(client: FlaskClient) -> None:
    for path in ("/", "/ar/", "/", "/where", "/ar/where", "/ar/"):
        packed = client.get(path, headers=PACKED).data
        assert gzip.decompress(packed) == client.get(path).data


def test_what_is_tiny_is_left_alone(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers=PACKED).headers
