"""The calendar file: RFC 5545, British summer time, and nothing in it but code names and times."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from guides.supervision.calendar import begins, calendar
from guides.supervision.domain import Coming

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def meeting(day: date, at: str = "14:00", code: str = "KESTREL-42", client: str = "a") -> Coming:
    return Coming(client, code, day, at, "library", 7, "prs", ("text-only",))


def events(text: str) -> list[dict[str, str]]:
    """As a phone reads it: lines unfolded, fields by name."""
    found: list[dict[str, str]] = []
    for line in text.replace("\r\n ", "").split("\r\n"):
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and line:
            found[-1][name] = value
    return found


@pytest.mark.parametrize(
    ("day", "at", "utc"),
    [
        (date(2026, 11, 23), "14:00", datetime(2026, 11, 23, 14, tzinfo=UTC)),
        (date(2026, 7, 1), "14:00", datetime(2026, 7, 1, 13, tzinfo=UTC)),
        (date(2027, 3, 28), "00:30", datetime(2027, 3, 28, 0, 30, tzinfo=UTC)),  # clocks go on
        (date(2027, 3, 28), "09:00", datetime(2027, 3, 28, 8, tzinfo=UTC)),
        (date(2026, 10, 25), "09:00", datetime(2026, 10, 25, 9, tzinfo=UTC)),  # and back
    ],
)
def test_times_are_told_in_utc(day: date, at: str, utc: datetime) -> None:
    assert begins(day, at) == utc
    (event,) = events(calendar([meeting(day, at)], NOW))
    assert event["DTSTART"] == f"{utc:%Y%m%dT%H%M%SZ}"
    assert event["DTEND"] > event["DTSTART"]


@pytest.mark.parametrize("at", ["", "soon", "25:00"])
def test_without_a_time_it_is_the_whole_day(at: str) -> None:
    (event,) = events(calendar([meeting(date(2026, 12, 31), at)], NOW))
    assert event["DTSTART;VALUE=DATE"] == "20261231"
    assert event["DTEND;VALUE=DATE"] == "20270101"


def test_only_code_names_and_times_are_in_it() -> None:
    text = calendar([meeting(date(2026, 11, 23)), meeting(date(2026, 11, 24), client="b")], NOW)
    first, second = events(text)
    assert first.keys() == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "END"}
    assert first["SUMMARY"] == "KESTREL-42"
    assert first["UID"] != second["UID"]
    assert first["UID"] == events(calendar([meeting(date(2026, 11, 23))], NOW))[0]["UID"]
    for word in ("library", "prs", "sylum", "lient", "uide "):
        assert word not in text


def test_lines_end_and_fold_as_the_standard_says() -> None:
    text = calendar([meeting(date(2026, 11, 23), code="א, ب; \\ ሰ\n" * 30)], NOW)
    assert text.endswith("END:VCALENDAR\r\n")
    assert "\n" not in text.replace("\r\n", "")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    (event,) = events(text)
    assert event["SUMMARY"] == "א\\, ب\\; \\\\ ሰ\\n" * 30
