"""Smaller answers for slow phones: text is compressed once for each version of it."""

from __future__ import annotations

import gzip

from flask import Flask, request
from werkzeug.wrappers import Response

SMALLEST = 600
"""Below this the headers weigh more than what is saved."""
MOST_KEPT = 300
_TEXT = {
    "text/html",
    "text/css",
    "text/javascript",
    "application/javascript",
    "image/svg+xml",
}
_kept: dict[str, bytes] = {}


def install(app: Flask) -> None:
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if response.mimetype in _TEXT:
        response.vary.add("Accept-Encoding")
    if (
        response.status_code != 200
        or response.mimetype not in _TEXT
        or "Content-Encoding" in response.headers
        or request.accept_encodings.quality("gzip") <= 0
    ):
        return response
    response.direct_passthrough = False  # a static file is small enough to be read
    body = response.get_data()
    if len(body) >= SMALLEST:
        response.set_data(_compressed(body, response.get_etag()[0]))
        response.headers["Content-Encoding"] = "gzip"
    return response


def _compressed(body: bytes, etag: str | None) -> bytes:
    """Compressed, and kept for the next time where an ETag names this version."""
    if etag is None:
        return gzip.compress(body, 6, mtime=0)
    found = _kept.get(etag)
    if found is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[etag] = gzip.compress(body, 9, mtime=0)
    return found
