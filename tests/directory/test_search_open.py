"""Open at a time: clocks that change, nights, fortnights, the last Monday of a month."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from guides.directory.asked import Search
from guides.directory.domain import Listing, Place, Schedule
from guides.directory.hours.opening import slots_of
from tests.directory.search_sites import NOW, Sites
from tests.directory.search_sites import sites as sites

NIGHT = Schedule("22:00", "02:00", "SA")
EARLY = Schedule("01:00", "02:00", "SU")
NINE = Schedule("09:00", "17:00", "SU")
LAST_MONDAY = Schedule("10:00", "12:00", "-1MO", "MONTHLY")
LAST_MONDAY_NIGHT = Schedule("22:00", "02:00", "-1MO", "MONTHLY")
SECOND = Schedule("10:00", "12:00", "2TU", "MONTHLY")
FIFTH = Schedule("10:00", "12:00", "5MO", "MONTHLY")
FORTNIGHT = Schedule("10:00", "12:00", "MO", interval=2, starts=date(2026, 11, 2))
TERM = Schedule("10:00", "12:00", "MO", starts=date(2026, 11, 9), until=date(2026, 11, 16))
ALWAYS = Schedule("00:00", "23:59", "MO,TU,WE,TH,FR,SA,SU")


def utc(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("schedule", "at", "is_open"),
    [
        # On 25 October 2026 the clocks go back at 01:00 UTC: 01:00 to 02:00 comes twice.
        (NINE, utc(10, 18, 8, 30), True),
        (NINE, utc(10, 25, 8, 30), False),
        (NINE, utc(10, 25, 9, 0), True),
        (NINE, utc(10, 25, 16, 59), True),
        (NINE, utc(10, 25, 17, 0), False),
        (EARLY, utc(10, 24, 23, 59), False),
        (EARLY, utc(10, 25, 0, 30), True),
        (EARLY, utc(10, 25, 1, 30), True),
        (EARLY, utc(10, 25, 2, 0), False),
        (NIGHT, utc(10, 24, 20, 59), False),
        (NIGHT, utc(10, 24, 21, 0), True),
        (NIGHT, utc(10, 25, 1, 59), True),
        (NIGHT, utc(10, 25, 2, 0), False),
        (NIGHT, utc(10, 25, 22, 30), False),
        # In spring 01:00 to 02:00 never comes.
        (EARLY, utc(3, 29, 0, 59), False),
        (EARLY, utc(3, 29, 1, 0), False),
        (LAST_MONDAY, utc(10, 26, 10), True),
        (LAST_MONDAY, utc(10, 19, 9), False),
        (LAST_MONDAY, utc(11, 30, 10), True),
        (LAST_MONDAY, utc(11, 23, 10), False),
        # The night of the last Monday of August ends in September.
        (LAST_MONDAY_NIGHT, utc(8, 31, 22, 30), True),
        (LAST_MONDAY_NIGHT, utc(9, 1, 0, 30), True),
        (LAST_MONDAY_NIGHT, utc(9, 8, 0, 30), False),
        (SECOND, utc(11, 10, 10), True),
        (SECOND, utc(11, 3, 10), False),
        (SECOND, utc(11, 17, 10), False),
        (FIFTH, utc(11, 30, 10), True),
        (FIFTH, utc(10, 26, 10), False),
        (FORTNIGHT, utc(11, 2, 10), True),
        (FORTNIGHT, utc(11, 9, 10), False),
        (FORTNIGHT, utc(11, 16, 10), True),
        (FORTNIGHT, utc(10, 19, 9), False),
        (TERM, utc(11, 2, 10), False),
        (TERM, utc(11, 16, 10), True),
        (ALWAYS, utc(11, 2, 23, 59), True),
        (ALWAYS, utc(7, 1, 23, 30), True),
    ],
)
def test_open_at(sites: Sites, schedule: Schedule, at: datetime, is_open: bool) -> None:
    viewer = sites.filled([Listing("1", "Example (demo)", schedules=(schedule,))])
    found = sites.ask(viewer, Search(at=at))
    assert [f.why[-1].reason for f in found.found] == ["open"] * is_open
    assert found.hidden == (() if is_open else (("when", 1),))


@pytest.mark.parametrize(
    "schedules",
    [
        (),
        (Schedule("", "", "MO"),),
        (Schedule("9am", "5pm", "MO"),),
        (Schedule("09:00", "17:00", "Monday"),),
        (Schedule("09:00", "17:00", ""),),
        (Schedule("09:00", "17:00", "MO", interval=2),),
        (Schedule("09:00", "17:00", "MO", valid_to=date(2026, 1, 5)),),
        (Schedule("09:00", "10:00", "MO"), Schedule("later", "", "TU")),
    ],
)
def test_hours_that_nobody_could_read_fit_and_say_so(
    sites: Sites, schedules: tuple[Schedule, ...]
) -> None:
    viewer = sites.filled([Listing("1", "Example (demo)", schedules=schedules)])
    found = sites.ask(viewer, Search(at=utc(11, 18, 12)))
    assert [f.why[-1].reason for f in found.found] == ["open-unknown"]


def test_a_time_without_a_zone_is_refused(sites: Sites) -> None:
    with pytest.raises(ValueError, match="zone"):
        sites.ask(sites.filled([]), Search(at=NOW.replace(tzinfo=None)))


def test_hours_of_places_count_as_well(sites: Sites) -> None:
    place = Place(schedules=(NINE,))
    viewer = sites.filled([Listing("1", "Example (demo)", places=(place,))])
    assert sites.keys(viewer, Search(at=utc(11, 22, 12))) == ["1"]
    assert sites.keys(viewer, Search(at=utc(11, 23, 12))) == []


def test_the_same_hours_twice_are_one_slot() -> None:
    assert len(slots_of((NINE, NINE))) == 1
