"""Where a service is, as open data: no more of an address than may be shown.

HSDS wants street, town, county and postcode of every address. Where one of them is not known or not
to be shown, there is no address object: nothing is made up. What is known then stands in the words
of the location, and field by field under ``x_asylum_guides``.
"""

from __future__ import annotations

from collections.abc import Callable

from guides.directory.domain import Listing, Phone, Place, Schedule
from guides.directory.precision import as_kept
from guides.directory.writers.shapes import EXTRA, Document, Ids, said

MakePhone = Callable[[Ids, str, Phone], Document]
MakeSchedule = Callable[[Ids, str, Schedule], Document]


def at_locations(
    ids: Ids, listing: Listing, *, phone: MakePhone, schedule: MakeSchedule
) -> list[Document]:
    """The places of a service. Of a hidden one no more than when it is open."""
    return [_at_location(ids, n, place, phone, schedule) for n, place in enumerate(listing.places)]


def at_location_id(ids: Ids, n: int) -> str:
    return ids.of(f"at/{n}")


def _at_location(
    ids: Ids, n: int, whole: Place, phone: MakePhone, schedule: MakeSchedule
) -> Document:
    # It was kept so already. A plugin or a correction may have been less careful.
    place = as_kept(whole)
    at = f"at/{n}"
    hidden = place.precision == "hidden"
    location = {} if hidden else _location(ids, f"{at}/location", place)
    found = said(
        id=at_location_id(ids, n),
        service_id=ids.top,
        location_id=location.get("id"),
        location=location,
        phones=[phone(ids, f"{at}/phone/{m}", each) for m, each in enumerate(place.phones)],
        schedules=[
            schedule(ids, f"{at}/schedule/{m}", each) for m, each in enumerate(place.schedules)
        ],
    )
    for each in found.get("schedules", ()):
        each["service_at_location_id"] = found["id"]
        if hidden:
            each.pop("notes", None)  # words about the place
    return found | {EXTRA: _extra(place)}


def _location(ids: Ids, path: str, place: Place) -> Document:
    return said(
        id=ids.of(path),
        location_type="physical",
        name=place.name,
        description=", ".join(filter(None, _address_of(place).values())),
        latitude=place.latitude,
        longitude=place.longitude,
        addresses=_addresses(ids, path, place),
        accessibility=[
            {"id": ids.of(f"{path}/access/{n}"), "description": words}
            for n, words in enumerate(place.accessibility)
        ],
    )


def _address_of(place: Place) -> dict[str, str]:
    return {
        "address": place.address,
        "city": place.city,
        "county": place.county,
        "postcode": place.postcode,
    }


def _addresses(ids: Ids, path: str, place: Place) -> list[Document]:
    if not all(_address_of(place).values()):
        return []
    return [
        {
            "id": ids.of(f"{path}/address"),
            "location_id": ids.of(path),
            "address_1": place.address,
            "city": place.city,
            "state_province": place.county,
            "postal_code": place.postcode,
            "country": "GB",
            "address_type": "physical",
        }
    ]


def _extra(place: Place) -> Document:
    if place.precision == "hidden":
        return {"precision": "hidden"}
    return said(key=place.key, precision=place.precision, **_address_of(place))
