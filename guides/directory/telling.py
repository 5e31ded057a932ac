"""A service in the words of one language: what a person reads on a page, line by line.

What a source says (names, addresses, notes) stays as it is, in English; templates mark it so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import chain

from markupsafe import Markup

from guides.api import CalendarDate, Duration, Stage
from guides.directory.asked import Found, Why
from guides.directory.domain import Eligibility, Language, Listing, Place
from guides.directory.hours.telling import hours_of
from guides.directory.search.indexing import cost
from guides.directory.shown import Shown
from guides.directory.tongues import MANY, name_of
from guides.toolkit.domain import Said
from guides.toolkit.wording import Wording

KM_IN_A_MILE = 1.609
_SAFE = re.compile(r"https?://[^\s\\<>\"']{4,500}", re.IGNORECASE)
NEAREST = 0.5
"""Miles. Nearer than that nobody can say from the middle of a sector."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A line with a mark: ``ok``, ``due`` or "" (nobody knows)."""

    said: Said
    look: str = ""


@dataclass(frozen=True, slots=True)
class Ring:
    """A number to ring: as it is written, and as a telephone wants it."""

    number: str
    note: str
    dial: str


@dataclass(frozen=True, slots=True)
class Card:
    """One service as it stands on a page."""

    shown: Shown
    needs: tuple[Said, ...]
    rings: tuple[Ring, ...]
    url: str
    """Where it leads is safe to follow; "" for anything else."""
    languages: tuple[Said, ...]
    hours: tuple[Said, ...]
    """In the reader's language, where they could be read; else the source's words are all."""
    places: tuple[Place, ...]
    """Those whose address may be told, or a part of it."""
    hidden_place: bool
    who: tuple[Said, ...]
    room: Mark
    checked: Mark
    route: Said | None
    free: bool
    held: Said | None
    why: tuple[Said, ...] = ()
    distance: Said | None = None


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells services in one language, on one day."""

    wording: Wording
    stages: Mapping[str, Stage]
    on: date

    def card(self, shown: Shown) -> Card:
        listing = shown.listing
        told = [place for place in listing.places if place.precision != "hidden"]
        return Card(
            shown=shown,
            needs=tuple(self.need(need) for need in listing.needs),
            rings=_rings(listing),
            url=listing.url if _SAFE.fullmatch(listing.url) else "",
            languages=tuple(self._language(each) for each in listing.languages),
            hours=hours_of(listing, self.wording),
            places=tuple(place for place in told if place.address or place.city or place.postcode),
            hidden_place=any(place.precision == "hidden" for place in listing.places),
            who=tuple(self._who(listing.eligibility)),
            room=self._room(shown),
            checked=self._checked(shown),
            route=self.wording.word(f"route-{listing.route}") if listing.route else None,
            free=cost(listing) == "free",
            held=self.wording.word(f"doubt-{shown.held}") if shown.held else None,
        )

    def found(self, found: Found) -> Card:
        """The same with why it was found, and how far it is."""
        return replace(
            self.card(found.shown),
            why=tuple(self._why(why) for why in found.why if why.reason != "near"),
            distance=self._distance(found.km) if found.km is not None else None,
        )

    def need(self, need: str) -> Said:
        return self.wording.word(f"need-{need}")

    def stage(self, stage: str) -> Said | str:
        """A stop by its title; one that is not there (any more) by its id."""
        found = self.stages.get(stage)
        return self.wording.say(found.title) if found else stage

    def tongue(self, code: str) -> Said | Markup:
        """A language by its name in the reader's own."""
        if code == MANY:
            return self.wording.word("tongue-any")
        name, lang = name_of(code, self.wording.language.code)
        return self.wording.name(name) if lang == "en" else Markup("<bdi>{}</bdi>").format(name)

    def ago(self, days: int) -> Markup:
        """A length of time in words, with the plural that a language wants."""
        return self.wording.value(Duration(Decimal(days), "day"))

    def _language(self, spoken: Language) -> Said:
        mode = f"tongue-{spoken.mode}" if spoken.mode else "tongue-plain"
        return self.wording.word(mode, language=self.tongue(spoken.code))

    def _room(self, shown: Shown) -> Mark:
        room = shown.room
        if room is None or not room.known(self.on):
            return Mark(self.wording.word("room-unknown"))
        state = self.wording.word(f"room-{room.state.replace(' ', '-')}")
        look = "ok" if room.state == "open" else "due"
        days = (self.on - room.as_of).days
        if days <= 0:
            return Mark(self.wording.word("said-today", what=state), look)
        return Mark(self.wording.word("said-ago", what=state, ago=self.ago(days)), look)

    def _checked(self, shown: Shown) -> Mark:
        if shown.check is None:
            return Mark(self.wording.word("checked-never"), "due")
        day = self.wording.value(CalendarDate(shown.check.on))
        state = shown.freshness(self.on)
        word = self.wording.word("checked-stale" if state == "stale" else "checked-on", day=day)
        return Mark(word, "due" if state == "stale" else "ok" if state == "fresh" else "")

    def _who(self, who: Eligibility) -> Iterator[Said]:
        for gender in who.genders:
            yield self.wording.word(f"only-{gender}")
        for household in who.households:
            yield self.wording.word(f"only-{household}")
        if who.minimum_age is not None and who.maximum_age is not None:
            ages = {"low": who.minimum_age, "high": who.maximum_age}
            yield self.wording.word("ages-between", **ages)
        elif who.minimum_age is not None:
            yield self.wording.word("ages-from", low=who.minimum_age)
        elif who.maximum_age is not None:
            yield self.wording.word("ages-to", high=who.maximum_age)
        for stage in who.stages:
            yield self.wording.word("only-stage", stop=self.stage(stage))
        if who.no_documents is not None:
            asked = "papers-not-asked" if who.no_documents else "papers-asked"
            yield self.wording.word(asked)

    def _why(self, why: Why) -> Said:
        value: Said | Markup | str = why.value
        if why.reason == "need":
            value = self.need(why.value)
        elif why.reason == "stage":
            value = self.stage(why.value)
        elif why.reason in ("language", "interpreter"):
            value = self.tongue(why.value)
        word = f"why-{why.reason}"
        holes = {"value": value} if "{value}" in self.wording.texts.words.get(word, "") else {}
        return self.wording.word(word, **holes)

    def _distance(self, km: float) -> Said:
        miles = max(km / KM_IN_A_MILE, NEAREST)
        exact = Decimal(round(miles)) if miles >= 3 else Decimal(f"{round(miles * 2) / 2:g}")
        told = self.wording.value(Duration(exact, "mile"))
        return self.wording.word("distance", miles=told, km=max(round(km), 1))


def _rings(listing: Listing) -> tuple[Ring, ...]:
    """All that may be rung, each once. A hidden place has none."""
    found: dict[str, Ring] = {}
    told = (place.phones for place in listing.places if place.precision != "hidden")
    for phone in chain(listing.phones, *told):
        dial = "".join(c for c in phone.number if c in "+0123456789")
        if dial:
            found.setdefault(dial, Ring(phone.number, phone.note, dial))
    return tuple(found.values())
