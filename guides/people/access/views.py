"""What is held about a client: on screen, to carry away, and erased."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from guides.api import Owner, PersonalData
from guides.extensions.service import PluginStore
from guides.journey.service import Guide
from guides.meetings.client.agenda import english_of
from guides.meetings.client.service import tell as tell_meetings
from guides.people.access.domain import Everything, Section
from guides.people.access.forms import EraseForm, ExportForm
from guides.people.access.profile import tell_openings, tell_profile
from guides.people.access.service import Access, Telling
from guides.people.access.written import InWords, as_json, as_text, of_plugins
from guides.people.answers.service import tell as tell_answers
from guides.people.card.service import tell as tell_card
from guides.people.consent.service import tell as tell_consents
from guides.people.recall.service import tell as tell_sheets
from guides.people.referrals.service import tell as tell_referrals
from guides.plugins.code_asks import Answers, personal_data
from guides.safe.domain import SafeWrong
from guides.storage.engine import StorageFailed
from guides.storage.of_client import OWNER
from guides.web.clients import in_their_words, own_view, records
from guides.web.guard import me
from guides.web.routes import page
from guides.web.site import link, site

log = logging.getLogger("guides.people")
blueprint = Blueprint("access", __name__)
Page = str | tuple[str, int] | Response
TELLINGS = (
    Telling(tell_profile), Telling(tell_consents), Telling(tell_answers),
    Telling(tell_meetings), Telling(tell_referrals), Telling(tell_sheets),
    Telling(tell_card, "card"), Telling(tell_openings),
)  # fmt: skip
"""All that knows something about clients, in the order of the paper."""


def _access() -> Access:
    return Access(records(), me())


# Showing ------------------------------------------------------------------------------------------


@page(blueprint, "/clients/<client>/held", "work-with-clients", name="page")
def held(lang: str, client: str) -> Page:
    """All that is held about a client, in words that they can read."""
    return _held(_access().everything(client, TELLINGS), ExportForm(formdata=None))


def _held(found: Everything, form: ExportForm, problem: str = "") -> str:
    plugins = _plugins(found.client.id)
    return render_template(
        "access/held.html", client=found.client, card_closed=found.card_closed, form=form,
        problem=problem, sections=list(_sections(found, plugins)),
        may_export=me().may("manage-clients"), words=in_their_words(found.client).word_pair,
    )  # fmt: skip


def _sections(found: Everything, plugins: Answers[PersonalData]) -> Iterator[Section]:
    view, wording = own_view(), in_their_words(found.client)
    theirs = Guide(view, wording, site().today())
    yield from InWords(theirs, found.client.profile, english_of(view)).sections(found.told)
    yield from of_plugins(plugins.found)
    for name in plugins.failed:  # what is missing is said, on paper too
        yield Section(wording.word_pair("own-plugin-failed", name=name), ())


def _plugins(client: str) -> Answers[PersonalData]:
    """What every plugin holds, those too that the organisation has switched off since."""
    org = me().org or 0
    store = PluginStore(site().engine)
    return personal_data(site().registry.for_org(), Owner(org, OWNER + client), store)


@page(
    blueprint, "/clients/<client>/held", "manage-clients", methods=("POST",), step_up=True
)  # fmt: skip
def export(lang: str, client: str) -> Page:
    """The same as a file, to be given to the person whom it is about."""
    form = ExportForm(request.form)
    if not form.validate():
        return _held(_access().everything(client, TELLINGS), form, "own-not-sure"), 400
    found = _access().export(client, TELLINGS)
    some = tuple(_sections(found, _plugins(client)))
    code, today = found.client.code, site().today()
    if form.format.data == "json":
        answer = Response(as_json(some, code, today), mimetype="application/json")
        name = "held.json"
    else:
        title = in_their_words(found.client).word_pair("own-title")
        answer = Response(as_text(some, title, code, today), mimetype="text/plain")
        name = "held.txt"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


# Erasing ------------------------------------------------------------------------------------------


@page(blueprint, "/clients/<client>/erase", "manage-clients")
def erasing(lang: str, client: str) -> Page:
    """What would go, and what stays."""
    return _erasing(client)


def _erasing(client: str, problem: str = "") -> str:
    return render_template("access/erase.html", going=_access().going(client), problem=problem)


@page(
    blueprint, "/clients/<client>/erase", "manage-clients", methods=("POST",), step_up=True
)  # fmt: skip
def erase(lang: str, client: str) -> Page:
    """Rows and key go, here and in every backup; what plugins hold goes with them."""
    if not EraseForm(request.form).validate():
        return _erasing(client, "erase-not-sure"), 400
    _access().erase(client)
    _sweep()
    return redirect(link("clients.list"), 303)


def _sweep() -> None:
    """Plugins forget whoever has no key any more, and SQLite's journal is emptied. The client is
    gone already: if this fails, the next sweep ends it."""
    guarded = site().guarded
    try:
        if guarded is not None:
            guarded.retention.sweep()
    except (StorageFailed, SafeWrong) as error:
        log.error("nothing was swept: %s", type(error).__name__)
