from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.toolkit.readability import FEWEST_WORDS, hardest_sentences, reading_age, syllables

EASY = "You can ask for a break. You can ask for water. It is free. " * 4
HARD = (
    "Notwithstanding the aforementioned considerations, applicants whose representations have "
    "been comprehensively rejected may nevertheless initiate supplementary proceedings, provided "
    "that the administrative requirements established by the responsible authorities are "
    "satisfied in their entirety."
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("a", 1), ("the", 1), ("home", 1), ("asked", 1), ("wanted", 2), ("refused", 2),
        ("letter", 2), ("people", 2), ("asylum", 3), ("decision", 3), ("interview", 3),
        ("lawyer", 2), ("solicitor", 4), ("adviser", 3), ("volunteer", 3), ("refugee", 3),
        ("statement", 2), ("safely", 2), ("places", 2), ("houses", 2), ("matches", 2),
        ("table", 2), ("tables", 2), ("area", 3), ("create", 2), ("situation", 4),
        ("immigration", 4), ("official", 3), ("science", 2), ("appeal", 2), ("detained", 2),
        ("didn't", 2), ("don’t", 1), ("person's", 2), ("well-known", 2), ("quickly", 2),
        ("NHS", 3), ("999", 1), ("something", 2), ("journey", 2), ("being", 2), ("guidance", 2),
    ],
)  # fmt: skip
def test_counts_syllables(word: str, count: int) -> None:
    assert syllables(word) == count


def test_easy_and_hard() -> None:
    easy, hard = reading_age(EASY), reading_age(HARD)
    assert easy is not None
    assert hard is not None
    assert easy < 7
    assert hard > 20


def test_known_value() -> None:
    # 6 sentences of 6 short words: 0.39 × 6 + 11.8 × 1 − 15.59 + 5
    assert reading_age("You can go to the shop. " * 6) == pytest.approx(3.55, abs=0.06)


def test_a_short_text_has_no_age() -> None:
    assert reading_age("") is None
    assert reading_age("word " * (FEWEST_WORDS - 1)) is None
    assert reading_age("word " * FEWEST_WORDS) is not None


def test_headings_list_points_and_paragraphs_end_a_sentence() -> None:
    line = "you can ask for a break or a drink of water here"
    apart = [
        "\n".join(f"- {line}" for _ in range(4)),
        "\n".join(f"{n}. {line}" for n in range(1, 5)),
        "\n\n".join([line] * 4),
        f"### {line}\n{line}\n\n> {line}\n\n{line}",
        f"{line}. {line}! {line}? {line}.",
    ]
    assert {reading_age(text) for text in apart} == {reading_age(f"{line}. " * 4)}


def test_a_broken_line_ends_nothing() -> None:
    assert reading_age(HARD.replace(", ", ",\n")) == reading_age(HARD)


def test_marks_and_link_targets_are_not_words() -> None:
    plain = "You can ask for a break at any time. It is free for you and for all. " * 3
    marked = plain.replace("a break", "**a [break](/stop/preparing-substantive-interview)**")
    assert reading_age(marked) == reading_age(plain)


def test_a_placeholder_is_one_short_word() -> None:
    sentence = "Ring us on {} at any time of the day or of the night. "
    assert reading_age(sentence.format("{fact:migrant-help-emergency-line}") * 4) == reading_age(
        sentence.format("one") * 4
    )


def test_shortened_words_and_clock_times_end_no_sentence() -> None:
    text = "Bring papers, e.g. the letter from the Home Office, to Dr. Sow at GOV.UK today. "
    assert len(hardest_sentences(text * 2, most=9)) == 2


def test_shows_the_hardest_sentences_where_they_stand() -> None:
    text = f"# A heading\n\n{EASY}\n\n- **{HARD}**\n- You can ask for a break at any time.\n"
    first, second = hardest_sentences(text, most=2)
    assert first.text == HARD
    assert HARD in text[first.start : first.end]
    assert first.age > second.age
    assert hardest_sentences("Bail.\n\nThe bail paper.") == []


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    reading_age(text)
    for sentence in hardest_sentences(text):
        assert 0 <= sentence.start < sentence.end <= len(text)


@given(st.text(min_size=1))
def test_every_word_is_spoken(word: str) -> None:
    assert syllables(word) >= 1


@pytest.mark.parametrize("piece", ["word ", "\n", "\n ", "- ", "> ", "#", "a.", ". ", "{", "]("])
def test_a_very_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    hardest_sentences(piece * 20_000)
