"""What an organisation adds of its own: how to reach it, whom to ring, places, things."""

from __future__ import annotations

from guides.api import Phone, SafeguardingStep
from guides.journey.domain import (
    ContactShown,
    LocalPage,
    Office,
    RingShown,
    RouteShown,
    ServiceShown,
    Station,
)
from guides.journey.places import (
    checked,
    credit,
    phone,
    resource_shown,
    resources_of,
    services_for,
)
from guides.plugins.registry import View
from guides.toolkit.domain import Said
from guides.toolkit.wording import Wording

MOST_HERE = 200
"""Services, and resources, on one page: it must still open on an old phone."""
DANGER = "emergency-999"


def has_local(view: View, stage_id: str = "") -> bool:
    """Whether a local page, of a stop or of all, has something on it."""
    if view.contact or view.safeguarding:
        return True
    return view.places.has(stage_id) or bool(resources_of(view, stage_id))


def local_page(view: View, wording: Wording, station: Station | None) -> LocalPage:
    """Everything that the organisation adds for a stop, or for all."""
    stage_id = station.id if station else ""
    # One more than is shown, to see whether there are more.
    services = services_for(view, wording, stage_id, MOST_HERE + 1)
    resources = resources_of(view, stage_id)
    return LocalPage(
        station=station,
        office=_office(view),
        contact=_contact(view, wording),
        route=safe_route(view, wording),
        services=services[:MOST_HERE],
        resources=tuple(resource_shown(view, wording, each) for each in resources[:MOST_HERE]),
        more=any(len(found) > MOST_HERE for found in (services, resources)),
    )


def contact_place(view: View, wording: Wording) -> ServiceShown | None:
    """The organisation itself as a place to turn to, for paper; None when it names no phone."""
    card = view.contact
    if card is None or not card.phone:
        return None
    return ServiceShown(
        id="contact",
        name=card.name,
        what=wording.pair(card.who) if card.who else wording.word_pair("local-contact"),
        phone=phone(wording, card.phone),
        address=card.address,
        hours=card.hours,
        languages=(),
        how="",
        checked=checked(wording, card),
        room=None,
        credit=credit(view, card.plugin),
    )


def _office(view: View) -> Office | None:
    look = view.branding
    if look is None:
        return None
    colours = bool(look.accent or look.second)
    return Office(look.name, bool(look.logo), colours, credit(view, look.plugin))


def _contact(view: View, wording: Wording) -> ContactShown | None:
    card = view.contact
    if card is None:
        return None
    return ContactShown(
        name=card.name,
        who=wording.say(card.who) if card.who else None,
        phone=phone(wording, card.phone),
        text=phone(wording, card.text),
        email=card.email,
        hours=card.hours,
        address=card.address,
        checked=checked(wording, card),
        credit=credit(view, card.plugin),
    )


def safe_route(view: View, wording: Wording) -> RouteShown | None:
    """Whom to ring when somebody is not safe; None where the organisation has said nobody."""
    route = view.safeguarding
    if route is None:
        return None
    return RouteShown(
        first=wording.say(route.first) if route.first else None,
        rings=tuple(_ring(wording, step) for step in route.steps),
        danger=_danger(view, wording),
        checked=checked(wording, route),
        credit=credit(view, route.plugin),
    )


def _ring(wording: Wording, step: SafeguardingStep) -> RingShown:
    return RingShown(
        worry=wording.say(step.worry),
        who=wording.say(step.who),
        phone=_number(wording, step.phone),
        hours=step.hours,
        out_of_hours=phone(wording, step.out_of_hours),
    )


def _danger(view: View, wording: Wording) -> RingShown | None:
    """The end of every route, as the core has it: no plugin can leave it out."""
    fact = view.facts.get(DANGER)
    if fact is None or not isinstance(fact.value, Phone):
        return None
    label = wording.word(f"help-{DANGER}")
    return RingShown(label, label, _number(wording, fact.value.number), "", None)


def _number(wording: Wording, number: str) -> Said:
    spoken = wording.language
    return Said(wording.value(Phone(number)), spoken.code, spoken.direction)
