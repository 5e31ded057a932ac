"""A listing as the small service that pages, sheets and plugins know."""

from __future__ import annotations

from datetime import date

from guides.api import Service
from guides.directory.domain import Listing, Place
from guides.directory.hours.words import in_words
from guides.directory.shown import Shown


def service_of(shown: Shown, on: date) -> Service:
    """What fits on a page. Room is told only as long as it is believed."""
    listing, check = shown.listing, shown.check
    room = shown.room if shown.room and shown.room.known(on) else None
    return Service(
        id=shown.id,
        name=listing.name,
        what=listing.what,
        stages=listing.eligibility.stages,
        phone=_phone(listing),
        address=next(filter(None, map(address, listing.places)), ""),
        hours=listing.hours or in_words(listing.schedules),
        languages=tuple(dict.fromkeys(each.code for each in listing.languages)),
        how=listing.route_note,
        checked_on=check.on if check else None,
        checked_by=check.by if check else "",
        plugin=shown.source.name,
        route=listing.route,
        wait=listing.wait,
        room=room.state if room else None,
        room_on=room.as_of if room else None,
    )


def _phone(listing: Listing) -> str:
    numbers = (*listing.phones, *(phone for place in listing.places for phone in place.phones))
    return numbers[0].number if numbers else ""


def address(place: Place) -> str:
    """In one line; "" where it must not be told."""
    if place.precision == "hidden":
        return ""
    parts = (place.name, place.address, place.city, place.postcode)
    return ", ".join(dict.fromkeys(part for part in parts if part))
