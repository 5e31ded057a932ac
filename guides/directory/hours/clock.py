"""Times of day as people write them, two by two: "9-5", "10:00–12:30", "7 to 9pm"."""

from __future__ import annotations

import re

WORDS = (
    r"(?:12\s*)?(?:noon|midday|midnight)"
    r"|\d{1,2}(?:[:.h]\d{2})?(?::\d{2})?\s*(?:[ap]\.?m\b\.?|[ap]\b)?(?:\s*(?:noon|midnight))?"
    r"|\d{4}(?:\s*h(?:rs|ours)?)?(?!\d)"
)
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?(?::\d{2})?\s*(?:([ap])\.?m?\.?)?", re.IGNORECASE)
_MILITARY = re.compile(r"(\d{2})(\d{2})(?:\s*h(?:rs|ours)?)?", re.IGNORECASE)
_OF_24 = re.compile(r"1[3-9]|2[0-4]")
_HALF = re.compile(r"[ap]", re.IGNORECASE)
_NIGHT = range(30, 6 * 60)
_NOON = 12 * 60
_DAY = 24 * 60
_EARLIEST, _LATEST = 6 * 60, 21 * 60
"""Nobody opens before or after, unless it says so."""
_LONGEST = 12 * 60


def span(opens: str, closes: str) -> tuple[str, str] | None:
    """HH:MM and HH:MM, when the two can mean one thing only.

    Without "am" and "pm" the hours of a clock are read so that it opens between 6 in the morning
    and 9 in the evening, closes later on the same day, and is open for 12 hours at most.
    """
    of_24 = any(_OF_24.match(words.strip()) for words in (opens, closes))
    first, last = _meanings(opens, of_24), _meanings(closes, of_24)
    if first is None or last is None:
        return None
    if len(first) == 1 and first[0] in _NIGHT and not _HALF.search(opens):
        return None  # "01:00" is hardly ever the night
    if len(first) == len(last) == 1:
        (start,), (end,) = first, last
        found = {(start, end)} if start % _DAY != end % _DAY or (start, end) == (0, _DAY) else set()
    else:
        found = {
            (start, end)
            for start in first
            for end in last
            if start < end <= start + _LONGEST and (len(first) == 1 or _EARLIEST <= start < _LATEST)
        }
        if len(last) == 1 and len(found) > 1:  # "7-9pm": both are of the evening
            found = {(a, b) for a, b in found if (a >= _NOON) == (b > _NOON)} or found
    if len(found) != 1:
        return None
    ((start, end),) = found
    return ("00:00", "23:59") if (start, end) == (0, _DAY) else (_written(start), _written(end))


def _meanings(words: str, of_24: bool) -> tuple[int, ...] | None:
    """Minutes after midnight that a time can mean. ``of_24`` is a clock of 24 hours."""
    plain = words.strip().lower()
    if plain.endswith(("noon", "midday")):
        return (_NOON,) if plain[:2] in ("12", "no", "mi") else None
    if plain.endswith("midnight"):
        return (_DAY,)
    if found := _MILITARY.fullmatch(plain):
        hour, minute, half = int(found[1]), int(found[2]), ""
        sure = True
    elif found := _TIME.fullmatch(plain):
        hour, minute, half = int(found[1]), int(found[2] or 0), found[3] or ""
        sure = found[1][0] == "0" or hour == 0 or (of_24 and not half)
    else:
        return None
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        return None
    if half:
        if not 1 <= hour <= 12:
            return None
        return ((hour % 12 + (12 if half == "p" else 0)) * 60 + minute,)
    if sure:
        return (hour * 60 + minute,)
    return (hour % 12 * 60 + minute, (hour % 12 + 12) * 60 + minute)


def _written(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"
