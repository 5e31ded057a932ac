"""Every list and every record of the open data, held against the schemas; nothing is said twice."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.oruk.conftest import BANKS, Served
from tests.oruk.samples import CLINIC, RICH, SAMPLES, SECRET
from tests.oruk.schemas import FOLDER, faults, ours, published

LISTS = {
    # List: our schema of a page and of a record, and the published ones.
    "services": ("ServicePage", "Service", "service_list", "service"),
    "service_at_locations": (
        "ServiceAtLocationPage",
        "ServiceAtLocation",
        "service_at_location_list",
        "service_at_location",
    ),
    "taxonomies": ("TaxonomyPage", "Taxonomy", "taxonomy_list", "taxonomy"),
    "taxonomy_terms": ("TaxonomyTermPage", "TaxonomyTerm", "taxonomy_term_list", "taxonomy_term"),
}
PUBLIC = len(SAMPLES) + len(BANKS)
PLACES = sum(len(each.places) for each in SAMPLES)


def checked(document: Any, own: str, public: str) -> list[str]:
    wrong = faults(ours(own), document)
    return wrong + (faults(published(public), document) if FOLDER.is_dir() else [])


def pages(served: Served, name: str, more: str = "", size: int = 0) -> list[Any]:
    """All of them, at least three."""
    size = size or {"services": 45, "service_at_locations": 2}.get(name, 2)
    first = served.read(f"/{name}?per_page={size}{more}")
    rest = [
        served.read(f"/{name}?per_page={size}&page={n}{more}")
        for n in range(2, first["total_pages"] + 1)
    ]
    return [first, *rest]


@pytest.mark.parametrize("name", LISTS)
def test_a_list(served: Served, name: str) -> None:
    own, _, public, _ = LISTS[name]
    found = pages(served, name)
    assert len(found) >= 3
    assert not [fault for page in found for fault in checked(page, own, public)]
    contents = [each for page in found for each in page["contents"]]
    assert len({each["id"] for each in contents}) == len(contents) == found[0]["total_items"]
    assert [page["first_page"] for page in found] == [True] + [False] * (len(found) - 1)
    assert [page["last_page"] for page in found] == [False] * (len(found) - 1) + [True]
    assert [page["page_number"] for page in found] == list(range(1, len(found) + 1))
    assert [page["size"] for page in found] == [len(page["contents"]) for page in found]
    behind = served.read(f"/{name}?page={len(found) + 1}&per_page=45")
    assert behind["empty"]
    assert not behind["contents"]


@pytest.mark.parametrize("name", LISTS)
def test_every_record(served: Served, name: str) -> None:
    _, own, _, public = LISTS[name]
    listed = served.read(f"/{name}?per_page=200&full=true" if "service" in name else f"/{name}")
    for each in listed["contents"][:20]:
        record = served.read(f"/{name}/{each['id']}")
        assert not checked(record, own, public)
        assert record == each


def test_all_that_is_public_is_there(served: Served) -> None:
    found = pages(served, "services", "&full=true")
    names = [each["name"] for page in found for each in page["contents"]]
    assert sorted(names) == sorted(each.name for each in (*SAMPLES, *BANKS))
    assert found[0]["total_items"] == PUBLIC
    assert served.read("/service_at_locations")["total_items"] == PLACES


def test_what_is_not_public_is_nowhere(served: Served) -> None:
    """Hidden addresses; services for volunteers, of others, of plugins that are off, gone."""
    asked = ["/openapi.json", "/services?minimal=true"]
    asked += [f"/{name}?per_page=200{more}" for name in LISTS for more in ("", "&format=ndjson")]
    asked += [f"/{name}?per_page=200&full=true" for name in LISTS if "service" in name]
    texts = [served.get(path).get_data(as_text=True) for path in asked]
    every = served.read("/services?per_page=200")["contents"]
    texts += [served.get(f"/services/{each['id']}").get_data(as_text=True) for each in every]
    assert len(texts) > PUBLIC
    for text in texts:
        assert SECRET not in text
        assert "5AB" not in text
        assert "Whole Hall" not in text
    assert any("5AA" in text for text in texts)
    assert any(RICH.places[0].name in text for text in texts)


@pytest.mark.parametrize("name", LISTS)
def test_lines_are_the_same_records_without_pages(served: Served, name: str) -> None:
    listed = served.read(f"/{name}?per_page=200")
    lines = served.get(f"/{name}?format=ndjson")
    assert lines.mimetype == "application/x-ndjson"
    assert [json.loads(line) for line in lines.get_data().splitlines()] == listed["contents"]


def test_a_list_is_short_unless_all_is_asked_for(served: Served) -> None:
    short = served.read("/services?per_page=200")["contents"][0]
    whole = served.read("/services?per_page=200&full=true")["contents"][0]
    assert short == {name: value for name, value in whole.items() if name in short}
    assert {"phones", "languages", "attributes"} <= whole.keys() - short.keys()


def test_minimal_is_one_page_of_ids_and_dates(served: Served) -> None:
    found = served.read("/services?minimal=true")
    assert not faults(ours("ServicePage"), found)
    assert len(found["contents"]) == found["total_items"] == PUBLIC
    assert {frozenset(each) for each in found["contents"]} == {frozenset({"id", "modified_date"})}
    few = served.read("/services?minimal=true&per_page=2")
    assert (few["size"], few["total_pages"]) == (2, -(-PUBLIC // 2))


# Filters -----------------------------------------------------------------------------------------


def names(page: Any) -> set[str]:
    return {each["name"] for each in page["contents"]}


def of_rich(served: Served) -> dict[str, Any]:
    page = served.ask("/services", search="Example Law Centre asylum advice", full=True)
    found: dict[str, Any] = next(e for e in page["contents"] if e["name"] == RICH.name)
    return found


def test_by_organisation(served: Served) -> None:
    organisation = of_rich(served)["organization_id"]
    found = served.read(f"/services?organization_id={organisation}")
    assert names(found) == {RICH.name, "Example Refuge (demo)"}


def test_by_term_and_taxonomy(served: Served) -> None:
    terms = [each["taxonomy_term"] for each in of_rich(served)["attributes"]]
    assert len({term["taxonomy_id"] for term in terms}) == 5
    for term in terms:
        found = served.ask("/services", taxonomy_term_id=term["id"], per_page=200)
        assert names(found) == {RICH.name}, term["name"]
        of_kind = names(served.ask("/services", taxonomy_id=term["taxonomy_id"], per_page=200))
        assert RICH.name in of_kind
        assert "Example Choir (demo)" not in of_kind
    ours = {"taxonomy_term_id": terms[0]["id"], "taxonomy_id": terms[-1]["taxonomy_id"]}
    assert names(served.ask("/services", **ours)) == {RICH.name}


@pytest.mark.parametrize(
    ("after", "there"),
    [
        ("2026-11-20", True),
        ("2026-11-20T09:30:00Z", True),
        ("2026-11-20T10:30:00+01:00", True),
        ("2026-11-20T09:30:01Z", False),
        ("2026-11-21", False),
        ("0001-01-01T00:00:00+23:59", True),  # in UTC it is before all years
        ("9999-12-31T23:59:59-23:59", False),
    ],
)
def test_by_the_last_change(served: Served, after: str, there: bool) -> None:
    """At that moment or later."""
    found = served.get("/services", query_string={"modified_after": after}).get_json()
    assert found["total_items"] == (PUBLIC if there else 0)


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("minimum_age=66", False),
        ("minimum_age=65", True),
        ("maximum_age=17", False),
        ("maximum_age=18", True),
        ("minimum_age=20&maximum_age=30", True),
        ("day=MO", True),
        ("day=MO&start_time=15:00", False),  # a place is open on Monday until three
        ("day=MO&start_time=14:59", True),
        ("day=SU", False),
        ("day=FR&start_time=23:00", True),
        ("day=SA&start_time=01:00", True),  # the night from Friday
        ("day=SA&start_time=02:00", False),
        ("day=WE&end_time=09:00", False),
        ("day=WE&end_time=09:01", True),
    ],
)
def test_by_age_and_hours(served: Served, asked: str, there: bool) -> None:
    """What a service does not say, fits."""
    found = pages(served, "services", f"&{asked}", size=200)
    every = {name for page in found for name in names(page)}
    assert "Example Food Bank 7 (demo)" in every
    assert (CLINIC.name in every) == there


def test_by_words(served: Served) -> None:
    assert names(served.read("/services?search=choir")) == {"Example Choir (demo)"}
    assert names(served.read("/services?search=chior")) == {"Example Choir (demo)"}
    found = pages(served, "services", "&search=food+bank", size=45)
    assert len(found) >= 3
    assert {name for page in found for name in names(page)} >= {each.name for each in BANKS}


def test_by_who_and_where(served: Served) -> None:
    """The body takes what belongs in no address."""
    assert RICH.name not in names(served.ask("/services", gender="men", per_page=200))
    assert RICH.name in names(served.ask("/services", gender="women", per_page=200))
    near = served.ask("/services", postcode="M14 5TQ", proximity=1_000, search="advice")
    assert RICH.name in names(near)
    far = served.ask("/services", postcode="AB10 1", proximity=1_000, per_page=200)
    assert RICH.name in names(far)  # it covers the whole country
    assert "Example Drop-in (demo)" not in names(far)
    at = served.ask("/service_at_locations", stage="claiming", language="ar", search="law centre")
    assert {each["service"]["name"] for each in at["contents"]} >= {RICH.name}


def test_filters_of_both_kinds_together(served: Served) -> None:
    organisation = of_rich(served)["organization_id"]
    found = served.ask("/services", search="example", organization_id=organisation, per_page=1)
    assert (found["total_items"], found["size"]) == (2, 1)
    lines = served.post("/services", {"search": "example", "organization_id": organisation,
                                      "format": "ndjson"})  # fmt: skip
    assert len(lines.get_data().splitlines()) == 2


def test_terms_of_one_taxonomy(served: Served) -> None:
    for taxonomy in served.read("/taxonomies")["contents"]:
        found = served.read(f"/taxonomy_terms?taxonomy_id={taxonomy['id']}&per_page=200")
        assert found["contents"] == taxonomy["taxonomy_terms"]
    titles = names(served.read("/taxonomy_terms?search=APPEAL"))
    assert any("appeal" in title.lower() for title in titles)
    assert len(titles) < 10


@pytest.mark.parametrize("name", LISTS)
def test_asked_in_a_body_it_is_the_same(served: Served, name: str) -> None:
    for asked in ({}, {"per_page": 3, "page": 2}, {"search": "example", "per_page": 2}):
        got = served.get(f"/{name}", query_string=asked)
        told = served.post(f"/{name}", asked)
        assert got.get_data() == told.get_data()
        assert told.headers["Cache-Control"] == "no-store"
        assert "ETag" not in told.headers
