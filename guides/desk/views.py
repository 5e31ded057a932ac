"""The directory for those who are signed in: looking, saying what one knows, correcting."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from guides.desk.corrections import Typed, corrections_of, in_short
from guides.desk.forms import OTHER_SAID, ROOM_SAID, CorrectionForm, SayForm
from guides.directory.forms import SearchForm, page_of
from guides.directory.service import CorrectionWrong, NoSuchService, ServiceChanged
from guides.directory.shown import Shown
from guides.web import services
from guides.web.routes import page
from guides.web.site import guide, link, site

blueprint = Blueprint("desk", __name__)
Page = str | tuple[str, int] | Response


def _shown(service: str) -> Shown:
    """A service that this person may see. Raises NoSuchService, which is a page of its own."""
    desk = services.desk()
    shown = desk.directory.one(desk.viewer, service)
    if shown is None:
        raise NoSuchService
    return shown


# Looking ------------------------------------------------------------------------------------------


@page(blueprint, "/desk/services", "report-services")
def search(lang: str) -> Page:
    """The same search as for everybody, with what is for volunteers only."""
    return services.asking(_form(), inside=True)


@page(blueprint, "/desk/services", "report-services", methods=("POST",))
def find(lang: str) -> Page:
    """What there is. Nothing that was typed is kept, or stands in an address."""
    form = _form(request.form)
    form.without(request.form.get("without", ""))
    if not form.valid(guide().wording):
        return services.asking(form, inside=True, problem=True), 400
    desk = services.desk()
    asked = form.asked(desk.directory.now())
    return services.found(form, desk.viewer, asked, page_of(request.form), inside=True)


def _form(data: object = None) -> SearchForm:
    here = guide()
    return SearchForm.made_for(here.wording, here.view.stages, data)


# One service, and what somebody says of it --------------------------------------------------------


@page(blueprint, "/desk/services/<service>", "report-services")
def one(lang: str, service: str) -> Page:
    """All that is known of it, with a button for each thing one can learn by ringing."""
    return _one(service)


def _one(service: str, problem: str = "", note: str = "") -> str:
    desk, shown = services.desk(), _shown(service)
    return render_template(
        "desk/one.html",
        card=services.teller().card(shown),
        said=[each for each in desk.history(service) if each.kind != "edited"][:6],
        manages=desk.manages,
        problem=problem,
        note=note,
        rooms=ROOM_SAID,
    )


@page(blueprint, "/desk/services/<service>", "report-services", methods=("POST",))
def say(lang: str, service: str) -> Page:
    """Open, full, moved, closed, all is right: said after a call."""
    desk, form = services.desk(), SayForm(request.form)
    _shown(service)
    if not form.validate():
        return _one(service, "say-wrong", form.note.data or ""), 400
    said, note = form.say.data or "", (form.note.data or "").strip()
    if said in ROOM_SAID:
        desk.say_room(service, ROOM_SAID[said], note)
    elif said == OTHER_SAID[0]:
        desk.say_checked(service, "call")
    elif said == OTHER_SAID[1]:
        desk.say_moved(service, note)
    else:
        desk.say_closed(service, note)
    site().look_again()
    return redirect(_back(service), 303)


def _back(service: str) -> str:
    """Where somebody came from: the list that they ring down, or the service."""
    if request.form.get("from") == "queue" and services.desk().manages:
        return link("keeping.queue")
    return link("desk.one", service=service)


# Correcting ---------------------------------------------------------------------------------------


@page(blueprint, "/desk/services/<service>/correct", "manage-directory")
def correct(lang: str, service: str) -> Page:
    """Each field as it stands, with what the source says where that is something else."""
    shown = _shown(service)
    return _correct(shown, CorrectionForm.made_for(shown.listing, shown.version, guide().wording))


def _correct(shown: Shown, form: CorrectionForm, problem: str = "") -> str:
    desk = services.desk()
    source = desk.directory.original(desk.viewer, shown.id)
    return render_template(
        "desk/correct.html",
        shown=shown,
        form=form,
        problem=problem,
        rows=list(zip(form.language, form.mode, strict=True)),
        source={field: in_short(source, field) for field in shown.edited if field != "status"},
    )


@page(blueprint, "/desk/services/<service>/correct", "manage-directory", methods=("POST",))
def save(lang: str, service: str) -> Page:
    """Keep what was changed, unless somebody else changed it meanwhile; or take one back."""
    shown = _shown(service)
    form = CorrectionForm.made_for(shown.listing, shown.version, guide().wording, request.form)
    back = request.form.get("back", "")
    try:
        if not form.validate() or "version" not in request.form:  # a form that came in parts
            raise CorrectionWrong("form")
        if back and back not in shown.edited:
            raise CorrectionWrong(back)
        if back:
            changes: dict[str, object] = {back: None}
            if back == "hours":  # the tables went with the words
                changes |= {"schedules": None}
        else:
            changes = corrections_of(shown.listing, _typed(form))
        if changes:
            services.desk().edit(service, changes, form.version.data or 0)
    except CorrectionWrong as wrong:
        word = "correct-phones-wrong" if str(wrong) == "phones" else "correct-wrong"
        return _correct(shown, form, word), 400
    except ServiceChanged:
        form.version.data = shown.version
        return _correct(shown, form, "correct-changed"), 409
    site().look_again()
    return redirect(link("desk.correct" if back else "desk.one", service=service), 303)


def _typed(form: CorrectionForm) -> Typed:
    names = ("name", "what", "email", "url", "route_note", "visibility")
    plain: dict[str, object] = {name: (form[name].data or "").strip() for name in names}
    return Typed(
        plain={**plain, "route": form.route.data or None},
        phones=form.phones.data or "",
        hours=(form.hours.data or "").strip(),
        spoken=tuple(form.spoken()),
        place={
            "name": (form.place_name.data or "").strip(),
            **{
                name: (form[name].data or "").strip()
                for name in ("address", "city", "postcode", "precision")
            },
        },
    )
