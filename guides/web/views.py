"""Pages that belong to no feature: the language picker, leaving, health."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from guides.web.guard import end_here
from guides.web.ready import what_is_wrong
from guides.web.routes import page
from guides.web.site import link, public_page, site

blueprint = Blueprint("web", __name__)
_WITH_LANGUAGE = {
    "journey.map",
    "journey.where",
    "journey.question",
    "journey.stop",
    "journey.sources",
    "journey.local",
    "journey.stop_local",
    "sheets.options",
    "meetings.briefing",
    "meetings.start",
    "handbook.contents",
    "handbook.page",
    "sheets.edition",
    "provenance.about",
    "web.leaving",
    "web.held",
    "web.accessibility",
    "directory.search",
    "directory.at_stage",
    "directory.one",
    "desk.search",
    "desk.one",
    "desk.correct",
    "imports.list",
    "imports.one",
    "imports.rows",
    "keeping.queue",
    "keeping.pairs",
    "keeping.gaps",
    "keeping.area",
    "accounts.sign_in",
    "accounts.code",
    "accounts.join",
    "accounts.mine",
    "accounts.authenticator",
    "accounts.people",
    "extensions.settings",
    *("clients.list", "clients.new", "clients.one", "clients.change", "clients.close"),
    *("clients.contact_card", "clients.why", "consent.page", "consent.paper"),
    *("card.page", "card.fill", "card.paper"),
    *("referrals.list", "referrals.one", "referrals.slip", "recall.list"),
    *("access.page", "access.erasing"),
    *("answers.fill", "answers.read", "answers.monitoring"),
    *("meeting.prepare", "meeting.run", "meeting.again", "meeting.finish", "meeting.practice"),
    *("supervision.today", "supervision.match", "supervision.guides", "supervision.guide"),
    *("supervision.refer_in", "supervision.profile", "supervision.check_in"),
    "notes.all",
    "notes.one",
    "offices.plugins",
    "packs.plugins",
}
"""Pages that one can come back to in another language."""


@page(blueprint, "/languages", "public")
def languages(lang: str) -> Response | str:
    """Every language by its own name. ``page`` names the page to go back to."""
    view = site().view
    links = {code: _same_page(code) for code in view.page_languages}

    def make() -> str:
        on_paper = [spoken for spoken in view.languages.values() if not spoken.pages]
        return render_template(
            "web/languages.html",
            languages=list(view.page_languages.values()),
            on_paper=on_paper,
            links=links,
        )

    return make() if request.args.get("page") else public_page(make)


def _same_page(code: str) -> str:
    """The page that the reader came from, in another language; the journey if there is none."""
    path = "/" + request.args.get("page", "").lstrip("/")
    endpoint, values = "journey.map", dict[str, Any]()
    with suppress(HTTPException):
        endpoint, found = current_app.url_map.bind("localhost").match(path)
        values = dict(found)
    if endpoint not in _WITH_LANGUAGE and not endpoint.startswith("plugin_"):
        endpoint, values = "journey.map", {}
    values["lang"] = code
    return link(endpoint, **values)


@page(blueprint, "/leave", "public")
def leave(lang: str) -> Response:
    """Leave at once, for a page that anybody might be reading. Who is signed in is no longer."""
    answer = redirect(site().settings.leave_url, 303)
    end_here(answer)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@page(blueprint, "/leave", "public", methods=("POST",), name="end_here")
def end_on_leaving(lang: str) -> Response:
    """The script has left already; whoever was signed in here is no longer."""
    answer = Response(status=204)
    end_here(answer)
    return answer


@page(blueprint, "/leaving", "public")
def leaving(lang: str) -> Response:
    """What leaving does, and what it cannot do."""
    return public_page(lambda: render_template("web/leave.html"))


@page(blueprint, "/held", "public")
def held(lang: str) -> Response:
    """What is held, what is not, who can see it, and what happens on a demand for data."""
    return public_page(lambda: render_template("web/held.html"))


@page(blueprint, "/accessibility", "public")
def accessibility(lang: str) -> Response:
    """What was done so that everybody can use it, and what is not known."""
    return public_page(lambda: render_template("web/accessibility.html"))


def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


healthz.access = "public"  # type: ignore[attr-defined]
blueprint.add_url_rule("/healthz", "healthz", healthz)


def readyz() -> Response:
    """The process can do its work; otherwise 503, with a sentence for each reason."""
    wrong = what_is_wrong(site())
    text = "".join(f"{line}\n" for line in wrong or ("ready",))
    return Response(text, 503 if wrong else 200, mimetype="text/plain")


readyz.access = "public"  # type: ignore[attr-defined]
blueprint.add_url_rule("/readyz", "readyz", readyz)
