"""Schedules in words, so that a person understands them and ``read_hours`` can read them again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from guides.directory.domain import Schedule
from guides.directory.hours.reading import ALL_DAY, CODES, read_hours
from guides.toolkit.cells import DAYS

__all__ = ["in_words", "read_hours"]

_BYDAY = re.compile(r"([+-]?\d+)?(MO|TU|WE|TH|FR|SA|SU)")
_NTH = {
    1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth",
    -1: "last", -2: "second last", -3: "third last", -4: "fourth last", -5: "fifth last",
}  # fmt: skip


def in_words(schedules: Sequence[Schedule]) -> str:
    """As "Monday to Friday 9am–5pm; first Saturday of the month 10am–noon"."""
    words = "; ".join(filter(None, map(_said, schedules)))
    return words[:1].upper() + words[1:]


def _said(schedule: Schedule) -> str:
    parts = [_days(schedule), _times(schedule)]
    if schedule.freq == "WEEKLY" and schedule.interval > 1:
        parts.append(f"every {schedule.interval} weeks")
    if schedule.freq == "MONTHLY" and schedule.interval > 1:
        parts.append(f"every {schedule.interval} months")
    begins = max(filter(None, [schedule.starts, schedule.valid_from]), default=None)
    if begins:
        parts.append(f"from {_date(begins)}")
    if schedule.until:
        parts.append(f"until {_date(schedule.until)}")
    if schedule.note:
        parts.append(f"({schedule.note})")
    return " ".join(filter(None, parts))


def _days(schedule: Schedule) -> str:
    found = [(int(m[1] or 0), CODES.index(m[2])) for m in _BYDAY.finditer(schedule.byday)]
    weekly = list(dict.fromkeys(day for nth, day in found if not nth))
    by_day: dict[int, list[str]] = {}
    for nth, day in found:
        if nth:
            by_day.setdefault(day, []).append(_NTH.get(nth, f"{nth}."))
    monthly = [f"{_listed(nths)} {DAYS[day].title()}" for day, nths in by_day.items()]
    said = [*_runs(weekly), *monthly]
    of_month = " of the month" if monthly else ""
    return _listed(said) + of_month + (", monthly" if weekly and schedule.freq == "MONTHLY" else "")


def _runs(days: Sequence[int]) -> list[str]:
    """Days of the week by name; three and more that follow each other are one run."""
    if len(days) == 7:
        return ["every day"]
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    said = []
    for run in runs:
        names = [DAYS[day].title() for day in run]
        said += [f"{names[0]} to {names[-1]}"] if len(run) > 2 else names
    return said


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _times(schedule: Schedule) -> str:
    if (schedule.opens, schedule.closes) == ALL_DAY:
        return "24 hours"
    if not schedule.closes:
        return f"from {_time(schedule.opens)}" if schedule.opens else ""
    if not schedule.opens:
        return f"until {_time(schedule.closes)}"
    return f"{_time(schedule.opens)}–{_time(schedule.closes)}"


def _time(clock: str) -> str:
    hour, minute = int(clock[:2]), clock[3:5]
    if minute == "00" and hour in (0, 12, 24):
        return "noon" if hour == 12 else "midnight"
    past = "" if minute == "00" else f":{minute}"
    return f"{hour % 12 or 12}{past}{'pm' if 12 <= hour < 24 else 'am'}"


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
