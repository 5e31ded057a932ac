"""What people typed: kept as it was meant in every script, and harmless."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from guides.people.domain import Unfit
from guides.people.typed import typed

SCRIPTS = {
    "English": "We read the letter – it’s dated 3 May.",
    "Arabic": "قرأنا الرسالة معاً، والموعد يوم الثلاثاء.",
    "Dari": "نامه را با هم خواندیم؛ می\u200cخواهد فردا بیاید.",
    "Sorani": "نامەکەمان پێکەوە خوێندەوە؛ دەیەوێت بێتەوە.",
    "Tigrinya": "ነቲ ደብዳቤ ብሓባር ኣንቢብናዮ።",
    "French": "Nous avons lu la lettre ensemble – c’était long.",
    "Bengali": "আমরা চিঠিটা একসঙ্গে পড়েছি।",
    "Tamil": "நாங்கள் கடிதத்தை ஒன்றாகப் படித்தோம்.",
    "Burmese": "စာကို အတူဖတ်ခဲ့ကြသည်။",
    "Khmer": "យើង\u200bបាន\u200bអាន\u200bលិខិត",
    "Sinhala with joiners": "ශ්\u200dරී ලංකාව",
    "marks of direction": "abc\u200e (12) \u200fعربي\u200f \u061c12",
    "isolates that are closed": "She said \u2068مرحبا\u2069 and \u2067נ \u2066x\u2069 נ\u2069.",
    "family": "👨\u200d👩\u200d👧\u200d👦 👩🏽\u200d⚕️ 🏳️\u200d🌈 ❤️",
    "flags": "🇬🇧 \U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "lines": "One\n\n\tTwo",
}
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ANY = st.text(
    st.one_of(
        st.characters(codec=None),
        st.sampled_from(f"{TURNING}\n\r\t\x00\u200c\u200d\u200e\u2028\ufeff\U000e0041 aبé\u0301"),
    ),
    max_size=60,
)


@pytest.mark.parametrize("text", SCRIPTS.values(), ids=SCRIPTS)
def test_what_was_written_stays(text: str) -> None:
    assert typed(text, 500) == text


def test_ten_thousand_letters_are_refused_whole() -> None:
    for letter in ("x", "ب", "👩🏽", "é"):
        with pytest.raises(Unfit) as told:
            typed(letter * 10_000, 500)
        assert told.value.word == "text-too-long"


def test_letters_are_counted_as_they_are_kept() -> None:
    assert typed("  " + "e\u0301" * 500 + "\x00\n", 500) == "é" * 500
    with pytest.raises(Unfit):
        typed("é" * 501, 500)


@pytest.mark.parametrize("bad", ["\u200c\u200d", "\ufeff", " \u2068\u2069 ", "\x00", "\u202e"])
def test_what_cannot_be_seen_is_nothing(bad: str) -> None:
    assert typed(bad, 500) == ""


def test_a_line_that_was_turned_around_reads_as_it_was_typed() -> None:
    assert typed("pay \u202egnp.exe\u202c now", 500) == "pay gnp.exe now"
    assert typed("one \u2067 two\nthree\u2069 four", 500) == "one  two\nthree four"
    assert typed("\u2066a\u2067b\u2069", 500) == "a\u2067b\u2069", "the outer one is not closed"


@given(ANY)
@example("\ud800\udc00 \udfff")
@example("e\x00\u0301")
@example("\U0001f3f4\U000e0067\U000e007f")
def test_whatever_is_typed_can_be_kept_and_shown(text: str) -> None:
    kept = typed(text, 500)
    kept.encode()  # no half of a letter
    assert "\x00" not in kept, "PostgreSQL refuses it"
    assert typed(kept, 500) == kept, "sent again it is the same"
    assert unicodedata.is_normalized("NFC", kept)
    assert not {sign for sign in kept if unicodedata.category(sign) == "Cc"} - {"\n", "\t"}
    for line in kept.splitlines():
        depth = 0
        for sign in line:
            assert sign not in TURNING[:5]
            depth += {"\u2069": -1}.get(sign, sign in "\u2066\u2067\u2068")
            assert depth >= 0
        assert depth == 0, "the rest of the page is not turned around"


@given(ANY)
def test_letters_themselves_are_never_lost(text: str) -> None:
    def letters(of: str) -> list[str]:
        whole = unicodedata.normalize("NFD", of)
        return sorted(sign for sign in whole if unicodedata.category(sign)[0] in "LNPS")

    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    assert letters(typed(text, 500)) == letters(joined)
