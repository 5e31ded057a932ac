"""The directory for everybody: looking for services, and one of them. Nobody is known here."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from guides.directory.drawing import draw
from guides.directory.forms import FIRST_NEEDS, SearchForm, page_of
from guides.directory.looking import look
from guides.directory.service import NoSuchService
from guides.directory.telling import Teller
from guides.web.routes import page
from guides.web.site import guide, public_page, site

blueprint = Blueprint("directory", __name__)


@page(blueprint, "/services", "public")
def search(lang: str) -> Response:
    """What do you need? Everything may be left out."""
    return public_page(lambda: _asking(_form()))


@page(blueprint, "/services/at/<stage>", "public")
def at_stage(lang: str, stage: str) -> Response:
    """The same from the page of a stop: that is chosen already."""
    guide().stage(stage)
    return public_page(lambda: _asking(_form(stage=stage)))


@page(blueprint, "/services", "public", methods=("POST",))
def find(lang: str) -> str | tuple[str, int]:
    """What there is. Nothing that was typed is kept, or stands in an address."""
    form = _form(request.form)
    form.without(request.form.get("without", ""))
    if not form.valid(guide().wording):
        return _asking(form, problem=True), 400
    here = site().directory
    asked = form.asked(here.now())
    looked = look(here, site().viewer, asked, page_of(request.form), _teller())
    title = guide().wording.word("map-near").plain
    return render_template(
        "directory/search.html",
        form=form,
        first_needs=FIRST_NEEDS,
        looked=looked,
        drawn=draw(looked.results, looked.sector, title=title, first=looked.first),
        help_lines=site().composer.help_lines(guide().wording),
    )


@page(blueprint, "/services/<service>", "public")
def one(lang: str, service: str) -> str:
    """All that is known of one service, and where it comes from."""
    shown = site().directory.one(site().viewer, service)
    if shown is None:
        raise NoSuchService
    return render_template("directory/one.html", card=_teller().card(shown))


def _form(data: object = None, stage: str = "") -> SearchForm:
    here = guide()
    return SearchForm.made_for(here.wording, here.view.stages, data, stage)


def _asking(form: SearchForm, problem: bool = False) -> str:
    return render_template(
        "directory/search.html", form=form, first_needs=FIRST_NEEDS, looked=None, problem=problem
    )


def _teller() -> Teller:
    here = guide()
    return Teller(here.wording, here.view.stages, site().today())
