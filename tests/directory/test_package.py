"""Tables packed as ZIP, or as tabs of a workbook: good rows in, bad rows held, nothing lost."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from guides.directory.readers import Reader, open_reader
from guides.directory.readers.domain import Read, ReadWrong
from guides.directory.readers.package import MOST_PARTS
from tests.directory.dirty import City, city, packed, table

SERVICE = {"id": "1", "name": "Drop-in (demo)", "status": "active"}


def read(path: Path) -> tuple[Reader, list[Read]]:
    reader = open_reader(path)
    return reader, list(reader)


def pack(path: Path, **tables: str | bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in tables.items():
            archive.writestr(f"{name}.csv", text)
    return path


@pytest.fixture(scope="module")
def dirty() -> City:
    return city(300)


def workbook(found: City, path: Path) -> Path:
    book = openpyxl.Workbook(write_only=True)
    for name, rows in found.tables.items():
        sheet = book.create_sheet(name)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        sheet.append(columns)
        for row in rows:
            sheet.append([row.get(column, "") for column in columns])
    book.save(path)
    return path


def as_json(found: City, path: Path) -> Path:
    # Whatever order: links may come before what they point at.
    path.write_text(json.dumps(dict(reversed(found.tables.items()))), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("write", "kind"), [(packed, "package"), (workbook, "tabs"), (as_json, "json")]
)
def test_a_dirty_city_loses_nothing(
    dirty: City, tmp_path: Path, write: Callable[[City, Path], Path], kind: str
) -> None:
    reader, reads = read(write(dirty, tmp_path / "city.dat"))
    assert (reader.kind, reader.complete) == (kind, True)
    of_services = [one for one in reads if one.key]
    held = {one.key: one for one in of_services if one.listing is None}
    taken = {one.key: one.listing for one in of_services if one.listing is not None}
    every = {row["id"] for row in dirty.tables["services"]}
    assert len(of_services) == len(every)
    assert held.keys() | taken.keys() == every
    # Exactly those are held that cannot be read, and the field is named.
    assert held.keys() == dirty.bad.keys()
    for key, field in dirty.bad.items():
        assert re.search(rf"\.{field}: ", held[key].reasons[0])
    # What belongs to no service is counted, table by table.
    lost = {one.line: one.reasons[0] for one in reads if not one.key}
    counts = {name: int(found[1]) for name, why in lost.items() if (found := _number(why))}
    assert {name: n for name, n in dirty.lost.items() if n} == {
        name: n for name, n in counts.items() if name in dirty.lost
    }
    remarks = [why for one in of_services for why in one.reasons]
    assert sum("location_id" in why for why in remarks) == dirty.dangling
    # And what was good is there as it was meant.
    some = taken[next(iter(taken))]
    assert some is not None
    assert some.what == "All are welcome & there is tea."
    assert {one.code for one in some.languages} == {"ar", "fa"}
    assert (some.schedules[0].opens, some.schedules[0].closes) == ("09:00", "17:00")
    assert re.fullmatch(r"01632960\d{3}", some.phones[0].number)
    assert any(place.latitude == 53.45 for one in taken.values() for place in one.places)


def _number(why: str) -> re.Match[str] | None:
    return re.search(r": ([0-9,]+) rows? belongs? to no service", why)


@pytest.mark.parametrize(
    ("encoding", "end"),
    [("utf-8-sig", "\n"), ("cp1252", "\r\n"), ("utf-16", "\r\n"), ("utf-8", "\r\r\n")],
)
def test_letters_and_ends_of_lines_of_all_kinds(tmp_path: Path, encoding: str, end: str) -> None:
    rows = [{**SERVICE, "name": "Café Züri (demo)", "description": 'says "hi"\nthere'}]
    rows.append({**SERVICE, "id": "2", "description": ""})
    text = table(rows, end).encode(encoding)
    _, reads = read(pack(tmp_path / "a.zip", services=text))
    first, second = (one.listing for one in reads)
    assert first is not None
    assert second is not None
    assert (first.name, second.name) == ("Café Züri (demo)", "Drop-in (demo)")
    assert first.what == 'says "hi"\nthere'
    assert reads[1].line.startswith("services.csv row ")


def test_hsds_3_names_its_tables_in_the_singular(tmp_path: Path) -> None:
    _, reads = read(
        pack(
            tmp_path / "a.zip",
            service=table([{**SERVICE, "organization_id": "o"}]),
            organization=table([{"id": "o", "name": "Example Group (demo)"}]),
            attribute=table([{"id": "a", "link_id": "1", "taxonomy_term_id": "t"}]),
            taxonomy_term=table([{"id": "t", "name": "ESOL"}]),
            schedule=table([{"id": "s", "service_at_location_id": "at", "freq": "WEEKLY"}
                            | {"byday": "FR", "opens_at": "10:00", "closes_at": "12:00"}]),
            service_at_location=table([{"id": "at", "service_id": "1", "location_id": "l"}]),
            location=table([{"id": "l", "name": "Hall (demo)", "location_type": "physical"}]),
            address=table([{"id": "x", "location_id": "l", "address_1": "1 Sample Street"}
                           | {"city": "Sampleton", "postal_code": "M14 5AA"}]),
            organization_identifier=table([{"id": "i", "organization_id": "o"}
                                           | {"identifier_scheme": "GB-CHC"}
                                           | {"identifier": "207076"}]),
        )
    )  # fmt: skip
    (one,) = reads
    assert one.listing is not None
    assert one.listing.organisation == "Example Group (demo)"
    assert one.listing.identifiers[0].scheme == "GB-CHC"
    assert one.listing.needs == ("english",)
    (place,) = one.listing.places
    assert (place.postcode, place.schedules[0].byday) == ("M14 5AA", "FR")


def test_a_row_that_is_no_row_is_held_and_the_next_is_read(tmp_path: Path) -> None:
    text = "id,name,status\n1,One (demo),active,oops\n2,Two (demo),active\n3," + "x" * 200_000
    text += ",active\n4,Four (demo),active\n"
    _, reads = read(pack(tmp_path / "a.zip", services=text))
    assert [one.key for one in reads if one.listing] == ["2", "4"]
    held = [one for one in reads if one.listing is None]
    assert [one.line for one in held] == ["services.csv row 2", "services.csv row 4"]
    assert "4 cells, and there are 3 columns" in held[0].reasons[0]


def test_a_damaged_table_is_said_and_what_came_before_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("services.csv", table([SERVICE]))
        archive.writestr("phones.csv", table([{"id": "1", "service_id": "1", "number": "0"}]))
    data = bytearray(path.read_bytes())
    data[data.index(b"number\r\n") + 8] ^= 0xFF  # its checksum is wrong now
    path.write_bytes(data)
    reader, reads = read(path)
    assert [one.key for one in reads if one.listing] == ["1"]
    assert not reader.complete
    assert any("damaged" in why for one in reads for why in one.reasons)


SYMLINK = zipfile.ZipInfo("locations.csv")
SYMLINK.external_attr = 0o120777 << 16


@pytest.mark.parametrize(
    "name", ["../phones.csv", "/phones.csv", "..\\phones.csv", "__MACOSX/._phones.csv", SYMLINK]
)
def test_names_that_lead_elsewhere_are_passed_over(
    tmp_path: Path, name: str | zipfile.ZipInfo
) -> None:
    path = tmp_path / "inner" / "a.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("services.csv", table([SERVICE]))
        archive.writestr(name, "id,service_id,number\n1,1,01632 960001\n")
    _, reads = read(path)
    (one,) = reads
    assert one.listing is not None
    assert not one.listing.phones
    assert [found.name for found in tmp_path.rglob("*.csv")] == []


def _locked(path: Path) -> None:
    pack(path, services=table([SERVICE]))
    data = bytearray(path.read_bytes())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    path.write_bytes(data)


def _many(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(MOST_PARTS + 1):
            archive.writestr(f"{n}.csv", "")


def _cut(path: Path) -> None:
    pack(path, services=table([SERVICE]))
    path.write_bytes(path.read_bytes()[:-30])


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda path: pack(path, phones="id,number\n"), "no table of services"),
        (lambda path: pack(path, readme="x"), "no table of services"),
        (_locked, "password"),
        (_many, "files in this package"),
        (_cut, "damaged or cut off"),
    ],
)
def test_what_is_no_package_is_refused_in_words(
    tmp_path: Path, write: Callable[[Path], object], said: str
) -> None:
    write(tmp_path / "a.zip")
    with pytest.raises(ReadWrong, match=said):
        read(tmp_path / "a.zip")


@pytest.mark.parametrize(
    ("part", "times", "said"), [(b"\n" * 100_000, 21, "many rows"), (b"x" * 10**6, 201, "large")]
)
def test_a_bomb_is_not_unpacked_to_its_end(
    tmp_path: Path, part: bytes, times: int, said: str
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        with archive.open("phones.csv", "w") as bomb:
            bomb.write(b"id,number\n")
            for _ in range(times):
                bomb.write(part)
        archive.writestr("services.csv", table([SERVICE]))
    reader, reads = read(tmp_path / "a.zip")
    assert [one.key for one in reads if one.listing] == ["1"]
    assert not reader.complete
    assert any(said in why for one in reads for why in one.reasons)


def test_an_endless_line_is_no_endless_memory(tmp_path: Path) -> None:
    text = "id,name,status\n1,One (demo),active\n" + '2,"' + "x" * 5_000_000
    _, reads = read(pack(tmp_path / "a.zip", services=text))
    assert [one.key for one in reads if one.listing] == ["1"]
    assert any("never closed" in why for one in reads for why in one.reasons)
