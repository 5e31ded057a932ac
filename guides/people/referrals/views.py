"""Referrals on screen and on paper."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from guides.desk.service import Desk
from guides.directory.domain import NEEDS, RoomState
from guides.directory.service import NoSuchService
from guides.directory.shown import Shown
from guides.people.consent.service import Consents
from guides.people.domain import Client, Unfit
from guides.people.referrals.domain import (
    OUTCOMES,
    PASSED,
    STATES,
    Choice,
    Referral,
    ReferralChanged,
    State,
)
from guides.people.referrals.forms import FOUND, AnswerForm, FindForm, SendForm
from guides.people.referrals.service import Referrals
from guides.people.referrals.slip import Slips
from guides.web import services
from guides.web.clients import caseload, in_their_words, own_view, records
from guides.web.guard import me
from guides.web.routes import page
from guides.web.site import link, site

blueprint = Blueprint("referrals", __name__)
Page = str | tuple[str, int] | Response
MOST_FOUND = 10
TOLD_MOSTLY = ("language", "access")
"""Ticked already: without these nobody can make an appointment. The rest is the client's choice."""
ROOM: dict[State, RoomState] = {
    "accepted": "open",
    "waiting-list": "waiting list",
    "full": "closed",
}
"""What an answer tells everybody who uses the directory. A no to one person tells nothing."""


def _referrals() -> Referrals:
    return Referrals(records(), me())


def _slips(client: Client) -> Slips:
    return Slips(own_view(), in_their_words(client).language, site().today())


def _shown(desk: Desk, service: str) -> Shown | None:
    return desk.directory.one(desk.viewer, service)


# Looking for a service ----------------------------------------------------------------------------


@page(blueprint, "/clients/<client>/referrals", "work-with-clients", name="list")
def every(lang: str, client: str) -> Page:
    """What was sent, and the question what it is about now."""
    form = FindForm(data={"meeting": request.args.get("meeting", "")})
    if not form.validate():
        form.meeting.data = ""
    return _list(client, form)


def _list(client: str, form: FindForm, **found: object) -> str:
    return render_template(
        "referrals/list.html", referrals=_referrals().of(client), client=caseload().one(client),
        form=form, **found,
    )  # fmt: skip


@page(blueprint, "/clients/<client>/referrals", "work-with-clients", methods=("POST",))
def find(lang: str, client: str) -> Page:
    """What there is in the directory for this client. Nothing of it stands in an address."""
    form = FindForm(request.form)
    if not form.validate():
        if form.need.errors:
            form.need.data = ""
        return _list(client, form, problem=_wrong(form)), 400
    _referrals().of(client)  # a coordinator says why first
    desk, teller = services.desk(), services.teller()
    asked = form.asked(caseload().one(client).profile)
    results = desk.directory.search(desk.viewer, asked, 1, MOST_FOUND)
    return _list(
        client, form, results=results, cards=[teller.found(each) for each in results.found]
    )


def _wrong(form: FindForm) -> str:
    """The word for what cannot be looked for."""
    if form.area.errors:
        return "referral-area-wrong"
    return "text-too-long" if form.text.errors else "referral-find-wrong"


# Sending ------------------------------------------------------------------------------------------


@page(blueprint, "/clients/<client>/referrals/choose", "work-with-clients", methods=("POST",))
def choose(lang: str, client: str) -> Page:
    """One service, and what the client is asked before anything is told to it."""
    form = SendForm(request.form)
    form.passed.data = list(TOLD_MOSTLY)
    return _choose(client, form)


def _choose(client: str, form: SendForm, problem: str = "") -> str:
    _referrals().of(client)
    shown = _shown(services.desk(), form.service.data or "")
    if shown is None:
        raise NoSuchService
    whose = caseload().one(client)
    slips = _slips(whose)
    needs = shown.listing.needs
    if form.need.data not in NEEDS:
        form.need.data = needs[0] if needs else ""
    return render_template(
        "referrals/choose.html", client=whose, form=form, problem=problem,
        card=services.teller().card(shown), words=slips.wording.word_pair,
        needs=tuple(dict.fromkeys((*needs, *NEEDS))),
        told=[(code, slips.told((code,), whose.profile)) for code in PASSED],
        refused=any(
            each.use == "refer" and not each.given for each in Consents(records(), me()).of(client)
        ),
    )  # fmt: skip


