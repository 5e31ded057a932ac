"""Words as the index has them: the same for what services say and for what somebody types.

Upper case, accents and plurals make no difference. Every token is one letter that says what it is,
then small letters and digits: both databases leave such a token as it is, whatever they do with
hyphens, numbers and addresses. A word in another script stands in hex.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

WORD, FOREIGN, NAME = "w", "h", "n"
"""A word; one in hex; either once more, because it stands in the name."""
MARK = "x"
"""Before what is no word: a need, a stop, a language (:func:`mark`)."""
LONGEST = 40
"""Letters of a word. Of a longer one the end is cut, here and there alike."""
_PARTS = re.compile(r"[^\W_]+")
_WITHIN = re.compile(r"(?<=\w)['’ʼ](?=\w)")
_SAME = str.maketrans(
    # Letters that people type for one another: of Arabic, Persian and Kurdish keyboards, and
    # those of Latin alphabets that no rule of Unicode takes apart.
    {"ك": "ک", "ي": "ی", "ى": "ی", "ة": "ه", "ە": "ه", "ھ": "ه", "ـ": "", "ٱ": "ا", "ß": "ss"}
    | {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"}
)
_ARTICLES = ("وال", "بال", "ال", "لل")


def plain(text: str) -> str:
    """Without case, accents, vowel marks and what cannot be seen; digits as in English."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(map(_letter, apart)).translate(_SAME)


@lru_cache(5_000)
def _letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind[0] == "M" or kind == "Cf":
        return ""
    return str(unicodedata.decimal(letter)) if kind == "Nd" else letter


def words(text: str) -> Iterator[str]:
    """The words of a text, :func:`plain`, each as it was typed."""
    for found in _PARTS.finditer(_WITHIN.sub("", plain(text))):
        yield found[0][:LONGEST]


@lru_cache(20_000)
def stem(word: str) -> str:
    """The singular, roughly; an Arabic word without its article."""
    if not word.isascii():
        for article in _ARTICLES:
            if word.startswith(article) and len(word) > len(article) + 2:
                return word[len(article) :]
        return word
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    return word[:-1]


def token(word: str) -> str:
    """A word that :func:`words` gave, as the index has it."""
    if word.isascii():
        return WORD + word
    return FOREIGN + word.encode("utf-16-be", "surrogatepass").hex()


def untoken(text: str) -> str:
    """The word of a token; "" when it is a mark or the word of a name."""
    if text[:1] == WORD:
        return text[1:]
    if text[:1] == FOREIGN:
        return bytes.fromhex(text[1:]).decode("utf-16-be", "replace")
    return ""


@lru_cache(5_000)
def mark(kind: str, value: str) -> str:
    """A token for something that is no word: ``mark("need", "legal")``.

    ``kind`` is letters only. Other signs in ``value`` stand in hex between zeros.
    """
    plain_value = "".join(
        c if c.isascii() and c.isalpha() else c if c in "123456789" else f"0{ord(c):x}0"
        for c in value.lower()
    )
    return f"{MARK}{kind}{plain_value}"[:200]
