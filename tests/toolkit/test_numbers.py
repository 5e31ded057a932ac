"""Numbers that were typed are found, names and placeholders are not."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.toolkit.numbers import find_numbers

ALLOWED = (
    "999", "111", "111 option 2", "section 9", "section 95", "section 4", "ASF1", "IAFT-5",
    "MAT B1", "BAIL401", "Rule 35", "paragraph 353AA", "COVID-19",
)  # fmt: skip

# The sentence, and what must be found in it.
PLANTED = {
    "You have 14 days.": ["14 days"],
    "A 14-day limit": ["14-day"],
    "within 5 working days": ["5 working days"],
    "from 3 to 5 weeks": ["3", "5 weeks"],
    "It takes fourteen days.": ["fourteen days"],
    "Fourteen working days": ["Fourteen working days"],
    "two weeks and three months": ["two weeks", "three months"],
    "twenty-eight days": ["twenty-eight days"],
    "a twenty-eight-day wait": ["twenty-eight-day"],
    "two or three years": ["three years"],
    "two more weeks": ["two more weeks"],
    "one month": ["one month"],
    "one hundred and forty pounds": ["one hundred and forty pounds"],
    "a dozen days": ["dozen days"],
    "three miles away": ["three miles"],
    "ninety minutes": ["ninety minutes"],
    "within one day": ["within one day"],
    "You have a week to appeal.": ["a week"],
    "within a month": ["within a month"],
    "half an hour": ["half an hour"],
    "an hour": [],
    "on the fourteenth day": ["fourteenth day"],
    "under eighteen": ["under eighteen"],
    "over twenty-one": ["over twenty-one"],
    "at nine o'clock": ["nine o'clock"],
    "ninety per cent": ["ninety per cent"],
    "under 18": ["18"],
    "It is £49.18 a week.": ["£49.18"],
    "It costs £1,140.": ["£1,140"],
    "49 pounds": ["49 pounds"],
    "50p": ["50p"],
    "20%": ["20%"],
    "20 per cent": ["20 per cent"],
    "Ring 0808 801 0503.": ["0808 801 0503"],
    "Ring 08088010503 now": ["08088010503"],
    "Ring (020) 7946 0000": ["(020) 7946 0000"],
    "Ring +44 20 7946 0000": ["+44 20 7946 0000"],
    "Ring 0800 111": ["0800 111"],
    "oh eight zero eight eight zero one": ["oh eight zero eight eight zero one"],
    "Write to help@my-town.org.": ["help@my-town.org"],
    "on 2 March 2026": ["2 March 2026"],
    "on March 2nd": ["March 2nd"],
    "in March 2026": ["March 2026"],
    "since 2026-03-02": ["2026-03-02"],
    "since 02/03/2026": ["02/03/2026"],
    "on the second of March": ["second of March"],
    "In 2026": ["2026"],
    "at 9am": ["9am"],
    "at 10.30 pm": ["10.30 pm"],
    "open 24/7": ["24/7"],
    "from 12:30 to 2pm": ["12:30", "2pm"],
    "at 10:15 a.m. sharp": ["10:15 a.m."],
    "خلال ١٤ يوما": ["١٤"],
    "ظرف ۱۴ روز": ["۱۴"],
    "१४": ["१४"],
    "፲፬ መዓልቲ": ["፲፬"],
    "½ mile": ["½ mile"],
    "IAFT-51 and ASF12": ["IAFT-51", "ASF12"],
    "asf1": ["asf1"],
    "section 951": ["951"],
    "Section 95": ["95"],
    "£999": ["£999"],
    "999 days": ["999 days"],
    "999 working days": ["999 working days"],
    "999-1234": ["999-1234"],
    "9990": ["9990"],
    "353AA": ["353AA"],
    "[ring 0808 801 0503](/stop/claiming)": ["0808 801 0503"],
    "**14** days": ["14"],
    "> You have 14 days.": ["14 days"],
    "The limit is\n28. Then it ends.": ["28"],
    "1. Ring within 5 days.": ["5 days"],
    "{fact:appeal}5": ["5"],
    "{value} or 14 days": ["14 days"],
}

INNOCENT = """
{fact:appeal-14-days} to appeal.
Ring {fact:migrant-help-line}, or {value}.
In danger, ring 999. It is free.
Call **111**, (111) or 111 option 2.
Ask about section 95 support, or section 4.
Ask about section 9 too.
The form is ASF1, or IAFT-5. BAIL401!
The midwife gives you form MAT B1.
A Rule 35 report, paragraph 353AA, COVID-19.
1. Read the letter.
2. Ring a lawyer.
12) Ask.
> 1. Read the letter.
[The next stop](/stop/2)
[Guide](https://www.gov.uk/guidance/2026 "x")
Say it each week.
Ask one thing at a time.
Two people come.
Wait a few days.
It takes some weeks, or a couple of months.
Many months, several years.
One day you will laugh about it.
You can ask from day one.
On the first day, and in the second week.
Once a day, twice a week.
It took about a year, or more than a year.
The first time, the second interview, the third floor.
One of the forms, one or two words.
A hundred questions.
March is cold, and you may go.
The two of you. Three times. Seven languages.
The one and only.
Day or night.
Every month, every other year.
None of the days.
Someone, anyone, no one.
In the weeks before, the last months.
""".strip().split("\n")


@pytest.mark.parametrize("sentence", PLANTED)
def test_finds_typed_numbers(sentence: str) -> None:
    assert [found.phrase for found in find_numbers(sentence, ALLOWED)] == PLANTED[sentence]


@pytest.mark.parametrize("sentence", INNOCENT)
def test_leaves_names_and_words_alone(sentence: str) -> None:
    assert [found.phrase for found in find_numbers(sentence, ALLOWED)] == []


def test_a_name_may_be_broken_over_two_lines() -> None:
    assert not find_numbers("Ask about section\n95 support.", ALLOWED)


def test_without_allowed_names_every_digit_is_found() -> None:
    assert [found.phrase for found in find_numbers("ASF1 or 999", ())] == ["ASF1", "999"]
    assert find_numbers("ASF1", {""})


def test_a_list_may_be_numbered_to_its_end() -> None:
    assert not find_numbers("1. Read.\n2. Ring\n   a lawyer.\n3. Go.\n\n10. Rest.", ())


def test_says_what_to_write_instead() -> None:
    (money,) = find_numbers("It costs £80.", ())
    (name,) = find_numbers("Ask for HC2.", ())
    assert "money" in money.instead
    assert "allowed.toml" in name.instead


PLACEHOLDER = st.from_regex(
    r"\{(fact:[a-z0-9-]{1,30}|value|[a-z]{1,9}[0-9]{0,3})\}", fullmatch=True
)
WORD = st.sampled_from(
    [
        "days",
        "week",
        "pounds",
        "two",
        "fourteen",
        "of",
        "March",
        "£",
        "-",
        ",",
        ".",
        "(",
        ")",
        "ring",
        "within",
        "under",
        "%",
        "/",
    ]
)


@given(st.lists(st.one_of(PLACEHOLDER, WORD), max_size=12), st.sampled_from(["", " "]))
def test_a_placeholder_is_never_a_number(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    inside, place = set[int](), 0
    for piece in pieces:
        if piece.startswith("{"):
            inside.update(range(place, place + len(piece)))
        place += len(piece) + len(between)
    for found in find_numbers(text, ALLOWED):
        assert inside.isdisjoint(range(found.start, found.end))


@given(st.text(), st.integers(min_value=0), st.text())
def test_a_typed_number_is_never_missed(before: str, number: int, after: str) -> None:
    # A word around it keeps it from being the number of a list; no brace or link is open.
    before, after = (s.translate(dict.fromkeys(map(ord, "{}[]()"))) for s in (before, after))
    text = f"{before} is {number} and {after}"
    place = len(before) + 4
    assert any(found.start <= place < found.end for found in find_numbers(text, ()))


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    found = find_numbers(text, ALLOWED)
    assert all(text[one.start : one.end] == one.phrase != "" for one in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize("piece", ["1 ", "1.", "one ", "one-", "{", "](", "0", "a@", "a.", "a1-"])
def test_a_very_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    find_numbers(piece * 20_000, ALLOWED)


@pytest.mark.parametrize("hour", ["12:30", "2pm", "10.30 pm", "9 a.m."])
def test_a_time_of_day_is_sent_to_the_list_of_services(hour: str) -> None:
    (time,) = find_numbers(f"Come at {hour} to us.", ())
    assert "services.csv" in time.instead


@pytest.mark.parametrize("other", ["24/7", "20%", "2026", "1.5", "12:30:45", "3:2"])
def test_another_number_is_not_called_a_time(other: str) -> None:
    assert not any("services.csv" in each.instead for each in find_numbers(f"It is {other} .", ()))
