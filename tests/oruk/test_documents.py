"""One listing as one document: right for both standards, and silent about what is hidden."""

from __future__ import annotations

import io
import json
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from guides.directory.domain import Check, Listing, Place
from guides.directory.precision import listing_as_kept
from guides.directory.readers.hsds import read_service
from guides.directory.shown import Shown
from guides.directory.writers.hsds import MOVED, service_document
from guides.directory.writers.hsds_files import write_hsds, write_ndjson, write_oruk
from tests.oruk.samples import BARE, DAY, HIDDEN, REFUGE, RICH, SAMPLES, SECRET, SECTOR, shown
from tests.oruk.schemas import faults, needs_published, ours, published

BASE = "https://guides.example"
TITLES = {"claiming": "Claiming asylum"}


def written(listing: Listing | Shown, **more: Any) -> dict[str, Any]:
    one = listing if isinstance(listing, Shown) else shown(listing)
    return service_document(one, base_url=BASE, on=DAY, **{"stages": TITLES, **more})


@needs_published
@pytest.mark.parametrize("listing", SAMPLES, ids=lambda listing: listing.key)
def test_the_published_schema_takes_it(listing: Listing) -> None:
    assert not faults(published("service"), written(listing))


@pytest.mark.parametrize("listing", SAMPLES, ids=lambda listing: listing.key)
def test_our_own_schema_takes_it(listing: Listing) -> None:
    assert not faults(ours("Service"), written(listing))


PLANTED = {
    "null": {"email": None},
    "no uuid": {"id": "law-1"},
    "status": {"status": "closed"},
    "day": {"last_modified": "2026-11-20"},
    "age": {"minimum_age": "18"},
    "frequency": {"schedules": [{"id": written(RICH)["id"], "freq": "DAILY"}]},
}


@needs_published
@pytest.mark.parametrize("planted", PLANTED.values(), ids=PLANTED)
def test_the_published_schema_sees_faults(planted: dict[str, Any]) -> None:
    assert faults(published("service"), written(RICH) | planted)


@pytest.mark.parametrize("planted", [*PLANTED.values(), {"contact": "Amina"}], ids=str)
def test_our_own_schema_sees_faults(planted: dict[str, Any]) -> None:
    assert faults(ours("Service"), written(RICH) | planted)


def test_a_reader_of_it_can_ring_and_knows_the_languages() -> None:
    """What the UK profile takes away is there."""
    found = written(RICH)
    assert [p["number"] for p in found["phones"]] == [p.number for p in RICH.phones]
    assert [each["code"] for each in found["languages"]] == [each.code for each in RICH.languages]
    assert {"Arabic", "Tigrinya"} <= {each["name"] for each in found["languages"]}
    assert found["eligibility_description"] == RICH.eligibility.note
    assert found["assured_date"] == "2026-11-01"
    capacity = found["capacities"][0]
    assert (capacity["available"], capacity["updated"][:10]) == (1, DAY.isoformat())
    names = {each["taxonomy_term"]["name"] for each in found["attributes"]}
    assert {"Claiming asylum", "Refused and appealing", "Women", "No papers asked"} <= names


