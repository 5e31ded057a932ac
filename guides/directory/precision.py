"""What must not be shown is not kept. Every reader hands its listings through here."""

from __future__ import annotations

from dataclasses import replace

from guides.directory.domain import Listing, Place
from guides.toolkit import addresses
from guides.toolkit.addresses import precision_of

__all__ = ["as_kept", "listing_as_kept", "precision_of"]


def as_kept(place: Place) -> Place:
    """A place with no more than its precision allows. The same again changes nothing.

    - exact: all of it.
    - street: no number, flat or name of the house; the postcode's sector; coordinates to 1 km.
    - sector: the postcode's sector and the town. The search takes the middle of the sector.
    - hidden: nothing but when it is open.
    """
    if place.precision == "exact":
        return place
    address, postcode = addresses.shown(place.address, place.postcode, place.precision)
    near = place.precision == "street"
    less = replace(
        place,
        name="",
        address=address,
        postcode=postcode,
        latitude=_rounded(place.latitude) if near else None,
        longitude=_rounded(place.longitude) if near else None,
    )
    if place.precision == "hidden":
        # Its key may be made of the address, too, and words about its door tell where that is.
        schedules = tuple(replace(each, note="") for each in place.schedules)
        return Place(precision="hidden", schedules=schedules)
    return less


def listing_as_kept(listing: Listing) -> Listing:
    """A listing whose places keep no more than may be shown."""
    if all(place.precision == "exact" for place in listing.places):
        return listing
    return replace(listing, places=tuple(map(as_kept, listing.places)))


def _rounded(degrees: float | None) -> float | None:
    return None if degrees is None else round(degrees, 2)
