"""TOML read field by field, every mistake noted with its line."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from guides.toolkit.faults import Faults, Severity
from guides.toolkit.folder import Folder

T = TypeVar("T", bound=str)
_ERROR_LINE = re.compile(r"\(at line (\d+)")
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


MOST_LETTERS = 4_000
"""A text of one field is shorter: prose stands in Markdown files."""
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of all that follows: a phone number would read backwards."""


def unprintable(text: str) -> str:
    """Why the text of a field can stand on no page, or ""."""
    if len(text) > MOST_LETTERS:
        return f"has {len(text):,} letters; {MOST_LETTERS:,} are the most."
    return "" if text.isprintable() else unseen(text)


def unseen(text: str) -> str:
    """Why a text of any length holds what nobody can see and nobody should trust, or ""."""
    if text.isprintable():
        return ""
    if found := CONTROL.search(text):
        return f"holds a character that cannot be printed (U+{ord(found[0]):04X})."
    if found := TURNS.search(text):
        return f"holds a mark that turns its direction (U+{ord(found[0]):04X})."
    return ""


def note_unseen(path: Path, text: str, faults: Faults) -> None:
    """Name every line of a long text with something in it that cannot be seen."""
    for at, line in enumerate(text.split("\n"), 1):
        if problem := unseen(line):
            faults.note(path, at, f"The text {problem}", "Type the line again.")


def is_sensible(number: Decimal) -> bool:
    """Whether a number can be written out: not endless, and not longer than any amount is."""
    return number.is_finite() and -9 < number.adjusted() < 9


@dataclass(slots=True)
class TomlFile:
    """One parsed file. ``data`` is empty when it could not be parsed."""

    path: Path
    text: str
    data: dict[str, Any]
    faults: Faults
    _split: list[str] = field(default_factory=list)
    _tables: dict[str, list[int]] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Folder, path: Path, faults: Faults) -> TomlFile:
        return cls.parse(path, folder.read(path, faults), faults)

    @classmethod
    def parse(cls, path: Path, text: str, faults: Faults) -> TomlFile:
        """From text that was read already. Lines are counted in ``text``."""
        try:
            data = tomllib.loads(text)
        except (ValueError, RecursionError) as error:  # also: too deep, a number of too many digits
            found = _ERROR_LINE.search(str(error))
            line = int(found[1]) if found else text.count("\n") + 1
            faults.note(
                path,
                line,
                f"This is not TOML: {error}.",
                'Each line is name = "value", with straight quotation marks.',
            )
            data = {}
        return cls(path, text, data, faults)

    def root(self) -> Table:
        return Table(self, "", 0, self.data)

    def tables(self, name: str) -> Iterator[Table]:
        """Each ``[[name]]`` of the file."""
        entries = self.data.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            self.faults.note(
                self.path,
                self.line(name),
                f'"{name}" is not a list of tables.',
                f"Begin each one with a line [[{name}]].",
            )
            return
        for number, entry in enumerate(entries):
            yield Table(self, name, number, entry)

    def line(self, name: str, number: int = 0, key: str = "") -> int:
        """The line on which a table, or a field of it, stands. The first line if it is nowhere."""
        lines, begins = self._lines(), self._begins(name) if name else ()
        start = begins[number] if number < len(begins) else 0
        if not key:
            return start + 1
        wanted = _field(key)
        block = _block(name) if name else None
        for at in range(start + bool(name), len(lines)):
            if block and block.match(lines[at]):
                break
            if key in lines[at] and wanted.match(lines[at]):
                return at + 1
        return start + 1

    def _lines(self) -> list[str]:
        if not self._split:
            self._split = self.text.split("\n")
        return self._split

    def _begins(self, name: str) -> list[int]:
        """Where each table of this name begins: looked for once, not for each of its fields."""
        if name not in self._tables:
            begins = re.compile(rf"\s*\[\[?\s*{re.escape(name)}\s*\]")
            self._tables[name] = [n for n, text in enumerate(self._lines()) if begins.match(text)]
        return self._tables[name]


@lru_cache(maxsize=1000)
def _field(key: str) -> re.Pattern[str]:
    return re.compile(rf'\s*(?:\[\s*[\w.-]+\.)?"?{re.escape(key)}"?\s*(?:[=.]|\])')


@lru_cache(maxsize=100)
def _block(name: str) -> re.Pattern[str]:
    return re.compile(rf"\s*\[\[\s*{re.escape(name)}\s*\]\]")


