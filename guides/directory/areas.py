"""Local authorities, counties, regions and nations: their codes, names, and what lies in what."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from guides.directory.domain import Area

_FILE = Path(__file__).parent / "data" / "areas.csv"
_NATION_OR_MORE = re.compile(r"[A-Z]92|K0[234]")
_FILLING = re.compile(
    r"\b(?:the|whole|all|of|across|throughout|area|areas|region|county|city|borough|boroughs|"
    r"council|district|metropolitan|unitary|authority|london borough|royal borough)\b"
)


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    within: str
    now: str


def area_named(name: str) -> Area | None:
    """The area with this name, however it is written: "city of york", "Hull", "Cymru".

    None where there is none, or where it could be several. Areas that are no authority, county,
    region or nation (a town, half of a city) have no code: keep their name as it is. So it is with
    abolished ones: Scarborough's successor is all of North Yorkshire.
    """
    code = _named(name, _by_name())
    return Area(code, area_name(code)) if code else None


def area_around(town: str) -> str:
    """The code of the authority in which a town lies, as far as an authority, even an abolished
    one, has its name: for Scarborough that of North Yorkshire. "" if not known."""
    return area.code if (area := area_named(town)) else _named(town, _abolished())


def area_name(code: str) -> str:
    """ "Manchester" for E08000003; of an abolished one the name that it had; "" if not known."""
    row = _table().get(code)
    return row.name if row else ""


def current(code: str) -> str:
    """The code that holds today: Carlisle's (E07000028) is Cumberland's (E06000063) now."""
    row = _table().get(code)
    return row.now if row and row.now else code


def is_local(code: str) -> bool:
    """Whether it is smaller than a nation."""
    return not _NATION_OR_MORE.match(code)


def upward(codes: Iterable[str]) -> tuple[str, ...]:
    """These areas and all in which they lie, the smallest first, at last the United Kingdom."""
    found = dict.fromkeys(map(current, codes))
    ranks = [list(found)]
    while ranks[-1]:
        rows = (_table().get(code) for code in ranks[-1])
        ranks.append([row.within for row in rows if row and row.within])
    for code in (code for rank in ranks[1:] for code in rank):
        found.pop(code, None)  # it comes later, after all that is smaller
        found[code] = None
    return tuple(found)


@cache
def _table() -> dict[str, _Row]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {r["code"]: _Row(r["name"], r["within"], r["now"]) for r in csv.DictReader(file)}


@cache
def _by_name() -> dict[str, str]:
    """Plain names and their codes. A name that means two areas is in it only if one is meant."""
    found: dict[str, str] = {}
    bare: dict[str, set[str]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["now"]:
                for name in (row["name"], *filter(None, row["also"].split("|"))):
                    found[_plain(name)] = row["code"]
                    bare.setdefault(_bare(_plain(name)), set()).add(row["code"])
    return {name: codes.pop() for name, codes in bare.items() if name and len(codes) == 1} | found


@cache
def _abolished() -> dict[str, str]:
    return {_plain(row.name): row.now for row in _table().values() if row.now}


def _named(name: str, names: dict[str, str]) -> str:
    plain = _plain(name[:200])
    return names.get(plain) or names.get(_bare(plain), "")


def _plain(name: str) -> str:
    """Small letters without accents and signs: "Ynys Môn" is "ynys mon", "&" is "and"."""
    spread = unicodedata.normalize("NFKD", name).replace("&", " and ").replace("'", "")
    letters = "".join(c for c in spread.casefold() if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", letters.replace("’", "")))


def _bare(plain: str) -> str:
    """Without the words that say what kind of area it is."""
    return " ".join(_FILLING.sub(" ", plain).split())
