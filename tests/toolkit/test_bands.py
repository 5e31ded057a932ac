"""Days become bands between the days on which a rule changed, and bands choose lines."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from guides.api import ALWAYS, AUDIENCES, NATIONS, Case, Conditions, Span
from guides.toolkit.bands import band_code, band_from_code, band_of, bands

# Few days, close together: the interesting ones are the day of a change and those beside it.
days = st.dates(date(2026, 2, 27), date(2026, 3, 12))
rules = st.lists(days, max_size=5)
spans = st.builds(
    lambda start, length: Span(start, start + timedelta(length) if start and length else None),
    st.none() | days,
    st.integers(0, 5),
) | st.builds(Span, st.none(), days)
conditions = st.builds(
    Conditions,
    nations=st.lists(st.sampled_from(NATIONS), unique=True).map(tuple),
    audiences=st.lists(st.sampled_from(AUDIENCES), unique=True).map(tuple),
    claimed=spans,
    granted=spans,
)
audiences = st.frozensets(st.sampled_from(AUDIENCES))


@given(st.dates(), st.lists(st.dates(), max_size=6))
def test_every_day_lies_in_exactly_one_band(day: date, rule_days: list[date]):
    assert sum(band.contains(day) for band in bands(rule_days)) == 1
    assert band_of(day, rule_days).contains(day)


@given(days, days, rules)
def test_two_days_share_a_band_unless_a_rule_changed_between_them(
    first: date, second: date, rule_days: list[date]
):
    early, late = sorted((first, second))
    changed = any(early < day <= late for day in rule_days)
    assert (band_of(first, rule_days) != band_of(second, rule_days)) is changed


@given(rules)
def test_a_code_names_its_band_and_no_other(rule_days: list[date]):
    found = bands(rule_days)
    assert len({band_code(band) for band in found}) == len(found)
    for band in found:
        assert band_from_code(band_code(band), rule_days) == band


@given(st.text("2026-0/3", max_size=22), rules)
def test_a_code_that_somebody_made_up_names_no_band(code: str, rule_days: list[date]):
    band = band_from_code(code, rule_days)
    assert band in (None, *bands(rule_days), ALWAYS)
    assert band is None or band_code(band) == code


def test_no_day_means_every_band():
    assert band_of(None, [date(2026, 3, 2)]) == ALWAYS


@given(conditions, audiences)
def test_what_was_not_said_hides_no_line(wanted: Conditions, asked: frozenset):
    """Only lines for an audience wait to be asked for."""
    shown = Case("stage", audiences=asked).matches(wanted)
    assert shown is (not wanted.audiences or bool(asked & set(wanted.audiences)))


@given(st.sampled_from(NATIONS), conditions)
def test_a_nation_hides_the_lines_of_others_only(nation, wanted: Conditions):
    shown = Case("stage", nation=nation, audiences=frozenset(AUDIENCES)).matches(wanted)
    assert shown is (not wanted.nations or nation in wanted.nations)


@given(days, spans, rules, st.booleans())
def test_a_day_that_was_said_shows_exactly_the_lines_that_it_falls_under(
    day: date, span: Span, others: list[date], grant: bool
):
    rule_days = [*others, *(edge for edge in (span.start, span.end) if edge)]
    band = band_of(day, rule_days)
    case = Case("stage", granted=band) if grant else Case("stage", claimed=band)
    wanted = Conditions(granted=span) if grant else Conditions(claimed=span)
    assert case.matches(wanted) is span.contains(day)
