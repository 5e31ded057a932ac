"""A listing as open data: one document that HSDS 3.1 and Open Referral UK 3.0 both accept.

The UK profile takes away telephone numbers, the names of languages and the words about who may
come. Neither schema forbids more than it names, so all of that stays in. Fields that say nothing
are left out: ``null`` is refused by both.

What HSDS has no place for stands under :data:`EXTRA`, at the service, its languages and its
places; with it ``readers/hsds.py`` gets the same listing back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date
from decimal import Decimal
from functools import lru_cache
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5

from babel import Locale

from guides.directory.domain import Cost, Language, Listing, Phone, Schedule
from guides.directory.shown import Shown
from guides.directory.terms import NO_STAGES, TAXONOMIES, Kind, codes_of, term
from guides.directory.writers.hsds_places import at_locations
from guides.directory.writers.shapes import EXTRA, Document, Ids, said

API = "/api/oruk/v3"
"""Where the open data of a site stands."""
PROVIDER = "It provides services in this directory. Nothing else is said of it here."
"""HSDS wants a description of an organisation; nobody gave us one, and none is made up."""
MOVED = "Somebody said that it has moved. Ask before you go."
_OFFICES = {
    *("admin", "advice", "contact", "contactus", "directory", "enquiries"),
    *("enquiry", "hello", "help", "info", "intake", "mail"),
    *("office", "reception", "referral", "referrals", "support", "team"),
    *("welcome",),
}
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_NAMES = {kind.kind: kind for kind in TAXONOMIES}
_ROOM_UNIT = str(uuid5(NAMESPACE_URL, "asylum-guides:unit/room"))
_SCHEMES = {
    "GB-CHC": "Charity Commission for England and Wales",
    "GB-SC": "Scottish Charity Register",
    "GB-NIC": "Charity Commission for Northern Ireland",
    "GB-COH": "Companies House",
}


def service_document(
    shown: Shown,
    *,
    base_url: str,
    on: date,
    stages: Mapping[str, str] = NO_STAGES,
    whole: bool = False,
) -> Document:
    """One service with all that belongs to it, as JSON.

    ``base_url`` is the site's, without the last slash; "" leaves out addresses of terms. ``on`` is
    the day: a report of room is believed for its time only. ``stages`` has the titles of stops by
    id. ``whole`` is for a file of one's own: with who checked, and who may see it.
    """
    listing = shown.listing
    ids = Ids(UUID(shown.id))
    organisation = _organisation(shown)
    places = at_locations(ids, listing, phone=phone, schedule=schedule)
    return said(
        id=shown.id,
        organization_id=organisation.get("id"),
        name=listing.name,
        description=listing.what,
        url=_url(listing.url),
        email=_email(listing.email),
        status=listing.status,
        application_process=listing.route_note,
        wait_time=listing.wait,
        eligibility_description=listing.eligibility.note,
        minimum_age=listing.eligibility.minimum_age,
        maximum_age=listing.eligibility.maximum_age,
        assured_date=shown.check.on.isoformat() if shown.check else None,
        assurer_email=_office(shown.check.by) if shown.check else None,
        alert=MOVED if shown.held == "moved" else None,
        last_modified=shown.changed_at.astimezone(UTC).isoformat(),
        phones=[phone(ids, f"phone/{n}", each) for n, each in enumerate(listing.phones)],
        schedules=_schedules(ids, listing, places),
        service_areas=_areas(ids, listing),
        service_at_locations=places,
        languages=[_language(ids, n, each) for n, each in enumerate(listing.languages)],
        organization=organisation,
        cost_options=[_cost(ids, n, each) for n, each in enumerate(listing.costs)],
        capacities=_capacities(ids, shown, on),
        attributes=[_attribute(ids, *each, base_url, stages) for each in codes_of(listing)],
    ) | {EXTRA: _extra(shown, whole=whole)}


def organisation_id(shown: Shown) -> str:
    """The same for all services of one organisation at one source; "" where none is named."""
    listing = shown.listing
    if not listing.organisation:
        return ""
    key = listing.organisation_key or listing.organisation
    return _organisation_id(shown.source.kind, shown.source.name, key)


@lru_cache(maxsize=10_000)
def _organisation_id(kind: str, name: str, key: str) -> str:
    return str(uuid5(uuid5(NAMESPACE_URL, f"{kind}:{name}"), f"organization/{key}"))


def _organisation(shown: Shown) -> Document:
    found = organisation_id(shown)
    if not found:
        return {}
    ids = Ids(UUID(found))
    return said(
        id=found,
        name=shown.listing.organisation,
        description=PROVIDER,
        organization_identifiers=[
            {
                "id": ids.of(f"identifier/{each.scheme}/{each.number}"),
                "organization_id": found,
                "identifier_scheme": each.scheme,
                "identifier_type": _SCHEMES.get(each.scheme, each.scheme),
                "identifier": each.number,
            }
            for each in shown.listing.identifiers
        ],
    )


def phone(ids: Ids, path: str, told: Phone) -> Document:
    return said(id=ids.of(path), number=told.number, description=told.note)


def _schedules(ids: Ids, listing: Listing, places: list[Document]) -> list[Document]:
    """Those of the service; what is known in words only has no rule.

    Those of its places stand here a second time, with the same id: the UK profile looks nowhere
    else.
    """
    found = [schedule(ids, f"schedule/{n}", each) for n, each in enumerate(listing.schedules)]
    for each in found:
        each["service_id"] = ids.top
    if listing.hours:
        found.append({"id": ids.of("hours"), "service_id": ids.top, "description": listing.hours})
    return found + [each for place in places for each in place.get("schedules", ())]


def schedule(ids: Ids, path: str, rule: Schedule) -> Document:
    """Wall time in London. HSDS's own field for a zone cannot say that clocks change."""
    return said(
        id=ids.of(path),
        freq=rule.freq,
        byday=rule.byday,
        interval=rule.interval,
        opens_at=rule.opens,
        closes_at=rule.closes,
        dtstart=rule.starts and rule.starts.isoformat(),
        until=rule.until and rule.until.isoformat(),
        valid_from=rule.valid_from and rule.valid_from.isoformat(),
        valid_to=rule.valid_to and rule.valid_to.isoformat(),
        notes=rule.note,
    )


