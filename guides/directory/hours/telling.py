"""Opening hours in the words of a language: days as it names them, times as they are written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from babel.dates import get_day_names
from markupsafe import Markup

from guides.directory.domain import Listing, Schedule
from guides.toolkit.domain import Said
from guides.toolkit.wording import Wording

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ALL_DAY = ("00:00", "23:59")


def hours_of(listing: Listing, wording: Wording) -> tuple[Said, ...]:
    """A line for each time of a week. Nothing where any of it is not plainly weekly: half of the
    hours is worse than the source's own words."""
    every = [*listing.schedules, *chain.from_iterable(p.schedules for p in listing.places)]
    if not all(_plain(schedule) for schedule in every):
        return ()
    if wording.word("hours-line", days="", times="").missing:
        wording = wording.english  # days of another language in an English line are neither
    return tuple(dict.fromkeys(_line(schedule, wording) for schedule in every))


def _plain(schedule: Schedule) -> bool:
    return (
        schedule.freq == "WEEKLY"
        and schedule.interval == 1
        and bool(schedule.opens and schedule.closes)
        and bool(schedule.byday)
        and set(schedule.byday.split(",")) <= set(DAYS)
    )


def _line(schedule: Schedule, wording: Wording) -> Said:
    named = day_names(wording)
    wanted = [at for at, day in enumerate(DAYS) if day in schedule.byday.split(",")]
    runs = [_run(run, named, wording) for run in _runs(wanted)]
    days = (wording.word("list-comma").html + " ").join(runs)
    if (schedule.opens, schedule.closes) == _ALL_DAY:
        return wording.word("hours-all-day", days=days)
    times = Markup('<bdi dir="ltr">{}–{}</bdi>').format(schedule.opens, schedule.closes)
    return wording.word("hours-line", days=days, times=times)


def day_names(wording: Wording) -> tuple[str, ...]:
    """Monday first."""
    found = get_day_names("wide", "stand-alone", locale=wording.locale)
    return tuple(found[at] for at in range(7))


def _run(run: tuple[int, int], named: tuple[str, ...], wording: Wording) -> Markup:
    first, last = named[run[0]], named[run[1]]
    if run[0] == run[1]:
        return Markup("{}").format(first)
    return wording.word(
        "days-to", first=Markup("{}").format(first), last=Markup("{}").format(last)
    ).html


def _runs(days: list[int]) -> Iterator[tuple[int, int]]:
    """Days that follow each other, together: Monday to Friday. Two are named one by one."""
    at = 0
    while at < len(days):
        end = at
        while end + 1 < len(days) and days[end + 1] == days[end] + 1:
            end += 1
        if end - at >= 2:
            yield days[at], days[end]
        else:
            yield from ((day, day) for day in days[at : end + 1])
        at = end + 1
