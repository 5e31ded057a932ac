"""Opening hours: read where they mean one thing, left alone where they do not, and said again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.directory.domain import Schedule
from guides.directory.hours.reading import CODES
from guides.directory.hours.words import in_words, read_hours

WEEK = "MO,TU,WE,TH,FR"
ALL = "MO,TU,WE,TH,FR,SA,SU"


def _short(words: str) -> list[str]:
    schedules, understood = read_hours(words)
    assert understood
    return [f"{each.byday} {each.opens}-{each.closes}" for each in schedules]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("Mon-Fri 9am-5pm", [f"{WEEK} 09:00-17:00"]),
        ("Tues & Thurs 10:00–12:30", ["TU,TH 10:00-12:30"]),
        ("weekdays 9 to 5", [f"{WEEK} 09:00-17:00"]),
        ("Mon, Wed 1-3pm", ["MO,WE 13:00-15:00"]),
        ("24 hours", [f"{ALL} 00:00-23:59"]),
        ("24/7", [f"{ALL} 00:00-23:59"]),
        ("every day 9am - 9pm", [f"{ALL} 09:00-21:00"]),
        ("first Monday of the month 2-4pm", ["1MO 14:00-16:00"]),
        ("2nd and 4th Tuesday 10-12, last Friday 2-3", ["2TU,4TU 10:00-12:00", "-1FR 14:00-15:00"]),
        ("10-12 on Tuesdays", ["TU 10:00-12:00"]),
        ("9.30am-12noon & 1.30pm-4pm Mon", ["MO 09:30-12:00", "MO 13:30-16:00"]),
        ("Mon 10-12 and 2-4; Sat 11-1", ["MO 10:00-12:00", "MO 14:00-16:00", "SA 11:00-13:00"]),
        ("Monday to Friday 9-5, Wed closed", ["MO,TU,TH,FR 09:00-17:00"]),
        ("Mon 7-9pm", ["MO 19:00-21:00"]),
        ("Mon 10pm-6am", ["MO 22:00-06:00"]),
        ("Mon 0900-1700", ["MO 09:00-17:00"]),
        ("Mon 6pm-midnight", ["MO 18:00-00:00"]),
        ("Sat-Mon 9-5", ["MO,SA,SU 09:00-17:00"]),
        ("Wednesday: 9.00 a.m. until 4.30 p.m.", ["WE 09:00-16:30"]),
        ("by appointment", []),
        ("", []),
    ],
)  # fmt: skip
def test_hours_are_read(words: str, read: list[str]) -> None:
    assert _short(words) == read


@pytest.mark.parametrize(
    "words",
    [
        "Mon 7-9",  # the morning or the evening
        "Tue 8-10",
        "9-5",  # on which days?
        "Monday and Friday",
        "every day",
        "Mon-Fri 9-5 except bank holidays",
        "Mon 9-5 (closed 1-2)",
        "Monday at 10am and 2pm",  # two meetings
        "first Monday and Tuesday 2-4",
        "first Mon-Fri 9-5",
        "alternate Mondays 10-12",
        "Mon 01:00-03:00",
        "Tue 25:00-26:00",
        "Mon 9am-9am",
        "Mon 9-5; ring for Tuesday",
        "term time only",
        "10-12 Monday, Tuesday 2-4",
        "x" * 5_000,
        "Mon " * 200,
        "\u202e9-5 Mon",
    ],
)
def test_what_may_mean_two_things_is_not_read(words: str) -> None:
    assert read_hours(words) == ((), False)


def test_a_note_goes_with_the_times() -> None:
    (found,), _ = read_hours("Mon 9-5 (by appointment only)")
    assert (found.byday, found.note) == ("MO", "by appointment only")


times = st.tuples(st.integers(0, 23), st.integers(0, 59)).map(lambda t: f"{t[0]:02}:{t[1]:02}")
weekly = st.sets(st.sampled_from(CODES), min_size=1).map(
    lambda days: ",".join(sorted(days, key=CODES.index))
)
monthly = st.tuples(st.sampled_from([1, 2, 3, 4, 5, -1]), st.sampled_from(CODES)).map(
    lambda pair: f"{pair[0]}{pair[1]}"
)
schedules = st.builds(
    lambda opens, closes, days, month: Schedule(
        opens, closes, month or days, "MONTHLY" if month else "WEEKLY"
    ),
    times, times, weekly, st.just("") | monthly,
).filter(lambda each: each.opens != each.closes)  # fmt: skip


@given(st.lists(schedules, max_size=4, unique=True))
def test_schedules_said_in_words_are_read_as_they_were(found: list[Schedule]) -> None:
    words = in_words(found)
    assert read_hours(words) == (tuple(found), True)


def test_what_words_cannot_say_again_is_not_lost_in_them() -> None:
    schedule = Schedule(
        "10:00", "12:00", "MO", "WEEKLY", 2, date(2026, 11, 2), date(2026, 12, 3), note="ring first"
    )
    words = in_words([schedule])
    assert words == (
        "Monday 10am–noon every 2 weeks from 2 November 2026 until 3 December 2026 (ring first)"
    )
    assert read_hours(words) == ((), False)


@given(st.text(max_size=60))
def test_no_words_break_the_reader(words: str) -> None:
    found, understood = read_hours(words)
    assert understood or found == ()
