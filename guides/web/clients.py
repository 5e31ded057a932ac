"""What pages about clients share: whoever is signed in, at the records of their organisation."""

from __future__ import annotations

from flask import abort

from guides.people.service import Caseload
from guides.people.work import Records
from guides.web.guard import me
from guides.web.site import site


def records() -> Records:
    """The records of clients. Without a master key there are none, nor their pages."""
    guarded = site().guarded
    if guarded is None:
        abort(404)
    return guarded.records


def caseload() -> Caseload:
    """Clients, as whoever is signed in sees them."""
    return Caseload(records(), me())
