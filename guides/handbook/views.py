"""Pages for guides and coordinators. They are public: what guides are taught is no secret."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from guides.handbook.service import Handbook, NoSuchPage, stops_with_briefing
from guides.web.routes import page
from guides.web.site import guide, public_page

blueprint = Blueprint("handbook", __name__)


def _handbook() -> Handbook:
    here = guide()
    return Handbook(here.view, here.wording, here.on)


@page(blueprint, "/handbook", "public")
def contents(lang: str) -> Response:
    """Everything for guides: the session with a group, briefings, chapters."""
    here, book = guide(), _handbook()
    return public_page(
        lambda: render_template(
            "handbook/contents.html",
            chapters=book.chapters(),
            stops=[here.station(stage) for stage in stops_with_briefing(here.view)],
        )
    )


@page(blueprint, "/handbook/<plugin>/<name>", "public", name="page")
def handbook_page(lang: str, plugin: str, name: str) -> Response:
    """One page, or a practice case whose answers open by a tap."""
    try:
        shown = _handbook().page(plugin, name)
    except NoSuchPage as error:
        raise NotFound from error
    return public_page(lambda: render_template("handbook/page.html", page=shown))
