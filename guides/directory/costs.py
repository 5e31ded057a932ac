"""What a service costs, in words and in pounds."""

from __future__ import annotations

import re
from decimal import Decimal

from guides.directory.domain import Cost

FREE = {"free", "none", "no cost", "no charge", "free of charge", "nothing", "£0", "£0.00", "0"}
_PARTS = re.compile(r"\s*;\s*|\s*,\s+(?![^()]*\))")
_POUNDS = re.compile(r"(?:(?P<option>[^£(]*?)[\s:]*)£\s?(?P<sum>\d{1,6}(?:\.\d{1,2})?)")
_SUM = re.compile(r"£\s?(\d{1,6}(?:\.\d{1,2})?)(?![\d.]\d)")
_NOTE = re.compile(r"(.*?)\s*\(([^()]*)\)")
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2})?")


def read_costs(words: str) -> tuple[Cost, ...]:
    """ "free", "£2.50", "Adults £5; children free", "£3 (bring the exact money)"."""
    return tuple(dict.fromkeys(_read(part) for part in _PARTS.split(words.strip()) if part))


def _read(part: str) -> Cost:
    found = _NOTE.fullmatch(part)
    words, note = (found[1], found[2]) if found else (part, "")
    if words.lower() in FREE:
        return Cost("free", Decimal(0), note)
    if pounds := _POUNDS.fullmatch(words):
        return Cost(pounds["option"].strip(), Decimal(pounds["sum"]), note)
    if _NUMBER.fullmatch(words):
        return Cost("", Decimal(words), note)
    sums = {Decimal(amount) for amount in _SUM.findall(words)}
    if not sums and words.lower().endswith(" free"):
        return Cost(words, Decimal(0), note)
    return Cost(words, sums.pop() if len(sums) == 1 else None, note)


def costs_in_words(costs: tuple[Cost, ...]) -> str:
    """What :func:`read_costs` reads again."""
    return "; ".join(map(_said, costs))


def _said(cost: Cost) -> str:
    words = cost.option
    if cost.amount is not None and _read(words or "?").amount != cost.amount:
        words = f"{words} £{cost.amount:.2f}".strip()
    return f"{words} ({cost.note})".strip() if cost.note else words
