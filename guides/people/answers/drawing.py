"""The client's own ratings as small drawings: a line through the steps, with a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guides.people.answers.domain import Course, Point
from guides.programme.domain import RATINGS
from guides.toolkit.forms_in import STEPS

WIDTH, HEIGHT, EDGE = 240, 88, 12
"""Of the drawing, in its own units."""


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int
    point: Point


@dataclass(frozen=True, slots=True)
class Rating:
    """One rating over time. ``line`` are the points of the drawn line."""

    measure: str
    asked: str
    dots: tuple[Dot, ...]
    line: str


def ratings(courses: Sequence[Course]) -> tuple[Rating, ...]:
    """The ratings that were given, in the order in which they are asked."""
    found = {course.measure: course for course in courses}
    return tuple(_drawn(found[measure]) for measure in RATINGS if measure in found)


def _drawn(course: Course) -> Rating:
    steps = [point for point in course.points if point.code.isdecimal()]
    apart = (WIDTH - 2 * EDGE) / max(1, len(steps) - 1)
    dots = tuple(
        Dot(round(EDGE + number * apart), _height(int(point.code)), point)
        for number, point in enumerate(steps)
    )
    return Rating(course.measure, course.asked, dots, " ".join(f"{d.x},{d.y}" for d in dots))


def _height(step: int) -> int:
    """The first step is drawn at the bottom."""
    return round(HEIGHT - EDGE - (min(step, STEPS) - 1) * (HEIGHT - 2 * EDGE) / (STEPS - 1))
