"""Pages of the journey. All of them are the same for everybody, and nothing is stored."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from werkzeug.wrappers import Response

from guides.journey.service import Guide
from guides.web.routes import page
from guides.web.site import PUBLIC, do_not_keep, guide, public_page, site

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


@page(blueprint, "/local", "public")
def local(lang: str) -> Response:
    """All that the organisation adds, and whom to ring."""
    return _local("")


@page(blueprint, "/stop/<stage>/local", "public")
def stop_local(lang: str, stage: str) -> Response:
    """What the organisation adds for one stop."""
    return _local(stage)


def _local(stage_id: str) -> Response:
    here = guide()
    shown = here.local(stage_id)
    return public_page(lambda: render_template("journey/local.html", page=shown))


def logo() -> Response:
    """The picture of the organisation, as the type that its bytes are."""
    look = site().view.branding
    if look is None or not look.logo:
        abort(404)
    return _piece(Response(look.logo, mimetype=look.logo_type))


def colours() -> Response:
    """The colours of the organisation, as a style: no page has one written into it."""
    look = site().view.branding
    if look is None or not (look.accent or look.second):
        abort(404)
    named = {"--brand": look.accent or look.second, "--brand-second": look.second or look.accent}
    said = ";".join(f"{name}:{colour}" for name, colour in named.items())
    return _piece(Response(f":root{{{said}}}\n", mimetype="text/css"))


def _piece(response: Response) -> Response:
    response.headers["Cache-Control"] = PUBLIC
    return response


for _view, _rule in ((logo, "/local/logo"), (colours, "/local/colours")):
    _view.access = "public"  # type: ignore[attr-defined]
    blueprint.add_url_rule(_rule, _view.__name__, _view)


def _stop(here: Guide, stage: str) -> str:
    shown = here.stop(stage)
    if shown.trouble:
        do_not_keep()
    help_lines = site().composer.help_lines(here.wording)
    return render_template("journey/stop.html", page=shown, help_lines=help_lines)
