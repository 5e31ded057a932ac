"""What of a listing is searched: its words and marks, its ages, where it is, when it is open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from math import isfinite

from guides.directory.areas import current
from guides.directory.domain import Listing, Place
from guides.directory.hours.opening import Slot as Slot
from guides.directory.hours.opening import slots_of
from guides.directory.search.words import NAME, mark, stem, token, words

UNKNOWN_AGE = -1
MOST_TOKENS = 3_000
"""Of one listing. Nobody reads more, and PostgreSQL has a limit of its own."""
ANY = "any"

Middle = Callable[[str], tuple[float, float] | None]
"""The middle of a postcode sector."""


@dataclass(frozen=True, slots=True)
class Index:
    search: str
    """Tokens of ``words.py`` with spaces between them: marks first, then words."""
    minimum_age: int
    """-1 where nobody said."""
    maximum_age: int
    latitude: float | None
    longitude: float | None
    slots: tuple[Slot, ...]


def index_of(listing: Listing, *, org: int, middle: Middle) -> Index:
    """All by which a listing is found."""
    eligibility = listing.eligibility
    latitude, longitude = next(
        filter(None, (_position(place, middle) for place in listing.places)), (None, None)
    )
    tokens = chain(_marks(listing, org), _name(listing.name), _words(listing))
    return Index(
        search=" ".join(islice(dict.fromkeys(tokens), MOST_TOKENS)),
        minimum_age=_age(eligibility.minimum_age),
        maximum_age=_age(eligibility.maximum_age),
        latitude=latitude,
        longitude=longitude,
        slots=slots_of(chain(listing.schedules, *(place.schedules for place in listing.places))),
    )


def _age(years: int | None) -> int:
    return years if years is not None and 0 <= years <= 150 else UNKNOWN_AGE


def _position(place: Place, middle: Middle) -> tuple[float, float] | None:
    """Where a place is, as exactly as may be known."""
    if place.precision == "hidden":
        return None
    if place.precision != "sector" and place.latitude is not None and place.longitude is not None:
        here = place.latitude, place.longitude
        # 0, 0 lies in the sea off Africa: a spreadsheet's way to say that it does not know.
        if all(map(isfinite, here)) and abs(here[0]) <= 90 and abs(here[1]) <= 180 and any(here):
            return here
    return middle(place.postcode) if place.postcode else None


# Marks -------------------------------------------------------------------------------------------


def _marks(listing: Listing, org: int) -> Iterator[str]:
    who = listing.eligibility
    yield mark("org", str(org))
    yield mark("seen", listing.visibility)
    yield mark("cost", cost(listing))
    yield mark("papers", {True: "no", False: "yes", None: "unknown"}[who.no_documents])
    yield from (mark("need", need) for need in listing.needs)
    yield from (mark("stage", stage) for stage in who.stages or (ANY,))
    yield from (mark("gender", gender) for gender in who.genders or (ANY,))
    yield from (mark("house", household) for household in who.households or (ANY,))
    yield from (mark("area", current(area.code)) for area in listing.areas if area.code)
    if not listing.languages:  # nobody said; English at least
        yield mark("lang", "en")
        yield mark("spoken", "en")
    for language in listing.languages:
        yield mark("lang", base(language.code))
        if language.mode in ("staff", None):
            yield mark("spoken", base(language.code))


def base(code: str) -> str:
    """A language without its region: who speaks "pt-BR" is helped in "pt"."""
    return code.partition("-")[0].lower()


def cost(listing: Listing) -> str:
    """free, paid, or unknown where nobody said so."""
    if any(c.amount == 0 or (c.amount is None and _says_free(c.option)) for c in listing.costs):
        return "free"
    return "paid" if any(c.amount for c in listing.costs) else "unknown"


def _says_free(option: str) -> bool:
    return "free" in words(option)


# Words -------------------------------------------------------------------------------------------


def _name(name: str) -> Iterator[str]:
    return (NAME + token(stem(word)) for word in words(name))


def _words(listing: Listing) -> Iterator[str]:
    return (token(stem(word)) for text in _texts(listing) for word in words(text))


def _texts(listing: Listing) -> Iterator[str]:
    yield listing.name
    yield listing.organisation
    yield from listing.needs
    yield listing.what
    yield from listing.terms
    yield from (area.name for area in listing.areas)
    yield from (cost.option for cost in listing.costs)
    yield from (listing.hours, listing.eligibility.note, listing.route_note, listing.wait)
    for place in listing.places:
        if place.precision == "hidden":
            continue
        yield from (place.city, place.county, place.postcode.partition(" ")[0])
        if place.precision != "sector":
            yield from (place.name, place.address)
