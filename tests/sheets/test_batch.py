"""Many sheets in one file: in the order of people, each beginning on paper of its own."""

from __future__ import annotations

import io
import time
from collections.abc import Callable, Iterable
from typing import cast

import pikepdf
import pytest

from guides.sheets.batch import print_together
from guides.sheets.domain import Sheet
from guides.sheets.faults import RenderError
from guides.sheets.render import render_html
from tests.pdf_reading import opened, texts

Pdf = Callable[[Sheet], bytes]


def _sheet(name: str) -> Sheet:
    """A thing to print: what is in it is the printer's business, not the binder's."""
    return cast(Sheet, name)


@pytest.fixture(scope="module")
def pdf() -> Pdf:
    """Prints "A1" on one page, "B2" on two, and so on, each with its name and page on it."""
    made: dict[str, bytes] = {}

    def print_it(sheet: Sheet) -> bytes:
        name = str(sheet)
        if name not in made:
            pages = "".join(
                f'<h1 style="break-before: page">{name} page {n + 1}</h1>'
                for n in range(int(name[1:]))
            )
            made[name] = render_html(f"<html lang='en'><title>{name}</title>{pages}")
        return made[name]

    return print_it


def _together(
    wanted: Iterable[tuple[str, int]],
    pdf: Pdf,
    done: Callable[[int], None] = lambda finished: None,
) -> bytes:
    return print_together([(_sheet(name), copies) for name, copies in wanted], pdf, done)


def _begins(book: bytes) -> list[tuple[str, int]]:
    """Each sheet with the page, counted from nought, on which it begins."""
    pages = enumerate(texts(book))
    return [(text.split()[0], at) for at, text in pages if "page 1" in text]


def test_each_sheet_begins_on_a_fresh_paper_also_when_both_sides_are_printed(pdf):
    book = _together([("A1", 2), ("B2", 1), ("C3", 1)], pdf)
    assert _begins(book) == [("A1", 0), ("B2", 2), ("C3", 4), ("A1", 8)]
    assert [not text.strip() for text in texts(book)] == [
        False, True, False, False, False, False, False, True, False, True,
    ]  # fmt: skip


def test_the_sheets_of_one_person_lie_together(pdf):
    """Three take two sheets each, a fourth takes another: they come out person by person."""
    book = _together([("A1", 3), ("B2", 3), ("C1", 1)], pdf)
    assert [name for name, _ in _begins(book)] == ["A1", "B2", "C1", "A1", "B2", "A1", "B2"]


def test_an_empty_page_is_as_large_as_the_others(pdf):
    sizes = {
        tuple(round(float(side)) for side in page.mediabox)
        for page in opened(_together([("A1", 1)], pdf)).pages
    }
    assert len(sizes) == 1


def test_it_is_told_how_many_sheets_are_finished_copies_counted(pdf):
    told: list[int] = []
    _together([("A1", 3), ("B2", 1), ("C3", 5)], pdf, told.append)
    assert told == [3, 4, 9]


def test_sheets_stay_in_their_order_when_a_later_one_is_printed_first(pdf: Pdf):
    def slow(sheet: Sheet) -> bytes:
        time.sleep(0.1 if str(sheet) == "A1" else 0)
        return pdf(sheet)

    assert _begins(_together([("A1", 1), ("B2", 1)], slow)) == [("A1", 0), ("B2", 2)]


def test_each_sheet_is_printed_once_however_often_it_is_wanted(pdf: Pdf):
    printed: list[str] = []

    def counting(sheet: Sheet) -> bytes:
        printed.append(str(sheet))
        return pdf(sheet)

    _together([("A1", 12), ("B2", 12)], counting)
    assert sorted(printed) == ["A1", "B2"]


def test_one_sheet_that_cannot_be_printed_fails_the_whole_and_is_named(pdf: Pdf):
    """Half a pile would go unnoticed: somebody would go home without a sheet."""

    def broken(sheet: Sheet) -> bytes:
        if str(sheet) == "B2":
            raise RenderError("B2 has a letter that no font has")
        return pdf(sheet)

    with pytest.raises(RenderError, match="B2"):
        _together([("A1", 1), ("B2", 1), ("C3", 1)], broken)


def test_the_same_sheets_make_the_same_file(pdf):
    wanted = [("A1", 2), ("B2", 1)]
    assert _together(wanted, pdf) == _together(wanted, pdf)


def test_copies_cost_little(pdf):
    """A phone with a bad signal fetches the file: a copy is not written out again."""
    one, twelve = (len(_together([("C3", copies)], pdf)) for copies in (1, 12))
    assert twelve < 2 * one


def test_the_file_says_nothing_about_tags_that_are_not_in_it(pdf):
    book = opened(_together([("A1", 1), ("B2", 2)], pdf))
    assert "/StructTreeRoot" not in book.Root
    assert all("/StructParents" not in page for page in book.pages)
    assert str(book.docinfo["/Title"]) == "Sheets"


def test_what_is_no_pdf_is_not_bound_in():
    with pytest.raises(pikepdf.PdfError):
        _together([("A1", 1)], lambda sheet: io.BytesIO(b"sorry").read())
