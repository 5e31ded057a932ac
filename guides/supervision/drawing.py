"""How many clients are at each stop, drawn on the journey line: once wide, once narrow.

The table beside it says the same. Right to left where the page is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from markupsafe import Markup

from guides.journey.domain import JourneyMap, Station

COLUMN, HIGH = 84, 286
ROW = 46
NARROW = 320
LEAST, MOST, MOST_NARROW = 9, 26, 20
"""Radius of an empty stop, and of the fullest."""
TRUNK, YES, NO, ANYTIME = 140, 56, 224, 56
_LETTERS = 11
"""So many stand in a line below a stop."""


@dataclass(frozen=True, slots=True)
class _Stop:
    x: float
    y: float
    station: Station
    count: int
    radius: float


def draw_wide(journey: JourneyMap, counts: Mapping[str, int], *, title: str, rtl: bool) -> Markup:
    """The whole line from side to side: the trunk, and its two branches above and below."""
    trunk, branches = len(journey.trunk), max(len(journey.yes), len(journey.no))
    wide = COLUMN * (trunk + branches)
    fork = COLUMN * (trunk - 0.5)

    def at(lane: Sequence[Station], first: int, y: int) -> list[_Stop]:
        places = ((COLUMN * (first + n + 0.5), each) for n, each in enumerate(lane))
        return [_stop(wide - x if rtl else x, y, each, counts) for x, each in places]

    lanes = [
        at(journey.trunk, 0, TRUNK), at(journey.yes, trunk, YES), at(journey.no, trunk, NO),
    ]  # fmt: skip
    aside = at(journey.anytime, 0, ANYTIME)
    tracks = [_track(lane) for lane in lanes]
    tracks += [_branch(fork, lane, wide, rtl) for lane in lanes[1:] if lane]
    drawn = Markup("").join([*tracks, *_stops([*lanes[0], *lanes[1], *lanes[2]], below=True)])
    drawn += Markup("").join(_stops(aside, below=True, apart=True))
    return _svg("across", wide, HIGH, title, drawn)


def draw_narrow(journey: JourneyMap, counts: Mapping[str, int], *, title: str, rtl: bool) -> Markup:
    """The same from top to bottom, for a phone: a branch stands a little aside."""
    stops: list[_Stop] = []
    tracks = []
    y = ROW / 2
    for lane, x in (
        (journey.trunk, 30),
        (journey.yes, 62),
        (journey.no, 62),
        (journey.anytime, 62),
    ):
        here = []
        for station in lane:
            here.append(_stop(NARROW - x if rtl else x, y, station, counts, MOST_NARROW))
            y += ROW
        tracks.append(_track(here) if lane is not journey.anytime else Markup(""))
        if lane in (journey.yes, journey.no) and here and stops:
            last = stops[len(journey.trunk) - 1]
            tracks.append(
                Markup('<path class="track" d="M{:g} {:g}V{:g}H{:g}"/>').format(
                    last.x, last.y, here[0].y, here[0].x
                )
            )
        stops += here
    apart = {each.id for each in journey.anytime}
    drawn = Markup("").join(tracks)
    for stop in stops:
        drawn += Markup("").join(
            _stops([stop], below=False, apart=stop.station.id in apart, rtl=rtl)
        )
    return _svg("down", NARROW, y, title, drawn)


def _stop(
    x: float, y: float, station: Station, counts: Mapping[str, int], most: int = MOST
) -> _Stop:
    count, fullest = counts.get(station.id, 0), max([1, *counts.values()])
    radius = LEAST if not count else 13 + (most - 13) * sqrt(count / fullest)
    return _Stop(x, y, station, count, radius)


def _track(stops: Sequence[_Stop]) -> Markup:
    if len(stops) < 2:
        return Markup("")
    first, last = stops[0], stops[-1]
    return Markup('<path class="track" d="M{:g} {:g}L{:g} {:g}"/>').format(
        first.x, first.y, last.x, last.y
    )


def _branch(fork: float, lane: Sequence[_Stop], wide: float, rtl: bool) -> Markup:
    """From the last stop of the trunk up or down to the first of a branch."""
    x, first = (wide - fork if rtl else fork), lane[0]
    middle = (x + first.x) / 2
    return Markup('<path class="track" d="M{:g} {:g}C{:g} {:g} {:g} {:g} {:g} {:g}"/>').format(
        x, TRUNK, middle, TRUNK, middle, first.y, first.x, first.y
    )


def _stops(
    stops: Sequence[_Stop], *, below: bool, apart: bool = False, rtl: bool = False
) -> Iterator[Markup]:
    for stop in stops:
        kind = f"{'some' if stop.count else 'none'}{' apart' if apart else ''}"
        yield Markup('<g class="{}"><circle cx="{:g}" cy="{:g}" r="{:.1f}"/>').format(
            kind, stop.x, stop.y, stop.radius
        )
        if stop.count:
            yield Markup('<text class="n" x="{:g}" y="{:g}">{}</text>').format(
                stop.x, stop.y + 5, stop.count
            )
        if below:
            for number, line in enumerate(_lines(stop.station.short.plain)):
                yield Markup('<text x="{:g}" y="{:g}">{}</text>').format(
                    stop.x, stop.y + MOST + 15 + 14 * number, line
                )
        else:
            side = NARROW - 100 if rtl else 100
            yield Markup('<text class="beside" x="{:g}" y="{:g}">{}</text>').format(
                side, stop.y + 5, stop.station.short.plain
            )
        yield Markup("</g>")


def _lines(text: str) -> list[str]:
    """A short title in lines, broken between words."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > _LETTERS:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:2]


def _svg(kind: str, wide: float, high: float, title: str, drawn: Markup) -> Markup:
    head = Markup('<svg class="caseload {}" viewBox="0 0 {:g} {:g}" role="img" aria-label="{}">')
    return head.format(kind, wide, high, title) + drawn + Markup("</svg>")
