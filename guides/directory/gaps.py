"""The gap map: for which need, at which stop and where there is nobody; what sources leave out.

All services are read once, and what was counted is kept until the directory changes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypeVar
from weakref import WeakKeyDictionary

from guides.directory.areas import area_around, area_name, area_named, current, is_local, upward
from guides.directory.asked import Viewer
from guides.directory.documents import Outline
from guides.directory.domain import NEEDS, Area, Listing, Need, Place
from guides.directory.sectors import areas_of
from guides.directory.shown import Source
from guides.directory.store import gaps as store
from guides.directory.store import listings
from guides.storage.engine import Connection, Engine, reading

EVERY_STOP = ""
_KEPT = 16
"""Maps of one database that are kept at once: of different days and viewers."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many services there are for one need at one stop."""

    services: int = 0
    checked: int = 0
    """Of these: checked, and the check still holds."""
    named: int = 0
    """Of these: they name this stop. The others are for everybody, or did not say."""
    local: int = 0
    """Of these: for less than a whole nation."""

    def __add__(self, other: Cell) -> Cell:
        return Cell(
            self.services + other.services,
            self.checked + other.checked,
            self.named + other.named,
            self.local + other.local,
        )


@dataclass(frozen=True, slots=True)
class Line:
    need: Need
    cells: tuple[Cell, ...]
    """In the order of the stops that were asked for."""


Counted = Mapping[tuple[str, str], Cell]
"""By need and by the stop that a service names; EVERY_STOP where it names none."""


@dataclass(frozen=True, slots=True)
class GapMap:
    """What there is that anybody may use: active, public, and not reported as closed or moved."""

    on: date
    services: int
    areas: tuple[Area, ...]
    """Those to choose from: for which or in which there is something; by name."""
    unplaced: int
    """Services of which nobody knows where they are. They are counted only without an area."""
    counted: Mapping[tuple[str, ...], Counted] = field(repr=False)
    """By the areas that services are for, as GSS codes."""

    def table(self, stages: Sequence[str], area: str = "") -> tuple[Line, ...]:
        """A line for each need. ``area`` is a GSS code: what is for all of it or for part of it."""
        sums: dict[tuple[str, str], Cell] = {}
        for codes, counted in self.counted.items():
            if not area or _touches(codes, area):
                for key, cell in counted.items():
                    sums[key] = sums[key] + cell if key in sums else cell
        none = Cell()

        def both(need: str, stage: str) -> Cell:
            return sums.get((need, stage), none) + sums.get((need, EVERY_STOP), none)

        return tuple(Line(need, tuple(both(need, stage) for stage in stages)) for need in NEEDS)


@dataclass(frozen=True, slots=True)
class FillRate:
    """How many services of a source say something."""

    source: Source
    field: str
    """One of :data:`FIELDS`."""
    said: int
    services: int

    @property
    def percent(self) -> int:
        """Rounded down: 100 are really all."""
        return 100 * self.said // self.services if self.services else 0


def gaps(engine: Engine, viewer: Viewer, *, on: date) -> GapMap:
    """The gap map of a directory, as of a day."""
    return _kept(
        engine, viewer, on, lambda there: _map_of(store.open_to_all(there, viewer, on), on)
    )


def fill_rates(engine: Engine, viewer: Viewer) -> tuple[FillRate, ...]:
    """For each source that has a service, every field of :data:`FIELDS`, in that order.

    Counted are all services that ``viewer`` may see and that are active.
    """
    return _kept(
        engine,
        viewer,
        None,
        lambda there: _rates_of(store.told(there, viewer), listings.sources(there, viewer.org)),
    )


# What is kept ------------------------------------------------------------------------------------

_Made = TypeVar("_Made", GapMap, tuple[FillRate, ...])
_Key = tuple[Viewer, date | None]
_memory: WeakKeyDictionary[Engine, dict[_Key, tuple[int, object]]] = WeakKeyDictionary()


def _kept(
    engine: Engine,
    viewer: Viewer,
    on: date | None,
    make: Callable[[Connection], _Made],
) -> _Made:
    kept = _memory.setdefault(engine, {})
    with reading(engine) as connection:
        revision = store.revision(connection, viewer.org)
        there = kept.get((viewer, on))
        if there and there[0] == revision:
            return there[1]  # type: ignore[return-value]  # the key says which of the two it is
        made = make(connection)
    while len(kept) >= _KEPT:
        kept.pop(next(iter(kept)), None)
    kept[viewer, on] = revision, made
    return made


