"""From what somebody typed to corrections of a service, and any field of one in a few words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from guides.directory import documents
from guides.directory.domain import Language, Listing, Mode, Phone, Place
from guides.directory.hours.words import in_words, read_hours
from guides.directory.precision import as_kept
from guides.directory.service import CorrectionWrong
from guides.directory.to_plugin import address
from guides.directory.tongues import name_of

_PHONE = re.compile(r"(?P<number>[^()]*\d[^()]*)(?:\((?P<note>.*)\))?\s*")
SHORT = 200


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form, as texts."""

    plain: Mapping[str, object]
    """name, what, email, url, route_note, route, visibility."""
    phones: str
    hours: str
    spoken: tuple[tuple[str, str], ...]
    place: Mapping[str, str]
    """name, address, city, postcode, precision."""


def corrections_of(now: Listing, typed: Typed) -> dict[str, object]:
    """Only what is to be another than it is.

    Raises:
        CorrectionWrong: with the name of the field.
    """
    wanted = replace(now, **typed.plain)  # type: ignore[arg-type]
    wanted = replace(
        wanted,
        phones=_phones(typed.phones),
        languages=tuple(_language(now, code, mode) for code, mode in typed.spoken),
        places=_places(now.places, typed.place),
    )
    if typed.hours.split() != now.hours.split():
        schedules, _ = read_hours(typed.hours)
        # What the source had in tables is about other hours than these.
        places = tuple(replace(place, schedules=()) for place in wanted.places)
        wanted = replace(wanted, hours=typed.hours, schedules=schedules, places=places)
    if not wanted.name.strip():
        raise CorrectionWrong("name")
    changed = (name for name in FIELDS if getattr(wanted, name) != getattr(now, name))
    return {name: documents.plain(getattr(wanted, name)) for name in changed}


FIELDS = (
    *("name", "what", "phones", "email", "url", "hours", "schedules", "languages", "places"),
    *("route", "route_note", "visibility"),
)
"""What can be corrected here."""


def _phones(text: str) -> tuple[Phone, ...]:
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _PHONE.fullmatch(line)
        if match is None or not 3 <= sum(c.isdigit() for c in match["number"]) <= 16:
            raise CorrectionWrong("phones")
        found.append(Phone(match["number"].strip(), (match["note"] or "").strip()))
    return tuple(found)


def _language(now: Listing, code: str, mode: str) -> Language:
    """A note of the source stays with its language."""
    said: Mode | None = mode if mode in ("staff", "interpreter", "written") else None  # type: ignore[assignment]
    note = next((each.note for each in now.languages if each.code == code), "")
    return Language(code, said, note)


def _places(now: tuple[Place, ...], typed: Mapping[str, str]) -> tuple[Place, ...]:
    """The first place as it was typed. What must not be shown is not kept."""
    first = now[0] if now else Place()
    wanted = replace(first, **typed)  # type: ignore[arg-type]
    if wanted == first:
        return now
    if (wanted.postcode, wanted.address) != (first.postcode, first.address):
        wanted = replace(wanted, latitude=None, longitude=None)  # it is somewhere else
    return (as_kept(wanted), *now[1:])


def in_short(listing: Listing, field: str) -> str:
    """A field in a few words, to be held against another."""
    value = getattr(listing, field)
    match field:
        case "phones":
            text = _joined(phone.number for phone in listing.phones)
        case "languages":
            text = _joined(
                name_of(each.code)[0] + (f" ({each.mode})" if each.mode else "")
                for each in listing.languages
            )
        case "places":
            text = _joined(address(place) or place.precision for place in listing.places)
        case "schedules":
            text = in_words(listing.schedules)
        case "areas":
            text = _joined(area.name or area.code for area in listing.areas)
        case "costs":
            text = _joined(cost.option for cost in listing.costs)
        case "room":
            text = f"{value.state}, {value.as_of}" if value else ""
        case "check":
            text = f"{value.on}, {value.by}" if value else ""
        case "eligibility":
            text = _joined(
                (*value.stages, *value.genders, *value.households, *_ages(listing), value.note)
            )
        case "identifiers":
            text = _joined(f"{each.scheme} {each.number}" for each in value)
        case _:
            text = _joined(value) if isinstance(value, tuple) else str(value or "")
    return text if len(text) <= SHORT else f"{text[:SHORT]}…"


def _ages(listing: Listing) -> tuple[str, ...]:
    who = listing.eligibility
    if who.minimum_age is None and who.maximum_age is None:
        return ()
    return (f"{who.minimum_age or 0}–{who.maximum_age or ''}",)


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(part for part in parts if part)
