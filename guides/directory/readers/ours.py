"""What our own writer adds to HSDS, read back: see ``writers/hsds.py``."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from guides.directory import documents
from guides.directory.domain import Listing
from guides.directory.readers.nodes import Node, clean

EXTRA = "x_asylum_guides"
_FIELDS = ("key", "organisation_key", "needs", "route", "terms", "room", "visibility")
_WHO = ("stages", "genders", "households", "no_documents")
_MOST = 100


def extra(node: Node) -> dict[str, Any]:
    """What stands under ``x_asylum_guides``, as words and lists of words; {} where nothing does."""
    value = node.value.get(EXTRA)
    if not isinstance(value, Mapping):
        return {}
    return {str(name): _clean(one) for name, one in value.items()}


def with_extra(node: Node, listing: Listing) -> Listing:
    """The listing with what stands under ``x_asylum_guides``, where that fits its fields."""
    told = extra(node)
    if not told:
        return listing
    document = json.loads(documents.write(listing))
    document |= {name: told.get(name, document[name]) for name in _FIELDS}
    document |= {"organisation_key": told.get("organisation_key", "")}
    document |= {"terms": told.get("terms", [])}
    document["eligibility"] |= {name: told[name] for name in _WHO if name in told}
    if document["check"]:
        by = told.get("checked_by") or node.text("assurer_email", longest=200)
        document["check"] |= {"by": by, "how": told.get("checked_how")}
    try:
        return documents.read(json.dumps(document))
    except ValueError as error:
        # Only which field it is: what stands in it may be anything.
        node.hold(EXTRA, f"it does not fit a service here ({str(error)[:100]}).")
        return listing


def _clean(value: object, depth: int = 0) -> Any:
    if isinstance(value, str):
        return clean(value)[:5_000]
    if isinstance(value, list):
        return [_clean(one, depth + 1) for one in value[:_MOST]] if depth < 2 else []
    if isinstance(value, Mapping):
        return {str(k): _clean(one, depth + 1) for k, one in value.items()} if depth < 2 else {}
    return value
