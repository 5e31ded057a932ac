"""Why a service is shown to somebody who looks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from guides.directory.asked import Reason, Search, Why
from guides.directory.domain import Listing
from guides.directory.search.indexing import base, cost
from guides.directory.shown import Shown

EVERY_LANGUAGE = "mul"
_RANKS: tuple[Reason, ...] = ("name", "words", "synonym")


def words_fit(rank: int, read: tuple[str, ...]) -> Iterator[Why]:
    """``rank`` as the store says it; ``read`` are words that were read instead of those typed."""
    yield Why(_RANKS[rank])
    if read and rank < 2:
        yield Why("spelling", " ".join(read))


def filters_fit(shown: Shown, asked: Search, today: date) -> Iterator[Why]:
    """For each thing that was asked for: what the service says of it."""
    listing = shown.listing
    yield from (Why("need", need) for need in asked.needs if need in listing.needs)
    yield from _who(listing, asked)
    if asked.free and cost(listing) == "free":
        yield Why("free")
    if asked.no_documents and listing.eligibility.no_documents:
        yield Why("no-documents")
    if asked.has_room:
        known = shown.room is not None and shown.room.known(today)
        yield Why("room" if known else "room-unknown")


def _who(listing: Listing, asked: Search) -> Iterator[Why]:
    who = listing.eligibility
    if asked.stage:
        yield Why("stage", asked.stage) if who.stages else Why("every-stage")
    if asked.language:
        yield from _language(listing, base(asked.language))
    if asked.gender and who.genders:
        yield Why("gender", asked.gender)
    if asked.age is not None and (who.minimum_age, who.maximum_age) != (None, None):
        yield Why("age", str(asked.age))


def _language(listing: Listing, code: str) -> Iterator[Why]:
    spoken = [each for each in listing.languages if base(each.code) in (code, EVERY_LANGUAGE)]
    if any(each.mode != "interpreter" and base(each.code) == code for each in spoken):
        yield Why("language", code)
    elif spoken:
        yield Why("interpreter", code)
    elif not listing.languages:
        yield Why("language", code)  # English, where nothing is said
