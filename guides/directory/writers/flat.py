"""Listings as one flat table that people read in Excel, and that ``readers/flat.py`` reads again.

What comes back is the same, but for what a flat table has no place for: further places than the
first, and the key, phones and hours of a place; the organisation's key; notes of schedules, and
schedules that go by more than one week or by dates (they come back as words); spaces and new lines
in words; brackets and semicolons in notes. Hours in words come back read, where they can be.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from guides.directory.columns import WRITTEN
from guides.directory.costs import costs_in_words
from guides.directory.domain import NATIONAL, Area, Eligibility, Language, Listing, Place, Room
from guides.directory.hours.words import in_words, read_hours
from guides.toolkit.cells import language_name
from guides.toolkit.tables import armless
from guides.toolkit.xlsx_out import write_sheet

_MARKS = re.compile(r"[();]+")


def write_csv(listings: Iterable[Listing], stream: BinaryIO) -> int:
    """CSV in UTF-8, with the mark by which Excel knows it. Returns how many services."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    count = -1
    for row in _rows(listings):
        writer.writerow(row)
        count += 1
    text.detach()
    return count


def write_xlsx(listings: Iterable[Listing], stream: BinaryIO) -> int:
    """A workbook of one sheet. Returns how many services."""
    counted = _Counted(_rows(listings))
    write_sheet(stream, "Services", counted)
    return counted.count - 1


class _Counted:
    def __init__(self, rows: Iterable[list[str]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._rows:
            self.count += 1
            yield row


def _rows(listings: Iterable[Listing]) -> Iterator[list[str]]:
    yield list(WRITTEN)
    for listing in listings:
        cells = cells_of(listing)
        yield [armless(cells.get(name, "")) for name in WRITTEN]


def cells_of(listing: Listing) -> dict[str, str]:
    """By the name of the column: what stands there. Columns that are not there are empty."""
    place = listing.places[0] if listing.places else None
    return {
        "id": listing.key,
        "name": listing.name,
        "organisation": listing.organisation,
        "identifiers": _joined(f"{each.scheme} {each.number}" for each in listing.identifiers),
        "what": listing.what,
        "needs": _joined(listing.needs),
        "terms": _joined(map(_no_marks, listing.terms)),
        **_whom(listing.eligibility),
        "languages": _joined(map(_language, listing.languages)),
        "phone": _joined(_noted(phone.number, phone.note) for phone in listing.phones),
        "email": listing.email,
        "website": listing.url,
        "how": listing.route_note,
        "route": listing.route or "",
        "wait": listing.wait,
        "cost": costs_in_words(listing.costs),
        **(_room(listing.room) if listing.room else {}),
        "hours": listing.hours,
        "schedule": _schedule(listing),
        **(_place(place) if place else {}),
        "areas": _areas(listing.areas),
        "status": listing.status,
        "visibility": listing.visibility,
        "checked_on": listing.check.on.isoformat() if listing.check else "",
        "checked_by": listing.check.by if listing.check else "",
        "checked_how": (listing.check.how or "") if listing.check else "",
    }


def _whom(who: Eligibility) -> dict[str, str]:
    return {
        "stages": _joined(who.stages),
        "gender": _joined(who.genders),
        "ages": _ages(who.minimum_age, who.maximum_age),
        "household": _joined(who.households),
        "no_documents": "" if who.no_documents is None else "yes" if who.no_documents else "no",
        "who_for": who.note,
    }


def _ages(minimum: int | None, maximum: int | None) -> str:
    if minimum is None:
        return "" if maximum is None else f"up to {maximum}"
    return f"{minimum}+" if maximum is None else f"{minimum} to {maximum}"


def _language(language: Language) -> str:
    """As "Arabic (interpreter, on Mondays)"."""
    inside = ", ".join(filter(None, [language.mode or "", _no_marks(language.note)]))
    return _noted(language_name(language.code), inside)


def _room(room: Room) -> dict[str, str]:
    until = "" if room == Room.said(room.state, room.as_of, room.note) else room.until.isoformat()
    state = "full" if room.state == "closed" else room.state
    return {
        "room": _noted(state, room.note),
        "room_on": room.as_of.isoformat(),
        "room_until": until,
    }


def _schedule(listing: Listing) -> str:
    """Only where the words of the source do not say the same."""
    read, _ = read_hours(listing.hours)
    return "" if read == listing.schedules else in_words(listing.schedules)


def _place(place: Place) -> dict[str, str]:
    return {
        "place_name": place.name,
        "address": place.address,
        "town": place.city,
        "county": place.county,
        "postcode": place.postcode,
        "address_shown": place.precision,
        "latitude": "" if place.latitude is None else repr(place.latitude),
        "longitude": "" if place.longitude is None else repr(place.longitude),
        "accessibility": _joined(map(_no_marks, place.accessibility)),
    }


def _areas(areas: tuple[Area, ...]) -> str:
    said = [
        "anywhere" if area == NATIONAL else _noted(area.name, area.code) if area.name else area.code
        for area in areas
    ]
    # A comma or a stroke in a name stands between areas, unless there is a semicolon.
    return _joined(said) + (";" if len(said) == 1 and {*",/"} & {*said[0]} else "")


def _noted(words: str, note: str) -> str:
    plain = _no_marks(note)
    return f"{words} ({plain})" if plain else words


def _no_marks(words: str) -> str:
    return " ".join(_MARKS.sub(" ", words).split())


def _joined(words: Iterable[str]) -> str:
    return "; ".join(filter(None, words))
