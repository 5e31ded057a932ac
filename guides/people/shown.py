"""A client in words: the stop on the line, the language, how they can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from markupsafe import escape

from guides.directory.tongues import name_of
from guides.journey.domain import JourneyMap
from guides.journey.lines import LineMaker
from guides.journey.service import Guide
from guides.people.domain import Client, Profile
from guides.toolkit.domain import Pair, Said
from guides.toolkit.wording import Wording


@dataclass(frozen=True, slots=True)
class Mark:
    """A stop on the small line across the page."""

    label: Said
    here: bool
    past: bool


@dataclass(frozen=True, slots=True)
class Differs:
    """Something that two people said differently: the word for it, and both."""

    field: str
    theirs: tuple[Said, ...]
    yours: tuple[Said, ...]


def spoken(wording: Wording, code: str) -> Said:
    """The name of a language in the reader's own, or else in English."""
    text, lang = name_of(code, wording.language.code)
    known = wording.language if lang == wording.language.code else wording.english.language
    return Said(escape(text), known.code, known.direction)


def stop(guide: Guide, stage: str) -> Said:
    """The title of a stop; of one that a plugin took away, its id."""
    found = guide.view.stages.get(stage)
    return guide.wording.say(found.title if found else stage)


def marks(guide: Guide, stage: str) -> tuple[Mark, ...]:
    """The stops before this one, this one, and the next: enough to see where somebody is."""
    row = _row(guide.journey(), stage)
    place = next((at for at, each in enumerate(row) if each == stage), None)
    if place is None:
        return ()
    first = max(0, place - 2)
    return tuple(
        Mark(guide.station(each).short, at == place, at < place)
        for at, each in enumerate(row[first : place + 3], first)
    )


def differences(guide: Guide, theirs: Profile, yours: Profile) -> tuple[Differs, ...]:
    """What two people said differently about one client."""
    return tuple(
        Differs(
            each.name, tuple(_said(guide, theirs, each.name)), tuple(_said(guide, yours, each.name))
        )
        for each in fields(Profile)
        if getattr(theirs, each.name) != getattr(yours, each.name)
    )


def about(guide: Guide, client: Client) -> tuple[tuple[str, tuple[Said, ...]], ...]:
    """All that was said about a client: the name of each field, and what stands in it."""
    rows = ((each.name, tuple(_said(guide, client.profile, each.name))) for each in fields(Profile))
    return tuple((name, said) for name, said in rows if said)


def contact_lines(words: Wording) -> dict[str, Pair]:
    """What stands on the card that a client takes home."""
    return {
        "title": words.word_pair("contact-card-title"),
        "backup": words.word_pair("contact-card-backup"),
        "office": words.word_pair("contact-card-office"),
        "next": words.word_pair("we-meet-next"),
        "not_advice": words.word_pair("information-not-advice"),
    }


def _row(journey: JourneyMap, stage: str) -> list[str]:
    """The stops in a row that this one stands in: a branch with the trunk before it."""
    for lane in (journey.yes, journey.no, journey.anytime):
        ids = [each.id for each in lane]
        if stage in ids:
            return ids if lane is journey.anytime else [journey.trunk[-1].id, *ids]
    return [each.id for each in journey.trunk]


def _said(guide: Guide, profile: Profile, name: str) -> Iterator[Said]:
    """One field in words; nothing where nothing was said."""
    wording, value = guide.wording, getattr(profile, name)
    if name in ("tongue", "lang"):
        yield spoken(wording, value)
    elif name == "stage":
        yield stop(guide, value)
    elif name == "reads":
        yield wording.word(f"client-reads-{value}")
    elif name == "nation" and value:
        yield wording.word(f"nation-{value}")
    elif name == "guide_wish" and value:
        yield wording.word(f"client-wish-{value}")
    elif name in ("claimed", "granted") and value:
        yield band(guide, name, profile)
    elif name == "audiences":
        yield from (wording.word(f"audience-{each}") for each in sorted(value))
    elif name == "contact":
        yield from (wording.word(f"client-contact-{each}") for each in value)
    elif name == "access":
        yield from (wording.word(f"client-access-{each}") for each in value)


def band(guide: Guide, name: str, profile: Profile) -> Said:
    """The days between two changes of a rule: all that is kept of "claimed" and "granted"."""
    case, maker = profile.case(), LineMaker(guide.view, guide.wording, guide.on)
    span = case.claimed if name == "claimed" else case.granted
    return maker.band(name, span).first