# Counting ----------------------------------------------------------------------------------------


def _map_of(services: Iterable[tuple[Outline | Listing, bool]], on: date) -> GapMap:
    # Many are alike in all that counts, so they are counted before they are added up.
    groups: Counter[tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], bool]] = Counter(
        (_where(one), one.needs, one.eligibility.stages, checked) for one, checked in services
    )
    counted: dict[tuple[str, ...], dict[tuple[str, str], Cell]] = {}
    unplaced = 0
    for (codes, needs, stages, checked), count in groups.items():
        here = counted.setdefault(codes, {})
        unplaced += 0 if codes else count
        local = count if any(map(is_local, codes)) else 0
        one_more = Cell(count, count if checked else 0, count if stages else 0, local)
        for key in {(need, stage) for need in needs for stage in stages or (EVERY_STOP,)}:
            here[key] = here.get(key, Cell()) + one_more
    found = {code for codes in counted for code in codes if is_local(code)}
    areas = sorted((Area(code, area_name(code)) for code in found), key=lambda area: area.name)
    return GapMap(on, groups.total(), tuple(a for a in areas if a.name), unplaced, counted)


def _where(listing: Outline | Listing) -> tuple[str, ...]:
    """The areas a service is for; where it names none, the authorities in which it is."""
    return _codes(listing.areas) or _around(
        tuple((p.postcode, p.city, p.county) for p in listing.places if p.precision != "hidden")
    )


@lru_cache(4_000)
def _codes(areas: tuple[Area, ...]) -> tuple[str, ...]:
    named = (area.code or getattr(area_named(area.name), "code", "") for area in areas)
    return tuple(sorted({current(code) for code in named if code}))


@lru_cache(4_000)
def _around(places: tuple[tuple[str, str, str], ...]) -> tuple[str, ...]:
    return tuple(sorted({code for place in places if (code := _authority(*place))}))


def _authority(postcode: str, city: str, county: str) -> str:
    first = next(iter(areas_of(postcode)), "") if postcode else ""
    if first and is_local(first):
        return first
    return area_around(city) or area_around(county) if city or county else ""


@lru_cache(20_000)
def _touches(codes: tuple[str, ...], area: str) -> bool:
    """Whether some of ``codes`` lie in ``area``, or it in one of them."""
    around = upward((area,))
    return any(code in around or area in upward((code,)) for code in codes)


# What sources say --------------------------------------------------------------------------------


def _anywhere(listing: Listing, has: Callable[[Place], object]) -> bool:
    return any(has(place) for place in listing.places)


_SAYS: Mapping[str, Callable[[store.Told], object]] = {
    "phone": lambda t: t.listing.phones or _anywhere(t.listing, lambda p: p.phones),
    "hours": lambda t: t.listing.hours or _open(t.listing),
    "readable-hours": lambda t: _open(t.listing),
    "languages": lambda t: t.listing.languages,
    "where": lambda t: (
        t.listing.areas or _anywhere(t.listing, lambda p: p.address or p.postcode or p.city)
    ),
    "stages": lambda t: t.listing.eligibility.stages,
    "route": lambda t: t.listing.route,
    "checked": lambda t: t.checked,
    "room": lambda t: t.room,
}
FIELDS: tuple[str, ...] = tuple(_SAYS)
"""What a volunteer needs to know of a service before sending somebody there. ``readable-hours``
are those that "open now" can read; ``where`` is an address or an area."""


def _open(listing: Listing) -> bool:
    return bool(listing.schedules) or _anywhere(listing, lambda place: place.schedules)


def _rates_of(told: Iterable[store.Told], known: Mapping[int, Source]) -> tuple[FillRate, ...]:
    services: Counter[int] = Counter()
    said: Counter[tuple[int, str]] = Counter()
    for one in told:
        services[one.source] += 1
        said.update((one.source, name) for name, says in _SAYS.items() if says(one))
    return tuple(
        FillRate(known[source], name, said[source, name], services[source])
        for source in sorted(services)
        for name in FIELDS
    )
