"""The line of the journey: places, sides, and "you are here"."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import unquote

import pytest

from guides.sheets.domain import StationMark
from guides.sheets.line import HEIGHT, WIDTH, JourneyLine, journey_line
from tests.sheets.print_samples import marks, said


def drawn(marks, **how) -> JourneyLine:
    line = journey_line(marks, **how)
    assert line is not None
    return line


def test_no_stops_no_line():
    assert journey_line(()) is None


def test_the_trunk_forks_into_two():
    line = drawn(marks("en", 4))
    levels = {level: [s.x for s in line.stops if s.mark.branch == level] for level in (0, 1, 2)}
    assert levels[0] == sorted(levels[0])
    assert max(levels[0]) < min(levels[1]) == min(levels[2])
    assert all(stop.named for stop in line.stops)


@pytest.mark.parametrize("here", range(14))
def test_names_and_flag_stay_on_the_page(here):
    for large in (False, True):
        line = drawn(marks("en", here), large=large)
        for stop in line.stops:
            assert 0 <= stop.start <= WIDTH - stop.width + 0.01
            assert 0 <= stop.top <= HEIGHT
            if stop.mark.here:
                assert stop.named
                assert stop.flag[0] >= 0
                assert stop.flag_top >= -4  # the margin of the page is above


def test_a_flag_on_the_lower_branch_covers_no_name():
    line = drawn(marks("en", 9))
    assert all(stop.above for stop in line.stops if stop.mark.branch == 1)


def test_right_to_left_is_the_mirror_image():
    ltr, rtl = (unquote(drawn(marks("en", 4), rtl=rtl).picture) for rtl in (False, True))
    first = drawn(marks("en", 4)).stops[0].x
    assert f"cx='{first:.2f}'" in ltr
    assert f"cx='{WIDTH - first:.2f}'" in rtl


def test_many_stops_show_only_some_names():
    many = tuple(StationMark(said(f"Stop {n}", "en"), n == 9, n < 9, 0) for n in range(20))
    line = drawn(many)
    named = [stop for stop in line.stops if stop.named]
    assert any(stop.mark.here for stop in named)
    assert len(named) < 10
    for one, other in pairwise(named):
        assert other.x - one.x >= one.width


def test_a_stop_that_can_come_at_any_time_stands_above_the_trunk():
    held = StationMark(said("Detention", "en"), True, False, 3)
    line = drawn((*marks("en", None), held))
    here = next(stop for stop in line.stops if stop.mark.here)
    assert here.y < min(stop.y for stop in line.stops if stop.mark.branch == 0)
    assert drawn((held,)).stops
