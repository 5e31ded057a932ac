"""Files that are no table, bombs, and files that are far too large: refused in kind words."""

from __future__ import annotations

import resource
import sys
import zipfile
from pathlib import Path

import pytest

from guides.directory.readers.domain import MOST_BYTES, ReadWrong
from guides.directory.readers.flat import headings_of, read_flat
from guides.directory.readers.spreadsheet import MOST, MOST_ROWS
from tests.toolkit.workbooks import with_part, workbook

GOOD = workbook([["name", "what"], ["Tea", "Tea"]])
ENTITY = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><sst>&d;</sst>'
WIDE = b"<sst>" + b" " * 5_000_000 + b"</sst>"
BAD: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "nothing in the file"),
    "only a mark": (b"\xef\xbb\xbf\r\n", "nothing in the file"),
    "old excel or locked": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "save it as .xlsx"),
    "pdf": (b"%PDF-1.7 name,what", "PDF"),
    "packed": (b"\x1f\x8b\x08\x00", "Unpack"),
    "web page": (b"<!doctype html><html>name,what", "web page"),
    "json": (b'[{"name": "Tea"}]', "JSON"),
    "programme": (b"MZ\x90" + b"\0\0\0\1\2" * 80, "not a table"),
    "a letter": (b"Dear all,\nplease find below.\nYours\n", "names of the columns"),
    "numbers": (b"1,2,3\n4,5,6\n", "names of the columns"),
    "no name": (b"phone,address\n1,2\n", "is the name"),
    "cut off": (GOOD[:-40], "cut off"),
    "macro": (with_part(GOOD, "xl/vbaProject.bin", b"x"), "macro"),
    "entities": (with_part(GOOD, "xl/sharedStrings.xml", ENTITY), "no Excel writes"),
    "one cell of letters": (with_part(GOOD, "xl/worksheets/sheet9.xml", WIDE), "million letters"),
    "not xml": (with_part(GOOD, "xl/workbook.xml", b"hello"), "cannot be read"),
    "a zip of something": (with_part(GOOD, "[Content_Types].xml", b"<a/>"), "cannot be read"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_table_is_said(tmp_path: Path, name: str) -> None:
    data, said = BAD[name]
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    with pytest.raises(ReadWrong, match=said):
        list(read_flat(path))


def test_a_file_that_is_not_there_or_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.csv"):
        with pytest.raises(ReadWrong, match="Choose a file"):
            list(read_flat(path))


def test_200_megabytes_and_one_are_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as sparse:
        sparse.truncate(MOST_BYTES + 1)
    for read in (lambda: list(read_flat(path)), lambda: headings_of(path)):
        with pytest.raises(ReadWrong, match="200 are the most"):
            read()


def test_a_bomb_of_a_workbook_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/workbook.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(MOST.unpacked // 10_000_000 + 1):
            part.write(b"<a/>" * 2_500_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(ReadWrong, match="Unpacked"):
        list(read_flat(path))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    data = with_part(GOOD, "xl/worksheets/sheet9.xml", b"<a>" + b"x" * 100_000 + b"</a>")
    path = tmp_path / "a.xlsx"
    path.write_bytes(data.replace((100_007).to_bytes(4, "little"), (7).to_bytes(4, "little")))
    with pytest.raises(ReadWrong, match="cut off"):
        list(read_flat(path))


def test_more_rows_than_are_read_are_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guides.directory.readers.flat.MOST_ROWS", 10)
    path, notes, cut = tmp_path / "a.csv", list[str](), list[int]()
    path.write_text("name,what\n" + "Tea,A\n" * 12, encoding="utf-8")
    assert len(list(read_flat(path, {}, notes, lambda: cut.append(1)))) == 10
    assert ("more than 10 rows" in notes[0], cut) == (True, [1])


def test_a_line_without_end_is_held(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"name,what\nTea,A\n" + b"x" * 5_000_000)
    tea, long = sorted(read_flat(path), key=lambda read: read.line)
    assert (tea.key, long.listing, long.line) == ("tea", None, "row 3")
    assert "5,000,000 letters" in long.reasons[0]


@pytest.mark.full  # a minute
def test_a_file_of_nearly_200_megabytes_needs_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    row = "{n},Example service {n} (demo),{what},0161 496 0000,Mon-Fri 9-5,Arabic (interpreter)\n"
    with path.open("w", encoding="utf-8") as file:
        file.write("id,name,what,phone,hours,languages\n")
        for n in range(MOST_ROWS):
            file.write(row.format(n=n, what="Tea and talk. " * 60))
    assert 150_000_000 < path.stat().st_size < MOST_BYTES
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(read.listing is not None for read in read_flat(path)) == MOST_ROWS
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert used < 80_000, f"{used} kB on {sys.platform}"
