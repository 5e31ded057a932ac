"""The gap map and the fill rates, against a count by hand, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from guides.directory.areas import area_named
from guides.directory.asked import Viewer
from guides.directory.domain import (
    CHECK_DAYS,
    NATIONAL,
    RISKY_CHECK_DAYS,
    Area,
    Check,
    Eligibility,
    Listing,
    Need,
    Phone,
    Place,
    Room,
    Schedule,
)
from guides.directory.gaps import FIELDS, Cell, GapMap, fill_rates, gaps
from guides.directory.sectors import middle
from guides.directory.store import changes
from guides.storage.engine import Engine, saving
from tests.directory.conftest import NOW, TODAY

STAGES = ("claiming", "refused-and-appealing", "detention")
MANCHESTER, LEEDS, HACKNEY = "E08000003", "E08000035", "E09000012"


def _service(key: str, **more: object) -> Listing:
    return Listing(key=key, name=f"Example {key} (demo)", **more)  # type: ignore[arg-type]


def _put(engine: Engine, org: int, *found: Listing, name: str = "list") -> int:
    with saving(engine) as session:
        source = changes.source(session, org, "file", name)
        changes.put(session, source, found, now=NOW, middle=middle)
        changes.bump(session, org)
        return source.id


def _cell(found: GapMap, need: Need, stage: str, area: str = "") -> Cell:
    lines = {line.need: line.cells for line in found.table(STAGES, area)}
    return lines[need][STAGES.index(stage)]


def test_what_is_there_is_counted_by_need_stop_and_area(engine, org, staff):
    checked = Check(TODAY - timedelta(days=RISKY_CHECK_DAYS))
    _put(
        engine,
        org,
        _service(
            "law",
            needs=("legal",),
            eligibility=Eligibility(stages=("refused-and-appealing",)),
            areas=(Area(MANCHESTER),),
            check=checked,
        ),
        _service("line", needs=("legal", "advice"), areas=(NATIONAL,)),
        _service("food", needs=("food",), places=(Place(city="Leeds"),), check=checked),
        _service("classes", needs=("english",)),
    )
    found = gaps(engine, staff, on=TODAY)
    assert (found.services, found.unplaced) == (4, 1)
    assert found.areas == (Area(LEEDS, "Leeds"), Area(MANCHESTER, "Manchester"))
    # services, checked, naming the stop, local
    assert _cell(found, "legal", "refused-and-appealing") == Cell(2, 1, 1, 1)
    assert _cell(found, "legal", "claiming") == Cell(1, 0, 0, 0)
    assert _cell(found, "legal", "refused-and-appealing", MANCHESTER) == Cell(2, 1, 1, 1)
    assert _cell(found, "legal", "refused-and-appealing", LEEDS) == Cell(1, 0, 0, 0)
    assert _cell(found, "food", "detention", LEEDS) == Cell(1, 1, 0, 1)
    assert _cell(found, "food", "detention", MANCHESTER) == Cell()
    assert _cell(found, "english", "claiming") == Cell(1, 0, 0, 0)
    assert _cell(found, "english", "claiming", LEEDS) == Cell()
    assert _cell(found, "housing", "claiming") == Cell()


def test_a_county_has_what_its_districts_have_and_they_what_it_has(engine, org, staff):
    county, salford = area_named("Greater Manchester"), area_named("Salford")
    assert county is not None
    assert salford is not None
    _put(
        engine,
        org,
        _service("district", needs=("food",), areas=(Area("", "City of Manchester"),)),
        _service("county", needs=("food",), areas=(Area("", county.name),)),
    )
    found = gaps(engine, staff, on=TODAY)
    assert _cell(found, "food", "claiming", county.code).services == 2
    assert _cell(found, "food", "claiming", MANCHESTER).services == 2
    assert _cell(found, "food", "claiming", salford.code).services == 1
    assert _cell(found, "food", "claiming", LEEDS).services == 0


def test_a_place_counts_by_its_postcode_unless_it_is_hidden(engine, org, staff):
    _put(
        engine,
        org,
        _service("open", needs=("women",), places=(Place(postcode="E8 1EA"),)),
        _service(
            "refuge",
            needs=("women",),
            places=(Place(postcode="E8 1EA", city="Leeds", precision="hidden"),),
        ),
    )
    found = gaps(engine, staff, on=TODAY)
    assert [area.code for area in found.areas] == [HACKNEY]
    assert found.unplaced == 1
    assert _cell(found, "women", "claiming", HACKNEY).services == 1


def test_what_nobody_is_sent_to_fills_no_gap(engine, org, staff, directory):
    _put(
        engine,
        org,
        _service("staff", needs=("food",), visibility="staff"),
        _service("volunteers", needs=("food",), visibility="volunteers"),
        _service("gone", needs=("food",), status="defunct"),
        _service("moved", needs=("food",)),
        _service("there", needs=("food",)),
    )
    assert _cell(gaps(engine, staff, on=TODAY), "food", "claiming").services == 2
    moved = next(s for s in directory.every(staff) if s.listing.key == "moved")
    directory.say_moved(org, moved.id)
    assert _cell(gaps(engine, staff, on=TODAY), "food", "claiming").services == 1


@pytest.mark.parametrize(
    ("needs", "days", "holds"),
    [
        (("legal",), RISKY_CHECK_DAYS, 1),
        (("legal",), RISKY_CHECK_DAYS + 1, 0),
        (("food",), CHECK_DAYS, 1),
        (("food",), CHECK_DAYS + 1, 0),
    ],
)
def test_a_check_holds_as_long_as_its_need_allows(engine, org, staff, needs, days, holds):
    _put(engine, org, _service("one", needs=needs, check=Check(TODAY - timedelta(days=days))))
    assert _cell(gaps(engine, staff, on=TODAY), needs[0], "claiming").checked == holds


def test_corrections_and_new_days_are_seen_at_once(engine, org, staff, directory):
    _put(engine, org, _service("one", needs=("food",), check=Check(TODAY)))
    assert _cell(gaps(engine, staff, on=TODAY), "food", "claiming") == Cell(1, 1, 0, 0)
    assert gaps(engine, staff, on=TODAY) is gaps(engine, staff, on=TODAY)  # not counted again
    later = TODAY + timedelta(days=CHECK_DAYS + 1)
    assert _cell(gaps(engine, staff, on=later), "food", "claiming") == Cell(1, 0, 0, 0)
    one = next(directory.every(staff))
    directory.edit(
        org,
        one.id,
        {"needs": ["clothing"], "areas": [{"code": LEEDS}]},
        one.version,
    )
    found = gaps(engine, staff, on=TODAY)
    assert _cell(found, "food", "claiming") == Cell()
    assert _cell(found, "clothing", "claiming", LEEDS) == Cell(1, 1, 0, 1)


def test_nobody_sees_the_directory_of_another(engine, org, staff):
    first = _put(engine, org, _service("ours", needs=("food",)))
    second = _put(engine, org, _service("also", needs=("food",)), name="second")
    assert gaps(engine, Viewer(org + 50_000, "staff"), on=TODAY).services == 0
    assert fill_rates(engine, Viewer(org + 50_000, "staff")) == ()
    assert gaps(engine, staff, on=TODAY).services == 2
    only = replace(staff, sources=(first,))
    assert gaps(engine, only, on=TODAY).services == 1
    assert {rate.source.id for rate in fill_rates(engine, staff)} == {first, second}
    assert {rate.source.id for rate in fill_rates(engine, only)} == {first}


def test_fill_rates_say_what_each_source_leaves_out(engine, org, staff):
    full = _service(
        "full",
        phones=(Phone("01632 960123"),),
        hours="Mondays",
        schedules=(Schedule("09:00", "12:00", "MO"),),
        areas=(Area(LEEDS),),
        route="self",
        eligibility=Eligibility(stages=("claiming",)),
        check=Check(TODAY),
        room=Room.said("open", TODAY),
    )
    at_a_place = _service(
        "place",
        hours="by appointment",
        places=(Place(address="1 Example Street", phones=(Phone("01632 960124"),)),),
    )
    _put(engine, org, full, at_a_place, _service("bare"), name="good")
    _put(engine, org, _service("bare"), name="poor")
    rates = fill_rates(engine, staff)
    said = {(rate.source.name, rate.field): (rate.said, rate.services) for rate in rates}
    assert {
        field: said["good", field]
        for field in ("phone", "hours", "readable-hours", "languages", "where", "room")
    } == {
        "phone": (2, 3),
        "hours": (2, 3),
        "readable-hours": (1, 3),
        "languages": (0, 3),
        "where": (2, 3),
        "room": (1, 3),
    }
    assert {said["poor", field] for field in FIELDS} == {(0, 1)}
    assert [rate.percent for rate in rates[:2]] == [66, 66]
    assert len(rates) == 2 * len(FIELDS)
