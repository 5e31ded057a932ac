"""Cells of a list of services: what they mean. A word that is not known is said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple, TypeVar

from guides.api.referral import Gender, Household, Mode, Need, Precision, Spoken
from guides.toolkit import cells
from guides.toolkit.addresses import tidy_postcode
from guides.toolkit.faults import Faults
from guides.toolkit.service_words import (
    ANYWHERE,
    EVERYBODY,
    GENDERS,
    HOUSEHOLDS,
    MODES,
    NEEDS,
    NO,
    PRECISIONS,
    YES,
)  # fmt: skip
from guides.toolkit.tables import Record, slug

T = TypeVar("T", bound=str)
_PARTS = re.compile(r"[;,/](?![^()]*\))")
"""Between the parts of a cell, and not inside of brackets."""
_BRACKETS = re.compile(r"(.*?)\s*\(([^()]*)\)")
_MAIL = re.compile(r"[^@\s<>,;]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_SITE = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+(?::\d{1,5})?(?:[/?#]\S*)?", re.I)
_AGES = re.compile(r"(\d{1,3})\s*(?:-|–|—|to)\s*(\d{1,3})")
_FROM = re.compile(
    r"(\d{1,3})\s*(?:\+|plus|and (?:over|above|older|up))|(?:over|from|min)\s*(\d{1,3})s?"
)
_BELOW = re.compile(r"(?:under|below)\s*(\d{1,3})s?")
_UP_TO = re.compile(r"(?:up to|to|max)\s*(\d{1,3})|(\d{1,3})\s*and (?:under|below|younger)")
_SAFETY: Mapping[Need, re.Pattern[str]] = {
    "safety": re.compile(r"\b(?:abuse|abused|violence|refuges?|fgm|forced marriage)\b", re.I),
    "trafficking": re.compile(r"\b(?:traffick\w*|slavery|exploitation)\b", re.I),
}
"""An address hangs on these two, so they are found in other words, too."""
_OLDEST = 120
_FILLING = re.compile(r"\b(?:ages?|aged|years? old|years?|yrs?|only|people)\b|\.")
_AGE_WORDS: Mapping[str, tuple[int | None, int | None]] = {
    "adults": (18, None), "adult": (18, None), "children": (None, 17), "child": (None, 17),
    "all": (None, None), "any": (None, None), "everyone": (None, None), "all adults": (18, None),
    "everybody": (None, None), "adults and children": (None, None),
}  # fmt: skip


def parts(cell: str) -> tuple[str, ...]:
    """The parts of a cell, between semicolons, commas or strokes, but not inside of brackets."""
    return tuple(part.strip() for part in _PARTS.split(cell) if part.strip())


def one(record: Record, column: str, words: Mapping[str, T], faults: Faults) -> T | None:
    """The word that a cell means. None when it is empty or means nothing here."""
    cell = record.cells.get(column, "")
    if not cell:
        return None
    found = words.get(slug(cell)) or words.get(slug(cell.partition("(")[0]))
    if found is None:
        _unknown(record, column, cell, words, faults)
    return found


def many(
    record: Record, column: str, words: Mapping[str, T], faults: Faults
) -> tuple[tuple[T, ...], tuple[str, ...]]:
    """The words that a cell means, and the parts that mean nothing here."""
    known: dict[T, None] = {}
    strange: dict[str, None] = {}
    for part in parts(record.cells.get(column, "")):
        plain = slug(part)
        whole = words.get(plain)
        halves = [words.get(slug(half)) for half in re.split(r"\s+(?:and|&|\+)\s+", part)]
        if whole is not None:
            known[whole] = None
        elif len(halves) > 1 and all(halves):
            known |= {half: None for half in halves if half}
        elif plain not in EVERYBODY:
            strange[part] = None
            _unknown(record, column, part, words, faults)
    return tuple(known), tuple(strange)


def needs(record: Record, faults: Faults) -> tuple[tuple[Need, ...], tuple[str, ...]]:
    """What it helps with, and the words for it that are not known here."""
    found, strange = many(record, "needs", NEEDS, faults)
    more = {need for part in strange for need, words in _SAFETY.items() if words.search(part)}
    return (*found, *sorted(more - {*found})), strange


def genders(record: Record, faults: Faults) -> tuple[Gender, ...]:
    """Nobody or both is everybody."""
    found, _ = many(record, "gender", GENDERS, faults)
    return found if len(found) == 1 else ()


def households(record: Record, faults: Faults) -> tuple[Household, ...]:
    return many(record, "household", HOUSEHOLDS, faults)[0]


def yes_no(record: Record, column: str, faults: Faults) -> bool | None:
    cell = record.cells.get(column, "").lower()
    if cell in YES or cell in NO:
        return cell in YES
    if cell:
        _say(record, column, cell, "yes, no", faults)
    return None


def ages(record: Record, faults: Faults) -> tuple[int | None, int | None]:
    """The youngest and the oldest. "under 18" is 17 at most; "over 18s" are those of 18, too."""
    cell = record.cells.get("ages", "")
    words = " ".join(_FILLING.sub(" ", cell.lower()).split())
    if not cell or words == "" or words in _AGE_WORDS:
        return _AGE_WORDS.get(words, (None, None))
    found: tuple[int | None, int | None] | None = None
    if m := _AGES.fullmatch(words):
        found = int(m[1]), int(m[2])
    elif m := _FROM.fullmatch(words):
        found = int(m[1] or m[2]), None
    elif m := _BELOW.fullmatch(words):
        found = None, int(m[1]) - 1
    elif m := _UP_TO.fullmatch(words):
        found = None, int(m[1] or m[2])
    elif re.fullmatch(r"\d{1,3}", words):
        found = int(words), int(words)
    if found and (found[0] or 0) <= (_OLDEST if found[1] is None else found[1]) <= _OLDEST:
        return found
    _say(record, "ages", cell, "16-25, 18+, under 18", faults)
    return None, None


class Speech(NamedTuple):
    """A language as a cell says it."""

    code: str
    mode: Mode | None
    note: str


def languages(cell: str) -> tuple[Speech, ...]:
    """Languages with how they are spoken: "Arabic (interpreter), Farsi (written)"."""
    found: dict[Speech, None] = {}
    for part in parts(cell):
        inside = _BRACKETS.fullmatch(part)
        if inside is None or cells.language_code(part):  # a name may have brackets, too
            found |= {Speech(code, None, ""): None for code in cells.languages(part)}
            continue
        mode: Mode | None = None
        notes = []
        for word in re.split(r"\s*[;,]\s*", inside[2]):
            if mode is None and slug(word) in MODES:
                mode = MODES[slug(word)]
            elif word:
                notes.append(word)
        for code in cells.languages(inside[1]):
            found[Speech(code, mode, ", ".join(notes))] = None
    return tuple(found)


def spoken(said: tuple[Speech, ...]) -> tuple[Spoken, ...]:
    return tuple(Spoken(speech.code, speech.mode) for speech in said if speech.mode)


def address_shown(record: Record, faults: Faults) -> Precision | None:
    """How much of the address may be told. What is not understood is taken as: nothing of it."""
    if record.cells.get("address_shown", ""):
        return one(record, "address_shown", PRECISIONS, faults) or "hidden"
    if record.cells.get("confidential", ""):
        secret = yes_no(record, "confidential", faults)
        return "exact" if secret is False else "hidden"
    return None


def postcode(record: Record, faults: Faults) -> str:
    cell = record.cells.get("postcode", "")
    found = tidy_postcode(cell)
    if cell and not found:
        what = "The postcode is none; it is left out."
        record.warn(faults, what, "Write it as M14 5AA, or only its first part.")
    return found


def areas(cell: str) -> tuple[str, ...]:
    """Names or codes of areas. Every way of saying everywhere is ``anywhere``.

    Where a semicolon stands, commas belong to the names: "Bristol, City of; Bath".
    """
    found = [part.strip() for part in cell.split(";")] if ";" in cell else parts(cell)
    plain = (" ".join(part.split()) for part in found)
    return tuple(dict.fromkeys("anywhere" if p.lower() in ANYWHERE else p for p in plain if p))


def email(record: Record, faults: Faults) -> str:
    cell = record.cells.get("email", "").removeprefix("mailto:")
    found = _MAIL.search(cell)
    if cell and (found is None or found[0] != cell):
        what = f'"{cell[:60]}" is not an e-mail address'
        used = f"; {found[0]} is used" if found else "; it is left out"
        record.warn(faults, f"{what}{used}.", "Keep one address in this column: help@example.org.")
    return found[0] if found else ""


def website(record: Record, faults: Faults) -> str:
    """An address of a page. "www.x.org" gets its https://."""
    cell = record.cells.get("website", "")
    if re.fullmatch(r"https?://[^\s/]\S*", cell, re.I):
        return cell
    if _SITE.fullmatch(cell):
        return f"https://{cell}"
    if cell:
        what = f'"{cell[:60]}" is not the address of a page; it is left out.'
        record.warn(faults, what, "Write it as https://example.org.")
    return ""


def _unknown(
    record: Record, column: str, cell: str, words: Mapping[str, T], faults: Faults
) -> None:
    _say(record, column, cell, ", ".join(sorted(set(words.values()))), faults)


def _say(record: Record, column: str, cell: str, allowed: str, faults: Faults) -> None:
    what = f'"{cell[:40]}" in "{column}" is not known here.'
    record.warn(faults, what, f"Use one of these: {allowed}.")
