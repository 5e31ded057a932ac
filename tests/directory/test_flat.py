"""Spreadsheets as people keep them, read into listings: dirt mended and said, rows never lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import pytest

from guides.directory.domain import NATIONAL, Area, Cost, Language, Listing, Phone, Room
from guides.directory.readers import open_reader
from guides.directory.readers.domain import Read
from guides.directory.readers.flat import headings_of, read_flat
from tests.toolkit.workbooks import workbook


def reads(
    tmp_path: Path,
    data: str | bytes,
    headings: Mapping[str, str] | None = None,
    name: str = "a.csv",
) -> tuple[list[Read], list[str]]:
    path, notes = tmp_path / name, list[str]()
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(read_flat(path, headings or {}, notes)), notes


def one(tmp_path: Path, head: str, row: str) -> tuple[Listing, str]:
    (read,), _ = reads(tmp_path, f"name,{head}\nTea (demo),{row}\n")
    assert read.listing is not None
    return read.listing, " ".join(read.reasons)


UGLY = (
    "Riverside list 2026;;;;;;;;;;;;\r\r\n"
    ";;;;\r\r\n"
    "Organisation;Project;Description;Type;Telephone;Mobile;Tues;Thurs;Post code;Address;"
    "Languages spoken;Age group;Capacity;Last checked;Cost;Blah\r\r\n"
    "Example Law (demo);Law Desk (demo);Letters;Legal advice;1614960001;0161 496 0002 (office);"
    "2-4;10am - 1pm;m145aa;12 High Street;Arabic (interpreter), Farsi;18+;full;"
    "12/11/2026;free;x\r\r\n"
    ";Caf\xe9 (demo);Tea;food;n/a;;;;;Flat 3, 12 Mill Lane M14 5AA;;under 18;open;Tuesday;"
    "\xa32.50;\r\r\n"
)


def test_an_ugly_list_is_read_as_its_author_means_it(tmp_path: Path) -> None:
    (law, cafe), notes = reads(tmp_path, UGLY.encode("cp1252"))
    assert law.listing is not None
    assert cafe.listing is not None
    found = law.listing
    assert (law.line, law.key) == ("row 4", "law-desk-demo-m14-5aa")
    assert (found.name, found.organisation) == ("Law Desk (demo)", "Example Law (demo)")
    assert found.phones == (Phone("01614960001"), Phone("0161 496 0002", "office"))
    assert found.languages == (Language("ar", "interpreter"), Language("fa"))
    assert [(s.byday, s.opens, s.closes) for s in found.schedules] == [
        ("TU", "14:00", "16:00"), ("TH", "10:00", "13:00"),
    ]  # fmt: skip
    assert (found.places[0].address, found.places[0].postcode) == ("12 High Street", "M14 5AA")
    assert found.room == Room.said("closed", date(2026, 11, 12))
    assert found.check is not None
    assert found.check.on == date(2026, 11, 12)
    assert cafe.listing.name == "Café (demo)"
    assert cafe.listing.costs == (Cost("", Decimal("2.50")),)
    assert cafe.listing.places[0].postcode == "M14 5AA"
    assert cafe.listing.eligibility.maximum_age == 17
    assert cafe.listing.room is None
    assert any("lost its first 0" in reason for reason in law.reasons)
    assert any("a day of the week, not a date" in reason for reason in cafe.reasons)
    assert any("Windows-1252" in note for note in notes)
    assert any('"Blah" is not known here' in note for note in notes)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r", "\r\r\n"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_any_dress_of_a_table(tmp_path: Path, encoding: str, ends: str, mark: str) -> None:
    rows = [["name", "what", "address"], ["Café", "Tea", "Mill Lane"], ["Bun", "Cake", "Hill"]]
    text = ends.join(mark.join(row) for row in rows) + ends
    found, _ = reads(tmp_path, text.encode(encoding))
    assert [(read.line, read.listing.name) for read in found if read.listing] == [
        ("row 2", "Café"), ("row 3", "Bun"),
    ]  # fmt: skip


def test_lines_of_two_encodings_are_read_each_in_its_own(tmp_path: Path) -> None:
    data = "name,what\nمقهى,Tea\n".encode() + "Café,Tea\n".encode("cp1252")
    found, (note,) = reads(tmp_path, data)
    assert [read.listing.name for read in found if read.listing] == ["مقهى", "Café"]
    assert "Windows-1252" in note


@pytest.mark.parametrize(
    ("head", "cell", "field", "value"),
    [
        ("gender", "Women only", "eligibility.genders", ("women",)),
        ("gender", "men and women", "eligibility.genders", ()),
        ("ages", "16-25 years", "eligibility.maximum_age", 25),
        ("ages", "over 18s", "eligibility.minimum_age", 18),
        ("household", "UASC", "eligibility.households", ("unaccompanied-children",)),
        ("no id needed", "Yes", "eligibility.no_documents", True),
        ("who is it for", "People in hotels", "eligibility.note", "People in hotels"),
        ("stages", "Refused and appealing", "eligibility.stages", ("refused-and-appealing",)),
        ("category", "ESOL; Food bank", "needs", ("english", "food")),
        ("referral type", "self-referral", "route", "self"),
        ("how", "Drop in", "route", "self"),
        ("how", "Ask Sam", "route", None),
        ("status", "paused", "status", "temporarily closed"),
        ("visibility", "guides", "visibility", "volunteers"),
        ("visibility", "hm", "visibility", "staff"),
        ("website", "www.example.org/a", "url", "https://www.example.org/a"),
        ("website", "ask us", "url", ""),
        ("e-mail", "Sam <help@example.org>", "email", "help@example.org"),
        ("area", "nationwide", "areas", (NATIONAL,)),
        ("area", "Salford (E08000006)", "areas", (Area("E08000006", "Salford"),)),
        ("area", '"Bristol, City of; Bath"', "areas.0.name", "Bristol, City of"),
        ("languages", "any language", "languages", (Language("mul", "interpreter"),)),
        ("languages", "PRS", "languages", (Language("prs"),)),
        ("phone", "4.41615E+11", "phones", ()),
        ("phone", "+44 (0)161 496 0000 ext 12", "phones", (Phone("+44 161 496 0000 ext 12"),)),
        ("phone", "01614960000 or 01614960001", "phones.1.number", "01614960001"),
        ("cost", "Adults £5; children free", "costs.1", Cost("children free", Decimal(0))),
        ("charity number", "207076", "identifiers.0.scheme", "GB-CHC"),
        ("hours", "Mon 2-4pm", "schedules.0.opens", "14:00"),
        ("hours", "Mon 7-9", "schedules", ()),
    ],
)  # fmt: skip
def test_cells_mean_what_people_mean(
    tmp_path: Path, head: str, cell: str, field: str, value: object
) -> None:
    found: object
    found, _ = one(tmp_path, head, cell)
    for part in field.split("."):
        found = found[int(part)] if isinstance(found, tuple) else getattr(found, part)
    assert found == value


@pytest.mark.parametrize(
    ("head", "cell", "said"),
    [
        ("needs", "llamas", "Use one of these: advice,"),
        ("gender", "llamas", "men, women"),
        ("ages", "30-20", "16-25, 18+"),
        ("no_documents", "perhaps", "yes, no"),
        ("route", "llamas", "form, phone, professional, self"),
        ("status", "llamas", "active, defunct"),
        ("room", "open", '"room_on"'),
        ("postcode", "Manchester", "M14 5AA"),
        ("latitude", "0", "53.48"),
        ("languages", "Llamish", "English name"),
        ("phone", "ring Sam", "digits"),
        ("hours", "when Sam is in", "words only"),
        ("checked", "soon", "2026-11-21"),
        ("identifiers", "207076", "GB-CHC 1234567"),
        ("what", "=1+1", "Write what it should say."),
    ],
)
def test_what_is_not_understood_is_said_and_the_row_stays(
    tmp_path: Path, head: str, cell: str, said: str
) -> None:
    _, reasons = one(tmp_path, head, cell)
    assert said in reasons


def test_words_for_needs_that_are_not_known_are_searched_all_the_same(tmp_path: Path) -> None:
    listing, _ = one(tmp_path, "type", "Llama walks; food")
    assert (listing.needs, listing.terms) == (("food",), ("Llama walks",))


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("needs,address,postcode", "safety,1 Secret Road,M14 5AA"),
        ("needs,address", "modern slavery,1 Secret Road M14 5AA"),
        ("needs,address", "Domestic abuse refuge,1 Secret Road M14 5AA"),
        ("confidential address,address", "yes,1 Secret Road M14 5AA"),
        ("confidential address,address", "hm,1 Secret Road M14 5AA"),
        ("show address,address,venue name", "no,M14 5AA,Secret House"),
        ("address shown,address,town", "llamas,1 Secret Road,Secret"),
        ("address shown,address,lat,long", "hidden,1 Secret Road,53.45,-2.23"),
    ],
)
def test_an_address_that_must_not_be_told_is_nowhere(tmp_path: Path, head: str, row: str) -> None:
    (read,), notes = reads(tmp_path, f"name,{head}\nNest (demo),{row}\n")
    assert read.listing is not None
    assert read.listing.places[0].precision == "hidden"
    said = f"{read} {notes}"
    assert not [word for word in ("Secret", "M14", "m14", "53.45") if word in said]


def test_somebody_can_say_that_an_address_for_safety_may_be_known(tmp_path: Path) -> None:
    listing, _ = one(tmp_path, "needs,address,address_shown", "safety,1 Police Street,exact")
    assert listing.places[0].address == "1 Police Street"


def test_two_services_of_one_name_both_stay(tmp_path: Path) -> None:
    text = "name,postcode\nTea,M1 1AA\nTea,M1 2BB\nTea,\nTea,\nشاي,\n"
    found, _ = reads(tmp_path, text)
    assert [read.key for read in found][:4] == ["tea-m1-1aa", "tea-m1-2bb", "tea", "tea-2"]
    again, _ = reads(tmp_path, text)
    assert [read.key for read in again] == [read.key for read in found]
    assert len({read.key for read in found}) == 5


def test_an_id_that_stands_twice_holds_the_second(tmp_path: Path) -> None:
    (first, second), _ = reads(tmp_path, "id,name\nA/7 b,Tea\nA/7 b,Bun\n")
    assert first.key == "A/7 b"
    assert (second.listing, second.line) == (None, "row 3")
    assert "row 2" in second.reasons[0]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",Tea", '"name" is empty'),
        ("=A1,Tea", '"name" is empty'),
        (f"{'x' * 301},Tea", "301 letters"),
        (f"Tea,{'x' * 6_000}", "6,000 letters"),
        (f"Tea,{'x' * 300_000}", "letters"),
        ("Tea,a\x01b", "U+0001"),
        ("Tea,a\u202eb", "U+202E"),
        ("Tea,a\0b", "U+0000"),
        ('Tea,"never closed', ""),
    ],
)
def test_a_bad_row_is_held_and_the_others_are_taken(tmp_path: Path, row: str, reason: str) -> None:
    found, _ = reads(tmp_path, f'name,what\nOne,A\n{row}\nTwo,B\nThree,"C, D"\nFour,E\n')
    taken = [read.listing.name for read in found if read.listing]
    held = [read for read in found if not read.listing]
    assert taken == ["One", "Two", "Three", "Four"]
    assert [read.line for read in held] == ["row 3"]
    assert reason in " ".join(held[0].reasons)


def test_a_quotation_mark_that_is_never_closed_costs_one_row(tmp_path: Path) -> None:
    many = "".join(f"Service {n},A\n" for n in range(1_000))
    found, _ = reads(tmp_path, f'name,what\n"Tea,A\n{many}')
    assert len([read for read in found if read.listing]) == 1_000
    (held,) = [read for read in found if not read.listing]
    assert (held.line, "quotation mark" in held.reasons[0]) == ("row 2", True)


def test_a_cell_of_several_lines_is_no_stray_mark(tmp_path: Path) -> None:
    found, _ = reads(tmp_path, 'name,what\nTea,"Tea,\nand talk,\nevery day"\nBun,A\n')
    assert [(r.line, r.listing.what) for r in found if r.listing] == [
        ("row 2", "Tea, and talk, every day"), ("row 5", "A"),
    ]  # fmt: skip


def test_a_workbook_with_sheets_for_towns_is_read_whole(tmp_path: Path) -> None:
    import io

    from openpyxl import Workbook

    book = Workbook()
    for title in ("Leeds", "Notes", "York", "Old"):
        sheet = book.create_sheet(title)
        if title == "Notes":
            sheet.append(["Remember to ring", "everybody"])
        else:
            sheet.append(["Service", "Tel", "Checked", "Mon"])
            sheet.append([f"{title} tea (demo)", 1134960000, datetime(2026, 11, 12), time(10)])  # noqa: DTZ001
    book["Old"].sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    found, notes = reads(tmp_path, out.getvalue(), name="a.xlsx")
    assert [(r.line, r.listing.name) for r in found if r.listing] == [
        ("row 2", "Leeds tea (demo)"), ("sheet York, row 2", "York tea (demo)"),
    ]  # fmt: skip
    assert found[0].listing is not None
    assert found[0].listing.phones == (Phone("01134960000"),)
    assert found[0].listing.check is not None
    assert any('"Notes"' in note for note in notes)


def test_a_person_says_what_a_heading_means(tmp_path: Path) -> None:
    text = "Betrieb,Anschrift,Mail an\nTea (demo),1 Mill Lane,help@example.org\n"
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    first, second, third = headings_of(path)
    assert (first.written, first.means, first.examples) == ("Betrieb", "", ("Tea (demo)",))
    assert third.guesses[0] == "email"
    said = {"BETRIEB": "name", "Anschrift": "address", "Mail an": ""}
    (read,), notes = reads(tmp_path, text, said)
    assert read.listing is not None
    assert read.listing.places[0].address == "1 Mill Lane"
    assert (read.listing.email, notes) == ("", [])
    assert [heading.means for heading in headings_of(path, said)] == ["name", "address", ""]
    assert (second.written, headings_of(path, said)[2].guesses) == ("Anschrift", ())


@pytest.mark.parametrize(
    ("heading", "cells", "guess"),
    [
        ("Servce nmae", ["Tea"], "name"),
        ("Contact", ["a@example.org", "b@example.org"], "email"),
        ("Line", ["0161 496 0000", "0161 496 0001"], "phone"),
        ("Code of post", ["M14 5AA"], "postcode"),
        ("Openning ours", ["x"], "hours"),
    ],
)
def test_guesses_for_a_heading(tmp_path: Path, heading: str, cells: list[str], guess: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text("".join(f"{cell},A,B\n" for cell in [heading, *cells]).replace(
        "A,B", "what,town", 1), encoding="utf-8")  # fmt: skip
    assert guess in headings_of(path)[0].guesses


def test_the_reader_of_all_files_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("name,what,blah\nTea,A,x\n", encoding="utf-8")
    reader = open_reader(path)
    assert [read.key for read in reader] == ["tea"]
    assert (reader.complete, len(reader.notes)) == (True, 1)


def test_a_workbook_of_numbers_and_truths(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["id", "name", "phone", "no_documents"],
        [12, "Tea", 7700900001, True],
    ]
    (read,), _ = reads(tmp_path, workbook(rows), name="a.xlsx")
    assert read.listing is not None
    assert (read.key, read.listing.phones) == ("12", (Phone("07700900001"),))
    assert read.listing.eligibility.no_documents is True


def test_a_band_above_the_names_is_no_heading(tmp_path: Path) -> None:
    text = "SERVICE,,Opening\nName,Tel,Mon\nTea (demo),0161 496 0000,=A1\nBun (demo),,9-5\n"
    (tea, bun), _ = reads(tmp_path, text)
    assert tea.listing is not None
    assert (tea.line, tea.listing.phones) == ("row 3", (Phone("0161 496 0000"),))
    assert "formula" in tea.reasons[0]
    assert (bun.key, bun.reasons) == ("bun-demo", ())
