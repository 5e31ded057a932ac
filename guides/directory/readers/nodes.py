"""One object of somebody's JSON, asked field by field; what is odd about it is written down."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime

WHERE = "\0where"
"""A key that no file has: the row of a table that an object was made of."""
ALL_TEXT = "\0text"
"""Likewise: it came from a table in which numbers are text, too."""
LONGEST_TEXT = 5_000
MOST_REMARKS = 30
MOST_CHILDREN = 500
"""Of one kind, in one service."""

_MARKUP = re.compile(
    r"</?(?:p|br|div|span|ul|ol|li|a|b|i|em|strong|h[1-6]|table|tr|td|script|style)\b[^<>]*>",
    re.IGNORECASE,
)
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_STRAY_BYTE = re.compile("[\udc80-\udcff]")
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufeff\u200b\u2028\u2029]")
_NOTHING = frozenset({"null", "none", "n/a", "nan", "undefined", "-", "nil", "\\n"})
_LONGEST_NOTHING = 1 + max(map(len, _NOTHING))
_DATES = (
    "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%Y/%m/%d", "%Y%m%d", "%d %B %Y", "%d %b %Y",
)  # fmt: skip
_CLOCK = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:[:.](?P<minute>[0-9]{2})(?:[:.][0-9]{2}(?:\.[0-9]+)?)?)?"
    r"\s*(?P<half>[ap]\.?m\.?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,12})?")


@dataclass(slots=True)
class Notes:
    """What was mended (a remark), and what cannot be (then the row is held)."""

    remarks: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def mend(self, where: str, words: str) -> None:
        self._write(self.remarks, f"{where}: {words}")

    def hold(self, where: str, words: str) -> None:
        self._write(self.faults, f"{where}: {words}")

    def _write(self, book: list[str], words: str) -> None:
        if len(book) < MOST_REMARKS and words not in book:
            book.append(words)
        elif len(book) == MOST_REMARKS:
            book.append("There is more like this.")


@dataclass(frozen=True, slots=True)
class Node:
    """An object, where it stands ("services[4].schedules[0]"), and the notebook of its row."""

    value: Mapping[str, object]
    where: str
    notes: Notes

    def mend(self, name: str, words: str) -> None:
        self.notes.mend(f"{self.where}.{name}", words)

    def hold(self, name: str, words: str) -> None:
        self.notes.hold(f"{self.where}.{name}", words)

    def has(self, *names: str) -> bool:
        return any(self.value.get(name) not in (None, "", [], {}) for name in names)

    def text(self, *names: str, longest: int = LONGEST_TEXT) -> str:
        """The first of these fields that says something."""
        for name in names:
            value = self.value.get(name)
            if value is None:
                continue
            if not isinstance(value, str):
                if words := self._number(name, value):
                    return words
                continue
            words = clean(value)
            if not words:
                continue
            if len(words) > longest:
                self.mend(name, f"{len(words):,} letters are too many; {longest:,} are kept.")
                words = words[:longest].strip()
            return words
        return ""

    def _number(self, name: str, value: object) -> str:
        if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
            value = int(value)
        if isinstance(value, int | float):
            return "" if isinstance(value, bool) else str(value)
        self.mend(name, "this is no text; it is left out.")
        return ""

    def nodes(self, *names: str) -> Iterator[Node]:
        """The objects of these fields, whether there is one or a list of them."""
        for name in names:
            value = self.value.get(name)
            if value is None or value == "":
                continue
            one = isinstance(value, Mapping)
            if not one and not isinstance(value, list):
                self.mend(name, "there should be a list of objects here; it is left out.")
                continue
            many = value if isinstance(value, list) else [value]
            if len(many) > MOST_CHILDREN:
                self.mend(name, f"{len(many):,} are too many; {MOST_CHILDREN} are read.")
            for at, child in enumerate(many[:MOST_CHILDREN]):
                place = f"{self.where}.{name}" + ("" if one else f"[{at}]")
                if isinstance(child, Mapping):
                    told = child.get(WHERE)
                    yield Node(child, told if isinstance(told, str) else place, self.notes)
                elif child is not None:
                    self.notes.mend(place, "this is no object; it is left out.")

    def node(self, *names: str) -> Node | None:
        return next(self.nodes(*names), None)

    def whole(self, name: str) -> int | None:
        """A number of years. Text is taken where it holds nothing but one."""
        value = self.value.get(name)
        if isinstance(value, bool) or value in (None, ""):
            return None
        words = clean(str(value))
        if words.lower() in _NOTHING or not words:
            return None
        if not _NUMBER.fullmatch(words):
            self.hold(name, f'"{words[:40]}" is no number. Write it in digits.')
            return None
        if isinstance(value, str) and ALL_TEXT not in self.value:
            self.mend(name, f'"{words}" was text; it is read as a number.')
        return int(float(words))

    def decimal(self, name: str) -> float | None:
        """A coordinate, or None with a remark: a place is good without."""
        value = self.value.get(name)
        if value is None or isinstance(value, bool):
            return None
        words = clean(str(value))
        if not words or words.lower() in _NOTHING:
            return None
        with suppress(ValueError):
            number = float(words)
            if abs(number) <= 180:
                return number
        self.mend(name, f'"{words[:40]}" is no coordinate; it is left out.')
        return None


def clean(text: str) -> str:
    """Words without markup, letters that cannot be seen, and needless space; lines are kept."""
    if text.isascii() and text.isprintable() and "<" not in text:  # as most
        words = " ".join(text.split())
        return "" if len(words) < _LONGEST_NOTHING and words.lower() in _NOTHING else words
    if not text.isascii():
        text = _STRAY_BYTE.sub(_windows, text)
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "<" in text and _MARKUP.search(text):
        text = _BREAKS.sub("\n", _HIDDEN.sub(" ", text))
        text = html.unescape(_MARKUP.sub("", text)).replace("\xa0", " ")
        text = _UNSEEN.sub("", text)
    lines = (" ".join(line.split()) for line in text.split("\n"))
    words = "\n".join(line for line in lines if line)
    return "" if words.lower() in _NOTHING else words


def _windows(byte: re.Match[str]) -> str:
    """A byte that is no UTF-8 is a letter of Windows-1252."""
    return bytes([ord(byte[0]) - 0xDC00]).decode("cp1252", "replace").replace("\ufffd", "")


def as_day(words: str) -> date | None:
    """A date as people and programs write it: 2026-11-21, a moment of it, 21/11/2026."""
    with suppress(ValueError):
        return date.fromisoformat(words[:10])
    for form in _DATES:
        with suppress(ValueError):
            return datetime.strptime(words, form).date()  # noqa: DTZ007 - a day has no zone
    return None


def as_clock(words: str) -> str | None:
    """HH:MM, or None. "9:00AM", "09:00:00", "9am", "17.30" and "1000-01-01T09:00:00" are times."""
    if "T" in words and as_day(words):
        words = words.partition("T")[2]
    found = _CLOCK.fullmatch(words.strip())
    if not found or not (found["minute"] or found["half"]):
        return None
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["half"] and hour <= 12:  # "13:00PM" says the same twice
        if not hour:
            return None
        hour = hour % 12 + (12 if found["half"][0] in "pP" else 0)
    if hour == 24 and minute == 0:
        return "23:59"
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
