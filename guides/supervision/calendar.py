"""A calendar file for one's own phone: code names and times, and nothing else about anybody.

As RFC 5545 has it. Times are told in UTC, so that no phone has to know of British summer time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from guides.supervision.domain import Coming

LONDON = ZoneInfo("Europe/London")
LASTS = timedelta(hours=1)
MOST_OCTETS = 75
"""Of a line, without its end; then it is folded."""


def calendar(meetings: Iterable[Coming], now: datetime) -> str:
    """The file. A meeting whose time is not known stands on its whole day."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//guides//calendar//EN"]
    for meeting in meetings:
        lines += _event(meeting, now)
    lines.append("END:VCALENDAR")
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _event(meeting: Coming, now: datetime) -> Iterator[str]:
    start = begins(meeting.day, meeting.at)
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(meeting)}"
    yield f"DTSTAMP:{_utc(now)}"
    if start is None:
        yield f"DTSTART;VALUE=DATE:{meeting.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{meeting.day + timedelta(days=1):%Y%m%d}"
    else:
        yield f"DTSTART:{_utc(start)}"
        yield f"DTEND:{_utc(start + LASTS)}"
    yield f"SUMMARY:{_escaped(meeting.code)}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def begins(day: date, at: str) -> datetime | None:
    """When a meeting begins, in UTC; None where its time is not known."""
    try:
        clock = time.fromisoformat(at)
    except ValueError:
        return None
    return datetime.combine(day, clock.replace(tzinfo=None), LONDON).astimezone(UTC)


def _uid(meeting: Coming) -> str:
    """The same each time the file is fetched, so that a phone does not show a meeting twice."""
    return hashlib.sha256(f"{meeting.client} {meeting.day}".encode()).hexdigest()[:32]


def _utc(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in "\\;,":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets; all but the first begin with a space. No letter is cut."""
    piece, most = "", MOST_OCTETS
    for letter in line:
        if len((piece + letter).encode()) > most:
            yield piece
            piece, most = " ", MOST_OCTETS
        piece += letter
    yield piece
