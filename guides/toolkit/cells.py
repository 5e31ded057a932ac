"""Single cells of a spreadsheet as people type them: days, phone numbers, languages, hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import cache, lru_cache

from babel import Locale

from guides.toolkit.faults import Faults
from guides.toolkit.tables import Record, slug

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SHORT: Mapping[str, tuple[str, ...]] = {
    "monday": ("mon", "mons"), "tuesday": ("tue", "tues"), "wednesday": ("wed", "weds"),
    "thursday": ("thu", "thus", "thur", "thurs"), "friday": ("fri", "fris"),
    "saturday": ("sat", "sats"), "sunday": ("sun", "suns"),
}  # fmt: skip
"""How people shorten the days."""
_WEEKDAYS = {short for day in DAYS for short in (day, *SHORT[day])}
_DATES = ("%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y")
_PHONE = re.compile(r"\+?[0-9][0-9 ().\-/]{1,22}")
_LOST_ZERO = re.compile(r"[1-9][0-9]{8,9}")
_USUAL = re.compile(r"0[0-9]{2}[0-9 ]{0,20}")
"""As it should be: nothing has to be undone."""
_ROUNDED = re.compile(r"[0-9.]+e\+?[0-9]+", re.IGNORECASE)
_CLOSED = {"closed", "no", "x closed"}
_OPEN = {"x", "yes", "y", "open", "✓", "✔"}
_LANGUAGES = {"dari": "prs", "farsi": "fa", "sorani": "ckb", "kurdish sorani": "ckb"}
_ALL = {"all", "any", "every", "everywhere"}


def several(cell: str) -> tuple[str, ...]:
    """The parts of a cell, between semicolons or commas."""
    return tuple(part.strip() for part in cell.replace(",", ";").split(";") if part.strip())


@lru_cache(1_000)
def stages(cell: str) -> tuple[str, ...]:
    """Ids of stops. "Waiting and support" is the same as ``waiting-and-support``."""
    return tuple(slug(part) or part for part in several(cell) if part.lower() not in _ALL)


@lru_cache(1_000)
def languages(cell: str) -> tuple[str, ...]:
    """Codes of languages, also where their English names stand."""
    names = _names()
    return tuple(dict.fromkeys(names.get(part.lower(), part) for part in several(cell)))


def language_code(name: str) -> str:
    """The code of a language that is called so in English, or ""."""
    return _names().get(name.lower(), "")


@cache
def language_name(code: str) -> str:
    """A name or a code that :func:`languages` reads as this code."""
    own = next((name for name, other in _LANGUAGES.items() if other == code), "")
    for name in (own.title(), Locale("en").languages.get(code, ""), code):
        if name and name.replace(" ", "").replace("-", "").isalnum() and languages(name) == (code,):
            return name
    return code


@cache
def _names() -> Mapping[str, str]:
    return {n.lower(): code for code, n in Locale("en").languages.items() if "_" not in code} | (
        _LANGUAGES
    )


def day(record: Record, column: str, faults: Faults) -> date | None:
    """A date, written in any of the ways that are usual in the UK: the day before the month."""
    cell = record.cells.get(column, "")
    if not cell:
        return None
    with suppress(ValueError):
        return date.fromisoformat(cell)
    for form in _DATES:
        try:
            return datetime.strptime(cell, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    is_day = cell.lower().strip(".") in _WEEKDAYS
    what = f'"{cell[:40]}" in "{column}" is {"a day of the week, not" if is_day else "not"} a date.'
    record.warn(faults, what, "Write it as 2026-11-21; it is left out.")
    return None


def phone(record: Record, faults: Faults, column: str = "phone") -> str:
    """A number to ring. What a spreadsheet did to it is undone where that is sure."""
    cell = record.cells.get(column, "")
    if not cell or _USUAL.fullmatch(cell):
        return cell
    if _ROUNDED.fullmatch(cell):
        record.warn(
            faults, f'Of the phone number only "{cell}" is left; it is left out.',
            "Make the column text in your spreadsheet, and type the number again.",
        )  # fmt: skip
        return ""
    if _LOST_ZERO.fullmatch(cell):
        record.warn(
            faults, f'The phone number "{cell}" has lost its first 0; it was put back.',
            "Make the column text in your spreadsheet, and type the 0 again.",
        )  # fmt: skip
        return f"0{cell}"
    if re.fullmatch(r"44[0-9]{9,10}", cell):
        return f"+{cell}"
    found = [m[0] for m in _PHONE.finditer(cell) if sum(c.isdigit() for c in m[0]) > 2]
    if not found:
        record.warn(
            faults, f'"{cell[:40]}" is not a phone number; it is left out.',
            "Write digits and spaces, or put the words into another column.",
        )  # fmt: skip
        return ""
    number = _digits(found[0])
    if len(found) > 1 or re.sub(r"\W", "", found[0]) != re.sub(r"\W", "", cell):
        record.warn(
            faults, f'Of "{cell[:60]}" only the phone number {number} is used.',
            "Keep one number in this column, and nothing else.",
        )  # fmt: skip
    return number


def _digits(number: str) -> str:
    first = number.split("/")[0] if number.count("/") == 1 else number
    plain = re.sub(r"\(0\)", "", first) if first.startswith("+") else first
    return " ".join(re.sub(r"[().\-/]", " ", plain).split())


def hours(cells: Mapping[str, str]) -> str:
    """Opening hours; columns for the days of the week are put into words."""
    if cells.keys().isdisjoint(DAYS):
        return cells.get("hours", "")
    runs: list[list[str]] = []  # first day, last day, when
    last = ""
    for name in DAYS:
        cell = cells.get(name, "")
        when = "" if cell.lower() in _OPEN else cell
        if not cell or cell.lower() in _CLOSED:
            last = ""
            continue
        if last and runs[-1][2] == when:
            runs[-1][1] = name
        else:
            runs.append([name, name, when])
        last = name
    days = [
        (a if a == b else f"{a} to {b}").title().replace(" To ", " to ") + (f" {w}" if w else "")
        for a, b, w in runs
    ]
    return ", ".join([*filter(None, [cells.get("hours", "")]), *days])
