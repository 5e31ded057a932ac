"""What the documents of the open data look like: the schemas of our own OpenAPI document.

They are closed: a field that is not named here is a mistake of ours.
"""

from __future__ import annotations

from typing import Any

from guides.directory.domain import PRECISIONS, ROOM_STATES, ROUTES, STATUSES

Schema = dict[str, Any]
TEXT: Schema = {"type": "string", "minLength": 1}
UUID: Schema = {"type": "string", "format": "uuid"}
URI: Schema = {"type": "string", "format": "uri"}
NUMBER: Schema = {"type": "number"}
WHOLE: Schema = {"type": "integer", "minimum": 0}
YES: Schema = {"type": "boolean"}
DATE: Schema = {"type": "string", "format": "date"}
MOMENT: Schema = {"type": "string", "format": "date-time"}
CLOCK: Schema = {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}


def ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def many(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def closed(required: str, **fields: Schema) -> Schema:
    return {
        "type": "object",
        "properties": fields,
        "required": required.split(),
        "additionalProperties": False,
    }


def one_of(*values: str) -> Schema:
    return {"type": "string", "enum": list(values)}


_EXTRA = closed(
    "",
    key=TEXT,
    organisation_key=TEXT,
    needs=many(TEXT),
    stages=many(TEXT),
    genders=many(TEXT),
    households=many(TEXT),
    no_documents=YES,
    route=one_of(*ROUTES),
    terms=many(TEXT),
    source=TEXT,
    licence=TEXT,
    checked_how=TEXT,
    room=closed("state as_of until", state=one_of(*ROOM_STATES), as_of=DATE, until=DATE, note=TEXT),
)
_SERVICE: dict[str, Schema] = {
    "id": UUID,
    "organization_id": UUID,
    "name": TEXT,
    "description": TEXT,
    "url": URI,
    "email": {"type": "string", "format": "email"},
    "status": one_of(*STATUSES),
    "application_process": TEXT,
    "wait_time": TEXT,
    "eligibility_description": TEXT,
    "minimum_age": WHOLE,
    "maximum_age": WHOLE,
    "assured_date": DATE,
    "assurer_email": {"type": "string", "format": "email"},
    "alert": TEXT,
    "last_modified": MOMENT,
    "organization": ref("Organization"),
    "x_asylum_guides": _EXTRA,
}
_DEEP: dict[str, Schema] = {
    "phones": many(ref("Phone")),
    "schedules": many(ref("Schedule")),
    "service_areas": many(ref("ServiceArea")),
    "languages": many(ref("Language")),
    "cost_options": many(ref("CostOption")),
    "capacities": many(ref("ServiceCapacity")),
    "attributes": many(ref("Attribute")),
}
_AT = {
    "id": UUID,
    "service_id": UUID,
    "location_id": UUID,
    "location": ref("Location"),
    "phones": many(ref("Phone")),
    "schedules": many(ref("Schedule")),
    "x_asylum_guides": closed(
        "precision",
        key=TEXT,
        precision=one_of(*PRECISIONS),
        address=TEXT,
        city=TEXT,
        county=TEXT,
        postcode=TEXT,
    ),
}
_PAGE = {
    "total_items": WHOLE,
    "total_pages": WHOLE,
    "page_number": WHOLE,
    "size": WHOLE,
    "first_page": YES,
    "last_page": YES,
    "empty": YES,
}


def page(*of: str) -> Schema:
    items = ref(of[0]) if len(of) == 1 else {"anyOf": [ref(name) for name in of]}
    return closed(f"{' '.join(_PAGE)} contents", **_PAGE, contents=many(items))


SCHEMAS: dict[str, Schema] = {
    "ApiDetails": closed("version profile openapi_url", version=TEXT, profile=URI, openapi_url=URI),
    "Problem": closed("type title status", type=TEXT, title=TEXT, status=WHOLE, detail=TEXT,
                      field=TEXT),
    "Service": closed(
        "id name status last_modified x_asylum_guides",
        **_SERVICE,
        **_DEEP,
        service_at_locations=many(ref("AtLocation")),
    ),
    "ServiceListed": closed("id name status last_modified x_asylum_guides", **_SERVICE),
    "ServiceMinimal": closed("id modified_date", id=UUID, modified_date=MOMENT),
    "AtLocation": closed("id service_id x_asylum_guides", **_AT),
    "ServiceAtLocation": closed(
        "id service_id service x_asylum_guides",
        **_AT,
        service=closed("id name status last_modified x_asylum_guides", **_SERVICE, **_DEEP),
    ),
    "Organization": closed(
        "id name description",
        id=UUID,
        name=TEXT,
        description=TEXT,
        organization_identifiers=many(ref("OrganizationIdentifier")),
    ),
    "OrganizationIdentifier": closed(
        "id organization_id identifier_scheme identifier_type identifier",
        id=UUID,
        organization_id=UUID,
        identifier_scheme=TEXT,
        identifier_type=TEXT,
        identifier=TEXT,
    ),
    "Phone": closed("id number", id=UUID, number=TEXT, description=TEXT),
    "Schedule": closed(
        "id",
        id=UUID,
        service_id=UUID,
        service_at_location_id=UUID,
        freq=one_of("WEEKLY", "MONTHLY"),
        byday=TEXT,
        interval=WHOLE,
        opens_at=CLOCK,
        closes_at=CLOCK,
        dtstart=DATE,
        until=DATE,
        valid_from=DATE,
        valid_to=DATE,
        description=TEXT,
        notes=TEXT,
    ),
    "ServiceArea": closed(
        "id service_id", id=UUID, service_id=UUID, name=TEXT, extent=TEXT, extent_type=TEXT, uri=URI
    ),
    "Language": closed(
        "id service_id name code",
        id=UUID,
        service_id=UUID,
        name=TEXT,
        code=TEXT,
        note=TEXT,
        x_asylum_guides=closed("mode", mode=one_of("staff", "interpreter", "written")),
    ),
    "CostOption": closed(
        "id service_id",
        id=UUID,
        service_id=UUID,
        option=TEXT,
        currency=TEXT,
        amount=NUMBER,
        amount_description=TEXT,
    ),
    "ServiceCapacity": closed(
        "id service_id unit unit_id available maximum updated",
        id=UUID,
        service_id=UUID,
        unit=closed("id name", id=UUID, name=TEXT),
        unit_id=UUID,
        available=WHOLE,
        maximum=WHOLE,
        description=TEXT,
        updated=MOMENT,
    ),
    "Location": closed(
        "id location_type",
        id=UUID,
        location_type=one_of("physical"),
        name=TEXT,
        description=TEXT,
        latitude=NUMBER,
        longitude=NUMBER,
        addresses=many(ref("Address")),
        accessibility=many(closed("id description", id=UUID, description=TEXT)),
    ),
    "Address": closed(
        "id location_id address_1 city state_province postal_code country address_type",
        id=UUID,
        location_id=UUID,
        address_1=TEXT,
        city=TEXT,
        state_province=TEXT,
        postal_code=TEXT,
        country=one_of("GB"),
        address_type=one_of("physical"),
    ),
    "Attribute": closed(
        "id link_id link_entity taxonomy_term_id taxonomy_term",
        id=UUID,
        link_id=UUID,
        link_entity=one_of("service"),
        taxonomy_term_id=UUID,
        taxonomy_term=ref("TaxonomyTerm"),
    ),
    "TaxonomyTerm": closed(
        "id code name description taxonomy taxonomy_id language",
        id=UUID,
        code=TEXT,
        name=TEXT,
        description=TEXT,
        taxonomy=TEXT,
        taxonomy_id=UUID,
        language=TEXT,
        term_uri=URI,
    ),
    "Taxonomy": closed(
        "id name description uri version",
        id=UUID,
        name=TEXT,
        description=TEXT,
        uri=URI,
        version=TEXT,
        taxonomy_terms=many(ref("TaxonomyTerm")),
    ),
    "ServicePage": page("ServiceListed", "Service", "ServiceMinimal"),
    "ServiceAtLocationPage": page("ServiceAtLocation"),
    "TaxonomyPage": page("Taxonomy"),
    "TaxonomyTermPage": page("TaxonomyTerm"),
}  # fmt: skip
