"""The line of the journey across the top of a sheet, with "you are here".

The line itself is a picture without words; the names of the stops are real text laid over it,
so that they are in the right font, can wrap, and can be read aloud.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guides.sheets.domain import StationMark
from guides.sheets.icons import data_uri

WIDTH = 186.0
"""Of the drawing, in millimetres: the page without its margins."""

HEIGHT = 25.5
LEVELS = {0: 12.0, 1: 6.0, 2: 18.0, 3: 4.0}
"""How far down the trunk and the branches run, in millimetres.

3 is a stop that can come at any time (detention): it stands by itself above the trunk.
"""

FLAG = 44.0
"""The width kept for the words "you are here", in millimetres."""

NARROW = 13.5
"""A column under this many millimetres has no room for a name."""

INK = "#1d2a2e"
LINE = "#0d5f63"
HERE = "#f2a93b"


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop with its place: ``x`` and ``width`` in millimetres, from where the line begins."""

    mark: StationMark
    x: float
    y: float
    width: float
    named: bool
    above: bool
    """True when the name stands over the line, where a flag below would cover it."""

    @property
    def start(self) -> float:
        """Where the box of the name begins; it stays on the page."""
        return round(min(max(self.x - self.width / 2, 0), WIDTH - self.width), 2)

    @property
    def top(self) -> float:
        """Where the box of the name begins, from above."""
        return round(self.y - 5.6 if self.above else self.y + 2.6, 2)

    @property
    def flag_top(self) -> float:
        return round(self.y - (2.2 if self.mark.branch == 3 else 9.2), 2)

    @property
    def flag(self) -> tuple[float, str]:
        """Where the box of "you are here" begins, and how its words stand in it."""
        if self.mark.branch == 3:
            return self.x + 4, "start"
        if self.x < FLAG / 2:
            return round(max(self.x - 4, 0), 2), "start"
        if self.x > WIDTH - FLAG / 2:
            return round(min(self.x + 4, WIDTH) - FLAG, 2), "end"
        return round(self.x - FLAG / 2, 2), "center"


@dataclass(frozen=True, slots=True)
class JourneyLine:
    picture: str
    """A data address of the drawing."""
    stops: tuple[Stop, ...]
    height: float


def journey_line(
    marks: Sequence[StationMark], *, rtl: bool = False, large: bool = False
) -> JourneyLine | None:
    """Place the stops on the line and draw it; None when there is nothing to draw."""
    if not marks:
        return None
    trunk = [mark for mark in marks if mark.branch == 0]
    branches = {level: [mark for mark in marks if mark.branch == level] for level in (1, 2, 3)}
    columns = max(len(trunk) + max(len(branches[1]), len(branches[2])), 1)
    step = WIDTH / columns
    all_named = step >= NARROW and not large
    here = next((column for column, mark, _ in _columns(trunk, branches) if mark.here), 0)
    here_on_no = any(mark.here for mark in branches[2])
    stops = tuple(
        Stop(
            mark=mark,
            x=round((column + 0.5) * step, 2),
            y=LEVELS[level],
            width=round(step - 0.6 if all_named else max(step, 26.0 if large else 17.0), 2),
            named=all_named or mark.here or _has_room(column, here, step, mark),
            above=level == 1 and here_on_no,
        )
        for column, mark, level in _columns(trunk, branches)
    )
    return JourneyLine(data_uri(_drawing(stops, rtl)), stops, HEIGHT)


def _columns(
    trunk: list[StationMark], branches: dict[int, list[StationMark]]
) -> list[tuple[float, StationMark, int]]:
    placed: list[tuple[float, StationMark, int]] = [
        (column, mark, 0) for column, mark in enumerate(trunk)
    ]
    placed += [(0.5 + column, mark, 3) for column, mark in enumerate(branches[3])]
    for level in (1, 2):
        marks = branches[level]
        placed += [(len(trunk) + column, mark, level) for column, mark in enumerate(marks)]
    return placed


def _has_room(column: float, here: float, step: float, mark: StationMark) -> bool:
    """Where names are too many: those a few columns apart from "here", on the same level."""
    apart = 2 if step >= NARROW else 3
    distance = abs(column - here)
    return mark.branch == 0 and distance > 0 and distance % apart == 0


def _drawing(stops: Sequence[Stop], rtl: bool) -> str:
    def x(value: float) -> str:
        return f"{WIDTH - value if rtl else value:.2f}"

    parts = []
    trunk = [stop for stop in stops if stop.mark.branch == 0]
    if len(trunk) > 1:
        parts.append(_path(f"M{x(trunk[0].x)} {LEVELS[0]}H{x(trunk[-1].x)}", 1.3))
        reached = [stop for stop in trunk if stop.mark.past or stop.mark.here]
        if len(reached) > 1:
            parts.append(_path(f"M{x(reached[0].x)} {LEVELS[0]}H{x(reached[-1].x)}", 2.0))
    for level in (1, 2):
        branch = [stop for stop in stops if stop.mark.branch == level]
        if branch:
            y = LEVELS[level]
            way = f"H{x(branch[-1].x)}"
            if trunk:
                start, first = trunk[-1].x, branch[0].x
                bend = (start + first) / 2
                way = (
                    f"M{x(start)} {LEVELS[0]}C{x(bend)} {LEVELS[0]} {x(bend)} {y} {x(first)} {y}"
                    + way
                )
            else:
                way = f"M{x(branch[0].x)} {y}" + way
            dashes = "" if any(s.mark.here or s.mark.past for s in branch) else "2 1.3"
            parts.append(_path(way, 1.1, dashes))
    parts += [_circle(x(stop.x), stop.y, stop.mark) for stop in stops]
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {WIDTH:g} {HEIGHT:g}' "
        f"width='{WIDTH:g}mm' height='{HEIGHT:g}mm'>" + "".join(parts) + "</svg>"
    )


def _path(way: str, width: float, dashes: str = "") -> str:
    dashed = f" stroke-dasharray='{dashes}'" if dashes else ""
    return f"<path d='{way}' fill='none' stroke='{LINE}' stroke-width='{width}'{dashed}/>"


def _circle(x: str, y: float, mark: StationMark) -> str:
    """Past is filled, here is a big ring with a dot, later is hollow: clear without colour."""
    if mark.here:
        pointer = f"<path d='M{float(x) - 1.6:.2f} {y - 4.6:g}h3.2l-1.6 1.7z' fill='{INK}'/>"
        return (
            ("" if mark.branch == 3 else pointer)
            + f"<circle cx='{x}' cy='{y}' r='2.7' fill='{HERE}' stroke='{INK}' stroke-width='.9'/>"
            f"<circle cx='{x}' cy='{y}' r='1' fill='{INK}'/>"
        )
    fill = LINE if mark.past else "#fff"
    return f"<circle cx='{x}' cy='{y}' r='1.6' fill='{fill}' stroke='{LINE}' stroke-width='.9'/>"
