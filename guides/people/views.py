"""Clients on screen: registering, looking, changing, closing."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from guides.journey.lines import LineMaker
from guides.journey.local import contact_place, local_page
from guides.journey.service import Guide
from guides.meetings.client.service import Meetings
from guides.people import shown
from guides.people.answers.service import Answers
from guides.people.card.service import Cards
from guides.people.consent.service import Consents
from guides.people.domain import KEPT_CLOSED, Client, ClientChanged, Profile, Unfit
from guides.people.forms import CloseForm, ProfileForm, ReasonForm
from guides.people.way import way
from guides.web import resumed
from guides.web.clients import caseload, in_their_words, own_guide, own_view, records
from guides.web.guard import accounts, cookie, everybody, me
from guides.web.routes import page
from guides.web.site import link, site

blueprint = Blueprint("clients", __name__)
Page = str | tuple[str, int] | Response
MANY, MOST = 30, 200
"""With more clients than these, one can look at a single stop; and so many stand on one page."""


# Looking ------------------------------------------------------------------------------------------


@page(blueprint, "/clients", "work-with-clients", name="list")
def every(lang: str) -> Page:
    """One's own clients; for a coordinator those of the organisation, with their guides."""
    guide, found = own_guide(), caseload().all()
    stage = request.args.get("stop", "")
    stages = {each.profile.stage for each in found}
    there = [each for each in found if stage not in stages or each.profile.stage == stage]
    now = [each for each in there if each.state != "closed"]
    return render_template(
        "people/list.html",
        clients=now[:MOST],
        more=len(now[MOST:]),
        closed=[each for each in there if each.state == "closed"],
        stops=[(s, shown.stop(guide, s)) for s in guide.view.stages if s in stages],
        stage=stage if stage in stages else "",
        many=len(found) > MANY,
        against=Consents(records(), me()).against("record"),
        **_about(guide),
    )


def _about(guide: Guide) -> dict[str, object]:
    """What templates ask about any client."""
    return {
        "account": me(),
        "names": everybody().names(me()),
        "spoken": lambda code: shown.spoken(guide.wording, code),
        "stop": lambda stage: shown.stop(guide, stage),
        "there": _there,
        "day": guide.wording.date,
    }


def _there(endpoint: str, **values: str) -> str:
    """The address of a page, or "" where this site does not have it."""
    return link(endpoint, **values) if endpoint in current_app.view_functions else ""


@page(blueprint, "/clients/<client>", "work-with-clients")
def one(lang: str, client: str) -> Page:
    """Where somebody is, what was done, what comes next."""
    found = caseload().one(client)
    guide, consents = own_guide(), Consents(records(), me()).of(client)
    book = Meetings(records(), me())
    met = book.of(client)
    running = next((each for each in met if each.state == "open"), None)
    openings = caseload().openings(client)
    moments = Answers(records(), me()).moments(client)
    return render_template(
        "people/one.html",
        client=found,
        marks=shown.marks(guide, found.profile.stage),
        said=shown.about(guide, found),
        consents={each.use: each for each in consents},
        met=met,
        running=running,
        steps=[each for each in book.steps(client) if not each.done],
        way=way(bool(consents), moments, len(met), found.state == "closed"),
        card=Cards(records(), me()).there(client),
        reads=caseload().reads_words(client),
        openings=openings,
        unseen=[each for each in openings if not each.seen],
        route=_route(found.profile),
        **_about(guide),
    )


def _route(profile: Profile) -> object:
    """Whom to ring for a child who is here without parents."""
    if not profile.child:
        return None
    return local_page(own_view(), own_guide().wording, None).route


# Registering and changing -------------------------------------------------------------------------


def _form(sent: object = None, now: Profile | None = None) -> ProfileForm:
    guide = own_guide()
    maker = LineMaker(guide.view, guide.wording, guide.on)
    return ProfileForm.made_for(guide.view, guide.wording, maker, sent, now)


@page(blueprint, "/clients/new", "work-with-clients")
def new(lang: str) -> Page:
    """Three things must be said, all else may be."""
    return _ask(_form())


def _ask(form: ProfileForm, client: Client | None = None, **more: object) -> str:
    return render_template("people/form.html", form=form, client=client, **more)


@page(blueprint, "/clients/new", "work-with-clients", methods=("POST",))
def register(lang: str) -> Page:
    """A new client. A separated child waits for the coordinator."""
    form = _form(request.form)
    if not form.validate():
        form.say_what_is_wrong(own_guide().wording)
        return _ask(form, problem="client-wrong"), 400
    made = caseload().register(form.profile(own_view()), form.save.data or "")
    return redirect(link("clients.one", client=made.id), 303)


