"""The search against one that is slow and simple, on both databases."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from math import cos, hypot, radians
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guides.directory import sectors
from guides.directory.asked import FILTERS, Search, Viewer
from guides.directory.domain import (
    NATIONAL,
    Area,
    Check,
    Cost,
    Eligibility,
    Gender,
    Household,
    Language,
    Listing,
    Mode,
    Place,
    Room,
    RoomState,
    Schedule,
    Visibility,
)
from guides.directory.store import changes
from guides.directory.store import listings as store
from guides.directory.store.tables import PairRow
from guides.storage.engine import saving
from tests.directory.search_sites import NOW, Sites
from tests.directory.search_sites import sites as sites

TODAY = NOW.date()
MONDAY = datetime(2026, 10, 19, tzinfo=UTC)
"""A fortnight later the clocks have been put back."""
MANCHESTER = "M14 5"
E08 = Area("E08000003", "Manchester")
ELSEWHERE = Area("E08000035", "Leeds")

SEEN: dict[Visibility, set[Visibility]] = {
    "public": {"public"},
    "volunteers": {"public", "volunteers"},
}

# A slow and simple search ------------------------------------------------------------------------


def fits(listing: Listing, asked: Search) -> dict[str, bool]:
    """For each filter that is set, whether the listing fits."""
    who = listing.eligibility
    found: dict[str, bool] = {}
    if asked.text:
        words = f"{listing.name} {listing.what}".lower().replace("(", "").replace(")", "").split()
        found["text"] = all(word in words for word in asked.text.split())
    if asked.needs:
        found["need"] = bool(set(asked.needs) & set(listing.needs))
    if asked.stage:
        found["stage"] = not who.stages or asked.stage in who.stages
    if asked.language:
        spoken = {each.code for each in listing.languages} or {"en"}
        found["language"] = bool(spoken & {asked.language, "mul"})
    if asked.gender:
        found["gender"] = not who.genders or asked.gender in who.genders
    if asked.household:
        found["household"] = not who.households or asked.household in who.households
    if asked.age is not None:
        low = 0 if who.minimum_age is None else who.minimum_age
        high = 200 if who.maximum_age is None else who.maximum_age
        found["age"] = low <= asked.age <= high
    if asked.free:
        amounts = [cost.amount for cost in listing.costs]
        found["cost"] = 0 in amounts or not any(amounts)
    if asked.no_documents:
        found["documents"] = who.no_documents is not False
    if asked.has_room:
        found["room"] = fullness(listing) < 2
    if asked.within_km is not None and asked.sector:
        far = distance(listing, asked.sector)
        found["place"] = (far is not None and far <= asked.within_km) or covers(listing, asked)
    if asked.at:
        found["when"] = can_be_open(listing, asked.at)
    return found


def distance(listing: Listing, sector: str) -> float | None:
    here = sectors.middle(sector)
    for place in listing.places:
        known = place.latitude is not None and place.longitude is not None
        if here and known and place.precision != "hidden":
            north, east = place.latitude - here[0], place.longitude - here[1]  # type: ignore[operator]
            return hypot(north * 111.2, east * 111.2 * cos(radians(here[0])))
    return None


def covers(listing: Listing, asked: Search) -> bool:
    return any(area.code in sectors.areas_of(asked.sector) for area in listing.areas)


def can_be_open(listing: Listing, at: datetime) -> bool:
    """Minute by minute, as a person would look at a notice on a door. Weekly hours only."""
    wall = at.astimezone(ZoneInfo("Europe/London")).replace(tzinfo=None)
    if not listing.schedules:
        return True
    for schedule in listing.schedules:
        for day in (wall.date(), wall.date() - timedelta(1)):
            if f"{day:%a}"[:2].upper() not in schedule.byday.split(","):
                continue
            opens = datetime.combine(day, time.fromisoformat(schedule.opens))
            closes = datetime.combine(day, time.fromisoformat(schedule.closes))
            closes += timedelta(closes <= opens)
            if opens <= wall < closes:
                return True
    return False


def fullness(listing: Listing) -> int:
    if listing.room is None or not listing.room.known(TODAY):
        return 1
    return 0 if listing.room.state in ("open", "limited") else 2


def best_first(listing: Listing, asked: Search) -> tuple[object, ...]:
    in_name = set(asked.text.split()) <= set(listing.name.lower().split())
    spoken = {each.code for each in listing.languages if each.mode in ("staff", None)} or (
        set() if listing.languages else {"en"}
    )
    bands = (*range(1, 11), 12, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200, 300, 500)
    far = distance(listing, asked.sector)
    if far is not None:
        band = bisect_right(bands, far)
    else:
        band = bands.index(10) if covers(listing, asked) else 99
    checked = listing.check.on if listing.check else date(1, 1, 1)
    return (
        bool(asked.text) and not in_name,
        fullness(listing),
        bool(asked.language) and asked.language not in spoken,
        band if asked.sector else 0,
        bool(asked.stage) and asked.stage not in listing.eligibility.stages,
        -checked.toordinal(),
        listing.name.lower(),
        listing.name,
        int(listing.key),
    )


# Random directories and questions ----------------------------------------------------------------

_some = st.booleans()
_stages = st.sampled_from(("claiming", "screening"))
_rooms = st.builds(
    lambda state, age: Room.said(state, TODAY - timedelta(age)),
    st.sampled_from(get_args(RoomState)),
    st.integers(-2, 20),
)
_who = st.builds(
    Eligibility,
    stages=st.lists(_stages, max_size=2, unique=True).map(tuple),
    genders=st.lists(st.sampled_from(get_args(Gender)), max_size=1).map(tuple),
    households=st.lists(st.sampled_from(get_args(Household)), max_size=1).map(tuple),
    minimum_age=st.none() | st.sampled_from((0, 18)),
    maximum_age=st.none() | st.sampled_from((17, 25)),
    no_documents=st.none() | _some,
)
_clock = st.integers(0, 47).map(lambda half: f"{half // 2:02}:{half % 2 * 30:02}")
_hours = st.builds(
    Schedule, _clock, _clock, st.sampled_from(("MO", "SU,MO", "FR,SA", "MO,TU,WE,TH,FR"))
).filter(lambda s: s.opens != s.closes)
_places = st.builds(
    Place,
    precision=st.sampled_from(("exact", "street", "hidden")),
    latitude=st.none() | st.floats(53.2, 53.7),
    longitude=st.none() | st.floats(-2.6, -1.8),
)
_listings = st.builds(
    Listing,
    key=st.just(""),
    name=st.sampled_from(("Alpha Demo", "alpha demo", "Beta Demo", "Éclair Demo", "gamma")),
    what=st.sampled_from(("", "beta talks", "alpha gamma")),
    languages=st.lists(
        st.builds(
            Language,
            st.sampled_from(("ar", "ti", "mul")),
            st.none() | st.sampled_from(get_args(Mode)),
        ),
        max_size=2,
        unique_by=lambda language: language.code,
    ).map(tuple),
    needs=st.lists(st.sampled_from(("legal", "food")), max_size=2, unique=True).map(tuple),
    eligibility=_who,
    schedules=st.lists(_hours, max_size=2).map(tuple),
    places=st.lists(_places, max_size=2).map(tuple),
    areas=st.lists(st.sampled_from((E08, ELSEWHERE, NATIONAL)), max_size=1).map(tuple),
    costs=st.lists(st.sampled_from((Cost("", 0), Cost("", 5), Cost("ask"))), max_size=1).map(tuple),  # type: ignore[arg-type]
    room=st.none() | _rooms,
    check=st.none() | st.integers(0, 3).map(lambda days: Check(TODAY - timedelta(days))),
    visibility=st.sampled_from(("public", "public", "volunteers", "staff")),
    status=st.sampled_from(("active", "active", "active", "defunct")),
)
_searches = st.builds(
    Search,
    text=st.sampled_from(("", "", "alpha", "beta", "alpha gamma")),
    needs=st.lists(st.sampled_from(("legal", "food")), max_size=2, unique=True).map(tuple),
    stage=st.just("") | _stages,
    language=st.sampled_from(("", "ar", "en")),
    gender=st.none() | st.sampled_from(get_args(Gender)),
    age=st.none() | st.integers(0, 99),
    household=st.none() | st.sampled_from(get_args(Household)),
    sector=st.sampled_from(("", MANCHESTER, "M14")),
    within_km=st.none() | st.sampled_from((2.0, 12.0, 60.0)),
    at=st.none() | st.integers(0, 13 * 24 * 4).map(lambda n: MONDAY + timedelta(minutes=15 * n)),
    free=_some,
    has_room=_some,
    no_documents=_some,
)


@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(_listings, min_size=3, max_size=12), st.lists(_searches, min_size=4, max_size=8))
def test_both_databases_find_what_a_slow_search_finds(
    sites: Sites, listings: list[Listing], searches: list[Search]
) -> None:
    directory = [replace(each, key=str(at)) for at, each in enumerate(listings)]
    viewer = sites.filled(directory)
    active = [each for each in directory if each.status == "active"]
    for asked in searches:
        for sees, seen in SEEN.items():
            there = [each for each in active if each.visibility in seen]
            results = sites.ask(replace(viewer, sees=sees), asked, size=500)
            fitting = [each for each in there if all(fits(each, asked).values())]
            expected = sorted(fitting, key=lambda each: best_first(each, asked))
            assert [f.shown.listing.key for f in results.found] == [e.key for e in expected]
            assert results.total == len(expected)
            hidden = {
                name: sum(
                    not fits(each, asked)[name]
                    and all(ok for other, ok in fits(each, asked).items() if other != name)
                    for each in there
                )
                for name in FILTERS
                if any(name in fits(each, asked) for each in there)
            }
            assert dict(results.hidden) == {name: n for name, n in hidden.items() if n}


# Single things -----------------------------------------------------------------------------------


def test_pages_put_together_are_the_whole(sites: Sites) -> None:
    viewer = sites.filled(Listing(str(at), f"Example {at % 7} (demo)") for at in range(23))
    whole = sites.keys(viewer, Search())
    pages = [sites.ask(viewer, Search(), page=page, size=5) for page in range(1, 7)]
    assert [f.shown.listing.key for page in pages for f in page.found] == whole
    assert {page.total for page in pages} == {23}


def test_nearer_comes_first_and_as_near_goes_by_name(sites: Sites) -> None:
    here = sectors.middle(MANCHESTER)
    assert here
    viewer = sites.filled(
        Listing(name, name, places=(Place(latitude=here[0] + km / 111.2, longitude=here[1]),))
        for name, km in (("a", 4.4), ("b", 4.1), ("c", 11.9), ("d", 12.1), ("z", 3.9))
    )
    assert sites.keys(viewer, Search(sector=MANCHESTER)) == ["z", "a", "b", "c", "d"]


def test_a_hidden_address_is_in_no_distance_search(sites: Sites) -> None:
    here = sectors.middle(MANCHESTER)
    assert here
    refuge = Place(
        "p", "Quiet House", "7 Secret Street", "Sampletown", "", MANCHESTER, "hidden", *here
    )
    viewer = sites.filled([Listing("1", "Example Refuge (demo)", places=(refuge,))])
    found = sites.ask(viewer, Search(sector=MANCHESTER))
    assert [(f.km, f.why) for f in found.found] == [(None, ())]
    assert not sites.keys(viewer, Search(sector=MANCHESTER, within_km=500))
    for text in ("secret", "quiet house", "sampletown", MANCHESTER):
        assert not sites.keys(viewer, Search(text=text))


def test_only_sources_that_are_switched_on(sites: Sites) -> None:
    viewer = sites.filled([Listing("1", "Example (demo)")])
    assert sites.keys(replace(viewer, sources=None), Search()) == ["1"]
    assert sites.keys(replace(viewer, sources=()), Search()) == []
    assert sites.keys(Viewer(viewer.org + 1_000_000), Search()) == []


def test_of_two_that_are_the_same_only_the_first_while_it_can_be_seen(sites: Sites) -> None:
    viewer = sites.filled([Listing("1", "Example (demo)"), Listing("2", "Example again (demo)")])
    for engine in sites.engines:
        with saving(engine) as session:
            source = changes.source(session, viewer.org, "file", "list").id
            ids = {key: known.id for key, known in store.known(session, source, "12").items()}
            pair = PairRow(
                first=ids["1"], second=ids["2"], org=viewer.org, decision="same", actor="", at=NOW
            )
            session.add(pair)
    assert sites.keys(viewer, Search()) == ["1"]
    for engine in sites.engines:
        with saving(engine) as session:
            source = changes.source(session, viewer.org, "file", "list").id
            changes.mark_missing(session, [store.known(session, source, "1")["1"].id], hold=True)
    assert sites.keys(viewer, Search()) == ["2"]


@pytest.mark.parametrize(
    ("change", "stands"),
    [
        ({}, True),
        ({"check": None}, False),
        ({"check": Check(TODAY - timedelta(180))}, True),
        ({"check": Check(TODAY - timedelta(181))}, False),
        ({"visibility": "volunteers"}, False),
        ({"room": Room.said("closed", TODAY)}, False),
        ({"room": Room.said("closed", TODAY - timedelta(15))}, True),
        ({"room": Room.said("waiting list", TODAY)}, True),
    ],
)
def test_what_may_stand_on_paper(sites: Sites, change: dict[str, object], stands: bool) -> None:
    listing = replace(Listing("1", "Example (demo)", check=Check(TODAY)), **change)  # type: ignore[arg-type]
    viewer = replace(sites.filled([listing]), sees="staff")
    found = sites.ask(viewer, Search())
    assert [f.shown.on_paper(TODAY) for f in found.found] == [stands]
    assert bool(sites.keys(viewer, Search(on_paper=True))) is stands
