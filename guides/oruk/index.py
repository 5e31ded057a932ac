"""What the lists of the open data are filtered by, in memory: made once for each revision.

The search of the directory knows words, places and people. This knows what the standard asks for
besides: organisations, terms, the moment of the last change, places as records of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC
from functools import cached_property
from threading import Lock
from uuid import UUID

from guides.directory.asked import Viewer
from guides.directory.hours.opening import Slot, slots_of
from guides.directory.service import Directory
from guides.directory.shown import Shown
from guides.directory.terms import TAXONOMIES, codes_of, term_id
from guides.directory.writers.hsds import organisation_id
from guides.directory.writers.hsds_places import at_location_id
from guides.directory.writers.shapes import Ids
from guides.oruk.domain import DAYS, Asked

MOST_INDEXES = 20
"""One for each organisation that is asked for; beyond that all are made anew."""
AT_ONCE = 500
DAY = 24 * 60
_TAXONOMY = {each.kind: each.id for each in TAXONOMIES}


@dataclass(frozen=True, slots=True)
class Entry:
    """One service, as little of it as filters need."""

    uuid: str
    version: int
    organisation: str
    changed: str
    """UTC, ISO 8601: texts of one length, which compare as moments do."""
    terms: frozenset[str]
    """Ids of terms and of their taxonomies."""
    minimum_age: int | None
    maximum_age: int | None
    slots: tuple[tuple[int, int, int], ...]
    """Weekday (-1: there are hours that nobody could read), opens, closes, in minutes."""
    places: int

    def fits(self, asked: Asked) -> bool:
        """What a service does not say of ages and hours, fits."""
        return (
            asked.get("organization_id") in (None, self.organisation)
            and self.terms.issuperset(asked.terms)
            and asked.text("modified_after") <= self.changed
            and self._fits_age(asked)
            and self._fits_time(asked)
        )

    def _fits_age(self, asked: Asked) -> bool:
        low, high = asked.get("minimum_age"), asked.get("maximum_age")
        too_old = low is not None and self.maximum_age is not None and int(low) > self.maximum_age
        too_young = (
            high is not None and self.minimum_age is not None and int(high) < self.minimum_age
        )
        return not (too_old or too_young)

    def _fits_time(self, asked: Asked) -> bool:
        day, start, end = (asked.text(name) for name in ("day", "start_time", "end_time"))
        if not (day or start or end) or not self.slots:
            return True
        first, last = _minutes(start or "00:00"), _minutes(end or "24:00")
        return any(
            weekday < 0
            or ((not day or weekday == DAYS.index(day)) and opens < last and closes > first)
            for weekday, opens, closes in self.slots
        )


def _minutes(time: str) -> int:
    return int(time[:2]) * 60 + int(time[3:])


@dataclass(frozen=True)
class Index:
    """All services that anybody may see, in an order that stays."""

    entries: tuple[Entry, ...]

    def matching(self, asked: Asked) -> list[Entry]:
        return [entry for entry in self.entries if entry.fits(asked)]

    @cached_property
    def by_uuid(self) -> dict[str, Entry]:
        return {entry.uuid: entry for entry in self.entries}

    @cached_property
    def places(self) -> dict[str, tuple[str, int]]:
        """By the id of a ``service_at_location``: the service, and which of its places."""
        return {
            at_location_id(Ids(UUID(entry.uuid)), n): (entry.uuid, n)
            for entry in self.entries
            for n in range(entry.places)
        }


def index_of(directory: Directory, viewer: Viewer, before: Index | None = None) -> Index:
    """``before`` has what is not read again: most services are as they were."""
    known = before.by_uuid if before else {}
    alike: dict[frozenset[str], frozenset[str]] = {}
    there = directory.versions(viewer)
    other = [uuid for uuid, version in there.items() if _version(known.get(uuid)) != version]
    read: dict[str, Entry] = {}
    for at in range(0, len(other), AT_ONCE):
        some = directory.these(viewer, other[at : at + AT_ONCE])
        read.update((uuid, _entry(shown, alike)) for uuid, shown in some.items())
    found = (read.get(uuid) or known.get(uuid) for uuid in there)
    return Index(tuple(entry for entry in found if entry is not None))


def _version(entry: Entry | None) -> int:
    return entry.version if entry else 0


def _entry(shown: Shown, alike: dict[frozenset[str], frozenset[str]]) -> Entry:
    """``alike`` has each set of terms once: most services share theirs with others."""
    listing = shown.listing
    codes = tuple(codes_of(listing))
    terms = frozenset(term_id(*each) for each in codes) | {_TAXONOMY[kind] for kind, _ in codes}
    rules = list(listing.schedules)
    for place in listing.places:
        rules += place.schedules
    return Entry(
        shown.id,
        shown.version,
        organisation_id(shown),
        shown.changed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        alike.setdefault(terms, terms),
        listing.eligibility.minimum_age,
        listing.eligibility.maximum_age,
        tuple(_by_day(slots_of(rules))),
        len(listing.places),
    )


def _by_day(slots: Iterable[Slot]) -> Iterator[tuple[int, int, int]]:
    """A night that goes on past midnight is of two days."""
    for slot in slots:
        yield slot.weekday, slot.opens, min(slot.closes, DAY)
        if slot.closes > DAY and slot.weekday >= 0:
            yield (slot.weekday + 1) % 7, 0, slot.closes - DAY


@dataclass
class Indexes:
    """One for whoever is asked for, until the directory changes."""

    _made: dict[Viewer, tuple[int, Index]] = field(default_factory=dict)
    _making: Lock = field(default_factory=Lock)

    def of(self, directory: Directory, viewer: Viewer) -> Index:
        with self._making:
            revision = directory.revisions().get(viewer.org, 0)
            there = self._made.get(viewer)
            if there is None or there[0] != revision:
                made = index_of(directory, viewer, there[1] if there else None)
                if len(self._made) >= MOST_INDEXES:
                    self._made.clear()
                there = self._made[viewer] = (revision, made)
            return there[1]