def _areas(ids: Ids, listing: Listing) -> list[Document]:
    address = "http://statistics.data.gov.uk/id/statistical-geography/"
    return [
        said(
            id=ids.of(f"area/{n}"),
            service_id=ids.top,
            name=area.name,
            extent=area.code,
            extent_type="GSS" if area.code else None,
            uri=address + area.code if area.code else None,
        )
        for n, area in enumerate(listing.areas)
    ]


@lru_cache
def _english_name(code: str) -> str:
    """What a language is called in English; its code where nobody wrote that down."""
    names = Locale("en").languages
    parts = code.replace("_", "-").split("-")
    return str(names.get("_".join(parts)) or names.get(parts[0]) or code)


def _language(ids: Ids, n: int, language: Language) -> Document:
    return said(
        id=ids.of(f"language/{n}"),
        service_id=ids.top,
        name=_english_name(language.code),
        code=language.code,
        note=language.note,
    ) | ({EXTRA: {"mode": language.mode}} if language.mode else {})


def _cost(ids: Ids, n: int, cost: Cost) -> Document:
    return said(
        id=ids.of(f"cost/{n}"),
        service_id=ids.top,
        option=cost.option,
        currency="GBP" if cost.amount is not None else None,
        amount=_number(cost.amount),
        amount_description=cost.note,
    )


def _number(amount: Decimal | None) -> float | int | None:
    if amount is None:
        return None
    return int(amount) if amount == amount.to_integral_value() else float(amount)


def _capacities(ids: Ids, shown: Shown, on: date) -> list[Document]:
    """HSDS counts units. Here nobody counts places, so the unit is "room": there is, or is not."""
    room = shown.room
    if room is None or not room.known(on):
        return []
    unit = {"id": _ROOM_UNIT, "name": "Room for new people: 1 is yes, 0 is no"}
    return [
        {
            "id": ids.of("capacity"),
            "service_id": ids.top,
            "unit": unit,
            "unit_id": unit["id"],
            "available": 1 if room.state in ("open", "limited") else 0,
            "maximum": 1,
            "description": f"{room.state.capitalize()}. {room.note}".strip(),
            "updated": f"{room.as_of.isoformat()}T00:00:00+00:00",
        }
    ]


def _attribute(
    ids: Ids, kind: Kind, code: str, base_url: str, stages: Mapping[str, str]
) -> Document:
    return {
        "id": ids.of(f"attribute/{kind}/{code}"),
        "link_id": ids.top,
        "link_entity": "service",
        "taxonomy_term_id": term(kind, code).id,
        "taxonomy_term": term_document(kind, code, base_url=base_url, stages=stages),
    }


def term_document(
    kind: Kind, code: str, *, base_url: str, stages: Mapping[str, str] = NO_STAGES
) -> Document:
    """One term of a taxonomy of ours."""
    found, of = term(kind, code, stages), _NAMES[kind]
    return said(
        id=found.id,
        code=code,
        name=found.name,
        description=found.description,
        taxonomy=of.name,
        taxonomy_id=of.id,
        language="en",
        term_uri=f"{base_url}{API}/taxonomy_terms/{found.id}" if base_url else None,
    )


def _extra(shown: Shown, *, whole: bool) -> Document:
    """What HSDS has no place for."""
    listing, room, check = shown.listing, shown.room, shown.check
    who = listing.eligibility
    found = said(
        key=listing.key,
        organisation_key=listing.organisation_key,
        needs=list(listing.needs),
        stages=list(who.stages),
        genders=list(who.genders),
        households=list(who.households),
        no_documents=who.no_documents,
        route=listing.route,
        terms=list(listing.terms),
        source=shown.source.name if shown.source.kind == "plugin" else None,
        licence=shown.source.licence,
        checked_how=check.how if check else None,
    )
    if room is not None:
        found["room"] = said(
            state=room.state,
            as_of=room.as_of.isoformat(),
            until=room.until.isoformat(),
            note=room.note,
        )
    if whole:
        found |= said(checked_by=check.by if check else None, visibility=listing.visibility)
    return found


def _url(url: str) -> str | None:
    """Only a whole address: the schema's own check lets "www.x.org" pass."""
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and "." in (parts.hostname or "")
    except ValueError:
        return None
    return url if whole and re.fullmatch(r"[!-~]+", url) else None


def _email(email: str) -> str | None:
    return email if _EMAIL.fullmatch(email) else None


def _office(by: str) -> str | None:
    """Only the address of an office: that of a person is theirs."""
    return by if _email(by) and by.partition("@")[0].casefold() in _OFFICES else None
