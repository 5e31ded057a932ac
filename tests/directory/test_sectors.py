"""Postcode sectors and areas: forgiving of what is typed, exact in the answer, and private."""

from __future__ import annotations

import csv
import logging
import subprocess
import sys
from math import cos, dist, radians
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.directory import areas
from guides.directory.areas import area_around, area_named, current, upward
from guides.directory.sectors import areas_of, authority_known, middle, sector_of

TOP = Path(__file__).resolve().parents[2]
DATA = TOP / "guides" / "directory" / "data"
SCRIPT = TOP / "script" / "sectors"
UK = "K02000001"


def _code(name: str) -> str:
    found = area_named(name)
    assert found is not None, name
    return found.code


def _table(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


SECTORS = {row["sector"] for row in _table("sectors.csv")}
KNOWN = SECTORS | {sector.split()[0] for sector in SECTORS}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *((typed, "M14 5") for typed in ("M14 5TQ", "m145tq", " m14  5tq ", "M14 5", "m145")),
        *((typed, "M14 5") for typed in ("M14-5TQ", "Ｍ１４ ５ＴＱ", "M 14 5 TQ", "M14 5T")),
        ("M14", "M14"),  # and not sector 4 of M1
        ("M1 4", "M1 4"),
        ("EC1A 1BB", "EC1A 1"),
        ("sw1a0aa", "SW1A 0"),
        ("M14 9ZZ", "M14"),  # no such sector, but the outward code is one
        ("BT1 5GS", "BT1"),  # of Northern Ireland only outward codes are kept
        ("BT15GS", "BT1"),
        *((typed, "") for typed in ("", " ", "M", "14", "Manchester", "ZZ1 1AA", "M14 5TQ " * 90)),
        *((typed, "") for typed in ("GY1 1AA", "1M4 5TQ", "M14 5TQ; DROP TABLE", "\x00", "😀")),
    ],
)
def test_a_postcode_is_read_as_people_type_it(typed, read):
    assert sector_of(typed) == read


LIKE_POSTCODES = st.from_regex(r"\s?[A-Za-z]{1,2}[0-9][0-9A-Za-z]?[ -]?[0-9]?[A-Za-z]{0,2}\s?")


@given(st.text(max_size=80) | LIKE_POSTCODES)
def test_whatever_is_typed_the_answer_is_a_known_sector_or_nothing(typed):
    found = sector_of(typed)
    assert found == "" or found in KNOWN
    assert sector_of(found) == found
    assert bool(middle(found)) == bool(found) == bool(areas_of(found))


def test_a_whole_postcode_is_never_kept_or_logged(caplog):
    caplog.set_level(logging.DEBUG)
    for typed in ("M14 5TQ", "m145tq", "M14 5TQ\nM14 5TQ", "ZZ99 9ZZ"):
        said = repr((sector_of(typed), middle(typed), areas_of(typed)))
        assert "5TQ" not in said.upper()
        assert "9ZZ" not in said
    assert not caplog.records
    for row in _table("sectors.csv"):
        outward, _, inward = row["sector"].partition(" ")
        assert len(outward) <= 4
        assert len(inward) <= 1


def test_the_middle_is_where_the_place_is():
    # Well-known places, by their coordinates on public maps.
    for sector, there in {
        "M1 1": (53.48, -2.23),
        "SW1A 1": (51.50, -0.14),
        "EH1 1": (55.95, -3.19),
        "CF10 1": (51.48, -3.18),
        "BT1": (54.60, -5.93),
        "LS1": (53.80, -1.55),
    }.items():
        assert _km(middle(sector), there) < 2, sector
    assert middle("M14 5TQ") == middle("M14 5")
    assert middle("nowhere") is None


def test_an_outward_code_lies_among_its_sectors():
    parts = [there for s in SECTORS if s.startswith("M14 ") and (there := middle(s))]
    whole = middle("M14")
    assert len(parts) > 1
    assert whole
    for axis in (0, 1):
        assert min(p[axis] for p in parts) <= whole[axis] <= max(p[axis] for p in parts)


