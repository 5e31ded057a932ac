"""A large JSON file, one record after the other, in little memory.

Known are a list, one object, an object with lists in it (a page of a feed, a set of tables), and
objects one below the other (ndjson). A record that is no JSON is passed over, and said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

MOST_LETTERS = 2_000_000
"""Of one record."""
_AHEAD = MOST_LETTERS + 1
_SPACE = re.compile(r"[\s\ufeff\x00]*")
_MARKS = re.compile(r'["{}\[\],]')
_END_OF_STRING = re.compile(r'["\\]')
CUT_OFF = "The file ends here, in the middle. What stands before this was read."


@dataclass(frozen=True, slots=True)
class Piece:
    """A value, and where it stood: in the list ``table``, or in a field of the whole object."""

    table: str
    """The name of the list, "" for a list that is the whole file."""
    index: int | None
    """Its place in the list; None for a field of the whole object."""
    value: object
    problem: str = ""
    """Why there is no value."""
    last: bool = False
    """Nothing behind this can be read."""


class _Broken(Exception):
    """What comes is not what JSON wants here."""


def _refuse(name: str) -> float:
    raise ValueError(f"{name} is no number")


class _Text:
    """A window on the text of a file, always with one whole record in it."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._text = ""
        self._at = 0
        self._ended = False
        self._decoder = json.JSONDecoder(parse_constant=_refuse)
        self._fill()

    def _fill(self) -> None:
        while not self._ended and len(self._text) - self._at < _AHEAD:
            more = self._stream.read(2 * MOST_LETTERS)
            self._text, self._at = self._text[self._at :] + more, 0
            self._ended = not more

    def peek(self) -> str:
        """The next letter that is no space; "" at the end."""
        while True:
            found = _SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._fill()

    def take(self, letter: str) -> bool:
        if self.peek() != letter:
            return False
        self._at += 1
        return True

    def value(self) -> object:
        """The next value. Raises ValueError where there is none, or too much of it; then
        :meth:`skip` goes on."""
        self.peek()
        self._fill()
        try:
            value, end = self._decoder.raw_decode(self._text, self._at)
        except RecursionError:
            raise ValueError("lists within lists within lists") from None
        if end - self._at > MOST_LETTERS:
            raise ValueError(f"more than {MOST_LETTERS:,} letters")
        self._at = end
        return value

    def whole(self) -> tuple[object, str] | None:
        """The next value and the letter behind it, if all that stands in the window; nothing is
        used up."""
        self.peek()
        self._fill()
        try:
            value, end = self._decoder.raw_decode(self._text, self._at)
        except (ValueError, RecursionError):
            return None
        found = _SPACE.match(self._text, end)
        behind = found.end() if found else end
        return value, self._text[behind : behind + 1]

    def skip(self) -> bool:
        """Go to the comma or bracket behind a value that cannot be read. False: there is none."""
        depth, inside = 0, False
        while True:
            marks = _END_OF_STRING if inside else _MARKS
            found = marks.search(self._text, self._at)
            if not found:
                self._at = len(self._text)
                if not self._more():
                    return False
                continue
            mark = found[0]
            if not inside and not depth and mark in ",]}":
                self._at = found.start()
                return True
            self._at = found.end()
            if mark == "\\":
                if self._at == len(self._text):
                    self._more()
                self._at += 1
            elif mark == '"':
                inside = not inside
            elif mark in "{[":
                depth += 1
            elif mark in "}]":
                depth -= 1

    def skip_line(self) -> bool:
        """Go behind the end of the line. False: it is the last one."""
        while (end := self._text.find("\n", self._at)) < 0:
            self._at = len(self._text)
            if not self._more():
                return False
        self._at = end + 1
        return True

    def _more(self) -> bool:
        if self._ended:
            return False
        self._fill()
        return self._at < len(self._text)


def pieces(stream: TextIO) -> Iterator[Piece]:
    """All that stands in the file, in its order. Never raises for what the file says."""
    text = _Text(stream)
    first = text.peek()
    try:
        if first == "[":
            yield from _list(text, "")
        elif first == "{":
            yield from _objects(text)
        else:
            yield Piece("", None, None, "This is no JSON.", last=True)
            return
        if text.peek():
            yield Piece("", None, None, "Behind the end there is more; it is not read.", last=True)
    except _Broken as error:
        yield Piece("", None, None, str(error), last=True)


def _objects(text: _Text) -> Iterator[Piece]:
    """One object, or one below the other."""
    found = text.whole()
    if found is None or not found[1]:
        yield from _object(text)
        return
    at = 0
    while text.peek():
        try:
            yield Piece("", at, text.value())
        except ValueError as error:
            yield Piece("", at, None, _said(error))
            if not text.skip_line():
                return
        at += 1


def _list(text: _Text, table: str) -> Iterator[Piece]:
    text.take("[")
    if text.take("]"):
        if table:
            yield Piece(table, None, [])
        return
    at = 0
    while True:
        if not text.peek():
            raise _Broken(CUT_OFF)
        try:
            piece = Piece(table, at, text.value())
        except ValueError as error:
            piece = Piece(table, at, None, _said(error))
            if not text.skip():
                raise _Broken(CUT_OFF) from error
        yield piece
        at += 1
        if text.take("]"):
            return
        if not text.take(","):
            raise _Broken(CUT_OFF if not text.peek() else _not_separated(table, at))
        if text.take("]"):  # one comma too many
            return


def _object(text: _Text) -> Iterator[Piece]:
    text.take("{")
    while not text.take("}"):
        try:
            name = text.value()
        except ValueError:
            name = None
        if not isinstance(name, str) or not text.take(":"):
            raise _Broken(CUT_OFF if not text.peek() else "From here on this is no JSON.")
        if text.peek() == "[":
            yield from _list(text, name)
        else:
            try:
                yield Piece(name, None, text.value())
            except ValueError as error:
                yield Piece(name, None, None, _said(error))
                if not text.skip():
                    raise _Broken(CUT_OFF) from error
        if not text.take(",") and text.peek() != "}":
            raise _Broken(CUT_OFF if not text.peek() else "From here on this is no JSON.")


def _not_separated(table: str, at: int) -> str:
    return f"Between {table or 'services'}[{at - 1}] and the next there is no comma."


def _said(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"this is no JSON ({error.msg})."
    return f"it cannot be read: {str(error)[:80]}."
