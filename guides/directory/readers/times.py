"""Opening hours of HSDS: the RRULE subset, and what people write into its fields instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from guides.directory.domain import Frequency, Schedule
from guides.directory.readers.nodes import Node, as_clock, as_day

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = {
    name: code
    for code, names in zip(
        DAYS,
        (
            "monday mon mo", "tuesday tues tue tu", "wednesday weds wed we",
            "thursday thurs thur thu th", "friday fri fr", "saturday sat sa", "sunday sun su",
        ),
        strict=True,
    )
    for name in names.split()
}  # fmt: skip
_SETS = {
    "daily": ",".join(DAYS), "every day": ",".join(DAYS), "weekdays": ",".join(DAYS[:5]),
    "weekday": ",".join(DAYS[:5]), "weekends": "SA,SU", "weekend": "SA,SU",
}  # fmt: skip
_NTH = re.compile(r"([+-]?[1-5])(MO|TU|WE|TH|FR|SA|SU)", re.IGNORECASE)
_MOST_TIMES = 1_000


@dataclass(frozen=True, slots=True)
class Times:
    schedules: tuple[Schedule, ...]
    words: tuple[str, ...]
    """What is said in words only."""


def times(node: Node) -> Times:
    """All opening hours of a service or a place. What cannot be understood holds the row."""
    found: list[Schedule] = []
    words: list[str] = []
    for child in node.nodes("schedules", "regular_schedules", "regular_schedule", "schedule"):
        read = _read(child)
        if isinstance(read, Schedule):
            found.append(read)
        elif read:
            words.append(read)
    return Times(tuple(dict.fromkeys(found)), tuple(dict.fromkeys(words)))


def _read(node: Node) -> Schedule | str:
    faults = len(node.notes.faults)
    opens, closes = _clock(node, "opens_at"), _clock(node, "closes_at")
    # Spreadsheets that were poured into HSDS have the times in the columns of the dates.
    starts, opens = _day_or_clock(node, "dtstart", "opens_at", opens)
    until, closes = _day_or_clock(node, "until", "closes_at", closes)
    valid_from, opens = _day_or_clock(node, "valid_from", "opens_at", opens)
    valid_to, closes = _day_or_clock(node, "valid_to", "closes_at", closes)
    interval = node.whole("interval")
    if interval is None:
        interval = 1
    elif not 1 <= interval <= 52:
        node.hold("interval", f"{interval} is not between 1 and 52.")
    for name in ("byweekno", "byyearday"):
        if node.has(name):
            node.hold(name, "this rule is not understood. Say it with byday.")
    freq, byday = _days(node, starts, interval)
    note = node.text("notes", "note", "description", longest=300)
    if len(node.notes.faults) > faults:
        return ""
    clock = f"{opens}–{closes}".strip("–")
    if freq is None or bool(opens) != bool(closes):
        return " ".join(filter(None, (note, byday, clock)))
    if closes and opens and closes < opens:
        node.mend("closes_at", f"{clock}: it is read as until the next morning.")
    if node.has("count") and until is None:
        until = _last(node, starts, freq, byday, interval)
        if len(node.notes.faults) > faults:
            return ""
    return Schedule(opens, closes, byday, freq, interval, starts, until, valid_from, valid_to, note)


def _clock(node: Node, name: str) -> str:
    words = node.text(name, longest=100)
    if not words:
        return ""
    found = as_clock(words)
    if found is None:
        node.hold(name, f'"{words[:40]}" is no time. Write it as 09:30.')
        return ""
    return found


def _day_or_clock(node: Node, name: str, other: str, clock: str) -> tuple[date | None, str]:
    """A date; a time that stands in its place is put where it belongs, where that one is empty."""
    words = node.text(name, longest=100)
    if not words:
        return None, clock
    if found := as_day(words):
        return found, clock
    stray = as_clock(words)
    if stray is None and words.lower() in _NAMES:
        node.mend(name, f'"{words}" is no date; it is left out.')
        return None, clock
    if stray is None:
        node.hold(name, f'"{words[:40]}" is no date. Write it as 2026-11-21.')
        return None, clock
    if clock and clock != stray:
        node.hold(name, f'"{words[:40]}" is a time, and {other} says {clock}. Write a date.')
        return None, clock
    node.mend(name, f'"{words}" is a time, no date; it is read as {other}.')
    return None, stray


def _days(node: Node, starts: date | None, interval: int) -> tuple[Frequency | None, str]:
    """How often, and on which days. (None, …) where no days are known."""
    byday = _codes(node, "byday") or _codes(node, "weekday")
    words = node.text("freq", "frequency", longest=100)
    freq = words.upper()
    if freq not in ("", "WEEKLY", "MONTHLY"):
        instead = _SETS.get(words.lower()) or ",".join(_listed(words) or ())
        if not instead or (freq == "DAILY" and interval > 1):
            node.hold("freq", f'"{words[:40]}" is not WEEKLY or MONTHLY.')
            return None, ""
        byday = byday or instead
        node.mend("freq", f'"{words}" is read as WEEKLY on {byday}.')
        freq = "WEEKLY"
    nth = bool(_NTH.match(byday))
    if nth and freq != "MONTHLY":
        if freq:
            node.mend("freq", f"{byday} is a day of the month; it is read as MONTHLY.")
        freq = "MONTHLY"
    if freq == "MONTHLY" and not nth:
        if byday and interval > 1:
            node.hold("byday", f'Say which {byday} of the month: "1{byday[:2]}".')
        elif byday:
            node.mend("freq", f"MONTHLY on every {byday} is read as WEEKLY.")
            return "WEEKLY", byday
        month = node.text("bymonthday", longest=60) or (str(starts.day) if starts else "")
        if month:
            node.mend("bymonthday", "a day of the month is kept in words only.")
        return None, f"day {month} of the month" if month else ""
    if not byday and starts and freq:
        byday = DAYS[starts.weekday()]  # what RRULE says of a rule without days
    if not byday:
        return None, ""
    return ("MONTHLY" if freq == "MONTHLY" else "WEEKLY"), byday


def _codes(node: Node, name: str) -> str:
    value = node.value.get(name)
    if isinstance(value, list):
        words = ",".join(str(part) for part in value[:31])
    else:
        words = node.text(name, longest=300)
    if not words:
        return ""
    found = _listed(words)
    if found is None:
        node.hold(name, f'"{words[:40]}" names no days. Write them as MO,WE or 2TU.')
        return ""
    return ",".join(found)


def _listed(words: str) -> tuple[str, ...] | None:
    """Codes of days; None where one of the words is none."""
    if known := _SETS.get(words.lower()):
        return tuple(known.split(","))
    found: dict[str, None] = {}
    plain = re.sub(r"\s*(?:-|–|\bto\b)\s*(?=[a-z])", "~", words.lower().strip("[]{} "))
    for part in re.split(r"[,;/&\s'\"]+|\band\b", plain):
        if not part:
            continue
        first, between, last = part.partition("~")
        if nth := _NTH.fullmatch(part):
            found[f"{int(nth[1])}{nth[2].upper()}"] = None
        elif between and first in _NAMES and last in _NAMES:
            found |= dict.fromkeys(_run(_NAMES[first], _NAMES[last]))
        elif part in _NAMES:
            found[_NAMES[part]] = None
        else:
            return None
    if any(code[:2] in DAYS for code in found) and any(code[:2] not in DAYS for code in found):
        return None  # "MO,2TU": no rule says both
    return tuple(found)


def _run(first: str, last: str) -> Iterator[str]:
    at = DAYS.index(first)
    for step in range(7):
        code = DAYS[(at + step) % 7]
        yield code
        if code == last:
            return


def _last(node: Node, starts: date | None, freq: str, byday: str, interval: int) -> date | None:
    """The last day of a rule that says how many times."""
    count = node.whole("count")
    if count is None:
        return None
    if not starts or freq != "WEEKLY" or not 1 <= count <= _MOST_TIMES:
        node.hold("count", "it is not understood here. Say until which day.")
        return None
    days = {DAYS.index(code) for code in byday.split(",")}
    monday = starts - timedelta(days=starts.weekday())
    day = starts
    while True:
        if day.weekday() in days and (day - monday).days // 7 % interval == 0:
            count -= 1
            if not count:
                return day
        day += timedelta(days=1)
