"""A meeting with one client: prepare, run, finish. And practice, with a client who is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, current_app, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from guides.boundary.service import flags
from guides.meetings.client import agenda, shown
from guides.meetings.client.domain import (
    MOST_MINUTES,
    MOST_STEPS,
    NOTE_KEPT,
    WHO,
    Look,
    MeetingChanged,
    Ready,
)
from guides.meetings.client.forms import (
    BeginForm,
    FinishForm,
    NoteForm,
    changes_in,
    steps_in,
    typed_steps,
)
from guides.meetings.client.practice import CASES, case_of
from guides.meetings.client.service import Meetings, is_alone
from guides.once.domain import new_id
from guides.people.domain import LONGEST_NOTE, PLACES, Client, Profile, Unfit
from guides.people.recall.service import Recall
from guides.people.shown import about
from guides.sheets.domain import SheetOptions
from guides.sheets.service import keep_edition, printed
from guides.web.clients import caseload, in_their_words, own_guide, own_view, records
from guides.web.guard import me
from guides.web.routes import page
from guides.web.site import link, page_words, site

blueprint = Blueprint("meeting", __name__)
Page = str | tuple[str, int] | Response
SCRIPT = "application/json"
"""What the script of a meeting asks for; a browser by itself asks for a page."""


def _meetings() -> Meetings:
    return Meetings(records(), me())


def _table(client: Client, stage: str) -> agenda.Table:
    return agenda.Table(client.profile, stage, own_guide(), in_their_words(client), site().sheet)


def _table_of(look: Look) -> agenda.Table:
    return _table(look.client, look.meeting.stage)


def _about(client: Client, table: agenda.Table) -> dict[str, object]:
    """What each page of a meeting says of the client."""
    here = table.guide
    return {
        "client": client,
        "stop": shown.stop(here, table.stage),
        "spoken": shown.spoken(here.wording, client.profile.tongue),
        "theirs": table.theirs.language,
        "day_in_words": here.wording.date,
        "there": _there,
    }


def _there(endpoint: str, **values: str) -> str:
    """The address of a page, or "" where this site does not have it."""
    return link(endpoint, **values) if endpoint in current_app.view_functions else ""


# Before ------------------------------------------------------------------------------------------


@page(blueprint, "/clients/<client>/meetings/new", "run-meetings")
def prepare(lang: str, client: str) -> Page:
    """What to look at before: what to cover, what was left open, what can be said."""
    return _prepare(client, BeginForm())


def _prepare(client: str, form: BeginForm, problem: str = "") -> str:
    ready = _meetings().ready(client)
    table = _table(ready.client, ready.client.profile.stage)
    return render_template(
        "meeting/prepare.html",
        form=form,
        problem=problem,
        ready=ready,
        briefings=table.briefings,
        left=_left(ready),
        lines=table.lines.values(),
        whom=table.whom if ready.client.profile.child else None,
        about=_reach(table, ready.client),
        **_about(ready.client, table),
    )


def _reach(table: agenda.Table, client: Client) -> list[Any]:
    """Safe ways to make contact, and what a meeting with them needs."""
    said = about(table.guide, client)
    return [(name, values) for name, values in said if name in ("contact", "access")]


def _left(ready: Ready) -> list[Any]:
    """Lines that nobody came to last time, as far as they still stand on a list."""
    if ready.last is None:
        return []
    known = _table(ready.client, ready.last.stage).lines
    return [known[line] for line in ready.last.plan.left if line in known]


@page(blueprint, "/clients/<client>/meetings/new", "run-meetings", methods=("POST",))
def begin(lang: str, client: str) -> Page:
    """Begin, or take up again what was begun."""
    form = BeginForm(request.form)
    if not form.validate():
        return _prepare(client, BeginForm(), "meeting-send-again"), 400
    try:
        new = _meetings().begin(
            client, form.save.data or "", with_coordinator=bool(form.with_coordinator.data)
        )
    except Unfit as unfit:
        return _prepare(client, form, unfit.word), 400
    return _to("meeting.run", client, new.id)


def _to(endpoint: str, client: str, meeting: str) -> Response:
    return redirect(link(endpoint, client=client, meeting=meeting), 303)


# During ------------------------------------------------------------------------------------------


@page(blueprint, "/clients/<client>/meetings/<meeting>", "work-with-clients")
def run(lang: str, client: str, meeting: str) -> Page:
    """The checklist while it runs. One that is finished is there to be read, for its guide;
    a coordinator reads it after saying why."""
    look = _meetings().look(client, meeting)
    if look.meeting.state == "finished" or not me().may("run-meetings"):
        return _read(look)
    return _run(look, _note_form(look))


@page(blueprint, "/clients/<client>/meetings/<meeting>/again", "run-meetings")
def again(lang: str, client: str, meeting: str) -> Page:
    """The checklist of a meeting that is finished: something came up after all."""
    look = _meetings().look(client, meeting)
    return _run(look, _note_form(look))


def _note_form(look: Look) -> NoteForm:
    note = look.meeting.note
    return NoteForm(data={"note": note, "note_was": note, "version": look.meeting.version})


def _run(look: Look, form: NoteForm, problem: str = "", other: str = "") -> str:
    table = _table_of(look)
    offered = {*table.lines, *(question.id for question in table.questions)}
    return render_template(
        "meeting/alone.html" if is_alone(look.client.profile, look.ticks) else "meeting/run.html",
        meeting=look.meeting,
        ticks=look.ticks,
        form=form,
        problem=problem,
        other=other,
        sheet=table.sheet,
        questions=table.questions,
        whom=table.whom,
        talked=sum(1 for item in offered if item in look.ticks),
        all=len(offered),
        longest=LONGEST_NOTE,
        days=NOTE_KEPT.days,
        found=flags(form.note.data or ""),
        **_about(look.client, table),
    )


def _read(look: Look) -> str:
    table = _table_of(look)
    return render_template(
        "meeting/read.html",
        meeting=look.meeting,
        ticks=look.ticks,
        steps=look.steps,
        sheet=table.sheet,
        lines=table.lines,
        questions=table.questions,
        runs=me().may("run-meetings"),
        print_save=new_id(),
        **_about(look.client, table),
    )


@page(blueprint, "/clients/<client>/meetings/<meeting>", "run-meetings", methods=("POST",))
def save(lang: str, client: str, meeting: str) -> Page:
    """Keep what was ticked, and the note if it was typed. A script sends what changed, as it does.

    Ticks are kept also where the note cannot be.
    """
    book, form = _meetings(), NoteForm(request.form)
    by_script = request.accept_mimetypes.best == SCRIPT
    try:
        book.tick(client, meeting, changes_in(request.form), _offered)
        if form.typed_anew:
            if not form.validate():
                raise Unfit("meeting-send-again")
            told = (form.note.data or "", form.version.data or 0, form.save.data or "")
            kept = book.save_note(client, meeting, *told)
            if by_script:
                return _json(version=kept.version)
    except Unfit as unfit:
        if by_script:
            return _json(400, problem=_plain(unfit.word))
        return _run(book.look(client, meeting), form, unfit.word), 400
    except MeetingChanged as changed:
        there = changed.now.meeting
        if by_script:
            return _json(409, note=there.note, version=there.version)
        return _run(changed.now, _anew(form, there.version), "meeting-changed", there.note), 409
    if by_script:
        return _json()
    if request.form.get("action") == "print":
        return _paper(book, book.look(client, meeting))
    if request.form.get("action") == "finish":
        return _to("meeting.finish", client, meeting)
    return _to("meeting.run", client, meeting)


def _anew(form: NoteForm, version: int) -> NoteForm:
    """The same words, to be saved over what somebody else saved meanwhile."""
    return NoteForm(data={"note": form.note.data, "note_was": "", "version": version})


def _offered(profile: Profile, stage: str) -> frozenset[str]:
    return agenda.offered(profile, stage, own_view(), site().sheet, site().today())


def _json(status: int = 200, **fields: object) -> Response:
    answer = jsonify(saved=status == 200, **fields)
    answer.status_code = status
    return answer


def _plain(word: str) -> str:
    return page_words().word(word).plain


# After -------------------------------------------------------------------------------------------


@page(blueprint, "/clients/<client>/meetings/<meeting>/finish", "run-meetings")
def finish(lang: str, client: str, meeting: str) -> Page:
    """Day, note, who does what next, when they meet again."""
    look = _meetings().look(client, meeting)
    return _finish(look, FinishForm.of(look, _today()), shown.rows(look.steps))


def _today() -> date:
    """The day by which it is judged whether a meeting lies ahead."""
    return records().clock().date()


def _finish(
    look: Look, form: FinishForm, rows: list[shown.Row], problem: str = "",
    other: Look | None = None,
) -> str:  # fmt: skip
    table = _table_of(look)
    return render_template(
        "meeting/finish.html",
        meeting=look.meeting,
        form=form,
        rows=rows,
        problem=problem,
        other=other,
        open=[line for item, line in table.lines.items() if item not in look.ticks],
        places=PLACES,
        who=WHO,
        most=MOST_STEPS,
        most_minutes=MOST_MINUTES,
        longest=LONGEST_NOTE,
        days=NOTE_KEPT.days,
        today=_today(),
        found=flags(form.note.data or ""),
        **_about(look.client, table),
    )


@page(
    blueprint, "/clients/<client>/meetings/<meeting>/finish", "run-meetings", methods=("POST",),
    name="close",
)  # fmt: skip
def close(lang: str, client: str, meeting: str) -> Page:
    """Keep it all at once, unless somebody else saved meanwhile: then both are shown."""
    book, form, rows = _meetings(), FinishForm(request.form), steps_in(request.form)
    by_script = request.accept_mimetypes.best == SCRIPT
    look = book.look(client, meeting)
    try:
        if not form.validate():
            raise Unfit("meeting-send-again")
        closing = form.closing(typed_steps(rows))
        saved = (form.version.data or 0, form.save.data or "")
        book.finish(client, meeting, closing, tuple(_table_of(look).lines), *saved)
    except Unfit as unfit:
        if form.save.errors:
            form.save.data = new_id()
        return _finish(look, form, shown.typed(rows), unfit.word), 400
    except MeetingChanged as changed:
        form.version.data, form.save.data = changed.now.meeting.version, new_id()
        return _finish(changed.now, form, shown.typed(rows), "meeting-changed", changed.now), 409
    if by_script:
        kept = book.look(client, meeting)
        return _json(
            to=link("meeting.run", client=client, meeting=meeting),
            version=kept.meeting.version,
            steps=shown.names_of(rows, kept.steps),
        )
    return _to("meeting.run", client, meeting)


@page(
    blueprint, "/clients/<client>/meetings/<meeting>/sheet", "run-meetings", methods=("POST",),
)  # fmt: skip
def sheet(lang: str, client: str, meeting: str) -> Response:
    """The sheet of this stop, for this client: paper."""
    book = _meetings()
    return _paper(book, book.look(client, meeting))


def _paper(book: Meetings, look: Look) -> Response:
    options = SheetOptions(large="large-print" in look.client.profile.access)
    here = site()
    made = here.sheet(_table_of(look).case, options)
    pdf = here.tenant.pdf(made)
    if look.client.practice:
        book.printed(look.client.id)
    else:
        Recall(records(), me()).hold(look.client.id, made.edition, made.case.stage, made.case.lang)
        keep_edition(here.engine, made)
        printed(here.view, made)
    answer = Response(pdf, mimetype="application/pdf")
    # A name that says nothing: it stays in the folder of a computer that others use.
    answer.headers["Content-Disposition"] = 'inline; filename="sheet.pdf"'
    return answer


@page(blueprint, "/clients/<client>/steps/<step>", "run-meetings", methods=("POST",))
def step(lang: str, client: str, step: str) -> Response:
    """Done, or not done after all. Back to the page it was said on."""
    _meetings().step_done(client, step, done=request.form.get("done") != "no")
    if meeting := request.form.get("meeting", ""):
        return _to("meeting.run", client, meeting)
    return redirect(link("meeting.prepare", client=client), 303)


# Practice ----------------------------------------------------------------------------------------


@page(blueprint, "/practice", "run-meetings")
def practice(lang: str) -> Page:
    """A meeting with somebody invented, to try everything out."""
    return _practice()


def _practice(problem: str = "") -> str:
    here = own_guide()
    cases = [(each, shown.of_case(here, each)) for each in CASES]
    return render_template("meeting/practice.html", cases=cases, save=new_id(), problem=problem)


@page(blueprint, "/practice", "run-meetings", methods=("POST",), name="practise")
def practise(lang: str) -> Page:
    """Make somebody, and go to the same screens as with everybody."""
    form = BeginForm(request.form)
    try:
        chosen = case_of(request.form.get("case", ""))
        if not form.validate():
            raise Unfit("meeting-send-again")
    except Unfit as unfit:
        return _practice(unfit.word), 400
    made = caseload().register(chosen.profile, form.save.data or "", practice=True)
    return redirect(link("meeting.prepare", client=made.id), 303)
