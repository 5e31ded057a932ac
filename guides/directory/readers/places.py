"""Where a service is and whom it covers: locations, addresses and areas of HSDS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from guides.directory.domain import NATIONAL, PRECISIONS, Area, Place, Precision
from guides.directory.readers.nodes import Node
from guides.directory.readers.ours import extra
from guides.directory.readers.people import phones
from guides.directory.readers.times import times

MOST_PLACES = 200
_WORDS = ("key", "address", "city", "county", "postcode")
_GSS = re.compile(r"\b([EWSNK][0-9]{8})\b")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)\s*(?:([0-9])([A-Z]{2})?)?")
_EVERYWHERE = frozenset(
    {
        *("national", "nationwide", "uk", "u.k.", "united kingdom", "uk wide", "uk-wide"),
        *("anywhere", "everywhere", "whole of the uk"),
    }
)


def places(node: Node, precision: Precision) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """The places, and what is said in words of when they are open.

    ``precision`` is theirs where nothing else is said of one.
    """
    found: list[Place] = []
    words: list[str] = []
    for link in node.nodes("service_at_locations", "service_at_location"):
        location = link.node("location", "locations")
        if location is None and extra(link).get("precision") == "hidden":
            location = Node({}, f"{link.where}.location", node.notes)
        if location is None:
            pointed = link.text("location_id", "location", longest=100)
            missing = f'"{pointed}" is not in the file' if pointed else "it names no place"
            link.mend("location_id", f"{missing}; this link is left out.")
            continue
        found += _place(link, location, precision, words)
    for location in node.nodes("locations", "location"):
        found += _place(location, location, precision, words)
    unique = {(place.key or at): place for at, place in enumerate(found)}
    if len(unique) > MOST_PLACES:
        node.mend("service_at_locations", f"{len(unique)} places; {MOST_PLACES} are kept.")
    return tuple(unique.values())[:MOST_PLACES], tuple(dict.fromkeys(words))


def _place(link: Node, location: Node, precision: Precision, words: list[str]) -> Iterator[Place]:
    both = (link,) if link is location else (link, location)
    read = [times(node) for node in both]
    words += [said for one in read for said in one.words]
    kind = location.text("location_type", longest=40).lower()
    if kind in ("virtual", "postal"):
        return
    address = _address(location)
    latitude, longitude = _point(location)
    place = Place(
        key=location.text("id", longest=200) or link.text("location_id", longest=200),
        name=location.text("name", longest=300),
        address=_street(address) if address else "",
        city=address.text("city", longest=100) if address else "",
        county=address.text("state_province", "county", "region", longest=100) if address else "",
        postcode=_postcode(address) if address else "",
        precision=precision,
        latitude=latitude,
        longitude=longitude,
        accessibility=tuple(dict.fromkeys(_accessibility(location))),
        phones=phones(*both),
        schedules=tuple(dict.fromkeys(one for each in read for one in each.schedules)),
    )
    yield _ours(link, place)


def _ours(link: Node, place: Place) -> Place:
    """With what our own writer says of it."""
    told = extra(link)
    if not told:
        return place
    words = {name: told[name] for name in _WORDS if isinstance(told.get(name), str)}
    precision = told.get("precision")
    known: Precision = next((one for one in PRECISIONS if one == precision), "hidden")
    return replace(place, precision=known, **{**dict.fromkeys(_WORDS, ""), **words})


def _address(location: Node) -> Node | None:
    every = list(location.nodes("addresses", "physical_addresses", "physical_address", "address"))
    fit = [one for one in every if one.text("address_type", longest=40).lower() != "postal"]
    if len(fit) > 1:
        location.mend("addresses", f"there are {len(fit)}; the first is read.")
    return fit[0] if fit else None


def _street(address: Node) -> str:
    names = ("address_1", "address_2", "address_3", "address_4", "street_address")
    lines = (address.text(name, longest=200).replace("\n", ", ") for name in names)
    return ", ".join(dict.fromkeys(filter(None, lines)))


def _postcode(address: Node) -> str:
    words = address.text("postal_code", "postcode", longest=60).upper()
    found = _POSTCODE.fullmatch(words)
    if not found:
        if words:
            # The code itself is not repeated: it may be a home.
            address.mend("postal_code", "this is no postcode of the UK; it is left out.")
        return ""
    return f"{found[1]} {found[2] or ''}{found[3] or ''}".strip()


def _point(location: Node) -> tuple[float | None, float | None]:
    latitude, longitude = location.decimal("latitude"), location.decimal("longitude")
    if latitude is None or longitude is None or (latitude == 0 and longitude == 0):
        return None, None
    if _in_uk(latitude, longitude):
        return latitude, longitude
    if _in_uk(longitude, latitude):
        location.mend("latitude", "latitude and longitude were exchanged; they were put right.")
        return longitude, latitude
    location.mend("latitude", "this point is not in the UK; it is left out.")
    return None, None


def _in_uk(latitude: float, longitude: float) -> bool:
    return 49 <= latitude <= 61.5 and -9 <= longitude <= 2.5


def _accessibility(location: Node) -> Iterator[str]:
    for one in location.nodes("accessibility", "accessibility_for_disabilities"):
        words = one.text("description", "accessibility", "details", longest=300)
        more = one.text("details", longest=300)
        if words:
            yield f"{words}: {more}" if more and more != words else words


def areas(*nodes: Node) -> tuple[Area, ...]:
    """Whom it is for by where they live."""
    found: dict[tuple[str, str], Area] = {}
    for node in nodes:
        for child in node.nodes("service_areas", "service_area"):
            name = child.text("name", "service_area", "description", longest=200)
            extent = child.text("extent", longest=LONG)
            codes = [child.text("uri", longest=500), extent[:300], name]
            code = next((m[1] for words in codes if (m := _GSS.search(words))), "")
            if not name and len(extent) <= 200:
                name = extent
            if name.lower() in _EVERYWHERE or code == NATIONAL.code:
                area = NATIONAL
            else:
                area = Area(code, "" if name == code else name)
            if area.code or area.name:
                found.setdefault((area.code, area.name), area)
    return tuple(found.values())


LONG = 2_000_000
"""An extent may be the outline of a county."""