def _km(one, other) -> float:
    flat = cos(radians(one[0]))
    return 111.2 * dist((one[0], one[1] * flat), (other[0], other[1] * flat))


def test_areas_come_smallest_first_and_end_with_the_kingdom():
    found = areas_of("E8 1")
    assert [areas.area_name(code) for code in found[:3]] == ["Hackney", "London", "England"]
    assert found[-1] == UK
    assert authority_known("E8 1")
    for sector in KNOWN:
        found = areas_of(sector)
        assert found[-1] == UK, sector
        for at, code in enumerate(found):  # also where only half of it has an authority
            assert not set(upward([code])[1:]) & set(found[:at]), sector


@pytest.mark.parametrize(
    ("sector", "nation"),
    [
        *(("G1 1", "Scotland"), ("ZE1 0", "Scotland"), ("CF10 1", "Wales"), ("SY23 1", "Wales")),
        *(("CH7 1", "Wales"), ("M14", "England"), ("SY1 1", "England"), ("CH2 1", "England")),
        ("BT48", "Northern Ireland"),
    ],
)
def test_the_nation_is_known_everywhere(sector, nation):
    assert _code(nation) in areas_of(sector)


def test_an_authority_that_is_not_known_is_not_made_up():
    """Of most places the table that is shipped knows the nation only, and says so."""
    for row in _table("sectors.csv"):
        nations = [code for code in row["areas"].split() if code[1:3] == "92"]
        assert authority_known(row["sector"]) is not bool(nations), row
    assert not authority_known("nowhere")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("manchester city council", "Manchester"),
        ("City of York", "York"),
        ("HULL", "Kingston upon Hull"),
        ("Kingston-upon-Hull", "Kingston upon Hull"),
        ("the London Borough of Hackney", "Hackney"),
        ("Royal Borough of Kensington & Chelsea", "Kensington and Chelsea"),
        ("St. Helens", "St Helens"),
        ("Ynys Môn", "Isle of Anglesey"),
        ("King’s Lynn & West Norfolk", "King's Lynn and West Norfolk"),
        ("Greater Manchester", "Greater Manchester"),
        ("UK-wide", "United Kingdom"),
        ("Cymru", "Wales"),
        ("England & Wales", "England and Wales"),
        ("West Midlands", "West Midlands"),
        ("City of London", "City of London"),
        ("Greater London", "London"),
        ("Cumbria", "Cumbria"),
    ],
)
def test_areas_are_found_by_the_names_people_write(written, name):
    found = area_named(written)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    "written", ["", "   ", "City", "council", "Hulme", "Moss Side", "x" * 5_000, "\x00", "of the"]
)
def test_what_is_no_area_is_left_as_it_is(written):
    assert area_named(written) is None


def test_a_county_has_its_districts():
    assert _code("Greater Manchester") in upward([_code("Salford")])
    assert _code("Kent") in upward([_code("Dover")])


def test_abolished_authorities_lead_to_those_of_today():
    assert areas.area_name(current("E07000028")) == "Cumberland"  # was Carlisle
    assert areas.area_name(current("E07000246")) == "Somerset"
    # A service for Scarborough is not one for all of North Yorkshire …
    assert area_named("Scarborough") is None
    # … but an address in Scarborough is in North Yorkshire.
    assert areas.area_name(area_around("Scarborough")) == "North Yorkshire"
    assert upward(["E07000168"])[0] == area_around("Scarborough")


def test_every_area_leads_to_the_kingdom_and_no_code_stands_twice():
    rows = _table("areas.csv")
    codes = [row["code"] for row in rows]
    assert len(codes) == len(set(codes))
    today = {row["code"] for row in rows if not row["now"]}
    for row in rows:
        assert (row["now"] or row["code"]) in today, row
        assert upward([row["code"]])[-1] == UK, row
        if not row["now"]:
            assert _code(row["name"]) == row["code"], row
    assert {code for row in _table("sectors.csv") for code in row["areas"].split()} <= today


