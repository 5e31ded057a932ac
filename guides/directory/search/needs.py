"""What a service is for, told by its own words, where its list does not say so."""

from __future__ import annotations

from dataclasses import replace

from guides.directory.domain import Listing, Need
from guides.directory.search.synonyms import LONGEST, synonyms
from guides.directory.search.words import stem, words


def with_needs(listing: Listing) -> tuple[Listing, tuple[Need, ...]]:
    """The listing with needs, and those of them that its words told. Said ones are left alone."""
    if listing.needs:
        return listing, ()
    told = _told(listing.name) | _told(listing.what)
    return (replace(listing, needs=tuple(told)), tuple(told)) if told else (listing, ())


def _told(text: str) -> dict[Need, None]:
    stems, known = [stem(word) for word in words(text)], synonyms().tells
    runs = (tuple(stems[at : at + n]) for at in range(len(stems)) for n in range(1, LONGEST + 1))
    return {need: None for run in runs for need in known.get(run, ())}
