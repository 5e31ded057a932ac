"""A plugin's service, from a table or from code, as a listing: one door for all."""

from __future__ import annotations

import re

from guides.api import Service
from guides.directory.costs import read_costs
from guides.directory.domain import (
    NATIONAL,
    Area,
    Check,
    Eligibility,
    Language,
    Listing,
    Phone,
    Place,
    Room,
)
from guides.directory.hours.words import read_hours
from guides.directory.precision import as_kept, precision_of
from guides.toolkit.addresses import without_postcode

_GSS = re.compile(r"\(?\b([EWSNKewsnk]\d{8})\b\)?")


def listing_of(service: Service) -> Listing:
    """The same service as the directory keeps it. ``stages`` are for whom it is."""
    schedules, _ = read_hours(service.hours)
    return Listing(
        key=service.id,
        name=service.name,
        what=service.what,
        organisation=service.organisation,
        status=service.status,
        visibility=service.visibility,
        url=service.url if service.url.startswith("http") else "",
        email=service.email,
        phones=(Phone(service.phone),) if service.phone else (),
        languages=_languages(service),
        needs=service.needs,
        eligibility=Eligibility(
            stages=service.stages,
            genders=service.genders,
            households=service.households,
            minimum_age=service.minimum_age,
            maximum_age=service.maximum_age,
            no_documents=service.no_documents,
        ),
        hours=service.hours,
        schedules=schedules,
        places=_places(service),
        areas=tuple(map(area, service.areas)),
        costs=read_costs(service.cost),
        route=service.route,
        route_note=service.how,
        wait=service.wait,
        room=Room.said(service.room, service.room_on) if service.room and service.room_on else None,
        check=Check(service.checked_on, service.checked_by, service.checked_how)
        if service.checked_on
        else None,
    )


def area(words: str) -> Area:
    """An area by its name, its GSS code, or both: "Manchester (E08000003)"."""
    if words == "anywhere":
        return NATIONAL
    found = _GSS.search(words)
    if found is None:
        return Area(name=words)
    name = " ".join(words.replace(found[0], " ").split())
    return Area(found[1].upper(), name)


def _languages(service: Service) -> tuple[Language, ...]:
    return tuple(
        Language(code, mode)
        for code in service.languages
        for mode in tuple(said.mode for said in service.spoken if said.language == code) or (None,)
    )


def _places(service: Service) -> tuple[Place, ...]:
    precision = precision_of(service.needs, service.address_shown, service.name)
    address = service.address
    if service.postcode and address.endswith(service.postcode):
        address = address.removesuffix(service.postcode).rstrip(" ,")
    address, behind = without_postcode(address)
    postcode = service.postcode or behind
    if not address and not postcode and not service.address_shown:
        return ()
    return (as_kept(Place(address=address, postcode=postcode, precision=precision)),)
