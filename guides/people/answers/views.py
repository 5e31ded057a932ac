"""Forms of the programme on screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, current_app, redirect, render_template, request
from werkzeug.wrappers import Response

from guides.api import ProgrammeForm
from guides.boundary.service import flags
from guides.once.domain import RANDOM_ID
from guides.people.answers.domain import (
    STILL_OPEN,
    AnswersChanged,
    AnswersWrong,
    Filled,
    Sent,
    courses,
)
from guides.people.answers.drawing import ratings
from guides.people.answers.forms import FIELD, MOST_SENT, CountForm, FillForm, sent
from guides.people.answers.monitoring import Monitoring
from guides.people.answers.service import Answers
from guides.people.consent.service import Consents
from guides.people.domain import LONGEST_NOTE, Client
from guides.programme.domain import MOMENTS, RATINGS, NoSuchForm, key_of
from guides.programme.service import FormMaker, form_at, titles
from guides.toolkit.forms_in import STEPS
from guides.toolkit.wording import Wording
from guides.web.clients import caseload, in_their_words, own_guide, own_view, records
from guides.web.guard import me
from guides.web.routes import page
from guides.web.site import link

blueprint = Blueprint("answers", __name__)
Page = str | tuple[str, int] | Response


def _answers() -> Answers:
    return Answers(records(), me())


def _form(moment: str) -> ProgrammeForm:
    try:
        return form_at(own_view(), moment)
    except NoSuchForm:
        abort(404)


def _of_client(moment: str) -> ProgrammeForm:
    """The form for a moment of a client. Monitoring is about nobody."""
    if moment not in MOMENTS:
        abort(404)
    return _form(moment)


def _meeting() -> str:
    """The meeting that is being finished, if it is one."""
    found = request.values.get("meeting", "")
    return found if RANDOM_ID.match(found) else ""


# Filling in ---------------------------------------------------------------------------------------


@page(blueprint, "/clients/<client>/form/<moment>", "work-with-clients")
def fill(lang: str, client: str, moment: str) -> Page:
    """A form, with what was answered before."""
    form, found = _of_client(moment), caseload().one(client)
    kept = _answers().opened(client, form, _meeting())
    version = kept.version if kept is not None else 0
    given = _as_sent(kept)
    return _fill(found, form, FillForm(data={"version": version}), given, lost=_lost(kept))


@page(
    blueprint, "/clients/<client>/form/<moment>", "work-with-clients", methods=("POST",),
    name="save", most_bytes=MOST_SENT,
)  # fmt: skip
def save(lang: str, client: str, moment: str) -> Page:
    """Save it. What does not fit comes back as it was typed; nobody's answers are overwritten."""
    form, found = _of_client(moment), caseload().one(client)
    fields, given = FillForm(request.form), sent(request.form.to_dict(flat=False))
    meeting = _meeting()
    try:
        if not fields.validate():
            raise AnswersWrong({})
        saved = (fields.save.data or "", meeting, fields.version.data or 0)
        _answers().fill(client, form, given, *saved)
    except AnswersWrong as wrong:
        again = FillForm(data={"version": fields.version.data or 0})
        page = _fill(found, form, again, given, "wrong", wrong.problems, stray=wrong.stray)
        return page, 400
    except AnswersChanged as changed:
        again = FillForm(data={"version": changed.version})
        problem = "changed" if changed.now is not None else "changed-unseen"
        return _fill(found, form, again, given, problem, other=changed.now), 409
    if meeting and "meeting.finish" in current_app.view_functions:
        return redirect(link("meeting.finish", client=client, meeting=meeting), 303)
    after = "clients.one" if "clients.one" in current_app.view_functions else "answers.read"
    return redirect(link(after, client=client), 303)


def _as_sent(kept: Filled | None) -> dict[str, tuple[str, ...]]:
    return {given.question: given.sent for given in kept.given} if kept is not None else {}


def _lost(kept: Filled | None) -> bool:
    return kept is not None and kept.lost


