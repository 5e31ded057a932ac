"""``guides directory``: from an ugly spreadsheet to a sheet, and out again."""

from __future__ import annotations

import csv
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.cli.conftest import Run
from tests.toolkit.workbooks import workbook

TODAY = date.today()  # noqa: DTZ011 - as the command sees it
GOOD = 36
"""Of the forty rows."""


def ugly() -> bytes:
    """Forty services as a busy person keeps them."""
    rows: list[list[object]] = [
        ["Our places – DO NOT DELETE (Sam)"],
        [],
        ["Name of service", "What they do", "Tel No.", "Where", "Post code", "Opening times",
         "Langs", "Last checked", "Cost?", "Colour"],
    ]  # fmt: skip
    for n in range(GOOD):
        rows.append([
            f"Example Place {n} (demo)", ("Food parcels", "Immigration advice", "Tea")[n % 3],
            1614960100 + n, f"{n} Example Street", ("M14 5TQ", "m1 1aa", "NE1 4ST")[n % 3],
            ("Mon-Fri 9am-5pm", "Tues & Thurs 10:00–12:30", "ring first")[n % 3],
            ("Arabic, Farsi", "Arabic (interpreter)", "")[n % 3],
            TODAY - timedelta(days=n), "free", "green",
        ])  # fmt: skip
    rows.insert(10, [])
    rows.append(["Example Refuge (demo)", "A safe home", "0161 496 0190", "9 Planted Street",
                 "M20 2AB", "24 hours", "", TODAY, "", ""])  # fmt: skip
    rows.append([None, "a row without a name", "0161 496 0191", "", "", "", "", "", "", ""])
    rows.append(['=HYPERLINK("http://x.example")', "a formula", "", "", "", "", "", "", "", ""])
    rows.append(["Example Place 0 (demo)", "The same name", "n/a", "Elsewhere", "M14 5TQ", "Monday",
                 "", "Monday", "", ""])  # fmt: skip
    return workbook(rows)


@pytest.fixture
def there(run: Run, environment: Path) -> Run:
    assert run("db", "upgrade").code == 0
    (environment / "places.xlsx").write_bytes(ugly())
    return run


@pytest.fixture
def brought(there: Run) -> Run:
    found = there("directory", "import", "places.xlsx", "--name", "Our places")
    assert found.code == 0, found.err
    return there


def _found(run: Run, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("directory", "search", *words, "--json").out)
    return found


def _names(results: dict[str, Any]) -> list[str]:
    return [found["shown"]["listing"]["name"] for found in results["found"]]


def test_a_dry_run_says_what_would_change_and_changes_nothing(there):
    found = there("directory", "import", "places.xlsx", "--dry-run")
    assert re.search(rf"{GOOD + 2} are new", found.out)
    assert re.search(r"2 are held", found.out)
    assert "Colour" in found.out  # a column that means nothing here is said
    assert _found(there, "Example")["total"] == 0


def test_from_an_ugly_spreadsheet_to_a_printed_sheet(brought, environment):
    assert _found(brought, "lawyer", "--near", "M1")["total"] == GOOD // 3
    sheet = environment / "sheet.pdf"
    made = brought(
        "sheet", "waiting-and-support", "--lang", "ar", "--near", "M14", "-o", str(sheet)
    )
    assert made.code == 0, made.err
    text = _text(sheet)
    assert text.count("Example Place") == 2  # food, and advice; a third for another need
    assert re.search(r"0161\s?496\s?01\d\d", text)
    assert "Planted" not in text


def test_the_same_list_again_changes_nothing_and_undo_gives_it_back(brought):
    again = brought("directory", "import", "places.xlsx", "--name", "Our places")
    assert re.search(rf"{GOOD + 2} are as they were", again.out)
    numbers = re.findall(r"guides directory undo (\d+)", again.out)
    assert brought("directory", "undo", numbers[0]).code == 0
    assert _found(brought, "Example")["total"] == GOOD + 2
    assert "taken" in brought("directory", "imports").out
    assert brought("directory", "undo", "999").code == 2


