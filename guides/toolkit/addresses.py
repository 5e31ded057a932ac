"""Addresses as words: postcodes, and how much of a street may be told."""

from __future__ import annotations

import re
from collections.abc import Collection

from guides.api.referral import Precision

_POSTCODE = re.compile(r"(?:\b|^)([A-Za-z]{1,2}[0-9][A-Za-z0-9]?) ?([0-9])([A-Za-z]{2})$")
_SECTOR = re.compile(r"([A-Za-z]{1,2}[0-9][A-Za-z0-9]?)(?: ([0-9]))?")
_WITH_NUMBER = re.compile(r"\d")
_STREET = re.compile(
    r"\b(?:street|st|road|rd|lane|ln|avenue|ave|drive|dr|close|cl|way|place|pl|terrace|crescent"
    r"|cres|grove|gardens|gdns|court|ct|square|sq|hill|park|walk|row|parade|rise|mews|quay|gate"
    r"|green|wharf|embankment|broadway|circus|approach|bank|brow|view|yard|croft|fold|mount"
    r"|highway|parkway|wynd|vennel|loan)\.?$",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"\b(?:house|centre|center|building|hall|church|chapel|mosque|temple|school|library|office|offices"
    r"|floor|flat|flats|lodge|cottage|tower|hotel|hostel|refuge|suite|room|block)\b",
    re.IGNORECASE,
)
_FIRST_NUMBER = re.compile(
    r"^(?:(?:flat|unit|apartment|apt|room|suite|floor|no\.?|number)\s*)?"
    r"\d+\s*[a-z]?(?:\s*[-–/&]\s*\d+\s*[a-z]?)?\b[\s,]*",
    re.IGNORECASE,
)
UNSAFE: frozenset[str] = frozenset({"safety", "trafficking"})
"""Needs of people whom somebody may look for."""


_SHELTER = re.compile(
    r"\brefuges?\b|\bsafe ?houses?\b|domestic (?:abuse|violence)|traffick|modern slavery",
    re.IGNORECASE,
)


def precision_of(needs: Collection[str], said: Precision | None, name: str = "") -> Precision:
    """How exact an address may be. Where nobody said, those whom somebody looks for are hidden:
    by their needs, or because the name of the place tells what it is."""
    if said:
        return said
    return "exact" if UNSAFE.isdisjoint(needs) and not _SHELTER.search(name) else "hidden"


def tidy_postcode(words: str) -> str:
    """ "m145aa" is "M14 5AA". A sector or an outward code stays one. "" when it is none."""
    found = _POSTCODE.fullmatch(words.strip())
    if found:
        return f"{found[1]} {found[2]}{found[3]}".upper()
    return words.strip().upper() if _SECTOR.fullmatch(words.strip()) else ""


def without_postcode(address: str) -> tuple[str, str]:
    """An address, and the whole postcode that stood at its end, or ""."""
    found = _POSTCODE.search(address.rstrip(" .,"))
    if not found:
        return address, ""
    return address[: found.start()].rstrip(" .,"), f"{found[1]} {found[2]}{found[3]}".upper()


def sector(postcode: str) -> str:
    """ "M14 5AA" is in "M14 5". "" when it is no postcode."""
    found = _POSTCODE.fullmatch(postcode.strip())
    if found:
        return f"{found[1]} {found[2]}".upper()
    return tidy_postcode(postcode)


def street(address: str) -> str:
    """The street of an address and what comes behind it, without numbers and names of houses.

    What cannot be told from the name of a house is left out: better too little than too much.
    """
    parts = [_FIRST_NUMBER.sub("", part.strip()).strip() for part in address.split(",")]
    at = next((n for n, part in enumerate(parts) if _STREET.search(part)), None)
    kept = parts[at:] if at is not None else ()
    return ", ".join(
        part for part in kept if part and not (_WITH_NUMBER.search(part) or _HOUSE.search(part))
    )


def shown(address: str, postcode: str, precision: Precision) -> tuple[str, str]:
    """What of an address and a postcode may be kept."""
    address, behind = without_postcode(address)
    postcode = postcode or behind
    if precision == "hidden":
        return "", ""
    if precision == "sector":
        return "", sector(postcode)
    if precision == "street":
        return street(address), sector(postcode)
    return address, postcode
