"""The OpenAPI document of the open data, made from the same tables that requests are read by."""

from __future__ import annotations

from typing import Any

from guides.oruk.domain import LISTS, PARAMETERS, List, Parameter
from guides.oruk.reading import LANGUAGE, POSTCODE, TIME
from guides.oruk.shapes import SCHEMAS, Schema, ref

VERSION = "HSDS-UK-3.0"
PROFILE = "https://docs.openreferraluk.org/en/latest/"
_ONE = {
    "services": "Service",
    "service_at_locations": "ServiceAtLocation",
    "taxonomies": "Taxonomy",
    "taxonomy_terms": "TaxonomyTerm",
}
_SHAPES: dict[str, Schema] = {
    "text": {"type": "string"},
    "uuid": {"type": "string", "format": "uuid"},
    "whole": {"type": "integer"},
    "yes": {"type": "boolean"},
    "moment": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "pattern": f"^{TIME.pattern}$"},
    "postcode": {
        "type": "string",
        "pattern": "^" + POSTCODE.pattern.replace("A-Z", "A-Za-z") + "$",
    },
    "language": {"type": "string", "pattern": f"^{LANGUAGE.pattern}$"},
}


def document(base_url: str, organisation: str) -> dict[str, Any]:
    """For one organisation's directory at ``base_url`` + the address of the API."""
    paths: dict[str, Any] = {
        "/": {"get": _reading("details", "What this API is.", "ApiDetails")},
    }
    for name in LISTS:
        paths |= _list(name)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Services for people seeking asylum: {organisation}",
            "version": VERSION,
            "summary": "Open Referral UK 3.0 and HSDS 3.1, read only.",
            "description": (
                "Who helps whom, where, when and in which language; when that was checked, and "
                "whether there is room. Where somebody is and who they are is taken by POST alone: "
                "it belongs in no address. Name this directory and the source of each service "
                "where you show it; x_asylum_guides of a service has its licence."
            ),
            "contact": {"name": organisation, "url": base_url},
            "license": {
                "name": "That of each source: x_asylum_guides.licence of the service",
                "url": f"{base_url}/about",
            },
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": f"{base_url}/api/oruk/v3"}],
        "paths": paths,
        "components": {"schemas": SCHEMAS},
    }


def _list(name: List) -> dict[str, Any]:
    one, words = _ONE[name], name.replace("_", " ")
    many = f"{one}Page"
    known = PARAMETERS[name]
    address = [_parameter(each) for each in known if not each.body_only]
    body = {
        "required": False,
        "content": {"application/json": {"schema": _body(known)}},
    }
    named = {"name": "id", "in": "path", "required": True, "schema": _SHAPES["uuid"]}
    return {
        f"/{name}": {
            "get": _reading(name, f"A page of {words}.", many, lines=one) | {"parameters": address},
            "post": _reading(f"ask_{name}", f"The same, asked in a body: {words}.", many, lines=one)
            | {"requestBody": body},
        },
        f"/{name}/{{id}}": {
            "parameters": [named],
            "get": _reading(f"one_{name}", f"One of the {words}, whole.", one),
        },
    }


def _reading(operation: str, summary: str, schema: str, *, lines: str = "") -> dict[str, Any]:
    content = {"application/json": {"schema": ref(schema)}}
    if lines:
        content["application/x-ndjson"] = {"schema": {"type": "string"}}
    return {
        "operationId": operation,
        "summary": summary,
        "responses": {
            "200": {"description": "Found.", "content": content},
            "304": {"description": "It has not changed."},
            "default": {
                "description": "It went wrong; it says what to do.",
                "content": {"application/problem+json": {"schema": ref("Problem")}},
            },
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": False,
        "description": parameter.description,
        "schema": _schema(parameter),
    }


def _body(known: tuple[Parameter, ...]) -> Schema:
    fields = {each.name: _schema(each) | {"description": each.description} for each in known}
    found: Schema = {"type": "object", "properties": fields, "additionalProperties": False}
    if "proximity" in fields:
        found["dependentRequired"] = {"proximity": ["postcode"]}
    return found


def _schema(parameter: Parameter) -> Schema:
    found = dict(_SHAPES[parameter.kind])
    if parameter.choices:
        found["enum"] = list(parameter.choices)
    elif parameter.kind == "whole":
        found |= {"minimum": parameter.least, "maximum": parameter.most}
    elif parameter.kind == "text":
        found |= {"maxLength": parameter.most, "pattern": r"^[^\x00-\x1f\x7f-\x9f]*$"}
    return found
