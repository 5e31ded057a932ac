"""Names of languages: in a reader's own language, and as one looks for them in a list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError

SPOKEN: tuple[str, ...] = (
    "en", "ar", "fa", "prs", "ps", "ckb", "kmr", "ti", "am", "om", "so", "sw", "ur", "pa", "hi",
    "bn", "ta", "si", "ne", "my", "tr", "az", "ka", "hy", "sq", "uk", "ru", "ro", "pl", "fr", "pt",
    "es", "ln", "rw", "ha", "ig", "yo", "vi", "zh", "yue", "bfi",
)  # fmt: skip
"""Languages that are often asked for; ``bfi`` is British Sign Language."""
MANY = "mul"
"""An interpreter for whatever is asked."""
_ENGLISH = {
    "prs": "Dari", "kmr": "Kurmanji", "ckb": "Sorani", "bfi": "British Sign Language",
    "rhg": "Rohingya", "fa": "Farsi",
}  # fmt: skip
_OWN = {"prs": "دری", "kmr": "Kurmancî", "ckb": "سۆرانی", "rhg": "Rohingya"}


_CLDR = {"prs": "fa_AF"}
"""Where the common tables have a language under another code."""


@lru_cache(500)
def name_of(code: str, reader: str = "en") -> tuple[str, str]:
    """What a language is called by somebody who reads ``reader``, and in which language that is:
    English where nobody has put the name into the reader's own. An unknown code is its own name.
    """
    base = code.partition("-")[0].lower()
    if reader != "en":
        own = _names(reader)
        if found := own.get(_CLDR.get(base, base)) or own.get(base):
            return found, reader
    return _ENGLISH.get(base) or _names("en").get(base) or code, "en"


def _names(reader: str) -> Mapping[str, str]:
    try:
        return Locale.parse(reader.replace("-", "_")).languages
    except (UnknownLocaleError, ValueError):
        return {}


def own_name_of(code: str) -> str:
    """What those who speak it call it; "" where that is not known."""
    found = _OWN.get(code) or _names(code).get(code, "")
    return found[:1].title() + found[1:]


def choices(codes: Iterable[str]) -> list[tuple[str, str, dict[str, str]]]:
    """For a list to choose from: code, :func:`label`, and the language of the label where it is
    English alone."""
    return [
        (code, label(code), {"lang": "en", "dir": "ltr"} if label(code).isascii() else {})
        for code in dict.fromkeys(codes)
    ]


def label(code: str) -> str:
    """As one looks for it in a list: by its own name, and by its English one."""
    own, english = own_name_of(code), name_of(code)[0]
    return english if own in ("", english) else f"{own} · {english}"