@dataclass(slots=True)
class Table:
    """One table. Each getter notes what is wrong and goes on with something harmless."""

    file: TomlFile
    name: str
    number: int
    data: dict[str, Any]
    asked: set[str] = field(default_factory=set)
    parent: str = ""

    def line(self, key: str = "") -> int:
        """The line of a field; where it is missing, that of the part it belongs in."""
        start = self.file.line(self.name, self.number)
        for wanted in (key if key in self.data else "", self.parent):
            at = self.file.line(self.name, self.number, wanted) if wanted else start
            if at != start:
                return at
        return start

    def wrong(self, key: str, what: str, mend: str, severity: Severity = "fault") -> None:
        self.file.faults.note(self.file.path, self.line(key), what, mend, severity)

    def _get(self, key: str) -> Any:
        self.asked.add(key)
        return self.data.get(key)

    def text(self, key: str, *, needed: bool = False, default: str = "") -> str:
        value = self._get(key)
        if value is None and not needed:
            return default
        if not isinstance(value, str) or (needed and not value.strip()):
            missing = "is missing" if value in (None, "") else "is not a text"
            self.wrong(key, f'"{key}" {missing}.', f'Write {key} = "…" in this part.')
            return default
        if problem := unprintable(value):
            self.wrong(key, f'"{key}" {problem}', "Write it again, shorter if need be.")
            return default
        return " ".join(value.split())

    def id(self, key: str = "id") -> str:
        value = self.text(key, needed=True)
        if value and not ID.fullmatch(value):
            self.wrong(
                key,
                f'"{value}" cannot be an id.',
                "Use small letters, digits and hyphens only, such as food-bank.",
            )
        return value

    def number_(self, key: str, default: int = 0) -> int:
        value = self._get(key)
        if value is None:
            return default
        if not isinstance(value, int) or isinstance(value, bool):
            self.wrong(key, f'"{key}" is not a whole number.', f"Write {key} = 10, without quotes.")
            return default
        return value

    def decimal(self, key: str, *, needed: bool = False) -> Decimal | None:
        value = self._get(key)
        if value is None and not needed:
            return None
        try:
            if isinstance(value, bool) or value is None:
                raise InvalidOperation
            number = Decimal(str(value))
            if not is_sensible(number):
                raise InvalidOperation
            return number
        except InvalidOperation:
            self.wrong(key, f'"{key}" is not a number.', f'Write {key} = 14, or "49.18" for money.')
            return Decimal(0)

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self._get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            self.wrong(key, f'"{key}" is neither true nor false.', f"Write {key} = true.")
        return value is True

    def day(self, key: str, *, needed: bool = False) -> date | None:
        value = self._get(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        if value is not None or needed:
            self.wrong(
                key,
                f'"{key}" is not a date.' if value is not None else f'"{key}" is missing.',
                f"Write {key} = 2026-11-21 (year, month, day), without quotes.",
            )
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(v, str) for v in value):
            self.wrong(key, f'"{key}" is not a list of texts.', f'Write {key} = ["one", "two"].')
            return ()
        return tuple(value)

    def choice(self, key: str, among: Collection[T], default: T | None = None) -> T:
        value = self._get(key)
        if value is None and default is not None:
            return default
        for known in among:
            if value == known:
                return known
        self.wrong(key, f'"{key}" is {value!r}.', f"Choose one of: {', '.join(among)}.")
        return default if default is not None else next(iter(among))

    def choices(self, key: str, among: Collection[T]) -> tuple[T, ...]:
        wanted = self.texts(key)
        for value in wanted:
            if value not in among:
                self.wrong(
                    key, f'"{value}" is not known here.', f"Choose from: {', '.join(among)}."
                )
        return tuple(known for known in among if known in wanted)

    def part(self, key: str) -> Table | None:
        """A table inside this one, such as ``[fact.value]``."""
        value = self._get(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.wrong(
                key, f'"{key}" is not a part of its own.', f"Begin it with [{self.name}.{key}]."
            )
            return None
        return Table(self.file, self.name, self.number, value, parent=key)

    def parts(self, key: str) -> Iterator[Table]:
        """Tables inside this one that there can be several of, such as ``[[question.answer]]``."""
        value = self._get(key)
        entries = value if isinstance(value, list) else [value] if value is not None else []
        for entry in entries:
            if isinstance(entry, dict):
                yield Table(self.file, self.name, self.number, entry, parent=key)
            else:
                self.wrong(
                    key,
                    f'"{key}" is not a part of its own.',
                    f"Begin each one with [[{self.name}.{key}]].",
                )

    def done(self) -> None:
        """Note the words in this table that nobody asked for: misspelt, mostly."""
        for key in self.data.keys() - self.asked:
            near = difflib.get_close_matches(key, self.asked, n=1)
            mend = (
                f'Did you mean "{near[0]}"?'
                if near
                else f"Known here: {', '.join(sorted(self.asked))}."
            )
            self.wrong(key, f'"{key}" is not known here.', mend)
