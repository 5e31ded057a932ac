"""The columns of a flat list of services: those of a plugin's table, and some more.

The names are those that are written, too, in this order. What people call them is beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from guides.toolkit.cells import DAYS
from guides.toolkit.services_in import COLUMNS as OF_A_PLUGIN
from guides.toolkit.tables import Columns, plain

MORE: Mapping[str, Sequence[str]] = {
    "who_for": (
        *("eligibility", "who can use it", "who is it for", "who can come", "criteria", "for whom"),
        *("eligibility criteria", "target group", "who it is for", "open to"),
    ),
    "place_name": ("name of place", "building", "venue name", "place called"),
    "town": ("city", "town city", "town or city", "city town"),
    "county": ("region",),
    "latitude": ("lat", "y"),
    "longitude": ("lng", "long", "lon", "x"),
    "accessibility": ("wheelchair access", "wheelchair", "disabled access", "step free"),
    "identifiers": ("identifier", "organisation identifiers"),
    "charity_number": ("charity no", "registered charity number", "charity registration number"),
    "company_number": ("company no", "companies house number"),
    "schedule": ("schedules",),
    "room_until": ("room valid until", "capacity until"),
    "terms": ("tags", "keywords", "other terms", "taxonomy terms"),
}
WRITTEN: tuple[str, ...] = (
    *("id", "name", "organisation", "identifiers", "what", "needs", "terms", "stages", "gender"),
    *("ages", "household", "no_documents", "who_for", "languages", "phone", "email", "website"),
    *("how", "route", "wait", "cost", "room", "room_on", "room_until", "hours", "schedule"),
    *("place_name", "address", "town", "county", "postcode", "address_shown", "latitude"),
    *("longitude", "accessibility", "areas", "status", "visibility"),
    *("checked_on", "checked_by", "checked_how"),
)
MEANINGS: tuple[str, ...] = (
    *(*WRITTEN, "confidential", "charity_number", "company_number"),
    *DAYS,
)
"""All that a heading can mean, for a person to choose from."""


def columns(headings: Mapping[str, str]) -> Columns:
    """The columns, with what a person said that headings mean ("" is left out)."""
    own = {name: tuple(more) for name, more in OF_A_PLUGIN.names.items()} | dict(MORE)
    said = {plain(heading): means for heading, means in headings.items()}
    return Columns(
        own,
        needed=("name",),
        instead=OF_A_PLUGIN.instead,
        joined=frozenset({"phone", "what", "needs", "terms", "accessibility", "languages"}),
        said={heading: means for heading, means in said.items() if means in own or not means},
    )
