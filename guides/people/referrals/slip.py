"""The paper of a referral, line by line in the client's language and in English. No name on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup, escape

from guides.api import CalendarDate, Language, Stage
from guides.directory.domain import Place
from guides.directory.shown import Shown
from guides.directory.telling import Card, Teller
from guides.directory.tongues import name_of
from guides.people.domain import Profile
from guides.people.referrals.domain import Passed, Written
from guides.plugins.registry import View
from guides.toolkit.domain import Pair, Said
from guides.toolkit.wording import Wording


@dataclass(frozen=True, slots=True)
class Line:
    label: Pair
    values: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    name: str
    lines: tuple[Line, ...]
    """About the service: empty when the directory does not have it any more."""
    told: tuple[Line, ...]
    """What is told of the client: what was ticked, and nothing else."""


@dataclass(frozen=True, slots=True)
class Slips:
    """Makes papers for one client: ``lang`` is the language that is printed."""

    view: View
    language: Language
    on: date

    @property
    def wording(self) -> Wording:
        return Wording(self.view, self.language)

    @property
    def _tellers(self) -> tuple[Teller, Teller]:
        wording = self.wording
        stages: Mapping[str, Stage] = self.view.stages
        return Teller(wording, stages, self.on), Teller(wording.english, stages, self.on)

    def slip(self, written: Written, profile: Profile, shown: Shown | None) -> Slip:
        choice, lines = written.choice, list[Line]()
        if shown is not None:
            cards = tuple(teller.card(shown) for teller in self._tellers)
            lines = [
                line for line in (*self._how(*cards), *self._whom(*cards)) if line.values
            ]  # fmt: skip
        need = Line(self.word("referral-need"), (self.word(f"need-{choice.need}"),))
        day = self._two("referral-sent", CalendarDate(written.sent))
        return Slip(
            shown.listing.name if shown else choice.name,
            tuple(lines),
            (need, *self.told(choice.passed, profile), day),
        )

    def told(self, passed: tuple[Passed, ...], profile: Profile) -> Iterator[Line]:
        """What was ticked, in words: never who somebody is."""
        for code in passed:
            values = tuple(self._values(code, profile))
            if values:
                yield Line(self.word(f"passed-{code}"), values)

    def _values(self, code: Passed, profile: Profile) -> Iterator[Pair]:
        if code == "language":
            yield self._tongue(profile.tongue)
        elif code == "stop":
            stage = self.view.stages.get(profile.stage)
            if stage is not None:
                yield self.wording.pair(stage.title)
        elif code == "access":
            yield from (self.word(f"client-access-{each}") for each in profile.access)
        else:
            yield from (self.word(f"client-contact-{each}") for each in profile.contact)

    def _tongue(self, code: str) -> Pair:
        name, lang = name_of(code, self.language.code)
        english = Said(escape(name_of(code)[0]), "en", "ltr")
        if lang == "en" or self.language.code == "en":
            return Pair(english)
        return Pair(
            Said(Markup("<bdi>{}</bdi>").format(name), lang, self.language.direction), english
        )

    def _how(self, card: Card, english: Card) -> Iterator[Line]:
        """How one comes there: numbers, hours, what they ask for."""
        listing = card.shown.listing
        numbers = [f"{r.number} ({r.note})" if r.note else r.number for r in card.rings]
        yield Line(self.word("slip-phone"), _as_they_are(numbers))
        hours = tuple(_both(card.hours, english.hours)) or _as_they_are([listing.hours])
        yield Line(self.word("label-hours"), hours)
        route = tuple(_both([card.route], [english.route]))
        yield Line(self.word("label-route"), (*route, *_as_they_are([listing.route_note])))
        hidden = (self.word("place-hidden"),) if card.hidden_place else ()
        places = _as_they_are(map(_address, card.places))
        yield Line(self.word("label-where"), places or hidden)

    def _whom(self, card: Card, english: Card) -> Iterator[Line]:
        listing = card.shown.listing
        spoken = tuple(_both(card.languages, english.languages))
        yield Line(self.word("label-languages"), spoken)
        note = _as_they_are([listing.eligibility.note])
        yield Line(self.word("label-who"), (*_both(card.who, english.who), *note))

    def word(self, word: str) -> Pair:
        return self.wording.word_pair(word)

    def _two(self, word: str, day: CalendarDate) -> Line:
        wording = self.wording
        first = Said(wording.value(day), self.language.code, self.language.direction)
        english = Said(wording.english.value(day), "en", "ltr")
        value = Pair(english) if wording.is_english else Pair(first, english)
        return Line(self.word(word), (value,))


def _both(some: object, english: object) -> Iterator[Pair]:
    """The same lines of two cards, side by side. One that is not translated has names of their
    language in an English line: the service is told all of it in English."""
    for first, second in zip(_said(some), _said(english), strict=True):
        yield Pair(second) if first.lang == "en" else Pair(first, second)


def _said(some: object) -> list[Said]:
    return (
        [each for each in some if isinstance(each, Said)] if isinstance(some, tuple | list) else []
    )


def _as_they_are(texts: object) -> tuple[Pair, ...]:
    """What a source says stays English, and numbers run from left to right."""
    found = [str(text).strip() for text in texts if str(text).strip()]  # type: ignore[attr-defined]
    return tuple(
        Pair(Said(Markup('<bdi dir="ltr">{}</bdi>').format(t), "en", "ltr")) for t in found
    )


def _address(place: Place) -> str:
    street = place.address if place.precision != "sector" else ""
    parts = (place.name, street, place.city, place.county, place.postcode)
    return ", ".join(dict.fromkeys(part for part in parts if part))
