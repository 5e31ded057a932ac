"""A small map of what was found: drawn here, of the sectors' middles, with nobody else's tiles.

The list beside it says the same and more. Places that are kept hidden are on no map, and somebody's
own place is the middle of a postcode sector.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import cos, dist, radians

from markupsafe import Markup

from guides.directory.asked import Results
from guides.directory.domain import Listing, Place
from guides.directory.sectors import middle, positions

WIDTH, HEIGHT = 320, 240
EDGE = 22
"""So near to the edge no number stands."""
FAR_KM = 50
"""What is farther from somebody's sector is in the list only: it would squeeze all the others."""
LEAST_KM = 3
"""The map is at least so high."""
_KM = 111.2
"""Of one degree of latitude."""
_TOGETHER = 17
"""Numbers that stand nearer to each other share a place."""
_GRID = 4
"""One dot of the country for each square of this size."""

Position = tuple[float, float]
"""Latitude and longitude."""


def draw(results: Results, sector: str, *, title: str, first: int = 1) -> Markup:
    """An SVG of the services that were found, numbered as in the list, and of the sector's middle.

    "" where fewer than two can be drawn. ``title`` says what it is, for those who hear it;
    ``first`` is the number of the first service of this page of the list.
    """
    here = middle(sector) if sector else None
    places = [
        (number, position)
        for number, found in enumerate(results.found, first)
        if (position := _position(found.shown.listing, here))
    ]
    if len(places) < 2:
        return Markup("")
    window = _Window.around([position for _, position in places] + ([here] if here else []))
    inside = Markup("").join(
        [
            Markup("<title>{}</title>").format(title),
            Markup('<path class="coast" d="{}"/>').format("".join(_coast(window))),
            *([_ring(window.at(here))] if here else []),
            *_numbers([(number, window.at(position)) for number, position in places]),
            _scale(window),
        ]
    )
    head = Markup(
        '<svg class="small-map" viewBox="0 0 {} {}" role="img" aria-label="{}" direction="ltr">'
    )
    return head.format(WIDTH, HEIGHT, title) + inside + Markup("</svg>")


@dataclass(frozen=True, slots=True)
class _Window:
    """What part of the country is drawn: its middle, and how many units a kilometre has."""

    north: float
    east: float
    scale: float

    @classmethod
    def around(cls, seen: Sequence[Position]) -> _Window:
        norths, easts = zip(*seen, strict=True)
        north, east = (min(norths) + max(norths)) / 2, (min(easts) + max(easts)) / 2
        high = (max(norths) - min(norths)) * _KM
        wide = (max(easts) - min(easts)) * _KM * cos(radians(north))
        scale = min(
            (HEIGHT - 2 * EDGE) / max(high, LEAST_KM), (WIDTH - 2 * EDGE) / max(wide, LEAST_KM)
        )
        return cls(north, east, scale)

    def at(self, position: Position) -> Position:
        """From the left and from the top, in units of the drawing."""
        x = (position[1] - self.east) * _KM * cos(radians(self.north)) * self.scale
        y = (self.north - position[0]) * _KM * self.scale
        return round(WIDTH / 2 + x, 1), round(HEIGHT / 2 + y, 1)


def _position(listing: Listing, here: Position | None) -> Position | None:
    """Where a service is drawn: of its places, the nearest that is not too far."""
    there = [position for place in listing.places if (position := _of_place(place))]
    if here is None:
        return there[0] if there else None
    nearest = min(there, key=lambda position: _km(position, here), default=None)
    return nearest if nearest and _km(nearest, here) <= FAR_KM else None


def _of_place(place: Place) -> Position | None:
    if place.precision == "hidden":
        return None
    north, east = place.latitude, place.longitude
    if place.precision == "sector" or north is None or east is None:
        return middle(place.postcode) if place.postcode else None
    if 49 < north < 61.5 and -9 < east < 2.5:
        return north, east
    # 0, 0 and numbers that were swapped are no place in this country.
    return middle(place.postcode) if place.postcode else None


def _km(one: Position, other: Position) -> float:
    flat = cos(radians(one[0]))
    return _KM * dist((one[0], one[1] * flat), (other[0], other[1] * flat))


def _coast(window: _Window) -> Iterator[str]:
    """A dot for each sector: where there are none is the sea, or a moor."""
    taken = set()
    for position in positions():
        x, y = window.at(position)
        if 0 <= x <= WIDTH and 0 <= y <= HEIGHT:
            square = int(x) // _GRID, int(y) // _GRID
            if square not in taken:
                taken.add(square)
                yield f"M{x:g} {y:g}h0"


def _ring(at: Position) -> Markup:
    return Markup('<circle class="here" cx="{}" cy="{}" r="15"/>').format(*at)


def _numbers(placed: Sequence[tuple[int, Position]]) -> Iterator[Markup]:
    """A number for each service; those that would stand on one another share a frame."""
    groups: list[tuple[Position, list[int]]] = []
    for number, at in placed:
        near = next((numbers for spot, numbers in groups if dist(spot, at) < _TOGETHER), None)
        if near is None:
            groups.append((at, [number]))
        else:
            near.append(number)
    for (x, y), numbers in groups:
        shown = ", ".join(map(str, numbers[:3])) + ("…" if len(numbers) > 3 else "")
        wide = max(18, 6 + 6.5 * len(shown))
        left = min(max(x - wide / 2, 1), WIDTH - wide - 1)
        yield Markup(
            '<g class="found"><rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="18" rx="9"/>'
            '<text x="{:.1f}" y="{:.1f}">{}</text></g>'
        ).format(left, y - 9, wide, left + wide / 2, y + 4, shown)


def _scale(window: _Window) -> Markup:
    km = next((km for km in (200, 100, 50, 20, 10, 5, 2, 1) if km * window.scale <= WIDTH / 3), 1)
    wide = km * window.scale
    return Markup('<path class="scale" d="M8 232h{:.1f}"/><text x="8" y="227">{} km</text>').format(
        wide, km
    )
