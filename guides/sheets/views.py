"""The sheet's options and preview, its PDF, and the page of an edition."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from guides.api import Case
from guides.journey.lines import LineMaker
from guides.sheets import store
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.editions import look_up
from guides.sheets.forms import SheetForm
from guides.sheets.service import keep_edition, printed
from guides.web.routes import page
from guides.web.site import do_not_keep, guide, language, public_page, site

blueprint = Blueprint("sheets", __name__)


@page(blueprint, "/stop/<stage>/sheet", "public")
def options(lang: str, stage: str) -> Response:
    """The sheet for everybody at this stop, with what can be said to make it fit better."""
    here = guide()
    here.stage(stage)
    return public_page(lambda: _first_look(stage))


def _first_look(stage: str) -> str:
    now = site()
    sheet = now.sheet(Case(stage, language().code), SheetOptions())
    if sheet.trouble:
        do_not_keep()
    return _page(stage, _form(), sheet)


@page(blueprint, "/stop/<stage>/sheet", "public", methods=("POST",))
def preview(lang: str, stage: str) -> str | Response | tuple[str, int]:
    """The sheet as it was asked for: on the page, or as PDF. Nothing of it stands in an address."""
    here, spoken, now = guide(), language().code, site()
    here.stage(stage)
    form = _form(request.form)
    valid = form.validate()
    case = form.case(here.view, stage) if valid else Case(stage, spoken)
    sheet = now.sheet(case, form.options())
    if not valid:
        form.say_what_is_wrong(here.wording)
        return _page(stage, form, sheet, problem=True), 400
    if request.form.get("action") != "print":
        return _page(stage, form, sheet)
    pdf = now.tenant.pdf(sheet)
    keep_edition(now.engine, sheet)
    printed(here.view, sheet)
    answer = Response(pdf, mimetype="application/pdf")
    # A name that says nothing: it stays in the folder of a computer that others use.
    answer.headers["Content-Disposition"] = 'inline; filename="sheet.pdf"'
    return answer


def _form(data: object = None) -> SheetForm:
    here = guide()
    return SheetForm.made_for(
        here.view, here.wording, LineMaker(here.view, here.wording, site().today()), data
    )


def _page(stage: str, form: SheetForm, sheet: Sheet, problem: bool = False) -> str:
    return render_template(
        "sheets/options.html",
        form=form,
        sheet=sheet,
        station=guide().station(stage),
        problem=problem,
    )


@page(blueprint, "/e/<edition>", "public")
def edition(lang: str, edition: str) -> str:
    """Whether the paper with this edition is still current."""
    here = guide()
    code = edition.strip().upper()[:10]
    found = store.find(site().engine, code)
    shown = look_up(code, found, site().composer, here, site().today())
    return render_template("sheets/edition.html", **_fields(shown))


def _fields(shown: object) -> dict[str, object]:
    return {
        name: getattr(shown, name)
        for name in ("edition", "state", "changes", "station", "printed_month")
    }
