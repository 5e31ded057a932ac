"""Sealed texts open in their place, and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.safe.domain import CannotOpen
from guides.safe.fields import DataKey, bind, open_sealed, seal

KEY = DataKey.random()
PLACE = {"table": "note", "column": "words", "row": "r1", "org": 7}
WORDS = "kanarienvogel بيت 🦜"

names = st.text(max_size=20)
places = st.fixed_dictionaries({"table": names, "column": names, "row": names, "org": names})


@given(st.text(), places)
def test_what_was_sealed_opens_as_it_was(text: str, place):
    try:
        text.encode()
    except UnicodeEncodeError:  # half a letter, which no form lets through
        return
    sealed = seal(KEY, text, **place)
    assert open_sealed(KEY, sealed, **place) == text
    assert sealed.isascii()


@given(places, places)
def test_moved_it_does_not_open(place, other):
    sealed = seal(KEY, WORDS, **place)
    if other != place:
        with pytest.raises(CannotOpen):
            open_sealed(KEY, sealed, **other)


@pytest.mark.parametrize("part", PLACE)
def test_one_part_of_the_place_is_enough(part: str):
    sealed = seal(KEY, WORDS, **PLACE)  # type: ignore[arg-type]
    with pytest.raises(CannotOpen) as refused:
        open_sealed(KEY, sealed, **(PLACE | {part: "elsewhere"}))  # type: ignore[arg-type]
    assert "kanarienvogel" not in str(refused.value)
    assert sealed not in str(refused.value)


def test_table_and_column_cannot_be_cut_elsewhere():
    sealed = seal(KEY, WORDS, table="ab", column="c", row=1, org=1)
    with pytest.raises(CannotOpen):
        open_sealed(KEY, sealed, table="a", column="bc", row=1, org=1)
    assert bind('a","b') != bind("a", "b")


def test_a_number_and_its_digits_are_the_same_row():
    sealed = seal(KEY, WORDS, table="note", column="words", row=12, org=7)
    assert open_sealed(KEY, sealed, table="note", column="words", row="12", org="7") == WORDS


def test_another_key_does_not_open_it():
    sealed = seal(KEY, WORDS, **PLACE)  # type: ignore[arg-type]
    other = DataKey.random()
    with pytest.raises(CannotOpen):
        open_sealed(other, sealed, **PLACE)  # type: ignore[arg-type]
    with pytest.raises(CannotOpen):  # nor when it is said to be its own
        open_sealed(other, sealed.replace(KEY.id, other.id), **PLACE)  # type: ignore[arg-type]


@given(st.data())
def test_a_changed_letter_is_noticed(data: st.DataObject):
    sealed = seal(KEY, WORDS, **PLACE)  # type: ignore[arg-type]
    at = data.draw(st.integers(0, len(sealed) - 1))
    letter = data.draw(st.sampled_from("Aa0_-.=é "))
    changed = sealed[:at] + letter + sealed[at + 1 :]
    if changed != sealed:
        with pytest.raises(CannotOpen):
            open_sealed(KEY, changed, **PLACE)  # type: ignore[arg-type]


@given(st.text())
def test_any_text_that_was_never_sealed_is_refused(text: str):
    with pytest.raises(CannotOpen):
        open_sealed(KEY, text, **PLACE)  # type: ignore[arg-type]
    with pytest.raises(CannotOpen):
        open_sealed(KEY, f"1.{KEY.id}.{text}", **PLACE)  # type: ignore[arg-type]


def test_the_same_words_never_look_the_same():
    assert len({seal(KEY, WORDS, **PLACE) for _ in range(100)}) == 100  # type: ignore[arg-type]


def test_version_and_key_stand_in_front_and_no_time():
    sealed = seal(KEY, WORDS, **PLACE)  # type: ignore[arg-type]
    assert sealed.split(".")[:2] == ["1", KEY.id]
    assert "kanarienvogel" not in sealed


def test_a_key_does_not_show_itself():
    assert "kanarienvogel" not in f"{DataKey(b'kanarienvogel!kanarienvogel!1234')!r}"
