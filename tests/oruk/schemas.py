"""Documents held against schemas: the published ones, and those of our own OpenAPI document.

The published schemas of Open Referral UK (CC BY-SA 4.0) stand beside the checkout, in
``shared/oruk-schemas``, or in the folder that ``ORUK_SCHEMAS`` names. They have a licence of their
own and are not copied into the project; where they are not there, what needs them is skipped.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from guides.oruk.shapes import SCHEMAS

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "oruk-schemas"
FOLDER = Path(os.environ.get("ORUK_SCHEMAS") or BESIDE)
_FORMATS = FormatChecker()
needs_published = pytest.mark.skipif(
    not FOLDER.is_dir(),
    reason="the published schemas are not here; ORUK_SCHEMAS names their folder",
)


@_FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    return not isinstance(value, str) or "://" in value


@_FORMATS.checks("date-time")
def _is_moment(value: object) -> bool:
    return not isinstance(value, str) or ("T" in value and value[-6] == "+" and len(value) >= 25)


@cache
def published(name: str) -> Draft202012Validator:
    schema = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema, format_checker=_FORMATS)


@cache
def ours(name: str) -> Draft202012Validator:
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": SCHEMAS}}
    return Draft202012Validator(schema, format_checker=_FORMATS)


def faults(validator: Draft202012Validator, document: Any) -> list[str]:
    """In words; a null anywhere is one, whatever the schema says."""
    wrong = [f"{e.json_path}: {e.message[:200]}" for e in validator.iter_errors(document)]
    return wrong + [f"{path} is null" for path in nulls(document)]


def nulls(document: Any, path: str = "$") -> Iterator[str]:
    if document is None:
        yield path
    inside = (
        document.items()
        if isinstance(document, dict)
        else enumerate(document)
        if isinstance(document, list)
        else ()
    )
    for name, value in inside:
        yield from nulls(value, f"{path}.{name}")
