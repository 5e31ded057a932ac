"""HSDS and Open Referral JSON in: what is sure is mended, what is not is held, field by field."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guides.directory.domain import (
    GENDERS,
    HOUSEHOLDS,
    MODES,
    NEEDS,
    ROOM_STATES,
    ROUTES,
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
)
from guides.directory.readers import Reader, open_reader
from guides.directory.readers.domain import Read, ReadWrong
from guides.directory.readers.hsds import read_service
from guides.directory.readers.pieces import MOST_LETTERS, pieces
from guides.directory.shown import Shown, Source
from guides.directory.writers.hsds import service_document

GOOD: dict[str, Any] = {"id": "1", "name": "Drop-in (demo)", "status": "active"}


def taken(**more: Any) -> Listing:
    found = read_service(GOOD | more, "services[4]")
    assert found.listing is not None, found.reasons
    return found.listing


def read(path: Path, text: str | bytes) -> tuple[Reader, list[Read]]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    reader = open_reader(path)
    return reader, list(reader)


def hours(**schedule: Any) -> tuple[Schedule, ...]:
    return taken(schedules=[schedule]).schedules


# What is mended ----------------------------------------------------------------------------------

EVERY_DAY = "MO,TU,WE,TH,FR,SA,SU"


@pytest.mark.parametrize(
    ("schedule", "want"),
    [
        ({"freq": "DAILY", "opens_at": "09:00", "closes_at": "17:00"},
         Schedule("09:00", "17:00", EVERY_DAY)),
        ({"freq": "Tuesday", "dtstart": "9:00AM", "until": "5:30 pm"},
         Schedule("09:00", "17:30", "TU")),
        ({"freq": "Mon-Wed", "opens_at": "12:00 AM", "closes_at": "12:15PM"},
         Schedule("00:00", "12:15", "MO,TU,WE")),
        ({"weekday": "Thurs", "opens_at": "10.00", "closes_at": "24:00"},
         Schedule("10:00", "23:59", "TH")),
        ({"freq": "WEEKLY", "byday": ["MO", "we"], "opens_at": "09:00:00Z", "closes_at": "10:00"},
         Schedule("09:00", "10:00", "MO,WE")),
        ({"freq": "MONTHLY", "byday": "2TU", "opens_at": "09:00", "closes_at": "10:00"},
         Schedule("09:00", "10:00", "2TU", "MONTHLY")),
        ({"freq": "WEEKLY", "byday": "-1FR", "opens_at": "09:00", "closes_at": "10:00"},
         Schedule("09:00", "10:00", "-1FR", "MONTHLY")),
        ({"freq": "WEEKLY", "dtstart": "2026-11-18", "opens_at": "09:00", "closes_at": "10:00"},
         Schedule("09:00", "10:00", "WE", starts=date(2026, 11, 18))),
        ({"freq": "WEEKLY", "byday": "MO,TH", "dtstart": "2026-11-16", "count": 3,
          "opens_at": "09:00", "closes_at": "10:00"},
         Schedule("09:00", "10:00", "MO,TH", starts=date(2026, 11, 16), until=date(2026, 11, 23))),
        ({"freq": "WEEKLY", "byday": "MO", "valid_to": "31/12/2026", "opens_at": None,
          "closes_at": None}, Schedule("", "", "MO", valid_to=date(2026, 12, 31))),
    ],
)  # fmt: skip
def test_hours_as_people_write_them(schedule: dict[str, Any], want: Schedule) -> None:
    assert hours(**schedule) == (want,)


@pytest.mark.parametrize(
    ("schedule", "want"),
    [
        ({"description": "By appointment"}, "By appointment"),
        ({"freq": "MONTHLY", "bymonthday": "15", "opens_at": "09:00", "closes_at": "10:00"},
         "day 15 of the month 09:00–10:00"),
        ({"opens_at": "09:00", "closes_at": "17:00"}, "09:00–17:00"),
    ],
)  # fmt: skip
def test_hours_that_are_no_rule_stay_words(schedule: dict[str, Any], want: str) -> None:
    found = taken(schedules=[schedule])
    assert (found.hours, found.schedules) == (want, ())


@pytest.mark.parametrize(
    ("more", "field", "value"),
    [
        ({"status": "closed"}, "status", "defunct"),
        ({"status": "Temporarily_Closed"}, "status", "temporarily closed"),
        ({"status": None}, "status", "active"),
        ({"url": "www.example.org/x"}, "url", "https://www.example.org/x"),
        ({"url": "javascript:alert(1)"}, "url", ""),
        ({"url": "see poster"}, "url", ""),
        ({"email": "nobody"}, "email", ""),
        ({"assured_date": "9:00AM"}, "check", None),
        ({"assured_date": "2999-01-01"}, "check", None),
        ({"assured_date": "2026-01-31T10:00:00Z"}, "check", Check(date(2026, 1, 31))),
        ({"phones": [{"number": 1632960123}]}, "phones", (Phone("01632960123"),)),
        ({"phones": [{"number": "4.42E+11"}, {"number": "ask"}, {"number": None}]}, "phones", ()),
        ({"contacts": [{"name": "A Person", "title": "Front desk",
                        "phones": [{"number": "01632 960001"}]}]},
         "phones", (Phone("01632 960001", "Front desk"),)),
        ({"languages": [{"language": "Arabic, Farsi"}, {"code": "pol"}, {"code": "kmr"}]},
         "languages", (Language("ar"), Language("fa"), Language("pl"), Language("kmr"))),
        ({"languages": [{"name": "Dari (interpreter)"}]},
         "languages", (Language("prs", "interpreter"),)),
        ({"fees": "Free."}, "costs", (Cost("free", Decimal(0)),)),
        ({"cost_options": [{"option": "class", "amount": "£2.50"}, {"amount": 0}]},
         "costs", (Cost("class", Decimal("2.50")), Cost("free", Decimal(0)))),
        ({"service_areas": [{"service_area": "Leeds", "uri": "http://x/id/E08000035"},
                            {"name": "Nationwide"}]},
         "areas", (Area("E08000035", "Leeds"), Area("K02000001", "United Kingdom"))),
        ({"service_taxonomys": [{"taxonomy": {"name": "Food bank"}}]}, "needs", ("food",)),
        ({"attributes": [{"taxonomy_term": {"name": "Legal advice"}}]}, "needs", ()),
        ({"name": "Caf\udce9 (demo)"}, "name", "Café (demo)"),
        ({"name": "One\x00\ud800\n two\u200b"}, "name", "One two"),
        ({"description": "<p>One &amp; <b>two</b></p><script>x()</script><p>three</p>"},
         "what", "One & two\nthree"),
        ({"description": "age < 18 > 16"}, "what", "age < 18 > 16"),
        ({"capacities": [{"available": 0, "updated": "2026-11-01T09:00:00Z"}]},
         "room", Room.said("closed", date(2026, 11, 1))),
    ],
)  # fmt: skip
def test_what_is_sure_is_mended(more: dict[str, Any], field: str, value: object) -> None:
    assert getattr(taken(**more), field) == value


@pytest.mark.parametrize(
    ("said", "age"),
    [("18", 18), ("18+", 18), ("16 years", 16), (16.0, 16), (999, None), ("", None)],
)
def test_ages_as_text(said: object, age: int | None) -> None:
    assert taken(minimum_age=said).eligibility.minimum_age == age


def test_the_old_feed_of_open_referral_uk() -> None:
    found = taken(
        organization={"id": "o", "name": "Example Group (demo)"},
        eligibilitys=[{"eligibility": "Young people", "minimum_age": 16, "maximum_age": 25}],
        regular_schedules=[{"byday": "MO", "opens_at": "10:00", "closes_at": "11:00"}],
        service_at_locations=[
            {
                "location": {
                    "id": "l",
                    "latitude": "-2.23",
                    "longitude": "53.45",
                    "physical_addresses": [
                        {"address_1": "1 Sample Street", "postal_code": "M145AA"}
                    ],
                },
                "regular_schedule": [{"byday": "TU", "opens_at": "10:00", "closes_at": "11:00"}],
            }
        ],
    )
    assert found.organisation == "Example Group (demo)"
    assert (found.eligibility.minimum_age, found.eligibility.note) == (16, "Young people")
    assert found.schedules[0].byday == "MO"
    (place,) = found.places
    assert (place.latitude, place.longitude) == (53.45, -2.23)  # they were exchanged
    assert (place.postcode, place.schedules[0].byday) == ("M14 5AA", "TU")


@pytest.mark.parametrize(
    "more",
    [
        {"name": "Sample refuge (demo)"},
        {"attributes": [{"taxonomy_term": {"name": "Domestic abuse"}}]},
        {"x_asylum_guides": {"needs": ["trafficking"]}},
    ],
)
def test_where_a_shelter_is_is_not_kept_unless_it_says_so(more: dict[str, Any]) -> None:
    location = {"id": "1 Secret Street", "name": "Secret House", "latitude": 53.4, "longitude": -2}
    location["addresses"] = [{"address_1": "1 Secret Street", "postal_code": "M14 5AA"}]
    found = taken(service_at_locations=[{"id": "a", "location": location}], **more)
    assert found.places[0].precision == "hidden"
    assert not any(part in str(found) for part in ("Secret", "M14", "53.4"))


# What is held ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": None}, "name"),
        ({"name": {"en": "x"}}, "name"),
        ({"status": "perhaps"}, "status"),
        ({"minimum_age": "adults"}, "minimum_age"),
        ({"minimum_age": -1}, "minimum_age"),
        ({"minimum_age": 30, "maximum_age": 20}, "minimum_age"),
        ({"schedules": [{"freq": "now and then"}]}, "schedules[0].freq"),
        ({"schedules": [{"freq": "YEARLY"}]}, "schedules[0].freq"),
        ({"schedules": [{"freq": "DAILY", "interval": 2}]}, "schedules[0].freq"),
        ({"schedules": [{"opens_at": "late"}]}, "schedules[0].opens_at"),
        ({"schedules": [{"opens_at": "25:00"}]}, "schedules[0].opens_at"),
        ({"schedules": [{"dtstart": "spring"}]}, "schedules[0].dtstart"),
        ({"schedules": [{"dtstart": "9am", "opens_at": "10:00"}]}, "schedules[0].dtstart"),
        ({"schedules": [{"freq": "WEEKLY", "byday": "XX"}]}, "schedules[0].byday"),
        ({"schedules": [{"freq": "WEEKLY", "byday": "MO,2TU"}]}, "schedules[0].byday"),
        ({"schedules": [{"freq": "WEEKLY", "byday": "MO", "interval": 0}]},
         "schedules[0].interval"),
        ({"schedules": [{"freq": "WEEKLY", "byday": "MO", "count": 5}]}, "schedules[0].count"),
        ({"schedules": [{"freq": "WEEKLY", "byweekno": "3"}]}, "schedules[0].byweekno"),
        ({"service_at_locations": [{"location": {"schedules": [{"freq": "x"}]}}]},
         "service_at_locations[0].location.schedules[0].freq"),
        ({"x_asylum_guides": {"visibility": "all the world"}}, "x_asylum_guides"),
        ({"x_asylum_guides": {"needs": ["gold"]}}, "x_asylum_guides"),
        ({"x_asylum_guides": {"terms": 3}}, "x_asylum_guides"),
    ],
)  # fmt: skip
def test_what_is_not_sure_is_held_with_the_field(more: dict[str, Any], field: str) -> None:
    found = read_service(GOOD | more, "services[4]")
    assert found.listing is None
    assert found.key == "1"
    assert any(why.startswith(f"services[4].{field}: ") for why in found.reasons)


@pytest.mark.parametrize("value", [None, 3, "text", [], [{}], True])
def test_what_is_no_object_is_held(value: object) -> None:
    found = read_service(value, "services[4]")
    assert found.listing is None
    assert found.reasons[0].startswith("services[4]: ")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                (
                    *("id", "name", "schedules", "opens_at", "byday", "freq", "location"),
                    *("addresses", "phones", "number", "languages", "x_asylum_guides", "room"),
                    *("key", "attributes"),
                )
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
FIELDS = (
    *("id", "name", "status", "url", "email", "phones", "contacts", "languages", "schedules"),
    *("service_at_locations", "service_areas", "cost_options", "attributes", "organization"),
    *("minimum_age", "assured_date", "capacities", "x_asylum_guides", "required_documents"),
)


@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=8))
@settings(max_examples=150, deadline=None)
def test_whatever_comes_is_taken_or_held(more: dict[str, Any]) -> None:
    found = read_service(GOOD | more, "services[0]")
    assert (found.listing is None) <= bool(found.reasons)
    if found.listing:
        str(found.listing).encode()  # nothing that no database takes
        assert found.listing.name


# Files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        json.dumps([GOOD, GOOD | {"id": "2"}]),
        json.dumps({"total_items": 2, "contents": [GOOD, GOOD | {"id": "2"}], "empty": False}),
        json.dumps({"totalElements": 2, "content": [GOOD, GOOD | {"id": "2"}]}),
        json.dumps({"services": [GOOD, GOOD | {"id": "2"}]}),
        json.dumps(GOOD) + "\n" + json.dumps(GOOD | {"id": "2"}) + "\n",
        json.dumps(GOOD) + json.dumps(GOOD | {"id": "2"}, indent=1),
        "\ufeff" + json.dumps([GOOD, GOOD | {"id": "2"}]),
        json.dumps([GOOD, GOOD | {"id": "2"}])[:-1] + ",]",
        json.dumps([{"id": "o", "name": "Example Group (demo)",
                     "services": [GOOD, GOOD | {"id": "2"}]}]),
        json.dumps([GOOD, GOOD | {"id": "2"}]).encode("utf-16"),
    ],
)  # fmt: skip
def test_shapes_of_files(tmp_path: Path, text: str | bytes) -> None:
    reader, reads = read(tmp_path / "feed.txt", text)
    assert (reader.kind, reader.complete) == ("json", True)
    assert [one.key for one in reads if one.listing] == ["1", "2"]


def test_one_service(tmp_path: Path) -> None:
    more = {"phones": [{"number": "01632 960001"}], "schedules": [{"freq": "no"}]}
    _, (one,) = read(tmp_path / "a", json.dumps(GOOD | {"phones": more["phones"]}))
    assert one.listing is not None
    assert one.listing.phones == (Phone("01632 960001"),)
    _, (one,) = read(tmp_path / "a", json.dumps(GOOD | more))
    assert one.reasons[0].startswith("service.schedules[0].freq: ")


def test_letters_of_windows(tmp_path: Path) -> None:
    _, (one,) = read(
        tmp_path / "a", b'[{"id":"1","status":"active","name":"Caf\xe9 \xc3\xa9t\xc3\xa9"}]'
    )
    assert one.listing is not None
    assert one.listing.name == "Café été"


BIG = json.dumps(GOOD | {"id": "big", "description": 'x\\"{[' * (MOST_LETTERS // 4)})
DEEP = "[" * 5_000 + "]" * 5_000


@pytest.mark.parametrize(
    "middle", ['{"id" "x"}', "{'id': 1}", "NaN", BIG, DEEP, '{"a": "]}\\"", "b": tru}', "1" * 5_000]
)
def test_a_record_that_is_none_is_held_and_the_next_is_read(tmp_path: Path, middle: str) -> None:
    text = f"[{json.dumps(GOOD)}, {middle}, {json.dumps(GOOD | {'id': '3'})}]"
    reader, reads = read(tmp_path / "a", text)
    assert [one.key for one in reads if one.listing] == ["1", "3"]
    (held,) = (one for one in reads if one.listing is None)
    assert held.line == "services[1]"
    assert reader.complete
    lines = f"{json.dumps(GOOD)}\n{middle}\n{json.dumps(GOOD | {'id': '3'})}\n"
    _, reads = read(tmp_path / "a", lines)
    assert [one.key for one in reads if one.listing] == ["1", "3"]


@pytest.mark.parametrize("cut", [1, 5, 20, 60])
@pytest.mark.parametrize("whole", ["[%s, %s]", '{"contents": [%s, %s], "empty": false}'])
def test_a_file_that_is_cut_off_is_not_complete(tmp_path: Path, whole: str, cut: int) -> None:
    text = whole % (json.dumps(GOOD), json.dumps(GOOD | {"id": "2"}))
    reader, reads = read(tmp_path / "a", text[:-cut])
    assert reads[0].listing is not None
    assert reads[-1].listing is None
    assert not reader.complete
    assert reader.notes


def test_a_feed_that_was_saved_in_part_says_so(tmp_path: Path) -> None:
    feed = {"contents": [GOOD], "x_asylum_guides_feed": {"complete": False}}
    reader, reads = read(tmp_path / "a", json.dumps(feed))
    assert reads[0].listing is not None
    assert not reader.complete


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!DOCTYPE html><html>", "web page, not a feed"),
        ("\ufeff \n<HTML><body>", "web page, not a feed"),
        ("<?xml version='1.0'?><a/>", "XML"),
        ("", "empty"),
        (" \n ", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        ('{"error": "no such page"}', "no list of services"),
        ('{"locations": [{"id": "1"}]}', "no list of services"),
        ("{broken", "no JSON"),
    ],
)
def test_what_is_no_list_of_services_is_refused_in_words(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    with pytest.raises(ReadWrong, match=said):
        read(tmp_path / "a", text)


def test_a_large_file_is_read_no_further_than_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "a"
    record = json.dumps(GOOD | {"others": ["word " * 10_000] * 4})
    path.write_text('{"contents": [' + ",\n".join([record] * 150) + "]}", encoding="utf-8")
    with path.open("rb") as file, io.TextIOWrapper(file, encoding="utf-8") as stream:
        there = pieces(stream)
        first = next(there)
        assert file.tell() < 10_000_000 < path.stat().st_size
        assert first.value == json.loads(record)
        assert sum(1 for _ in there) == 149


# Our own documents, and back ---------------------------------------------------------------------

WORD = st.sampled_from(["Tea", "talk", "café", "مرحبا", "don't", "a & b", "18+"])
WORDS = st.lists(WORD, max_size=4).map(" ".join)
SAID = st.lists(WORD, min_size=1, max_size=4).map(" ".join)
DAYS = st.dates(date(2020, 1, 1), date(2026, 1, 1))
CLOCK = st.sampled_from(["00:00", "09:30", "17:00", "23:59"])
PHONES = st.lists(
    st.builds(Phone, st.sampled_from(["01632 960001", "+44 7700 900123", "0161 496 0000"]), WORDS),
    max_size=2,
    unique_by=lambda phone: phone.number,
).map(tuple)
SCHEDULES = st.lists(
    st.builds(Schedule, CLOCK, CLOCK, st.sampled_from(["MO", "TU,WE", EVERY_DAY]),
              st.just("WEEKLY"), st.integers(1, 4), st.none() | DAYS, st.none() | DAYS,
              st.none() | DAYS, st.none() | DAYS, WORDS)
    | st.builds(Schedule, st.just(""), st.just(""), st.sampled_from(["2TU", "-1FR"]),
                st.just("MONTHLY")),
    max_size=2, unique=True,
).map(tuple)  # fmt: skip
PLACE = st.builds(
    Place, key=SAID, name=WORDS, address=WORDS, city=WORDS, county=WORDS,
    postcode=st.sampled_from(["", "M14 5AA", "M14"]),
    accessibility=st.lists(SAID, unique=True).map(tuple),
    phones=PHONES, schedules=SCHEDULES,
)  # fmt: skip


def picked(choices: tuple[str, ...]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(choices), max_size=2, unique=True).map(tuple)


LISTINGS = st.builds(
    Listing,
    key=SAID,
    name=SAID,
    what=WORDS,
    organisation=SAID,
    organisation_key=WORDS,
    identifiers=st.sampled_from([(), (Identifier("GB-CHC", "207076"),)]),
    status=st.sampled_from(["active", "inactive", "defunct", "temporarily closed"]),
    url=st.sampled_from(["", "https://example.org/a?b=1"]),
    email=st.sampled_from(["", "office@example.org"]),
    phones=PHONES,
    languages=st.lists(
        st.builds(Language, st.sampled_from(["ar", "prs", "kmr"]),
                  st.sampled_from([None, *MODES]), WORDS),
        max_size=3, unique_by=lambda language: language.code,
    ).map(tuple),
    needs=picked(tuple(n for n in NEEDS if n not in ("safety", "trafficking"))),
    eligibility=st.builds(
        Eligibility,
        stages=picked(("refused-and-appealing", "detained")), genders=picked(GENDERS),
        households=picked(HOUSEHOLDS), minimum_age=st.none() | st.integers(0, 18),
        maximum_age=st.none() | st.integers(19, 99),
        no_documents=st.sampled_from([None, True, False]), note=WORDS,
    ),
    hours=WORDS,
    schedules=SCHEDULES,
    places=st.lists(PLACE, max_size=2, unique_by=lambda place: place.key).map(tuple),
    areas=st.lists(st.sampled_from([Area("E08000003", "Manchester"), Area("", "Salford")]),
                   unique=True).map(tuple),
    costs=st.lists(
        st.builds(Cost, SAID, st.sampled_from([None, Decimal(0), Decimal("2.5")]), WORDS),
        max_size=2, unique=True,
    ).map(tuple),
    route=st.sampled_from([None, *ROUTES]),
    route_note=WORDS,
    wait=WORDS,
    room=st.none() | st.builds(Room, st.sampled_from(ROOM_STATES), DAYS, DAYS, WORDS),
    check=st.none() | st.builds(Check, DAYS, WORDS, st.sampled_from([None, "call", "visit"])),
    terms=st.lists(SAID, max_size=2, unique=True).map(tuple),
    visibility=st.sampled_from(["public", "volunteers", "staff"]),
)  # fmt: skip


def written(listing: Listing) -> Mapping[str, Any]:
    shown = Shown(
        id="6f3c6b1c-9f1e-5c40-9d2e-0d2c3ab4f001",
        listing=listing,
        source=Source(1, "file", "Our list"),
        room=listing.room,
        check=listing.check,
        edited=(),
        held="",
        version=1,
        changed_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    document = service_document(shown, base_url="", on=date(2026, 11, 20), whole=True)
    found: Mapping[str, Any] = json.loads(json.dumps(document))
    return found


@given(LISTINGS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_we_write_is_read_back(listing: Listing) -> None:
    found = read_service(written(listing), "services[0]")
    assert found.listing == listing


def test_two_sources_with_the_same_key_in_one_file_both_stay(tmp_path: Path) -> None:
    first = written(Listing("food-bank", "One (demo)"))
    second = {**written(Listing("food-bank", "Two (demo)")), "id": "other"}
    _, reads = read(tmp_path / "a", json.dumps([first, second]))
    assert [one.key for one in reads] == ["food-bank", "other"]
    assert [one.listing.key for one in reads if one.listing] == ["food-bank", "other"]


def test_a_room_of_long_ago_is_no_room_of_today() -> None:
    found = taken(capacities=[{"available": 4, "updated": "2026-01-01"}]).room
    assert found is not None
    assert not found.known(date(2026, 1, 1) + timedelta(days=60))
