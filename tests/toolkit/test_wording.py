"""Facts, dates and amounts in words, in the reader's language or marked as English."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from guides.api import (
    Address,
    CalendarDate,
    Duration,
    Fact,
    Form,
    Language,
    Money,
    Phone,
    Source,
    Translation,
    Value,
    Words,
)
from guides.toolkit.wording import ENGLISH, Wording

ARABIC = Language("ar", "العربية", "Arabic", "rtl")
NBSP = "\u00a0"

ON = date(2026, 11, 21)


def _fact(fact_id: str, value: Value | None) -> Fact:
    source = Source("Office", "https://rules.example", "undated", date(2026, 1, 1), "official")
    return Fact(fact_id, "t", "It is {value}.", source, "high", date(2027, 1, 1), value=value)


@dataclass
class Texts:
    """A few words, facts and translations."""

    lines: dict[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Fact] = field(default_factory=dict)
    languages: Mapping[str, Language] = field(default_factory=dict)

    def translate(self, lang: str, english: str) -> Translation | None:
        found = self.lines.get(english) if lang == "ar" else None
        return Translation(lang, english, found, "read-back") if found else None


def _plain(html: str) -> str:
    return Markup(html).striptags().replace(NBSP, " ")


# Values, with the words of the core -----------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "english", "arabic"),
    [
        (Phone("0808 801 0503"), "0808 801 0503", "0808 801 0503"),
        (Money(Decimal("49.18"), "week"), "£49.18 a week", None),
        (Money(Decimal(1140)), "£1,140", "£1,140"),
        (Money(Decimal("9.5")), "£9.50", "£9.50"),
        (Money(Decimal(30), None, True), "about £30", None),
        (Duration(Decimal(1), "day"), "1 day", "يوم واحد (1)"),
        (Duration(Decimal(2), "day"), "2 days", "يومان (2)"),
        (Duration(Decimal(3), "day"), "3 days", "3 أيام"),
        (Duration(Decimal(11), "day"), "11 days", "11 يوماً"),
        (Duration(Decimal(100), "day"), "100 days", "100 يوم"),
        (Duration(Decimal("2.5"), "year"), "2.5 years", None),
        (Duration(Decimal(14), "day", Decimal(16)), "14–16 days", "14–16 يوماً"),
        (Duration(Decimal(3), "working-day"), "3 working days", None),
        (CalendarDate(date(2026, 3, 2)), "2 March 2026", "2 مارس 2026"),
        (CalendarDate(date(2026, 3, 2), True), "March 2026", "مارس 2026"),
        (Form("ASF1"), "ASF1", "ASF1"),
        (Address("help@town.example"), "help@town.example", "help@town.example"),
        (Words("rain"), "rain", "rain"),
    ],
)
def test_each_type_of_value_in_words(view, value: Value, english: str, arabic: str | None):
    assert _plain(Wording(view, ENGLISH).value(value)) == english
    said = Wording(view, view.languages["ar"]).value(value)
    if arabic is not None:
        assert _plain(said) == arabic
    assert "{" not in said


@settings(deadline=None)  # the first example loads the plural rules
@given(
    count=st.integers(0, 1000),
    up_to=st.none() | st.integers(0, 1000),
    unit=st.sampled_from(["minute", "hour", "day", "working-day", "week", "month", "year", "mile"]),
)
def test_the_number_is_in_every_plural_form_in_its_own_direction(view, count, up_to, unit):
    value = Duration(Decimal(count), unit, Decimal(up_to) if up_to else None)
    number = f"{count}–{up_to}" if up_to else str(count)
    assert f'<bdi dir="ltr">{number}</bdi>' in Wording(view, view.languages["ar"]).value(value)
    assert f'<bdi dir="ltr">{number}</bdi>' in Wording(view, ENGLISH).value(value)  # fmt: skip


def test_a_phone_number_never_breaks_over_two_lines():
    said = Wording(Texts(), ENGLISH).value(Phone("0808 801 0503"))
    assert said == f'<bdi dir="ltr">0808{NBSP}801{NBSP}0503</bdi>'


def test_a_date_keeps_western_digits_and_its_order_in_arabic(view):
    said = Wording(view, view.languages["ar"]).date(date(2026, 3, 2))
    assert '<bdi dir="ltr">2</bdi>' in said
    assert '<bdi dir="ltr">2026</bdi>' in said


def test_a_language_that_nobody_counted_in_borrows_plural_rules_and_months():
    unknown = Language("zz", "Zz", "Zz", plural_rules="ar")
    assert "مارس" in Wording(Texts(), unknown).date(date(2026, 3, 2))
    assert "March" in Wording(Texts(), Language("zz", "Zz", "Zz")).date(date(2026, 3, 2))
    assert "March" in Wording(Texts(), Language("x" * 9, "Z", "Z")).date(date(2026, 3, 2))


# Sentences ------------------------------------------------------------------------------------

LINES = {"Ring {fact:help}.": "اتصل على {fact:help}.", "Wait {value}.": "انتظر {value}."}
FACTS = {"help": _fact("help", Phone("0808 801 0503")), "bare": _fact("bare", None)}
TEXTS = Texts(lines=LINES, facts=FACTS)


def test_a_fact_stands_where_it_is_named_in_both_languages():
    pair = Wording(TEXTS, ARABIC).pair("Ring {fact:help}.")
    number = '<bdi dir="ltr">0808&nbsp;801&nbsp;0503</bdi>'
    assert pair.first.html == f"اتصل على {number}."
    assert (pair.first.lang, pair.first.direction, pair.first.standing) == (
        "ar",
        "rtl",
        "read-back",
    )
    assert pair.english is not None
    assert pair.english.html == f"Ring {number}."


def test_a_line_that_nobody_translated_is_english_and_marked_so():
    pair = Wording(TEXTS, ARABIC).pair("Keep 2 letters.")
    assert (pair.first.lang, pair.first.direction, pair.first.missing) == ("en", "ltr", True)
    assert pair.first.plain == "Keep 2 letters."
    assert pair.english is None


def test_an_english_sentence_that_changed_by_a_letter_has_no_translation():
    assert Wording(TEXTS, ARABIC).say("Ring {fact:help}!").missing
    assert not Wording(TEXTS, ARABIC).say("Ring {fact:help}.").missing


def test_a_statement_is_filled_with_its_own_value():
    said = Wording(TEXTS, ENGLISH).say("Wait {value}.", Phone("999"))
    assert said.html == 'Wait <bdi dir="ltr">999</bdi>.'


@pytest.mark.parametrize("hole", ["{fact:nowhere}", "{fact:bare}", "{value}", "{config}", "{{x}}"])
def test_a_placeholder_that_stands_for_nothing_stays_to_be_seen(hole: str):
    assert Wording(TEXTS, ENGLISH).say(f"It is {hole}.").plain == f"It is {hole}."


def test_prose_says_whether_all_of_it_was_translated():
    texts = Texts(lines={"One.": "واحد.", "Two.": "اثنان."})
    assert not Wording(texts, ARABIC).prose("One.\n\nTwo.", ON).missing
    assert Wording(texts, ARABIC).prose("One.\n\nThree.", ON).missing


# Words of the interface -----------------------------------------------------------------------

INTERFACE = Texts(
    words={"added-by": "added by {name}", "page": "Page {n}", "where": "Where: {said}"},
    lines={"added by {name}": "أضافه {name}", "Where: {said}": "أين: {said}"},
)


def test_a_name_is_kept_as_it_is_and_marked_as_english():
    said = Wording(INTERFACE, ARABIC).word("added-by", name="Tea & Co <b>")
    assert said.html == 'أضافه <bdi lang="en" dir="ltr">Tea &amp; Co &lt;b&gt;</bdi>'
    assert Wording(INTERFACE, ENGLISH).word("added-by", name="<b>").html == "added by &lt;b&gt;"


def test_a_word_that_nobody_translated_is_english_and_marked_so():
    said = Wording(INTERFACE, ARABIC).word("page", n=3)
    assert (said.lang, said.direction, said.missing) == ("en", "ltr", True)
    assert said.html == 'Page <bdi dir="ltr">3</bdi>'


def test_a_text_in_another_language_keeps_its_language_inside_a_word():
    english = Wording(INTERFACE, ENGLISH).say("here")
    said = Wording(INTERFACE, ARABIC).word("where", said=english)
    assert said.html == 'أين: <bdi lang="en" dir="ltr">here</bdi>'


def test_a_word_that_is_not_there_is_a_mistake_of_ours():
    with pytest.raises(KeyError):
        Wording(INTERFACE, ENGLISH).word("no-such-word")


@pytest.mark.parametrize(
    ("change", "days_later", "marked"),
    [
        ({}, 0, False),
        ({"valid_to": ON}, 0, False),  # the last day on which it holds
        ({"valid_to": ON}, 1, True),
        ({"valid_from": ON}, -1, True),
        ({"confidence": "low"}, 0, True),
        ({"confidence": "superseded-risk"}, 0, True),
    ],
)
def test_a_number_in_prose_that_does_not_hold_says_check_first(
    view, change: dict, days_later: int, marked: bool
):
    """A paragraph cannot fall out as a line does: it says more than its number."""
    fact = replace(_fact("so", Phone("999")), **change)
    here = view.with_facts({"so": fact})
    said = Wording(here, ENGLISH).prose("Ring {fact:so}.", ON + timedelta(days_later))
    assert ("check first" in said.plain.replace(NBSP, " ")) is marked
