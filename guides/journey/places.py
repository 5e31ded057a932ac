"""Local places and people, as pages and sheets show them."""

from __future__ import annotations

from guides.api import Phone, Service
from guides.journey.domain import Credit, ServiceShown
from guides.plugins.registry import View
from guides.toolkit.domain import Said
from guides.toolkit.wording import Wording


def services_for(view: View, wording: Wording, stage_id: str) -> tuple[ServiceShown, ...]:
    """The services for a stage: those that say so, then those for every stage.

    Those that speak the reader's language stand first.
    """
    lang = wording.language.code
    found = [s for s in view.services if stage_id in s.stages or not s.stages]
    ordered = sorted(found, key=lambda s: (lang not in s.languages, not s.stages))
    return tuple(_shown(view, wording, service) for service in ordered)


def _shown(view: View, wording: Wording, service: Service) -> ServiceShown:
    return ServiceShown(
        id=service.id,
        name=service.name,
        what=wording.pair(service.what),
        phone=_phone(wording, service.phone),
        address=service.address,
        hours=service.hours,
        languages=tuple(_language(view, code) for code in service.languages),
        how=service.how,
        checked=_checked(wording, service),
        credit=Credit(service.plugin, view.names.get(service.plugin, service.plugin)),
    )


def _phone(wording: Wording, number: str) -> Said | None:
    if not number:
        return None
    html = wording.value(Phone(number))
    return Said(html, wording.language.code, wording.language.direction)


def _language(view: View, code: str) -> str:
    language = view.languages.get(code)
    return language.english_name if language else code


def _checked(wording: Wording, service: Service) -> Said:
    if service.checked_on is None:
        return wording.word("service-not-checked")
    date = wording.date(service.checked_on)
    if service.checked_by:
        return wording.word("service-checked-by", date=date, name=service.checked_by)
    return wording.word("service-checked", date=date)