def ids(value: Any) -> list[str]:
    """All that stand in a document."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    own = [value["id"]] if isinstance(value, dict) and "id" in value else []
    return own + [each for item in inside for each in ids(item)]


def test_all_ids_are_its_own_and_stay() -> None:
    found = written(RICH)
    # The times of a place stand there twice, as one record.
    twice = [each["id"] for at in found["service_at_locations"] for each in at.get("schedules", ())]
    assert twice
    counted = Counter(ids(found))
    assert {each for each, count in counted.items() if count > 1} == set(twice)
    assert found == written(RICH)
    other = set(ids(written(replace(RICH, key="law-2"))))
    # One organisation, the terms of the taxonomies and the unit are the same in both.
    assert found["organization"]["id"] in other
    assert not other.intersection(each["id"] for each in found["phones"] + found["schedules"])


def test_nothing_of_a_hidden_address_is_said() -> None:
    """Wherever it may be written down: even in notes, and in the id at the source."""
    for whole in (False, True):
        text = json.dumps(written(REFUGE, whole=whole))
        assert SECRET not in text
        assert "53.111" not in text
        assert "M14" not in text
        assert HIDDEN.phones[0].number not in text
        assert REFUGE.phones[0].number in text
        assert '"opens_at": "09:00"' in text


def test_a_place_that_is_not_hidden_is_said() -> None:
    """The same look sees the same words where they may be shown."""
    text = json.dumps(written(replace(REFUGE, places=(replace(HIDDEN, precision="exact"),))))
    assert text.count(SECRET) > 5
    assert "M14 5AB" in text


def test_precision_is_kept() -> None:
    found = written(SECTOR)
    sector, street = found["service_at_locations"]
    assert "addresses" not in sector["location"]
    assert sector["x_asylum_guides"]["postcode"] == "M5 4"
    assert not {"latitude", "longitude"} & sector["location"].keys()
    text = json.dumps(sector)
    assert "Whole" not in text
    assert street["location"]["addresses"][0]["postal_code"] == "M5 4"
    assert (street["location"]["latitude"], street["location"]["longitude"]) == (53.48, -2.27)
    assert "M5 4Z" not in json.dumps(found)


@pytest.mark.parametrize("written_as", ["M145AA", "m14 5aa", "M14 5", "M14"])
def test_a_postcode_is_cut_however_it_is_written(written_as: str) -> None:
    place = Place(postcode=written_as, precision="sector")
    assert "5AA" not in json.dumps(written(replace(SECTOR, places=(place,)))).upper()


def test_no_address_is_made_up() -> None:
    """Without a county there is no address object; what is known is said in words."""
    whole, known = (at["location"] for at in written(RICH)["service_at_locations"])
    assert whole["addresses"][0]["state_province"] == "Greater Manchester"
    assert "addresses" not in known
    assert known["description"] == "2 Example Street, Manchester, M14 5AA"


def test_only_the_address_of_an_office_is_told() -> None:
    assert written(RICH)["assurer_email"] == "enquiries@law.example"
    assert "amina" not in json.dumps(written(REFUGE))
    assert written(REFUGE, whole=True)["x_asylum_guides"]["checked_by"].startswith("amina")
    named = shown(replace(RICH, check=Check(DAY, "Amina Example", "call")))
    assert "Amina" not in json.dumps(written(named))


def test_addresses_that_lead_nowhere_are_left_out() -> None:
    for url in (
        "www.law.example",
        "law.example",
        "javascript:alert(1)",
        "http://[",
        "https://a b.c",
    ):
        assert "url" not in written(replace(RICH, url=url)), url


def test_a_report_of_room_is_believed_for_its_time() -> None:
    old = replace(shown(RICH), room=replace(RICH.room, until=DAY - timedelta(days=1)))  # type: ignore[type-var]
    assert "capacities" not in written(old)
    assert written(old)["x_asylum_guides"]["room"]["state"] == "limited"


@pytest.mark.parametrize("listing", SAMPLES, ids=lambda listing: listing.key)
def test_read_again_it_is_the_same(listing: Listing) -> None:
    """Besides what must not be said, and an address on the web or of e-mail that is none.

    That a night goes on until the next morning is told whenever it is read.
    """
    kept = listing_as_kept(listing)
    quiet = tuple(
        replace(
            place, county="", accessibility=(), schedules=tuple(
                replace(rule, note="") for rule in place.schedules
            )
        )
        if place.precision == "hidden"
        else place
        for place in kept.places
    )  # fmt: skip
    wanted = replace(kept, places=quiet)
    if listing is BARE:
        wanted = replace(wanted, url="", email="")
    read = read_service(json.loads(json.dumps(written(kept, whole=True))), "services[0]")
    assert [reason for reason in read.reasons if "until the next morning" not in reason] == []
    assert read.listing == wanted


def test_that_it_moved_is_an_alert() -> None:
    assert written(shown(RICH, held="moved"))["alert"] == MOVED
    assert "alert" not in written(RICH)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_files(count: int) -> None:
    """Each holds the same services; the page says what the API would say."""
    documents = [written(each) for each in SAMPLES[:count]]
    streams = {write: io.BytesIO() for write in (write_hsds, write_oruk, write_ndjson)}
    for write, stream in streams.items():
        assert write(iter(documents), stream) == count
    array, page, lines = (stream.getvalue() for stream in streams.values())
    assert json.loads(array) == documents
    assert [json.loads(line) for line in lines.splitlines()] == documents
    read = json.loads(page)
    assert read.pop("contents") == documents
    assert not faults(ours("ServicePage"), json.loads(page))
    assert (read["total_items"], read["size"], read["empty"]) == (count, count, not count)
