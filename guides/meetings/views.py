"""Briefings, and the session with a group: planned, run, printed for, counted if they wish."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from guides.api import NATIONS, Nation
from guides.meetings import store
from guides.meetings.domain import LENGTH, MOST_COUNTED, MOST_MINUTES, MOST_PEOPLE, MOST_STOPS
from guides.meetings.forms import GROUPS, SessionForm, SheetsForm, TallyForm
from guides.meetings.service import Briefer, NoBriefing, counted
from guides.sheets.batch import MOST_SHEETS, print_together
from guides.sheets.domain import SheetOptions
from guides.sheets.service import keep_edition, printed
from guides.toolkit.wording import Wording
from guides.web.routes import page
from guides.web.site import guide, link, public_page, site

blueprint = Blueprint("meetings", __name__)


def _briefer(code: str) -> Briefer:
    """For a guide who reads the page's language, and speaks to clients in another."""
    here = guide()
    spoken = here.view.languages.get(code, here.wording.language)
    return Briefer(here.view, here.wording, Wording(here.view, spoken), here.on)


@page(blueprint, "/stop/<stage>/briefing", "public")
def briefing(lang: str, stage: str) -> Response:
    """How to run a meeting at this stop. ``in`` is the language that is spoken there."""
    here = guide()
    here.stage(stage)
    briefer = _briefer(request.args.get("in", ""))
    try:
        briefings = briefer.briefings(stage)
    except NoBriefing as error:
        raise NotFound from error
    spoken = briefer.client.language
    return public_page(
        lambda: render_template(
            "meetings/briefing.html",
            station=here.station(stage),
            briefings=briefings,
            spoken=spoken,
            spoken_in=list(here.view.languages.values()),
        )
    )


# A session with a group ----------------------------------------------------------------------


@page(blueprint, "/session", "public", name="start")
def start(lang: str) -> Response:
    """Choose a language and what the session is about."""
    return public_page(lambda: _start(_session_form(None)))


def _session_form(data: Any) -> SessionForm:
    here = guide()
    topics = _briefer("").topics()
    return SessionForm.made_for(here.wording, list(here.view.languages.values()), topics, data)


def _start(form: SessionForm, problem: bool = False) -> str:
    return render_template(
        "meetings/start.html", form=form, problem=problem, most=MOST_STOPS, length=LENGTH
    )


@page(blueprint, "/session/run", "public")
def run(lang: str) -> str | tuple[str, int]:
    """The session from beginning to end, on one page that needs no signal once it is there.

    Which stops a group talks about says nothing about anybody in it, so it may stand in the
    address: the page can be opened again when a phone has gone to sleep.
    """
    form = _session_form(request.args)
    if not form.validate():
        return _start(form, problem=True), 400
    return _run(form.language.data, form.topic.data or [], form.where())


def _run(
    code: str,
    topics: list[str],
    nation: Nation | None = None,
    sheets: SheetsForm | None = None,
    tally: TallyForm | None = None,
) -> str:
    briefer = _briefer(code)
    session = briefer.session(topics, nation)
    if sheets is None:
        sheets = _sheets_form(None)
        sheets.nation.data = nation or ""
    return render_template(
        "meetings/run.html",
        session=session,
        length=LENGTH,
        most_people=MOST_PEOPLE,
        most_counted=MOST_COUNTED,
        most_minutes=MOST_MINUTES,
        groups=[name for name, _ in GROUPS],
        sheets=sheets,
        tally=tally or _tally_form(None),
        titles={topic.id: topic.title for topic in briefer.topics()},
        help_lines=site().composer.help_lines(briefer.client),
    )


def _sheets_form(data: Any) -> SheetsForm:
    here = guide()
    stops = [stage for stage in here.view.stages if here.view.items(stage)]
    return SheetsForm.made_for(here.wording, list(here.view.languages.values()), stops, data)


def _tally_form(data: Any) -> TallyForm:
    view = guide().view
    return TallyForm.made_for(list(view.languages.values()), _briefer("").topics(), data)


@page(blueprint, "/session/sheets", "public", methods=("POST",))
def sheets(lang: str) -> Response | str | tuple[str, int]:
    """Begin to print for the whole group."""
    form = _sheets_form(request.form)
    wanted = form.wanted() if form.validate() else []
    many = sum(copies for _, copies in wanted)
    if not 1 <= many <= MOST_SHEETS:
        form.say_how_many()
        return _again(form.language.data, form.topic.data, sheets=form)
    here = site()
    made = [(here.sheet(case, SheetOptions()), copies) for case, copies in wanted]
    tenant, engine = here.tenant, here.engine

    def make(tell: Any) -> bytes:
        return print_together(made, tenant.pdf, tell)

    name = here.jobs.start(many, make)
    for sheet, copies in made:
        keep_edition(engine, sheet, copies)
        printed(tenant.view, sheet)
    return redirect(link("meetings.printing", job=name), 303)


def _again(
    code: str | None,
    topics: list[str] | None,
    sheets: SheetsForm | None = None,
    tally: TallyForm | None = None,
) -> tuple[str, int]:
    """The same page with what was typed, and words about what does not fit."""
    about = (*request.form.getlist("about"), *(topics or ()))  # sheets are of stops, not of themes
    chosen = [topic.id for topic in _briefer("").topics() if topic.id in about]
    if code not in guide().view.languages or not chosen:
        return _start(_session_form(None), problem=True), 400
    nation = next((n for n in NATIONS if n == request.form.get("nation")), None)
    return _run(code or "en", chosen[:MOST_STOPS], nation, sheets, tally), 400


@page(blueprint, "/session/sheets/<job>", "public")
def printing(lang: str, job: str) -> str:
    """How far the printing is; the page looks again by itself."""
    progress = site().jobs.progress(job)
    if progress is None:
        raise NotFound
    return render_template("meetings/printing.html", job=job, progress=progress)


@page(blueprint, "/session/sheets/<job>/pdf", "public")
def batch(lang: str, job: str) -> Response:
    """The sheets of a group in one file."""
    pdf = site().jobs.pdf(job)
    if pdf is None:
        raise NotFound
    answer = Response(pdf, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'inline; filename="sheets.pdf"'
    return answer


@page(blueprint, "/session/tally", "public", methods=("POST",))
def tally(lang: str) -> str | tuple[str, int]:
    """Show what would be kept; keep it only when that is said."""
    form = _tally_form(request.form)
    if not form.validate() or not form.topic.data:
        return _again(form.language.data, form.topic.data, tally=form)
    what, kept = form.tally(), None
    if request.form.get("action") == "keep":
        if store.keep(site().engine, form.save.data or "", what, site().today()):
            counted(site().view, what)
        kept = True
    elif request.form.get("action") == "refuse":
        kept = False
    titles = {topic.id: topic.title for topic in _briefer("").topics()}
    month = guide().wording.date(site().today(), month_only=True)
    spoken = guide().view.languages[what.lang]
    return render_template(
        "meetings/tally.html",
        form=form,
        tally=what,
        kept=kept,
        titles=titles,
        spoken=spoken,
        month=month,
    )
