"""The directory for everybody: looking for services, and one of them. Nobody is known here."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from guides.directory.forms import SearchForm, page_of
from guides.directory.service import NoSuchService
from guides.web import services
from guides.web.routes import page
from guides.web.site import guide, public_page, site

blueprint = Blueprint("directory", __name__)


@page(blueprint, "/services", "public")
def search(lang: str) -> Response:
    """What do you need? Everything may be left out."""
    return public_page(lambda: services.asking(_form(), inside=False))


@page(blueprint, "/services/at/<stage>", "public")
def at_stage(lang: str, stage: str) -> Response:
    """The same from the page of a stop: that is chosen already."""
    guide().stage(stage)
    return public_page(lambda: services.asking(_form(stage=stage), inside=False))


@page(blueprint, "/services", "public", methods=("POST",))
def find(lang: str) -> str | tuple[str, int]:
    """What there is. Nothing that was typed is kept, or stands in an address."""
    form = _form(request.form)
    form.without(request.form.get("without", ""))
    if not form.valid(guide().wording):
        return services.asking(form, inside=False, problem=True), 400
    asked = form.asked(site().directory.now())
    return services.found(form, site().viewer, asked, page_of(request.form), inside=False)


@page(blueprint, "/services/<service>", "public")
def one(lang: str, service: str) -> str:
    """All that is known of one service, and where it comes from."""
    shown = site().directory.one(site().viewer, service)
    if shown is None:
        raise NoSuchService
    return render_template("directory/one.html", card=services.teller().card(shown))


def _form(data: object = None, stage: str = "") -> SearchForm:
    here = guide()
    return SearchForm.made_for(here.wording, here.view.stages, data, stage)