@pytest.mark.parametrize("kind", ["csv", "xlsx", "hsds", "oruk", "ndjson"])
def test_out_and_in_again_changes_nothing(brought, environment, kind):
    """Written out and brought in under the same name: nothing is new, nothing is another."""
    one, two = environment / f"one.{kind}", environment / f"two.{kind}"
    source = ("--source", "Our places", "--all", "--format", kind)
    assert brought("directory", "export", *source, "-o", str(one)).code == 0
    assert brought("directory", "import", str(one), "--name", "A copy").code == 0
    copy = ("--source", "A copy", "--all", "--format", kind)
    assert brought("directory", "export", *copy, "-o", str(two)).code == 0
    found = brought("directory", "import", str(two), "--name", "A copy", "--dry-run")
    assert re.search(rf"{GOOD + 2} are as they were", found.out), found.out
    assert "are new" not in found.out
    assert "are others" not in found.out


def test_a_hidden_address_is_in_no_file(brought, environment):
    for kind in ("csv", "hsds", "oruk", "ndjson"):
        file = environment / f"out.{kind}"
        assert brought("directory", "export", "--all", "--format", kind, "-o", str(file)).code == 0
        words = file.read_text("utf-8-sig")
        assert "Example Refuge" in words
        assert "Planted" not in words
        assert "M20" not in words


def test_a_spreadsheet_program_finds_no_formula_in_an_export(brought, environment):
    (environment / "evil.csv").write_text(
        "name,what,phone\n\"'=cmd|' /C calc'!A0 (demo)\",Tea,0161 496 0001\n", "utf-8"
    )
    brought("directory", "import", "evil.csv")
    file = environment / "out.csv"
    brought("directory", "export", "-o", str(file))
    with file.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell]


def test_what_is_wrong_in_a_file_is_said_and_nothing_is_brought_in(there):
    found = there("directory", "check", "places.xlsx")
    assert found.code == 1
    assert "row 41" in found.out or "row 42" in found.out
    assert "2 are held" in found.out
    assert _found(there, "Example")["total"] == 0


@pytest.mark.parametrize(
    ("words", "bytes_"),
    [
        ("web page", b"<!doctype html><html><body>Services</body></html>"),
        ("empty", b""),
        ("PDF", b"%PDF-1.7 ..."),
        ("cut off", b"PK\x03\x04 nothing"),
    ],
)
def test_a_file_that_is_no_list_is_refused_in_words(there, environment, words, bytes_):
    (environment / "list.csv").write_bytes(bytes_)
    found = there("directory", "import", "list.csv")
    assert found.code == 2
    assert words in found.err
    assert "Traceback" not in found.err


def test_what_is_to_be_checked_is_listed_the_riskiest_first(brought):
    lines = brought("directory", "due").out.splitlines()
    assert "never checked" in lines[-1]
    assert "days over" in lines[0]  # advice on a claim, checked more than 30 days ago


def test_words_find_services_however_they_are_spelt(brought):
    for words in ("lawyer", "solicitr", "محامي", "IMMIGRATION advice"):
        assert _found(brought, words)["total"] >= GOOD // 3, words


def test_wrong_use_is_said(brought):
    for words in (
        ("search", "--stage", "nowhere"),
        ("search", "--near", "Atlantis"),
        ("search", "--need", "gold"),
        ("import", "nothing.csv"),
    ):
        found = brought("directory", *words)
        assert found.code == 2, words
    assert brought("--help").code == 0


def test_another_organisation_is_named_or_not_there(brought):
    found = brought("directory", "--organisation", "Nobody (demo)", "imports")
    assert found.code == 2
    assert "no organisation" in found.err


def test_reindexing_changes_nothing_that_is_found(brought):
    before = _names(_found(brought, "lawyer"))
    assert f"{GOOD + 5} services" in brought("directory", "reindex").out
    assert _names(_found(brought, "lawyer")) == before


def _text(file: Path) -> str:
    document = pypdfium2.PdfDocument(file)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
