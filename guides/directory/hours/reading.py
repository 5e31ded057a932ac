"""Opening hours in words, read where they can mean one thing only; and said in words again.

"Mon-Fri 9-5" is 09:00 to 17:00. "7-9" may be the morning or the evening, and is not read. When a
part is not understood nothing is taken: half of the hours would say "open" at a wrong time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from guides.directory.domain import Schedule
from guides.directory.hours import clock
from guides.toolkit.cells import DAYS, SHORT

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONGEST = 500
ALL_DAY = ("00:00", "23:59")
_EVERY = "every day|everyday|daily|7 days a week|seven days a week|7 days|all week|mon-sun"
_NAMES = {name: at for at, day in enumerate(DAYS) for name in (day, *SHORT[day], f"{day}s")}
_DAY = "|".join(sorted(_NAMES, key=len, reverse=True))
_NTHS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
    "fifth": 5, "5th": 5, "last": -1,
}  # fmt: skip
_TO = r"\s*(?:-|–|—|−|to|until|till|through)\s*"
_TOKEN = re.compile(
    rf"""\s*(?:
    (?P<round>(?:open\s+)?24\s*(?:hours|hrs|h)(?:\s+a\s+day)?|24\s*/\s*7|all\s+day)(?![\w])
    |(?P<every>{_EVERY.replace(" ", chr(92) + "s+")})(?!\w)
    |(?P<weekdays>(?:on\s+)?weekdays?)(?!\w)
    |(?P<weekends>(?:(?:on|at)\s+)?(?:the\s+)?weekends?)(?!\w)
    |(?P<nth>(?:the\s+)?(?:{"|".join(_NTHS)}))(?!\w)
    |(?P<month>(?:of|in)?\s*(?:the|each|every|a)\s+month|monthly)(?!\w)
    |(?P<days>(?:{_DAY})\.?(?!\w){_TO}(?:{_DAY})\.?(?!\w))
    |(?P<day>(?:every\s+|each\s+|on\s+)?(?:{_DAY})\.?(?!\w))
    |(?P<times>(?:(?:from|at)\s+)?(?P<from>{clock.WORDS}){_TO}(?P<until>{clock.WORDS}))(?![\w:])
    |(?P<times2>between\s+(?P<from2>{clock.WORDS})\s+and\s+(?P<until2>{clock.WORDS}))(?![\w:])
    |(?P<closed>closed)(?!\w)
    |(?P<note>\(?(?:by\s+appointment(?:\s+only)?|appointments?\s+only|drop[\s-]ins?|walk[\s-]ins?)\)?)(?!\w)
    |(?P<hard>[;\n|])
    |(?P<soft>,|&|\+|/|\band\b|:(?!\d)|\.(?!\d)|\bopen(?:ing\s+hours)?\b:?)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_KINDS = tuple(kind for kind in _TOKEN.groupindex if not kind.startswith(("from", "until")))
Days = tuple[tuple[int, int], ...]
"""Which of the month (0 is every week) and weekday."""


class _NotRead(Exception):
    """It may mean two things, or none."""


@lru_cache(2_000)
def read_hours(words: str) -> tuple[tuple[Schedule, ...], bool]:
    """Schedules, and whether all was understood. If not, there are no schedules.

    "by appointment" is understood, and says of no time that it is open.
    """
    if not words.strip():
        return (), True
    if len(words) > LONGEST:
        return (), False
    try:
        return _schedules(_tokens(words)), True
    except _NotRead:
        return (), False


def _tokens(words: str) -> list[tuple[str, re.Match[str]]]:
    found = []
    at, end = 0, len(words.rstrip())
    while at < end:
        token = _TOKEN.match(words, at)
        if token is None or token.end() == at:
            raise _NotRead
        found.append((next(kind for kind in _KINDS if token[kind]), token))
        at = token.end()
    return found


@dataclass(slots=True)
class _Reader:
    """Days and times as they come: days then times, or times then days, but not both ways."""

    days: list[tuple[int, int]] = field(default_factory=list)
    nths: list[int] = field(default_factory=list)
    times: list[tuple[str, str]] = field(default_factory=list)
    first: str = ""
    """What the words began with: days or times."""
    last: str = ""
    shut: bool = False
    found: list[tuple[Days, tuple[str, str]]] = field(default_factory=list)
    closed: list[Days] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def see(self, kind: str, token: re.Match[str]) -> None:
        is_day = kind in ("every", "weekdays", "weekends", "days", "day", "nth")
        is_time = kind in ("times", "times2", "round", "closed")
        if is_day or is_time:
            now = "days" if is_day else "times"
            self.first = self.first or now
            if now == self.first and self.last not in ("", now):
                self.end()
            self.last = now
        if kind == "nth":
            self.nths.append(_NTHS[token["nth"].lower().split()[-1]])
        elif is_day:
            if (self.nths and kind != "day") or (self.days and bool(self.nths) != self.monthly):
                raise _NotRead  # "first Monday and Tuesday": is it every Tuesday?
            self.days += [(nth, day) for nth in self.nths or [0] for day in _weekdays(kind, token)]
            self.nths = []
        elif kind == "round":
            self.times.append(ALL_DAY)
        elif kind == "closed":
            self.shut = True
        elif is_time:
            more = "2" if kind == "times2" else ""
            span = clock.span(token[f"from{more}"], token[f"until{more}"])
            if span is None:
                raise _NotRead
            self.times.append(span)
        elif kind == "note":
            self.notes.append(" ".join(token["note"].strip("()").lower().split()))
        elif kind == "hard" and self.days and (self.times or self.shut):
            self.end()
        elif kind == "month" and not self.monthly:
            raise _NotRead

    @property
    def monthly(self) -> bool:
        return any(nth for nth, _ in self.days)

    def end(self) -> None:
        """Days and times that stand together are done."""
        if self.nths or (self.shut and self.times):
            raise _NotRead
        if not self.days and self.times == [ALL_DAY]:
            self.days = [(0, day) for day in range(7)]
        if bool(self.days) != bool(self.times or self.shut):
            raise _NotRead
        days = tuple(dict.fromkeys(self.days))
        if self.shut:
            self.closed.append(days)
        self.found += [(days, span) for span in self.times]
        self.days, self.times, self.shut, self.last = [], [], False, ""


def _weekdays(kind: str, token: re.Match[str]) -> tuple[int, ...]:
    if kind == "every":
        return tuple(range(7))
    if kind == "weekdays":
        return tuple(range(5))
    if kind == "weekends":
        return (5, 6)
    named = [_NAMES[name.lower()] for name in re.findall(rf"\b(?:{_DAY})\b", token[0], re.I)]
    if kind == "day":
        return (named[0],)
    first, last = named
    return tuple((first + step) % 7 for step in range((last - first) % 7 + 1))


def _schedules(tokens: list[tuple[str, re.Match[str]]]) -> tuple[Schedule, ...]:
    reader = _Reader()
    for kind, token in tokens:
        reader.see(kind, token)
    if reader.days or reader.times or reader.shut or reader.nths:
        reader.end()
    if len(set(reader.notes)) > 1 or not (reader.found or reader.closed or reader.notes):
        raise _NotRead
    closed = {day for days in reader.closed for day in days}
    if any(nth for nth, _ in closed):
        raise _NotRead
    note = reader.notes[0] if reader.notes else ""
    rows: dict[Schedule, None] = {}
    for days, (opens, closes) in reader.found:
        open_on = [pair for pair in days if pair not in closed]
        if any((0, day) in closed for nth, day in open_on if nth):
            raise _NotRead
        for freq, mine in (
            ("WEEKLY", [pair for pair in open_on if not pair[0]]),
            ("MONTHLY", [pair for pair in open_on if pair[0]]),
        ):
            if mine:
                byday = ",".join(
                    f"{nth or ''}{CODES[day]}" for nth, day in sorted(mine, key=_order)
                )
                made = Schedule(opens, closes, byday, "MONTHLY", note=note)
                rows[made if freq == "MONTHLY" else Schedule(opens, closes, byday, note=note)] = (
                    None
                )
    return tuple(rows)


def _order(pair: tuple[int, int]) -> tuple[int, int]:
    nth, day = pair
    return (nth if nth >= 0 else 10 - nth), day
