"""Postcode sectors ("M14 5"): where their middle is, and which areas they lie in. All offline.

A whole postcode is cut to its sector at once, and nothing here logs or keeps what was typed. The
table is made by ``script/sectors``; data/LICENSE says of what.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from statistics import fmean

from guides.directory.areas import area_name as area_name  # one door for both
from guides.directory.areas import area_named as area_named
from guides.directory.areas import is_local, upward

_FILE = Path(__file__).parent / "data" / "sectors.csv"
_LONGEST = 60
_TOGETHER = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9])(?:[A-Z]{0,2})")
_INWARD = re.compile(r"[0-9][A-Z]{0,2}")


def sector_of(text: str) -> str:
    """The sector of what somebody typed: "m145tq", "M14 5TQ" and "M14 5" are "M14 5".

    "M14" stays the outward code "M14"; so does a postcode whose sector is not known, but its
    outward code is. "" when it is none in the United Kingdom. Never raises.
    """
    if len(text) > _LONGEST:
        return ""
    words = re.findall(r"[A-Z0-9]+", unicodedata.normalize("NFKC", text).upper())
    joined = "".join(words)
    if len(words) == 2 and _INWARD.fullmatch(words[1]):
        outward, digit = words[0], words[1][0]
    elif joined in _outward():
        return joined
    elif found := _TOGETHER.fullmatch(joined):
        outward, digit = found[1], found[2]
    else:
        return ""
    sector = f"{outward} {digit}"
    if sector in _sectors():
        return sector
    return outward if outward in _outward() else ""


def middle(sector: str) -> tuple[float, float] | None:
    """Latitude and longitude of the middle of a sector or an outward code; a whole postcode is
    cut first. None when it is not known."""
    if not (parts := _parts(sector)):
        return None
    north, east = zip(*(_row(part)[0] for part in parts), strict=True)
    return round(fmean(north), 4), round(fmean(east), 4)


def areas_of(sector: str) -> tuple[str, ...]:
    """The codes of all areas in which a sector or an outward code lies, the smallest first.

    Authorities (of a sector, the one with most postcodes first), counties, regions, nations, the
    United Kingdom. Where the table knows no authority, they begin with the nation:
    :func:`authority_known` says so. () when the sector is not known.
    """
    return upward(_own_areas(sector))


def authority_known(sector: str) -> bool:
    """Whether the local authorities are known of all of it.

    If not, that an authority is not among :func:`areas_of` does not say that it is another.
    """
    return bool(own := _own_areas(sector)) and all(map(is_local, own))


@cache
def positions() -> tuple[tuple[float, float], ...]:
    """The middles of all sectors: together they look like the country."""
    return tuple(_row(sector)[0] for sector in _sectors())


def _own_areas(sector: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for part in _parts(sector) for code in _row(part)[1]))


def _parts(sector: str) -> tuple[str, ...]:
    """The lines of the table that a sector or an outward code stands for."""
    if sector in _sectors():
        return (sector,)
    found = sector_of(sector)
    return (found,) if found in _sectors() else _outward().get(found, ())


def _row(sector: str) -> tuple[tuple[float, float], tuple[str, ...]]:
    latitude, longitude, codes = _sectors()[sector].split(",")
    return (float(latitude), float(longitude)), tuple(codes.split())


@cache
def _sectors() -> dict[str, str]:
    """Each sector and the rest of its line: most are never asked for, so none is taken apart."""
    lines = _FILE.read_text("utf-8").splitlines()[1:]
    return dict(line.split(",", 1) for line in lines)


@cache
def _outward() -> dict[str, tuple[str, ...]]:
    """Each outward code and its sectors. Of Northern Ireland there are only outward codes."""
    found: dict[str, list[str]] = {}
    for sector in _sectors():
        found.setdefault(sector.partition(" ")[0], []).append(sector)
    return {outward: tuple(sectors) for outward, sectors in found.items()}