def _fill(
    client: Client, form: ProgrammeForm, fields: FillForm, given: Sent, problem: str = "",
    problems: Mapping[str, str] | None = None, *, stray: tuple[str, ...] = (),
    other: Filled | None = None, lost: bool = False,
) -> str:  # fmt: skip
    maker = FormMaker(own_view(), own_guide().wording, in_their_words(client))
    typed = [
        value for q in form.questions if q.kind == "text" for value in given.get(key_of(q), ())
    ]
    return render_template(
        "answers/fill.html",
        client=client,
        form=maker.shown(form),
        moment=form.moment,
        meeting=_meeting(),
        fields=fields,
        given=given,
        problem=problem,
        problems=problems or {},
        stray=stray,
        other=_others(other, given, maker) if other is not None else None,
        lost=lost,
        boundary=link("boundary.look") if "boundary.look" in current_app.view_functions else "",
        found=tuple(flag for text in typed for flag in flags(text)),
        agreed=form.moment != "follow-up" or Consents(records(), me()).has(client.id, "feedback"),
        **_FIELDS,
    )


_FIELDS: dict[str, Any] = {"field": FIELD, "longest": LONGEST_NOTE}


def _others(other: Filled, mine: Sent, maker: FormMaker) -> dict[str, list[object]]:
    """What somebody else answered in another way, by question, in the words of this page."""
    theirs = {given.question: given for given in other.given}
    found: dict[str, list[object]] = {key: [] for key in mine.keys() - theirs.keys()}
    for key, given in theirs.items():
        if set(given.sent) != set(mine.get(key, ())):
            found[key] = [maker.guide.say(s) if given.codes else s for s in given.said]
    return found


# Reading ------------------------------------------------------------------------------------------


@page(blueprint, "/clients/<client>/forms", "work-with-clients")
def read(lang: str, client: str) -> Page:
    """What was answered, newest first, and how the client's own rating went."""
    found, filled = caseload().one(client), _answers().of(client)
    guide = own_guide()
    course = courses(filled)
    return render_template(
        "answers/read.html",
        client=found,
        filled=filled,
        forms=titles(own_view(), guide.wording),
        # Of the others there is a new one each time.
        there={each.moment for each in filled if (each.moment, False) not in STILL_OPEN},
        moments=MOMENTS,
        ratings=ratings(course),
        also=[c for c in course if c.measure not in RATINGS and c.points[1:]],
        say=guide.wording.say,
        day=guide.wording.date,
        steps=STEPS,
    )


# Monitoring ---------------------------------------------------------------------------------------


@page(blueprint, "/monitoring", "work-with-clients")
def monitoring(lang: str) -> Page:
    """Who is reached. There is no way from here to a client."""
    said = request.args.get("said", "")
    done = said if said in ("counted", "nothing") else ""
    return _monitoring(CountForm(), {}, done=done)


@page(
    blueprint, "/monitoring", "work-with-clients", methods=("POST",), name="count",
    most_bytes=MOST_SENT,
)  # fmt: skip
def count(lang: str) -> Page:
    """Count what was answered, and keep nothing else."""
    fields, given = CountForm(request.form), sent(request.form.to_dict(flat=False))
    try:
        if not fields.validate():
            raise AnswersWrong({})
        counted = Monitoring(records(), me()).count(
            _form("monitoring"), given, fields.save.data or ""
        )
    except AnswersWrong as wrong:
        found = _monitoring(CountForm(), given, "wrong", wrong.problems)
        return found, 400
    said = "counted" if counted else "nothing"
    return redirect(link("answers.monitoring", said=said), 303)


def _monitoring(
    fields: CountForm, given: Sent, problem: str = "",
    problems: Mapping[str, str] | None = None, *, done: str = "",
) -> str:  # fmt: skip
    guide = own_guide()
    maker = FormMaker(guide.view, guide.wording, _spoken())
    return render_template(
        "answers/monitoring.html",
        form=maker.shown(_form("monitoring")),
        languages=list(guide.view.languages.values()),
        spoken=maker.client.language,
        fields=fields,
        given=given,
        problem=problem,
        problems=problems or {},
        done=done,
        **_FIELDS,
    )


def _spoken() -> Wording:
    """The language that was chosen for the one who answers; otherwise that of the page."""
    view = own_view()
    chosen = view.languages.get(request.values.get("in", ""))
    return Wording(view, chosen) if chosen is not None else own_guide().wording
