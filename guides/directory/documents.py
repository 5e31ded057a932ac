"""A listing as JSON, both ways: what stands in the database, and what digests are made of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields

import msgspec

from guides.directory.domain import Area, Eligibility, Listing, Need, Precision


@dataclass(frozen=True, slots=True)
class OutlinePlace:
    """Of a place only in which part of the country it is."""

    city: str = ""
    county: str = ""
    postcode: str = ""
    precision: Precision = "exact"


@dataclass(frozen=True, slots=True)
class Outline:
    """Of a listing only for whom it is, and where: less than half the time to read."""

    needs: tuple[Need, ...] = ()
    eligibility: Eligibility = field(default_factory=Eligibility)
    areas: tuple[Area, ...] = ()
    places: tuple[OutlinePlace, ...] = ()


_reader = msgspec.json.Decoder(Listing)
_outlines = msgspec.json.Decoder(Outline)
_writer = msgspec.json.Encoder(order="deterministic")


def write(listing: Listing) -> str:
    """The same listing makes the same text."""
    return _writer.encode(listing).decode()


def read(document: str) -> Listing:
    """What :func:`write` wrote. Raises :class:`ValueError` for anything else."""
    return _reader.decode(document)


def outline(document: str) -> Outline:
    """The outline of what :func:`write` wrote. Raises :class:`ValueError` for anything else."""
    return _outlines.decode(document)


def digest(document: str) -> str:
    """64 hex digits."""
    return hashlib.sha256(document.encode()).hexdigest()


def plain(value: object) -> object:
    """A value of a field as a correction holds it: lists, words and numbers."""
    return msgspec.to_builtins(value)


def corrected(listing: Listing, edits: dict[str, object]) -> Listing:
    """The listing with local corrections: each names a field and holds what stands there instead.

    Raises:
        ValueError: when a field is not known or its value has the wrong shape.
    """
    if not edits:
        return listing
    if strange := edits.keys() - {each.name for each in fields(listing)}:
        raise ValueError(f"{min(strange)} is no field of a listing")
    return msgspec.convert(msgspec.to_builtins(listing) | edits, Listing)
