"""Spreadsheets as small charities keep them: cleaned where that is sure, and named where not."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guides.api import Resource, Service
from guides.plugins.validate import unusable
from guides.toolkit.faults import MOST_WARNINGS, Fault, Faults
from guides.toolkit.folder import Folder
from guides.toolkit.limits import OF_A_PLUGIN
from guides.toolkit.resources_in import read_resources
from guides.toolkit.services_in import read_services
from guides.toolkit.tables import slug
from tests.plugins.folders import write
from tests.toolkit.workbooks import with_part, workbook

DAY = datetime(2026, 11, 12)  # noqa: DTZ001 - Excel knows no zones
HEAD = ("id", "name", "what", "phone")


def _csv(root: Path, text: str | bytes) -> tuple[list[Service], list[Fault]]:
    faults = Faults()
    write(root, {"services.csv": text.encode() if isinstance(text, str) else text})
    return list(read_services(Folder(root), faults)), faults.found


def _xlsx(root: Path, data: bytes) -> tuple[list[Service], list[Fault]]:
    faults = Faults()
    write(root, {"services.xlsx": data})
    return list(read_services(Folder(root), faults)), faults.found


def test_an_ugly_table_is_read_as_its_author_means_it(tmp_path: Path):
    text = (
        "Riverside food and drop-ins 2026;;;;;;;\r\r\n"
        "please keep up to date!!;;;;;;;\r\r\n"
        ";;;;;;;\r\r\n"
        ";Organisation ;Description;Tel.;Mon;Tue;Wed;Languages spoken\r\r\n"
        ";;;;;;;\r\r\n"
        ";  Caf\xe9 on  the Hill ;Tea;(0161) 496-0001;10-1;10-1;closed;English, Arabic\r\r\n"
        ";Food Bank;Food;n/a;x;;2-4;N/A\r\r\n"
    )
    (cafe, food), faults = _csv(tmp_path, text.encode("cp1252"))
    assert (cafe.id, cafe.name) == ("cafe-on-the-hill", "Café on the Hill")
    assert (cafe.phone, cafe.hours) == ("0161 496 0001", "Monday to Tuesday 10-1")
    assert cafe.languages == ("en", "ar")
    assert (food.phone, food.hours, food.languages) == ("", "Monday, Wednesday 2-4", ())
    (fault,) = faults
    assert "Windows-1252" in fault.what


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_separator_is_found(tmp_path: Path, separator: str):
    rows = [["name", "what", "phone"], ["Tea Room", "Tea and talk", "0161 496 0000"]]
    (found,), faults = _csv(tmp_path, "\n".join(separator.join(row) for row in rows))
    assert (found.name, found.what, found.phone) == ("Tea Room", "Tea and talk", "0161 496 0000")
    assert faults == []


def test_unicode_text_of_excel_is_read(tmp_path: Path):
    (found,), faults = _csv(tmp_path, "name\twhat\nمقهى\tTea\n".encode("utf-16"))
    assert found.name == "مقهى"
    assert unusable(found) == ""
    assert faults == []


def test_line_numbers_stay_true_below_titles_and_cells_of_several_lines(tmp_path: Path):
    text = 'A title\n\nname,what\n"Two\nlines",Tea\nBad,\n'
    (found,), (fault,) = _csv(tmp_path, text)
    assert found.name == "Two lines"
    assert (fault.line, fault.what) == (6, '"what" is empty; the row is left out.')


@pytest.mark.parametrize(
    ("cell", "number", "words"),
    [
        ("0161 496 0000", "0161 496 0000", ""),
        ("+44 (0)161 496 0000", "+44 161 496 0000", ""),
        ("0161.496.0000", "0161 496 0000", ""),
        ("999", "999", ""),
        ("1614960000", "01614960000", "lost its first 0"),
        ("441614960000", "+441614960000", ""),
        ("4.41615E+11", "", "is left"),
        ("0161 496 0000 or 0161 496 0001", "0161 496 0000", "only the phone number"),
        ("0161 496 0000 (ask for Sam)", "0161 496 0000", "only the phone number"),
        ("ring the church", "", "is not a phone number"),
        ('="0161 496 0000"', "0161 496 0000", ""),
        ("=A1+1", "", "formula"),
        ("'0161 496 0000", "0161 496 0000", ""),
    ],
)
def test_phone_numbers(tmp_path: Path, cell: str, number: str, words: str):
    quoted = cell.replace('"', '""')
    (found,), faults = _csv(tmp_path, f'name,what,phone\nTea,Tea,"{quoted}"\n')
    assert found.phone == number
    assert [words in fault.what for fault in faults] == ([True] if words else [])
    assert all((fault.line, fault.severity) == (2, "warning") for fault in faults)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-11-12", date(2026, 11, 12)),
        ("12/11/2026", date(2026, 11, 12)),
        ("12.11.2026", date(2026, 11, 12)),
        ("12 November 2026", date(2026, 11, 12)),
        ("12 Nov 2026", date(2026, 11, 12)),
    ],
)
def test_days_are_read_the_british_way(tmp_path: Path, cell: str, day: date):
    (found,), faults = _csv(tmp_path, f"name,what,checked\nTea,Tea,{cell}\n")
    assert (found.checked_on, faults) == (day, [])


def test_rows_of_one_name_get_ids_of_their_own(tmp_path: Path):
    found, _ = _csv(tmp_path, "name,what\nTea,A\nTea,B\nشاي,C\n")
    assert [service.id for service in found] == ["tea", "tea-2", "row-4"]


def test_a_column_that_is_not_known_is_named_once(tmp_path: Path):
    found, (fault,) = _csv(tmp_path, "name,what,nationality\nTea,A,x\nBun,B,y\n")
    assert len(found) == 2
    assert (fault.line, fault.severity) == (1, "warning")
    assert "nationality" in fault.what


def test_a_table_of_something_else_is_a_fault(tmp_path: Path):
    found, (fault,) = _csv(tmp_path, "a,b,c\n1,2,3\n")
    assert (found, fault.severity) == ([], "fault")
    assert "names of the columns" in fault.what


def test_too_many_rows_are_a_fault(tmp_path: Path):
    found, (fault,) = _csv(tmp_path, "name,what\n" + "Tea,Tea\n" * 100_000)
    assert len(found) == OF_A_PLUGIN.rows
    assert (fault.line, fault.severity) == (OF_A_PLUGIN.rows + 2, "fault")


def test_a_cell_that_is_a_book_leaves_its_row_out(tmp_path: Path):
    found, (fault,) = _csv(tmp_path, f"name,what\nTea,Tea\nCake,{'x' * 2_001}\nJam,Jam\n")
    assert [each.name for each in found] == ["Tea", "Jam"]
    assert (fault.line, fault.severity) == (3, "warning")
    assert "2,001 letters" in fault.what


def test_a_flood_of_warnings_is_cut_short(tmp_path: Path):
    _, faults = _csv(tmp_path, "name,what,phone\n" + "Tea,Tea,=1\n" * 3_000)
    assert len(faults) == MOST_WARNINGS
    assert faults[-1].what == "There are more warnings like these."


def test_200_megabytes_are_refused_unread(tmp_path: Path):
    with (tmp_path / "services.csv").open("wb") as sparse:
        sparse.truncate(200_000_000)
    with pytest.raises(Exception, match="200,000,000 bytes"):
        Folder(tmp_path).check()


@pytest.mark.parametrize(
    "cell",
    ["a\x01b", "tea \u202e0000 694 1610", "x\u2066y", "\x1b[2J"],
    ids=["control", "override", "isolate", "escape"],
)
def test_what_cannot_be_seen_leaves_the_row_out(tmp_path: Path, cell: str):
    found, (fault,) = _csv(tmp_path, f"name,what\nTea,{cell}\nBun,B\n")
    assert [service.name for service in found] == ["Bun"]
    assert (fault.line, fault.severity) == (2, "warning")


# Workbooks ----------------------------------------------------------------------------------------


def test_a_workbook_is_read_as_the_same_table_would_be(tmp_path: Path):
    rows: list[list[object]] = [
        ["Our list", None, None, None, None],
        [],
        [None, "Service name", "What they do", "Phone number", "Last checked"],
        [None, "Tea Room ", "Tea", 1614960000, DAY],
        [],
        [None, "Law Clinic", "Letters", "0161 496 0002", "n/a"],
    ]
    (tea, law), (fault,) = _xlsx(tmp_path, workbook(rows))
    assert (tea.id, tea.phone, tea.checked_on) == ("tea-room", "01614960000", date(2026, 11, 12))
    assert (law.phone, law.checked_on) == ("0161 496 0002", None)
    assert (fault.line, fault.severity) == (4, "warning")
    assert "lost its first 0" in fault.what


def test_a_formula_is_refused_and_its_place_named(tmp_path: Path):
    rows = [HEAD, ["a", "Tea", "Tea", "=HYPERLINK(1)"], ["b", "=A1", "Bun", ""]]
    (found,), faults = _xlsx(tmp_path, workbook(rows))
    assert (found.id, found.phone) == ("a", "")
    said = [(fault.line, fault.what.split(";")[0]) for fault in faults]
    assert said == [(2, "A cell holds a formula"), (3, "A cell holds a formula"),
                    (3, '"name" is empty')]  # fmt: skip


def test_merged_cells_are_named_but_not_in_the_title(tmp_path: Path):
    rows = [["Our list"], HEAD, ["a", "Tea", "Tea", ""], ["b", "", "Bun", ""]]
    found, faults = _xlsx(tmp_path, workbook(rows, ["A1:D1", "B3:B4"]))
    assert [service.id for service in found] == ["a"]
    assert [(f.line, f.severity) for f in faults] == [(3, "warning"), (4, "warning")]
    assert "B3:B4" in faults[0].what


def test_a_million_empty_rows_cost_nothing(tmp_path: Path):
    data = workbook([HEAD, ["a", "Tea", "Tea", ""]])
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>name</t></is></c>'
        b'<c r="B1" t="inlineStr"><is><t>what</t></is></c></row>'
        b'<row r="2"><c r="A2" t="inlineStr"><is><t>Tea</t></is></c>'
        b'<c r="B2" t="inlineStr"><is><t>Tea</t></is></c></row>'
        b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
        b"</sheetData></worksheet>"
    )
    (found,), faults = _xlsx(tmp_path, with_part(data, "xl/worksheets/sheet1.xml", sheet))
    assert (found.name, faults) == ("Tea", [])


BOMB = b"<?xml version='1.0'?><worksheet>" + b" " * (OF_A_PLUGIN.unpacked + 1)
ENTITY = b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><sst>&d;</sst>'
GOOD = workbook([HEAD, ["a", "Tea", "Tea", ""]])
HOSTILE: dict[str, tuple[bytes, str]] = {
    "not a workbook": (b"MZ\x90\x00", "not an Excel workbook"),
    "an old or locked one": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "an older kind"),
    "cut off": (GOOD[:-40], "cut off"),
    "damaged": (GOOD[:200] + b"\0" * 40 + GOOD[240:], ""),
    "bomb": (with_part(GOOD, "xl/worksheets/sheet9.xml", BOMB), "Unpacked"),
    "entities": (with_part(GOOD, "xl/sharedStrings.xml", ENTITY), "no Excel writes"),
    "wide entities": (
        with_part(GOOD, "xl/sharedStrings.xml", ENTITY.decode().encode("utf-16")),
        "no Excel writes",
    ),
    "macro": (with_part(GOOD, "xl/vbaProject.bin", b"x"), "macro"),
    "not xml": (with_part(GOOD, "xl/workbook.xml", b"hello"), "cannot be read"),
    "empty zip": (b"PK\x05\x06" + b"\0" * 18, "cannot be read"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_workbook_is_a_fault_in_plain_words(tmp_path: Path, name: str):
    data, words = HOSTILE[name]
    found, (fault,) = _xlsx(tmp_path, data)
    assert found == []
    assert (fault.path.name, fault.severity) == ("services.xlsx", "fault")
    assert words in fault.what
    assert fault.mend


@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.none() | st.text(max_size=9) | st.integers() | st.booleans())))
def test_no_cells_break_the_reader(tmp_path: Path, rows: list[list[object]]):
    clean = [
        [None if isinstance(c, str) and (not c.isprintable() or c[:1] == "=") else c for c in row]
        for row in rows
    ]
    found, _ = _xlsx(tmp_path, workbook([HEAD, *clean]))
    assert [unusable(service) for service in found] == [""] * len(found)


@given(st.text())
def test_a_slug_is_an_id_or_nothing(text: str):
    made = slug(text)
    assert not made or unusable(Service(id=made, name="A", what="B")) == ""


# Resources ----------------------------------------------------------------------------------------


def _resources(root: Path) -> tuple[list[Resource], list[Fault]]:
    faults = Faults()
    return list(read_resources(Folder(root), faults)), faults.found


def test_resources_come_from_all_three_kinds_of_files(tmp_path: Path):
    write(tmp_path, {
        "resources.toml": """
            [[resource]]
            id = "phones"
            title = "Phones"
            text = "Old phones that work."
            kind = "equipment"
            who = "People who came this month."
            how = "Sign for it at the desk."
            contact = "0161 496 0001"
            languages = ["en"]
            checked_on = 2026-11-12
            checked_by = "Riverside"
            """,
        "resources.csv": "Type;Name;Description;Who can book\nRooms;Blue room;Quiet;Guides\n",
        "resources.xlsx": workbook([["kind", "title", "text", "link"],
                                    ["Spaceship", "S", "T", "javascript:x"]]),
    })  # fmt: skip
    (phones, room, odd), faults = _resources(tmp_path)
    assert (phones.kind, phones.how) == ("equipment", "Sign for it at the desk.")
    assert (phones.who, phones.checked_on) == ("People who came this month.", date(2026, 11, 12))
    assert (room.id, room.kind, room.who) == ("blue-room", "room", "Guides")
    assert (odd.kind, odd.url) == ("other", "")
    assert [(f.path.name, f.line, f.severity) for f in faults] == [
        ("resources.xlsx", 2, "warning")
    ] * 2


def test_a_kind_of_resource_that_is_not_known_is_a_fault_in_toml(tmp_path: Path):
    write(tmp_path, {"resources.toml": '[[resource]]\nid = "a"\ntitle = "T"\ntext = "T"\n'
                                       'kind = "spaceship"\n'})  # fmt: skip
    _, (fault,) = _resources(tmp_path)
    assert (fault.line, fault.severity) == (5, "fault")
    assert "interpreter" in fault.mend