def test_the_data_stay_small_and_tell_their_licence():
    assert sum(file.stat().st_size for file in DATA.iterdir()) < 600_000
    licence = (DATA / "LICENSE").read_text("utf-8")
    for said in ("Open Government Licence v3.0", "OS data", "Royal Mail", "National Statistics"):
        assert said in licence


def test_it_is_read_in_no_time():
    """In a process of its own. Ten times what it takes: a machine can be busy."""
    ask = (
        "import time; from guides.directory import sectors; from time import perf_counter as now; "
        "at = now(); sectors.sector_of('M14 5TQ'); sectors.middle('M14 5'); print(now() - at)"
    )
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    assert float(done.stdout) < 0.3


# The script --------------------------------------------------------------------------------------

DIRECTORY = """pcd7,pcds,doterm,oslaua,lat,long
M14 5AA,M14 5AA,,E08000003,53.40,-2.20
M14 5AB,M14 5AB,,E08000003,53.50,-2.30
M14 5AC,M14 5AC,,E08000006,53.45,-2.25
M14 5AD,M14 5AD,201001,E08000012,50.00,0.00
CA1 1AA,CA1 1AA,,E07000028,54.90,-2.93
BT1 1AA,BT1 1AA,,N09000003,54.60,-5.93
BT1 2AA,BT1 2AA,,N09000003,54.62,-5.95
JE2 3AA,JE2 3AA,,L99999999,49.18,-2.10
EN771AA,EN77 1AA,,E07000095,99.999999,0.0
"""


def _made(tmp_path: Path, *more: str, directory: str = DIRECTORY) -> tuple[int, str, list[str]]:
    source, out = tmp_path / "onspd.csv", tmp_path / "sectors.csv"
    source.write_text(directory, encoding="utf-8")
    words = [sys.executable, str(SCRIPT), str(source), "--out", str(out), *more]
    done = subprocess.run(words, capture_output=True, text=True)
    lines = out.read_text("utf-8").splitlines() if out.exists() else []
    return done.returncode, done.stdout + done.stderr, lines


def test_the_script_makes_the_table_of_the_postcode_directory(tmp_path):
    code, said, lines = _made(tmp_path)
    assert code == 0, said
    assert lines == [
        "sector,lat,lon,areas",
        "BT1,54.6100,-5.9400,N09000003",
        "CA1 1,54.9000,-2.9300,E06000063",
        "M14 5,53.4500,-2.2500,E08000003 E08000006",
    ]


def test_the_script_takes_authorities_from_a_second_file(tmp_path):
    bare = "id,postcode,latitude,longitude\n1,E8 1AA,51.54,-0.06\n2,M14 5AA,53.45,-2.25\n"
    second = tmp_path / "boroughs.csv"
    second.write_text("Postcode,London_Borough\nE8 1AA,Hackney\n", encoding="utf-8")
    code, said, lines = _made(tmp_path, "--authorities", str(second), directory=bare)
    assert code == 0, said
    assert lines[1:] == ["E8 1,51.5400,-0.0600,E09000012", "M14 5,53.4500,-2.2500,E92000001"]


@pytest.mark.parametrize(
    ("directory", "words"),
    [
        ("a,b\n1,2\n", "has no column for: postcode, lat, long"),
        ("", "has no column for"),
        ("pcds,lat,long,laua\nM14 5AA,53.4,-2.2,E99999999\n", "E99999999 is not in areas.csv"),
    ],
)
def test_the_script_says_what_is_wrong(tmp_path, directory, words):
    code, said, _ = _made(tmp_path, directory=directory)
    assert code == 1
    assert words in said
    assert "Traceback" not in said
