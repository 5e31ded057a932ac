"""The addresses of the open data. Nobody is signed in here, and nothing is ever changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, current_app, request
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from guides import __version__
from guides.directory.terms import every_term
from guides.directory.writers.hsds import API
from guides.directory.writers.hsds_files import packed
from guides.directory.writers.shapes import Document
from guides.oruk.domain import LISTS, Asked, List, Wrong
from guides.oruk.index import Indexes
from guides.oruk.openapi import PROFILE, VERSION, document
from guides.oruk.reading import from_address, from_body
from guides.oruk.service import OpenData
from guides.storage.engine import is_there
from guides.web.problems import ANYBODY, problem
from guides.web.routes import machine
from guides.web.site import site

blueprint = Blueprint("oruk", __name__, url_prefix=API)
KEEP = "public, max-age=300, must-revalidate"
"""Not the words that ``web/kept.py`` looks for: what it keeps does not know the directory."""
PREFLIGHT_SECONDS = 86_400


@blueprint.record_once
def _begin(state: BlueprintSetupState) -> None:
    state.app.extensions["oruk"] = Indexes()


@blueprint.after_request
def _for_anybody(response: Response) -> Response:
    response.headers.update(ANYBODY)
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "GET")
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = str(PREFLIGHT_SECONDS)
    return response


@blueprint.errorhandler(Wrong)
def _wrong(error: Wrong) -> Response:
    return problem(error.status, error.words, error.field)


def _data() -> OpenData:
    here = site()
    if not is_there(here.engine):
        abort(503)
    titles = {stage.id: stage.title for stage in here.view.stages.values()}
    indexes: Indexes = current_app.extensions["oruk"]
    return OpenData(here.directory, here.viewer, indexes, _base_url(), here.today(), titles)


def _base_url() -> str:
    return (site().tenant.public_url or request.host_url).rstrip("/")


def _json(found: Document) -> Response:
    return Response(packed(found) + b"\n", mimetype="application/json")


def _kept(data: OpenData, make: Callable[[], Response]) -> Response:
    """The answer with its ETag, or 304 without making it."""
    asked = sorted(request.args.items(multi=True))
    state = repr((data.state(), request.path, asked, __version__))
    etag = hashlib.sha256(state.encode()).hexdigest()[:20]
    if request.if_none_match.contains_weak(etag):
        answer = Response(status=304)
    else:
        answer = make()
    answer.set_etag(etag, weak=True)
    answer.headers["Cache-Control"] = KEEP
    return answer


def _answer(data: OpenData, name: List, asked: Asked) -> Response:
    if not asked.lines:
        return _json(data.page(name, asked))
    lines = (packed(each) + b"\n" for each in data.lines(name, asked))
    return Response(lines, mimetype="application/x-ndjson")


# What it is --------------------------------------------------------------------------------------


@machine(blueprint, "/", "public")
def details() -> Response:
    """Which standard this is, and where its own description stands."""
    address = f"{_base_url()}{API}/openapi.json"
    answer = _json({"version": VERSION, "profile": PROFILE, "openapi_url": address})
    answer.headers["Cache-Control"] = KEEP
    return answer


@machine(blueprint, "/openapi.json", "public")
def openapi() -> Response:
    """The OpenAPI document."""
    answer = _json(document(_base_url(), site().tenant.name))
    answer.headers["Cache-Control"] = KEEP
    return answer


# Lists and records -------------------------------------------------------------------------------


def _by_get(name: List) -> Callable[[], Response]:
    def get() -> Response:
        data = _data()
        asked = from_address(name, list(request.args.items(multi=True)), every_term(data.stages))
        return _kept(data, lambda: _answer(data, name, asked))

    return get


def _by_post(name: List) -> Callable[[], Response]:
    def post() -> Response:
        """What is asked stands in no address, and nobody keeps the answer."""
        if request.args:
            raise Wrong("parameter", "Put everything in the body.", 400)
        asked = from_body(name, _body())
        answer = _answer(_data(), name, asked)
        answer.headers["Cache-Control"] = "no-store"
        return answer

    return post


def _body() -> Any:
    text = request.get_data(cache=False)
    if not text:
        return {}
    if request.mimetype != "application/json":
        abort(415)
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Wrong("body", "It is no JSON.", 400) from None


def _one(name: List) -> Callable[[str], Response]:
    def one(identifier: str) -> Response:
        if request.args:
            raise Wrong("parameter", "None is known here: a record is always whole.", 400)
        data = _data()
        found = data.one(name, identifier)
        if found is None:
            abort(404)
        return _kept(data, lambda: _json(found))

    return one


for _name in LISTS:
    machine(blueprint, f"/{_name}", "public", name=_name)(_by_get(_name))
    machine(blueprint, f"/{_name}", "public", ("POST",), name=f"ask_{_name}", reads_only=True)(
        _by_post(_name)
    )
    machine(blueprint, f"/{_name}/<identifier>", "public", name=f"one_{_name}")(_one(_name))
