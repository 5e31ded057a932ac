"""Pages of the journey. All of them are the same for everybody, and nothing is stored."""

from __future__ import annotations

from flask import Blueprint, render_template
from werkzeug.wrappers import Response

from guides.journey.service import Guide
from guides.web.routes import page
from guides.web.site import do_not_keep, guide, public_page, site

blueprint = Blueprint("journey", __name__)


@page(blueprint, "/", "public", name="map")
def journey_map(lang: str) -> Response:
    """The journey as a line that branches and loops."""
    here = guide()
    return public_page(
        lambda: render_template(
            "journey/map.html",
            journey=here.journey(),
            help_lines=site().composer.help_lines(here.wording),
        )
    )


@page(blueprint, "/stop/<stage>/sources", "public")
def sources(lang: str, stage: str) -> Response:
    """Where everything on a stop's page comes from, and how sure it is."""
    here = guide()
    here.stage(stage)
    return public_page(
        lambda: render_template(
            "journey/sources.html", station=here.station(stage), facts=here.facts_of_stop(stage)
        )
    )


@page(blueprint, "/where", "public")
def where(lang: str) -> Response:
    """The first question of "where are you now?"."""
    return _question("")


@page(blueprint, "/where/<question>", "public")
def question(lang: str, question: str) -> Response:
    """One question, or a stop: the answers are links."""
    return _question(question)


def _question(question_id: str) -> Response:
    shown = guide().question(question_id)
    return public_page(lambda: render_template("journey/question.html", question=shown))


@page(blueprint, "/stop/<stage>", "public")
def stop(lang: str, stage: str) -> Response:
    """Everything about one stop."""
    here = guide()
    here.stage(stage)
    return public_page(lambda: _stop(here, stage))


def _stop(here: Guide, stage: str) -> str:
    shown = here.stop(stage)
    if shown.trouble:
        do_not_keep()
    help_lines = site().composer.help_lines(here.wording)
    return render_template("journey/stop.html", page=shown, help_lines=help_lines)
