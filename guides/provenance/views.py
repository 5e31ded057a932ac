"""Where this comes from, and telling that something is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from flask import Blueprint, current_app, render_template, request
from werkzeug.exceptions import BadRequest, HTTPException
from werkzeug.wrappers import Response

from guides.provenance import store
from guides.provenance.domain import MISTAKES
from guides.provenance.service import counts
from guides.web.routes import page
from guides.web.site import guide, public_page, site

blueprint = Blueprint("provenance", __name__)
ABOUT = {
    "journey.map",
    "journey.question",
    "journey.sources",
    "journey.stop",
    "journey.where",
    "handbook.contents",
    "handbook.page",
    "meetings.briefing",
    "meetings.start",
    "sheets.options",
}
"""Pages that one can report: their addresses hold nothing that anybody typed."""


@page(blueprint, "/about", "public")
def about(lang: str) -> Response:
    """Where the content comes from, how it is checked, what is not known."""
    here = guide()
    return public_page(
        lambda: render_template(
            "provenance/about.html",
            counts=counts(here.view.facts.values(), here.on),
            spoken_in=[one for one in here.view.languages.values() if one.code != "en"],
        )
    )


@page(blueprint, "/mistake", "public")
def mistake(lang: str) -> str:
    """What is wrong? One tap for each kind. ``page`` names the page it is about."""
    return render_template("provenance/mistake.html", kinds=MISTAKES, about=_about("page"))


@page(blueprint, "/mistake", "public", methods=("POST",), name="report")
def report(lang: str) -> str:
    """Count it. There is no field for words: what somebody lives through does not belong here."""
    kind = next((kind for kind in MISTAKES if kind == request.form.get("kind")), None)
    if kind is None:
        raise BadRequest
    store.count_mistake(site().engine, _about("page", form=True), kind, site().today())
    return render_template("provenance/mistake.html", kinds=(), about="", thanks=True)


def _about(name: str, form: bool = False) -> str:
    """The address of a page of ours that was named; "/" for anything else."""
    wanted = (request.form if form else request.args).get(name, "")
    path = "/" + wanted.lstrip("/")
    with suppress(HTTPException):
        endpoint, values = current_app.url_map.bind("localhost").match(path)
        if endpoint in ABOUT and _is_there(values) and len(path) <= 200:
            return path
    return "/"


def _is_there(values: Mapping[str, str]) -> bool:
    """Whether an address names nothing but what we have: a hole could hold anybody's name."""
    view = guide().view
    pages = {(page.plugin, page.id) for page in view.handbook}
    return (
        values.get("lang", "en") in view.page_languages
        and ("stage" not in values or values["stage"] in view.stages)
        and ("question" not in values or values["question"] in view.questions)
        and ("name" not in values or (values.get("plugin"), values["name"]) in pages)
    )
