"""A made-up city whose list of services is as dirty as real ones are, and how dirty that is.

The proportions are those of a real city's published set: ids that are no UUIDs; half of the links
between services and places point at nothing; so do two of five attributes; more than half of the
places have no coordinates; a quarter of the services has an e-mail address; times stand where dates
belong, and names of days where frequencies belong; names repeat.
"""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

Row = dict[str, str]
NAMES = ("Drop-in", "Food bank", "English class", "Law clinic", "Listening ear", "Clothes store")


@dataclass
class City:
    tables: dict[str, list[Row]]
    bad: dict[str, str] = field(default_factory=dict)
    """Ids of services that nobody could read, and the field that is at fault."""
    lost: dict[str, int] = field(default_factory=dict)
    """By table: rows that belong to no service."""
    dangling: int = 0
    """Links of a service to a place that is not there."""


def city(services: int = 200, seed: int = 7) -> City:
    """The same every time."""
    dice = random.Random(seed)
    found = City(
        {
            name: []
            for name in (
                *("organizations", "services", "locations", "service_at_locations"),
                *("physical_addresses", "phones", "schedules", "languages"),
                *("services_attributes", "taxonomies"),
            )
        }
    )
    tables = found.tables
    for n in range(services // 5):
        tables["organizations"].append({"id": f"ORG {n}", "name": f"Example Group {n} (demo)"})
    for n, name in enumerate(("Food bank", "ESOL", "Advice and guidance", "Drop in")):
        tables["taxonomies"].append({"id": f"{n}", "name": name})
    for n in range(services):
        _service(found, dice, n)
    for n in range(services):  # links of services that went long ago
        row = {"id": f"gone-{n}", "service_id": f"gone {n}", "location_id": f"L{n}"}
        if dice.random() < 0.2:
            tables["service_at_locations"].append(row)
            _lose(found, "service_at_location")
        if dice.random() < 0.4:
            tables["services_attributes"].append(
                {"id": f"ga-{n}", "service_id": f"gone {n}", "taxonomy_id": "1"}
            )
            _lose(found, "attribute")
    used = {row["location_id"] for row in _good_links(tables["service_at_locations"])}
    unused = [row for row in tables["locations"] if row["id"] not in used]
    found.lost["location"] = len(unused)
    found.lost["address"] = sum(1 for row in unused if row["addressed"] == "yes")
    for row in tables["locations"]:
        del row["addressed"]
    return found


def _good_links(rows: list[Row]) -> list[Row]:
    return [row for row in rows if not row["service_id"].startswith("gone ")]


def _lose(found: City, table: str) -> None:
    found.lost[table] = found.lost.get(table, 0) + 1


def _service(found: City, dice: random.Random, n: int) -> None:
    tables = found.tables
    key = f"svc/{n:04}"
    row = {
        "id": key,
        "organization_id": f"ORG {dice.randrange(60)}",
        "name": f"{dice.choice(NAMES)} {dice.choice(('North', 'South'))} (demo)",
        "description": "<p>All are welcome &amp; there is tea.</p>",
        "status": "active",
        "email": f"office{n}@example.org" if dice.random() < 0.25 else "",
        "url": dice.choice(("www.example.org", "https://example.org/x", "", "see poster")),
        "minimum_age": dice.choice(("", "18", "18+", "16 years")),
    }
    schedule = {
        "id": f"sch-{n}",
        "service_id": key,
        "dtstart": "9:00AM",
        "until": "5:00PM",
        "freq": dice.choice(("Monday", "Tues", "WEEKLY", "DAILY")),
        "byday": "",
    }
    if schedule["freq"] == "WEEKLY":
        schedule["byday"] = "MO,WE"
    _plant(found, dice, row, schedule)
    tables["services"].append(row)
    tables["schedules"].append(schedule)
    tables["phones"].append({"id": f"p{n}", "service_id": key, "number": f"1632960{n % 1000:03}"})
    tables["languages"].append({"id": f"l{n}", "service_id": key, "language": "Arabic; Farsi"})
    for m in range(2):
        dangles = dice.random() < 0.4
        tables["services_attributes"].append(
            {"id": f"a{n}-{m}", "service_id": key, "taxonomy_id": "x9" if dangles else str(m)}
        )
    place = {"id": f"L{n}", "name": f"Hall {n} (demo)", "latitude": "", "longitude": ""}
    if dice.random() < 0.4:
        place |= {"latitude": "53.45", "longitude": "-2.23"}
    place["addressed"] = "yes" if dice.random() < 0.8 else ""
    tables["locations"].append(place)
    if place["addressed"]:
        tables["physical_addresses"].append(
            {"id": f"ad{n}", "location_id": f"L{n}", "address_1": f"{n} Sample Street"}
            | {"city": "Sampleton", "postal_code": "M14 5AA", "country": "GB"}
        )
    dangles = dice.random() < 0.5
    found.dangling += dangles
    tables["service_at_locations"].append(
        {"id": f"at{n}", "service_id": key, "location_id": f"nowhere {n}" if dangles else f"L{n}"}
    )


def _plant(found: City, dice: random.Random, row: Row, schedule: Row) -> None:
    """One service in ten cannot be read, each for one reason."""
    if dice.random() > 0.1:
        return
    fault = dice.choice(("name", "status", "freq", "opens_at", "minimum_age", "dtstart"))
    found.bad[row["id"]] = fault
    if fault in ("name", "status", "minimum_age"):
        row[fault] = {"name": "", "status": "maybe", "minimum_age": "grown-ups"}[fault]
    else:
        schedule[fault] = {"freq": "now and then", "opens_at": "9ish", "dtstart": "spring"}[fault]


def packed(found: City, path: Path, encoding: str = "utf-8", end: str = "\r\n") -> Path:
    """As a tabular data package."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        resources = [{"name": name, "path": f"data/{name}.csv"} for name in found.tables]
        archive.writestr("datapackage.json", json.dumps({"resources": resources}))
        for name, rows in found.tables.items():
            archive.writestr(f"data/{name}.csv", table(rows, end).encode(encoding))
    return path


def table(rows: list[Row], end: str = "\r\n") -> str:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator=end)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
