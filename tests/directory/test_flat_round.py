"""What is written as a flat table is read again as it was, and no cell of it is a formula."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guides.directory.columns import WRITTEN
from guides.directory.domain import Listing, Phone, Place, Room
from guides.directory.readers.flat import read_flat
from guides.directory.writers.flat import cells_of, write_csv, write_xlsx
from tests.directory.listings import listings

WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
FORMULAS = (
    *("=1+1", "+44 161 496 0000", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "'=1"),
    "=cmd|' /C calc'!A0",
)


def written(kind: str, found: list[Listing]) -> bytes:
    out = io.BytesIO()
    assert WRITERS[kind](found, out) == len(found)
    return out.getvalue()


def read(path: Path, data: bytes) -> list[Listing]:
    path.write_bytes(data)
    reads = list(read_flat(path))
    assert [each.reasons for each in reads if each.listing is None] == []
    return [each.listing for each in reads if each.listing]


@settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(listings, max_size=4, unique_by=lambda listing: listing.key))
def test_csv_comes_back_as_it_was(tmp_path: Path, found: list[Listing]) -> None:
    assert read(tmp_path / "a.csv", written("csv", found)) == found


@settings(deadline=None, max_examples=10, suppress_health_check=list(HealthCheck))
@given(st.lists(listings, max_size=3, unique_by=lambda listing: listing.key))
def test_a_workbook_comes_back_as_it_was(tmp_path: Path, found: list[Listing]) -> None:
    assert read(tmp_path / "a.xlsx", written("xlsx", found)) == found


@pytest.mark.parametrize("words", FORMULAS)
def test_no_cell_that_is_written_is_a_formula(tmp_path: Path, words: str) -> None:
    listing = Listing(
        "1", words, what=words, organisation=words, wait=words, route_note=words,
        hours=words, phones=(Phone("+44 161 496 0000"),), places=(Place(city=words),),
    )  # fmt: skip
    table = written("csv", [listing]).decode("utf-8-sig")
    (_, row) = csv.reader(io.StringIO(table))
    assert [cell for cell in row if cell.strip()[:1] in "=+-@" and cell] == []
    (tmp_path / "a.xlsx").write_bytes(written("xlsx", [listing]))
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert {cell.data_type for cells in sheet.iter_rows() for cell in cells} <= {"s", "n"}
    assert [
        c.value for cells in sheet.iter_rows() for c in cells if str(c.value)[:1] in "=+@"
    ] == []
    (back,) = read(tmp_path / "b.csv", table.encode())
    assert (back.name, back.wait) == (" ".join(words.split()),) * 2


def test_a_word_that_means_nothing_elsewhere_stays_a_word(tmp_path: Path) -> None:
    listing = Listing("n/a", "None", wait="-", organisation="'90s club", route_note="'none")
    assert read(tmp_path / "a.csv", written("csv", [listing])) == [listing]


def test_a_hidden_address_is_in_no_file(tmp_path: Path) -> None:
    head = "name,needs,address,postcode,lat,long"
    text = f"{head}\nNest (demo),safety,1 Secret Road,M14 5AA,53.4,-2.2\n"
    found = read(tmp_path / "a.csv", text.encode())
    for kind in WRITERS:
        path = tmp_path / f"b.{kind}"
        assert read(path, written(kind, found)) == found
    table = written("csv", found).decode()
    assert "Nest (demo)" in table
    assert not [word for word in ("Secret", "M14", "m14", "53.4") if word in table]


def test_every_column_that_is_written_can_be_filled() -> None:
    """A column that nothing ever fills would be a promise that is not kept."""
    room = Room.said("closed", date(2026, 11, 20))
    full = Listing("1", "A", places=(Place(),), room=room)
    assert set(cells_of(full)) == set(WRITTEN)
