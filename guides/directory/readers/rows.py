"""One row of a flat list as a listing: the columns of a plugin's table, and some more."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace

from guides.directory.domain import (
    ROOM_DAYS,
    Identifier,
    Language,
    Listing,
    Phone,
    Place,
    Room,
)  # fmt: skip
from guides.directory.from_plugin import listing_of
from guides.directory.hours.words import read_hours
from guides.directory.precision import as_kept, precision_of
from guides.toolkit import cells, service_cells
from guides.toolkit.addresses import without_postcode
from guides.toolkit.faults import Faults
from guides.toolkit.services_in import service_of
from guides.toolkit.tables import Record, clean, slug

_LISTED = re.compile(r"\s*;\s*")
_BRACKETS = re.compile(r"(.*?)\s*\(([^()]*[^()\d\s][^()]*)\)")
_IDENTIFIER = re.compile(r"([A-Z]{2}-[A-Z0-9]{2,12})[ :-]([A-Za-z0-9/.-]{1,30})")
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_BETWEEN = re.compile(r"\s*;\s*|\s+(?:or|and)\s+(?=[+0(])|\s*[/,]\s*(?=[+0(][\d ()-]{8})")
_EXTENSION = re.compile(r"\s*(?:\bext(?:ension)?\.?|\bx)\s*(?=\d{1,6}$)", re.IGNORECASE)
_EVERY_LANGUAGE = re.compile(
    r"(?:all|any|every) languages?|language ?line|interpreters? (?:for all|available).*", re.I
)
_UK = {"latitude": (49.0, 61.5), "longitude": (-9.0, 2.5)}


def listing_of_row(record: Record, faults: Faults) -> Listing:
    """What a row says. The key is "id", and empty without it."""
    row = record.cells
    plain = Record(record.path, record.line, {k: v for k, v in row.items() if k != "phone"})
    service = service_of(plain, row.get("id", ""), faults)
    listing = listing_of(service)
    place = _place(record, faults)
    stated, unread = row.get("schedule", ""), ""
    schedules, understood = read_hours(stated or service.hours)
    if not understood:
        unread = stated
        record.warn(
            faults, "The opening hours are kept in words only: they may mean more than one thing.",
            'To find it by "open now", write them as Mon-Fri 9am-5pm; Sat 10am-12 noon.',
        )  # fmt: skip
    return replace(
        listing,
        phones=_phones(record, faults),
        languages=_languages(record, faults),
        eligibility=replace(listing.eligibility, note=row.get("who_for", "")),
        hours="; ".join(filter(None, [listing.hours, unread])),
        schedules=schedules,
        places=(as_kept(place),) if place else (),
        identifiers=_identifiers(record, faults),
        room=_room(listing.room, record, faults),
        terms=_terms(record),
    )


def key_of(listing: Listing) -> str:
    """A key for a row without an id: its name, with where it is when that may be told."""
    made = slug(listing.name)
    if not made:  # a name without Latin letters
        made = f"row-{hashlib.sha256(listing.name.encode()).hexdigest()[:12]}"
    place = listing.places[0] if listing.places else None
    if place is None or place.precision != "exact":
        return made
    return "-".join(filter(None, [made, slug(place.postcode or place.address)]))


def _place(record: Record, faults: Faults) -> Place | None:
    row = record.cells
    silent = Faults()
    said = service_cells.address_shown(record, silent)
    needs, _ = service_cells.needs(record, silent)
    address, behind = without_postcode(row.get("address", ""))
    place = Place(
        name=row.get("place_name", ""),
        address=address,
        city=row.get("town", ""),
        county=row.get("county", ""),
        postcode=service_cells.postcode(record, silent) or behind,
        precision=precision_of(needs, said, row.get("name", "")),
        latitude=_degrees(record, "latitude", faults),
        longitude=_degrees(record, "longitude", faults),
        accessibility=tuple(_parts(row.get("accessibility", ""))),
    )
    if place.latitude is None or place.longitude is None:
        place = replace(place, latitude=None, longitude=None)
    return place if said or place != Place(precision=place.precision) else None


def _degrees(record: Record, column: str, faults: Faults) -> float | None:
    cell = record.cells.get(column, "")
    if not cell:
        return None
    try:
        degrees = float(cell)
    except ValueError:
        degrees = 999.0
    least, most = _UK[column]
    if least <= degrees <= most:
        return degrees
    what = f'"{column}" is not in the United Kingdom; the coordinates are left out.'
    record.warn(faults, what, "Write degrees such as 53.48 and -2.24.")
    return None


def _phones(record: Record, faults: Faults) -> tuple[Phone, ...]:
    found: dict[str, Phone] = {}
    for part in filter(None, _BETWEEN.split(record.cells.get("phone", ""))):
        inside = _BRACKETS.fullmatch(part)
        digits, note = (inside[1], inside[2]) if inside else (part, "")
        digits, _, extension = _EXTENSION.sub("\t", digits).partition("\t")
        one = Record(record.path, record.line, {"phone": clean(digits)})
        if number := cells.phone(one, faults):
            whole = f"{number} ext {extension}" if extension else number
            found.setdefault(whole, Phone(whole, note))
    return tuple(found.values())


def _languages(record: Record, faults: Faults) -> tuple[Language, ...]:
    found: dict[Language, None] = {}
    for speech in service_cells.languages(record.cells.get("languages", "")):
        if _EVERY_LANGUAGE.fullmatch(speech.code):
            found[Language("mul", speech.mode or "interpreter", speech.note)] = None
            continue
        code = speech.code.lower() if _CODE.fullmatch(speech.code.lower()) else ""
        code = speech.code if _CODE.fullmatch(speech.code) else code
        if code:
            found[Language(code, speech.mode, speech.note)] = None
        else:
            what = f'"{speech.code[:40]}" in "languages" is no language that is known here.'
            record.warn(faults, what, "Write its English name, or its code, such as ar; left out.")
    return tuple(found)


def _identifiers(record: Record, faults: Faults) -> tuple[Identifier, ...]:
    row = record.cells
    said = [*_parts(row.get("identifiers", ""))]
    for column, scheme in (("charity_number", "GB-CHC"), ("company_number", "GB-COH")):
        said += [f"{scheme} {number}" for number in _parts(row.get(column, ""))]
    found: dict[Identifier, None] = {}
    for words in said:
        if match := _IDENTIFIER.fullmatch(words):
            found[Identifier(match[1], match[2])] = None
        else:
            what = f'"{words[:40]}" in "identifiers" is none; it is left out.'
            record.warn(faults, what, "Write a scheme and a number, such as GB-CHC 1234567.")
    return tuple(found)


def _room(room: Room | None, record: Record, faults: Faults) -> Room | None:
    """With its note, and until when it is believed."""
    if room is None:
        return None
    inside = _BRACKETS.fullmatch(record.cells.get("room", ""))
    until = cells.day(record, "room_until", faults)
    if until and until < room.as_of:
        what = '"room_until" is before "room_on"; it is left out.'
        record.warn(faults, what, f"Without it, {ROOM_DAYS} days are taken.")
        until = None
    return replace(room, until=until or room.until, note=inside[2] if inside else "")


def _terms(record: Record) -> tuple[str, ...]:
    """Further words of the source, and those for needs that are not known here: they are found."""
    _, strange = service_cells.needs(record, Faults())
    return tuple(dict.fromkeys([*_parts(record.cells.get("terms", "")), *strange]))


def _parts(cell: str) -> list[str]:
    return [part for part in _LISTED.split(cell) if part]
