"""Listings as hypothesis makes them: all that a flat table has a place for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from guides.directory.domain import (
    GENDERS,
    HOUSEHOLDS,
    HOWS,
    MODES,
    NATIONAL,
    NEEDS,
    PRECISIONS,
    ROOM_STATES,
    ROUTES,
    STATUSES,
    VISIBILITIES,
    Area,
    Check,
    Cost,
    Eligibility,
    Identifier,
    Language,
    Listing,
    Phone,
    Place,
    Room,
    Schedule,
)  # fmt: skip
from guides.directory.hours.words import read_hours
from guides.directory.precision import as_kept
from guides.toolkit.addresses import without_postcode

LETTERS = "abc XYZ 019 éüß مقهى =+-@'\",.|:#&!"
DAY = st.dates(date(2020, 1, 1), date(2030, 12, 31))


def _tidy(text: str) -> str:
    return " ".join(text.split())


def words(most: int = 20, letters: str = LETTERS) -> st.SearchStrategy[str]:
    return st.text(letters, max_size=most).map(_tidy)


some_words = words().filter(bool)
plain = words(letters="abcdefg ").filter(bool)
notes = words(letters="abcdefg ").filter(lambda note: note not in ("a", "b"))


T = TypeVar("T")


def several(each: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(each, max_size=3, unique=True).map(tuple)


phones = st.builds(
    Phone,
    st.sampled_from(["0161 496 0000", "+44 161 496 0001", "01632960002", "01632 960003 ext 4"]),
    notes,
)
places = st.builds(
    Place,
    name=words(),
    address=words().filter(lambda text: without_postcode(text) == (text, "")),
    city=words(),
    county=words(),
    postcode=st.sampled_from(["", "M14 5AA", "M14 5", "M14", "EC1A 1BB"]),
    precision=st.sampled_from(PRECISIONS),
    latitude=st.floats(50, 60),
    longitude=st.floats(-8, 1.5),
    accessibility=several(plain),
)
costs = st.just(Cost("free", Decimal(0))) | st.builds(
    Cost,
    st.sampled_from(["", "adults", "a family"]),
    st.decimals(1, 999, places=2),
    notes,
)
rooms = st.builds(
    lambda state, on, days, note: Room(state, on, on + timedelta(days=days), note),
    st.sampled_from(ROOM_STATES), DAY, st.integers(0, 40), notes,
)  # fmt: skip
schedules = st.sampled_from(
    [
        (),
        (Schedule("09:00", "17:00", "MO,TU,WE,TH,FR"),),
        (Schedule("14:00", "16:00", "1MO", "MONTHLY"), Schedule("00:00", "23:59", "SA,SU")),
    ]
)
ages = st.sampled_from([(None, None), (18, None), (None, 17), (16, 25), (0, 5), (30, 30)])


def _with_hours(listing: Listing) -> Listing:
    """Hours in words come back read, where they can be."""
    read, _ = read_hours(listing.hours)
    return replace(listing, schedules=listing.schedules or read)


@st.composite
def _whom(draw: st.DrawFn) -> Eligibility:
    youngest, oldest = draw(ages)
    return Eligibility(
        stages=draw(several(st.sampled_from(["claiming", "refused-and-appealing"]))),
        genders=draw(st.sampled_from([(), *((each,) for each in GENDERS)])),
        households=draw(several(st.sampled_from(HOUSEHOLDS))),
        minimum_age=youngest,
        maximum_age=oldest,
        no_documents=draw(st.none() | st.booleans()),
        note=draw(words()),
    )


listings = st.builds(
    Listing,
    key=some_words,
    name=some_words,
    what=words(60),
    organisation=words(),
    identifiers=several(st.builds(Identifier, st.just("GB-CHC"), st.sampled_from(["1", "207076"]))),
    status=st.sampled_from(STATUSES),
    visibility=st.sampled_from(VISIBILITIES),
    url=st.sampled_from(["", "https://example.org", "http://example.org/a?b=c,d;e"]),
    email=st.sampled_from(["", "help@example.org"]),
    phones=st.lists(phones, max_size=3, unique_by=lambda phone: phone.number).map(tuple),
    languages=several(
        st.builds(
            Language,
            st.sampled_from(["ar", "fa", "prs", "ckb", "ti", "ga", "so", "mul", "zh-Hant", "kmr"]),
            st.none() | st.sampled_from(MODES),
            notes,
        )
    ),
    needs=several(st.sampled_from(NEEDS)),
    eligibility=_whom(),
    hours=st.sampled_from(["", "Mon 9-5", "ring first", "Mon 7-9"]),
    schedules=schedules,
    places=st.lists(places.map(as_kept), max_size=1).map(tuple),
    areas=several(
        st.just(NATIONAL)
        | st.builds(Area, st.sampled_from(["", "E08000003"]), st.just("Bristol, City of"))
        | st.builds(Area, st.just("E08000006"), st.sampled_from(["", "Salford"]))
        | st.builds(Area, st.just(""), st.just("Northtown / Southtown"))
    ),
    costs=several(costs),
    route=st.none() | st.sampled_from(ROUTES),
    route_note=words(),
    wait=words(),
    room=st.none() | rooms,
    check=st.none() | st.builds(Check, DAY, words(), st.none() | st.sampled_from(HOWS)),
    terms=several(plain),
).map(_with_hours)
