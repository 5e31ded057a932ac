"""What pages about clients share: whoever is signed in, at the records of their organisation."""

from __future__ import annotations

from flask import abort

from guides.journey.service import Guide
from guides.people.domain import Client
from guides.people.service import Caseload
from guides.people.work import Records
from guides.plugins.registry import View
from guides.toolkit.wording import Wording
from guides.web.guard import me
from guides.web.site import language, site


def records() -> Records:
    """The records of clients. Without a master key there are none, nor their pages."""
    guarded = site().guarded
    if guarded is None:
        abort(404)
    return guarded.records


def caseload() -> Caseload:
    """Clients, as whoever is signed in sees them."""
    return Caseload(records(), me())


def own_view() -> View:
    """What the organisation of whoever is signed in has switched on, at whichever address."""
    org = me().org
    return site().view_of(org) if org else site().view


def own_guide() -> Guide:
    """The maker of pages, with what the own organisation has switched on."""
    view = own_view()
    return Guide(view, Wording(view, language()), site().today())


def in_their_words(client: Client) -> Wording:
    """What a client reads or is asked: in the language that is printed for them."""
    view = own_view()
    return Wording(view, view.languages.get(client.profile.lang, view.languages["en"]))