@page(blueprint, "/clients/<client>/referrals/send", "work-with-clients", methods=("POST",))
def send(lang: str, client: str) -> Page:
    """With the client's yes: keep it, and on to the paper."""
    form, referrals = SendForm(request.form), _referrals()
    try:
        if not form.validate():
            raise Unfit("referral-send-wrong")
        sent = referrals.send(
            client, _chosen(form), form.save.data or "", agreed=bool(form.agreed.data),
            meeting=form.meeting.data or "",
        )  # fmt: skip
    except Unfit as unfit:
        return _choose(client, form, unfit.word), 400
    return redirect(link("referrals.slip", client=client, referral=sent.id), 303)


def _chosen(form: SendForm) -> Choice:
    """Raises NoSuchService."""
    shown = _shown(services.desk(), form.service.data or "")
    if shown is None:
        raise NoSuchService
    passed = tuple(code for code in PASSED if code in (form.passed.data or ()))
    need = next(each for each in NEEDS if each == form.need.data)
    return Choice(shown.id, shown.listing.name, need, shown.listing.route or "", passed)


@page(blueprint, "/clients/<client>/referrals/<referral>/slip", "work-with-clients")
def slip(lang: str, client: str, referral: str) -> Page:
    """The paper for the service: in both languages, without a name."""
    found, whose = _referrals().one(client, referral), caseload().one(client)
    made = None
    if found.written is not None:
        shown = _shown(services.desk(), found.written.choice.service)
        made = _slips(whose).slip(found.written, whose.profile, shown)
    return render_template(
        "referrals/slip.html", client=client, referral=found, slip=made,
        words=_slips(whose).wording.word_pair, organisation=site().tenant.name,
    )  # fmt: skip


# What came of it ----------------------------------------------------------------------------------


@page(blueprint, "/clients/<client>/referrals/<referral>", "work-with-clients")
def one(lang: str, client: str, referral: str) -> Page:
    """What the service said."""
    found = _referrals().one(client, referral)
    return _one(found, _form_of(found))


def _form_of(found: Referral) -> AnswerForm:
    outcome = found.written.outcome if found.written else ""
    return AnswerForm(
        data={"state": found.state, "outcome": outcome, "version": found.version}
    )  # fmt: skip


def _one(found: Referral, form: AnswerForm, problem: str = "", now: Referral | None = None) -> str:
    written = found.written
    shown = _shown(services.desk(), written.choice.service) if written else None
    return render_template(
        "referrals/one.html", referral=found, form=form, problem=problem, now=now, states=STATES,
        outcomes=OUTCOMES, found_out=FOUND, card=services.teller().card(shown) if shown else None,
    )  # fmt: skip


@page(
    blueprint, "/clients/<client>/referrals/<referral>", "work-with-clients", methods=("POST",)
)  # fmt: skip
def answer(lang: str, client: str, referral: str) -> Page:
    """Keep what the service said, and tell the directory what it says about the service."""
    form, referrals = AnswerForm(request.form), _referrals()
    before = referrals.one(client, referral)
    try:
        if not form.validate():
            raise Unfit("referral-answer-wrong")
        state = next(each for each in STATES if each == form.state.data)
        outcome = next(each for each in OUTCOMES if each == form.outcome.data)
        version, save = form.version.data or 0, form.save.data or ""
        done = referrals.answer(client, referral, state, outcome, version, save)
    except Unfit as unfit:
        return _one(before, form, unfit.word), 400
    except ReferralChanged as changed:
        again = AnswerForm(
            data={
                "state": form.state.data, "outcome": form.outcome.data, "found": form.found.data,
                "version": changed.now.version,
            }
        )  # fmt: skip
        return _one(before, again, "referral-changed", changed.now), 409
    if done.saved:
        _tell_directory(done.referral, form.found.data or "", news=done.news)
    return redirect(link("referrals.list", client=client), 303)


def _tell_directory(referral: Referral, found_out: str, *, news: bool) -> None:
    """What one answer says of a service helps the next person; nothing in it is about the client.

    A service that has left the directory needs no word of it.
    """
    if referral.written is None:
        return
    desk, service = services.desk(), referral.written.choice.service
    try:
        if found_out == "moved":
            desk.say_moved(service)
        elif found_out == "closed":
            desk.say_closed(service)
        elif found_out == "checked":
            desk.say_checked(service, "call")
        if news and referral.state in ROOM:
            desk.say_room(service, ROOM[referral.state])
    except NoSuchService:
        return
    site().look_again()
