"""Tables of HSDS 2 and 3 become services: rows that belong together are put into one another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from guides.directory.readers.domain import Read
from guides.directory.readers.hsds import read_service
from guides.directory.readers.nodes import WHERE
from guides.directory.readers.scratch import Row, Scratch

FEW = 10
_AT = "service_at_location"
_OTHER_NAMES = {
    other: name
    for name, others in {
        "organization": "organisation organisations",
        "location": "places",
        "address": "addresses physical_address physical_addresses",
        "schedule": "regular_schedule regular_schedules",
        "accessibility": "accessibility_for_disabilities",
        "eligibility": "eligibilities eligibilitys",
        "capacity": "capacities service_capacity service_capacities",
        "taxonomy": "taxonomies",
        "attribute": "service_attribute service_attributes services_attributes service_taxonomy "
        "service_taxonomys service_taxonomies",
        "service_at_location": "services_at_location services_at_locations",
        "organization_identifier": "organisation_identifiers",
    }.items()
    for other in others.split()
}
_TABLES = frozenset(
    {
        *("service", "organization", "location", "service_at_location", "phone", "contact"),
        *("address", "schedule", "language", "service_area", "cost_option", "attribute"),
        *("required_document", "eligibility", "accessibility", "taxonomy", "taxonomy_term"),
        *("organization_identifier", "capacity", "unit"),
    }
)
_OF_SERVICE = {
    "phones": "phone", "languages": "language", "service_areas": "service_area",
    "cost_options": "cost_option", "required_documents": "required_document",
    "eligibilitys": "eligibility",
}  # fmt: skip
_SAID_OF_LEFT = (
    "organization", "location", "service_at_location", "phone", "contact", "address", "schedule",
    "language", "service_area", "cost_option", "attribute", "required_document", "eligibility",
    "accessibility", "organization_identifier", "capacity",
)  # fmt: skip


def table_named(name: str) -> str:
    """Which table of HSDS this is, in either version's name; "" for none that is read."""
    plain = re.sub(r"[^a-z]+", "_", name.lower()).strip("_")
    plain = plain.removeprefix("hsds_").removeprefix("tbl_")
    found = _OTHER_NAMES.get(plain, plain)
    if found not in _TABLES:
        found = found.removesuffix("s")
    return found if found in _TABLES else ""


def services(scratch: Scratch) -> Iterator[Read]:
    """Every service with what belongs to it; then, table by table, what belongs to none."""
    scratch.ready()
    for row in scratch.rows("service"):
        yield read_service(_whole(scratch, row), str(row.get(WHERE, "service")))
    for table in _SAID_OF_LEFT:
        if table in scratch.tables and (read := _left(scratch, table)):
            yield read


def _whole(scratch: Scratch, row: Row) -> Row:
    own = row.get("id")
    at = [_at_location(scratch, row) for row in scratch.linked(_AT, "service_id", own)]
    places = {str(one.get("id")) for one in at}
    found: Row = {}
    for name, table in _OF_SERVICE.items():
        found[name] = scratch.linked(table, "service_id", own)
    found["contacts"] = [
        _with(contact, phones=scratch.linked("phone", "contact_id", contact.get("id")))
        for contact in scratch.linked("contact", "service_id", own)
    ]
    found["schedules"] = [
        schedule
        for schedule in scratch.linked("schedule", "service_id", own)
        if str(schedule.get(f"{_AT}_id")) not in places
    ]
    found["service_at_locations"] = at
    found["attributes"] = _attributes(scratch, own)
    found["capacities"] = [
        _with(one, unit=scratch.one("unit", one.get("unit_id")))
        for one in scratch.linked("capacity", "service_id", own)
    ]
    owner = row.get("organization_id")
    if organisation := scratch.one("organization", owner):
        names = scratch.linked("organization_identifier", "organization_id", owner)
        found["organization"] = _with(organisation, organization_identifiers=names)
        if not (found["phones"] or found["contacts"] or any(one.get("phones") for one in at)):
            found["phones"] = [
                phone
                for phone in scratch.linked("phone", "organization_id", owner)
                if not any(phone.get(name) for name in ("service_id", "location_id", "contact_id"))
            ]
    return _with(row, **found)


def _at_location(scratch: Scratch, link: Row) -> Row:
    own, place = link.get("id"), link.get("location_id")
    at = f"{_AT}_id"
    found: Row = {
        "phones": scratch.linked("phone", at, own),
        "schedules": scratch.linked("schedule", at, own),
        "service_areas": scratch.linked("service_area", at, own),
    }
    if location := scratch.one("location", place):
        inside: Row = {
            "addresses": scratch.linked("address", "location_id", place),
            "accessibility": scratch.linked("accessibility", "location_id", place),
            "phones": [p for p in scratch.linked("phone", "location_id", place) if _only_place(p)],
            "schedules": [
                s for s in scratch.linked("schedule", "location_id", place) if _only_place(s)
            ],
        }
        found["location"] = _with(location, **inside)
    return _with(link, **found)


def _only_place(row: Row) -> bool:
    """A row of a place that belongs to a service besides is read there."""
    return not (row.get("service_id") or row.get("service_at_location_id"))


def _attributes(scratch: Scratch, own: object) -> list[Row]:
    rows = [
        row
        for row in scratch.linked("attribute", "link_id", own)
        if str(row.get("link_entity") or row.get("link_type") or "service").lower() != "location"
    ]
    rows += scratch.linked("attribute", "service_id", own)
    return [_with(row, taxonomy_term=_term(scratch, row)) for row in rows]


def _term(scratch: Scratch, row: Row) -> Row | None:
    """HSDS 3 has terms; in HSDS 2 a taxonomy is one."""
    for name in ("taxonomy_term_id", "taxonomy_id"):
        for table in ("taxonomy_term", "taxonomy"):
            if found := scratch.one(table, row.get(name)):
                return found
    return None


def _with(row: Row, **more: object) -> Row:
    """What stood in the row itself stays where no other table says anything."""
    return row | {name: value for name, value in more.items() if value}


def _left(scratch: Scratch, table: str) -> Read | None:
    """The rows of a table that belong to no service: how many, and which are the first."""
    count, first = 0, list[str]()
    for row in scratch.unused(table):
        count += 1
        if len(first) < FEW:
            first.append(f"{row.get(WHERE, '?')}{_pointing(row)}")
    if not count:
        return None
    which = "; ".join(first) + ("; …" if count > FEW else "")
    many = "1 row belongs" if count == 1 else f"{count:,} rows belong"
    return Read(table, "", None, (f"{table}: {many} to no service in the file: {which}.",))


def _pointing(row: Mapping[str, object]) -> str:
    for name in ("service_id", "service_at_location_id", "link_id", "location_id", "contact_id"):
        if value := row.get(name):
            return f' ({name} "{str(value)[:60]}")'
    return ""