@page(blueprint, "/clients/<client>/change", "work-with-clients")
def change(lang: str, client: str) -> Page:
    """What was said at registration, to be said anew."""
    found = caseload().one(client)
    form = _form(now=found.profile)
    form.version.data = found.version
    return _ask(form, found)


@page(blueprint, "/clients/<client>/change", "work-with-clients", methods=("POST",))
def save(lang: str, client: str) -> Page:
    """Save it anew; when somebody else did meanwhile, both are shown."""
    found = caseload().one(client)
    form = _form(request.form, found.profile)
    if not form.validate():
        form.say_what_is_wrong(own_guide().wording)
        return _ask(form, found, problem="client-wrong"), 400
    profile, save_id = form.profile(own_view()), form.save.data or ""
    try:
        caseload().change(client, profile, form.version.data or 0, save_id)
    except ClientChanged as changed:
        now = changed.now
        form.version.data = now.version
        other = shown.differences(own_guide(), now.profile, profile)
        return _ask(form, now, problem="client-changed", other=other), 409
    return redirect(link("clients.one", client=client), 303)


# Closing ------------------------------------------------------------------------------------------


@page(blueprint, "/clients/<client>/close", "work-with-clients")
def close(lang: str, client: str) -> Page:
    """Why somebody is not met any more, and what goes with that."""
    return _close(client, CloseForm.made_for(own_guide().wording))


def _close(client: str, form: CloseForm, problem: str = "") -> str:
    guide = own_guide()
    return render_template(
        "people/close.html", client=caseload().one(client), form=form, problem=problem,
        card=Cards(records(), me()).there(client), there=_there,
        until=guide.wording.date(guide.on + KEPT_CLOSED),
    )  # fmt: skip


@page(blueprint, "/clients/<client>/close", "work-with-clients", methods=("POST",))
def end(lang: str, client: str) -> Page:
    """Close the record. The emergency card goes at once."""
    form = CloseForm.made_for(own_guide().wording, request.form)
    if not form.validate():
        form.why.errors = ()  # said once, above
        return _close(client, form, "client-close-wrong"), 400
    caseload().close(client, form.why.data)
    return redirect(link("clients.one", client=client), 303)


@page(blueprint, "/clients/<client>/reopen", "work-with-clients", methods=("POST",))
def reopen(lang: str, client: str) -> Page:
    """Somebody who was finished comes again."""
    caseload().reopen(client)
    return redirect(link("clients.one", client=client), 303)


# What others wrote --------------------------------------------------------------------------------


@page(blueprint, "/clients/<client>/why", "manage-clients")
def why(lang: str, client: str) -> Page:
    """A coordinator says why they read what was written."""
    caseload().one(client)
    return render_template("people/reason.html", client=client, what="words", asked=True)


@page(
    blueprint, "/clients/<client>/open", "manage-clients", methods=("POST",),
    most_bytes=resumed.MOST_CARRIED,
)  # fmt: skip
def open_words(lang: str, client: str) -> Page:
    """Open what was written, for an hour; the guide is told."""
    form, waiting = ReasonForm(request.form), resumed.carried()
    what = "card" if form.what.data == "card" else "words"
    caseload().one(client)  # of somebody else's, nothing is told about the reason either
    try:
        caseload().open_words(client, form.reason.data or "", what)
    except Unfit as unfit:
        typed = {"reason": form.reason.data or "", "back": form.back.data or ""}
        return render_template(
            "people/reason.html", client=client, what=what, problem=unfit.word, waiting=waiting,
            **typed,
        ), 400  # fmt: skip
    if waiting:
        return resumed.page(me(), cookie(), waiting, accounts().now())
    return redirect(_back(form.back.data or "", client), 303)


def _back(path: str, client: str) -> str:
    """Where somebody was stopped: a page of this client, and nothing else."""
    try:
        _, values = current_app.url_map.bind("localhost").match(path, method="GET")
    except HTTPException:
        values = {}
    return path if values.get("client") == client else link("clients.one", client=client)


@page(blueprint, "/clients/<client>/saw", "run-meetings", methods=("POST",))
def saw(lang: str, client: str) -> Page:
    """The guide has read who opened the record."""
    caseload().saw_openings(client)
    return redirect(link("clients.one", client=client), 303)


# On paper -----------------------------------------------------------------------------------------


@page(blueprint, "/clients/<client>/contact-card", "work-with-clients")
def contact_card(lang: str, client: str) -> Page:
    """Whom the client can reach, to be cut out. Nothing on it leads to a record."""
    found = caseload().one(client)
    words, names = in_their_words(found), everybody().names(me())
    return render_template(
        "people/contact_card.html",
        client=found,
        guide=names.get(found.guide or 0, ""),
        backup=names.get(found.backup or 0, ""),
        office=contact_place(own_view(), words),
        contact=own_view().contact,
        help_lines=site().composer.help_lines(words),
        lines=shown.contact_lines(words),
    )
