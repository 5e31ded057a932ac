"""Opening hours as slots that a database can compare, and moments as it asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from guides.directory.domain import Schedule

LONDON = ZoneInfo("Europe/London")
DAY = 24 * 60
UNREADABLE = -1
"""The weekday of a slot that says: there are hours besides, which nobody could read."""
_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)(?::\d\d)?")
_DAY = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MONDAY = date(1970, 1, 5)
_NTHS = (0, 1, 2, 3, 4, 5, -1, -2, -3, -4, -5)


@dataclass(frozen=True, slots=True)
class Slot:
    """As in the table ``directory_slot``. All of it is about the day on which it opens."""

    weekday: int
    opens: int
    closes: int
    """Minutes after midnight; past 1440 it is the next morning."""
    nth: int = 0
    every: int = 1
    counted_from: int = 0
    from_day: date | None = None
    to_day: date | None = None


@dataclass(frozen=True, slots=True)
class Probe:
    """A day and a minute of it at which a slot of that day may be open."""

    day: date
    minute: int

    @property
    def week(self) -> int:
        return week(self.day)

    @property
    def nths(self) -> tuple[int, ...]:
        """Which weekday of its month the day is: every one, from the front, from the end."""
        days = ((self.day.replace(day=28) + timedelta(days=4)).replace(day=1) - self.day).days
        return 0, (self.day.day + 6) // 7, -((days + 6) // 7)


def week(day: date) -> int:
    """Weeks since Monday, 5 January 1970."""
    return (day - _MONDAY).days // 7


def probes(at: datetime) -> tuple[Probe, Probe]:
    """A moment as the clocks of London show it; and once more as the end of the day before."""
    wall = at.astimezone(LONDON)
    day, minute = wall.date(), wall.hour * 60 + wall.minute
    return Probe(day, minute), Probe(day - timedelta(days=1), minute + DAY)


def slots_of(schedules: Iterable[Schedule]) -> tuple[Slot, ...]:
    """The slots of all hours that can be read; none where none can."""
    found: dict[Slot, None] = {}
    unreadable = False
    for schedule in schedules:
        slots = tuple(_slots(schedule))
        unreadable = unreadable or not slots
        found.update(dict.fromkeys(slots))
    if found and unreadable:
        found[Slot(UNREADABLE, 0, 0)] = None
    return tuple(found)


def _slots(schedule: Schedule) -> Iterator[Slot]:
    """Nothing, where any of it cannot be read: half a day is worse than "ring first"."""
    opens, closes = _minutes(schedule.opens), _minutes(schedule.closes)
    days = _days(schedule)
    every = max(1, schedule.interval)
    if opens is None or closes is None or opens >= DAY or not days:
        return
    if every > 1 and (schedule.freq == "MONTHLY" or schedule.starts is None):
        return  # from when it is counted, nobody knows
    if closes == DAY - 1 or (opens == closes == 0):
        closes = DAY  # 24 hours are written 00:00 to 23:59
    if closes == opens:
        return
    if closes < opens:
        closes += DAY
    counted_from = week(schedule.starts) if every > 1 and schedule.starts else 0
    first = max(filter(None, (schedule.starts, schedule.valid_from)), default=None)
    last = min(filter(None, (schedule.until, schedule.valid_to)), default=None)
    for nth, weekday in days:
        yield Slot(weekday, opens, closes, nth, every, counted_from, first, last)


def _minutes(text: str) -> int | None:
    found = _TIME.fullmatch(text.strip())
    if not found:
        return None
    minutes = int(found[1]) * 60 + int(found[2])
    return minutes if minutes <= DAY else None


def _days(schedule: Schedule) -> list[tuple[int, int]]:
    """Which of the month (0 is every week), and which weekday."""
    parts = [part.strip() for part in schedule.byday.upper().split(",") if part.strip()]
    if not parts and schedule.freq == "WEEKLY" and schedule.starts:
        return [(0, schedule.starts.weekday())]
    found = [_DAY.fullmatch(part) for part in parts]
    days = [(int(each[1] or 0), _DAYS.index(each[2])) for each in found if each]
    return days if len(days) == len(parts) and all(nth in _NTHS for nth, _ in days) else []
