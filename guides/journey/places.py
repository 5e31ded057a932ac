"""Local places and people, as pages and sheets show them."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from guides.api import Phone, Resource, Service
from guides.journey.domain import Credit, ResourceShown, ServiceShown
from guides.plugins.nearby import Near
from guides.plugins.registry import View
from guides.toolkit.domain import Said
from guides.toolkit.wording import Wording

MOST_ON_STOP = 12
"""On the page of a stop; the others stand on the local page."""


def services_for(
    view: View,
    wording: Wording,
    stage_id: str = "",
    most: int | None = None,
    *,
    area: str = "",
    paper: date | None = None,
) -> tuple[ServiceShown, ...]:
    """The services for a stage: those that say so, then those for every stage; or all.

    Those that speak the reader's language stand first. ``most`` is how many are wanted; ``paper``
    the day, where they are to be printed; ``area`` the outward code of where somebody is.
    """
    near = Near(stage_id, wording.language.code, area, paper, most)
    return tuple(service_shown(view, wording, service) for service in view.places.near(near))


def resources_of(view: View, stage_id: str = "") -> list[Resource]:
    """The resources for a stage, or all."""
    return [r for r in view.resources if not stage_id or stage_id in r.stages or not r.stages]


def service_shown(view: View, wording: Wording, service: Service) -> ServiceShown:
    """A service in words."""
    return ServiceShown(
        id=service.id,
        name=service.name,
        what=wording.pair(service.what),
        phone=phone(wording, service.phone),
        address=service.address,
        hours=service.hours,
        languages=tuple(_language(view, code) for code in service.languages),
        how=service.how,
        checked=checked(wording, service)
        if service.checked_on
        else wording.word("service-not-checked"),
        room=room(wording, service),
        credit=credit(view, service.plugin),
    )


def room(wording: Wording, service: Service) -> Said | None:
    """Whether there is room, and on which day somebody said so."""
    if service.room is None or service.room_on is None:
        return None
    word = f"near-room-{service.room.replace(' ', '-')}"
    return wording.word(word, date=wording.date(service.room_on))


def resource_shown(view: View, wording: Wording, resource: Resource) -> ResourceShown:
    """A resource in words."""
    return ResourceShown(
        id=resource.id,
        title=wording.say(resource.title),
        text=wording.say(resource.text),
        url=resource.url,
        kind=resource.kind,
        who=wording.say(resource.who) if resource.who else None,
        how=wording.say(resource.how) if resource.how else None,
        contact=resource.contact,
        languages=tuple(_language(view, code) for code in resource.languages),
        checked=checked(wording, resource),
        credit=credit(view, resource.plugin),
    )


def credit(view: View, plugin: str) -> Credit:
    """Who added it."""
    return Credit(plugin, view.names.get(plugin, plugin))


def phone(wording: Wording, number: str) -> Said | None:
    """A number to ring, if there is one."""
    if not number:
        return None
    html = wording.value(Phone(number))
    return Said(html, wording.language.code, wording.language.direction)


def _language(view: View, code: str) -> str:
    language = view.languages.get(code)
    return language.english_name if language else code


class Checkable(Protocol):
    """Something that somebody can have checked."""

    @property
    def checked_on(self) -> date | None: ...
    @property
    def checked_by(self) -> str: ...


def checked(wording: Wording, thing: Checkable) -> Said:
    """When somebody last made sure, and who."""
    if thing.checked_on is None:
        return wording.word("not-checked")
    day = wording.date(thing.checked_on)
    if thing.checked_by:
        return wording.word("service-checked-by", date=day, name=thing.checked_by)
    return wording.word("service-checked", date=day)
