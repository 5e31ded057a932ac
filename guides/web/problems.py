"""Errors for programs: what went wrong at an address of the open data, as JSON (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus

from flask import request
from werkzeug.wrappers import Response

from guides.directory.writers.hsds import API

ANYBODY = {
    # Open data is for pages of other sites, too. They get no cookie and send none.
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Allow",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_WORDS = {
    400: "It cannot be read.",
    404: "There is nothing here. The document openapi.json names all addresses.",
    405: "This address answers other methods: see Allow.",
    413: "It is too much. Send less than 64 kB.",
    415: 'Send it as JSON, with "Content-Type: application/json".',
    500: "It is our mistake. Try again later.",
    503: "The database does not answer. Try again later.",
}


def is_open_data() -> bool:
    return f"{request.path}/".startswith(f"{API}/")


def problem(status: int, detail: str = "", field: str = "") -> Response:
    """``field`` names what was wrong; what stood in it is not said back."""
    told = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if detail := detail or _WORDS.get(status, ""):
        told["detail"] = detail
    if field:
        told["field"] = field
    body = json.dumps(told) + "\n"
    return Response(body, status, ANYBODY, mimetype="application/problem+json")
