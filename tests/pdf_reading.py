"""Reads a printed sheet back, the way phones, search engines and screen readers do."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pikepdf
import pypdfium2
from pikepdf import Name


@dataclass(frozen=True)
class Letter:
    """A letter on paper; ``x`` and ``y`` are its left and lower edge in points."""

    text: str
    x: float
    y: float
    page: int


def texts(pdf: bytes) -> list[str]:
    """The text of each page, as somebody would copy it."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def letters(pdf: bytes) -> list[Letter]:
    """Every letter with its place."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf)):
        textpage = page.get_textpage()
        for index in range(textpage.count_chars()):
            text = textpage.get_text_range(index, 1)
            if text.strip():
                left, bottom, _, _ = textpage.get_charbox(index)
                found.append(Letter(text, left, bottom, number))
    return found


def seen_from_left(pdf: bytes, start: Letter, count: int) -> str:
    """What stands on paper from a letter on, read from left to right along its line."""
    line = [
        letter
        for letter in letters(pdf)
        if letter.page == start.page and abs(letter.y - start.y) < 4 and letter.x >= start.x - 0.1
    ]
    return "".join(letter.text for letter in sorted(line, key=lambda one: one.x))[:count]


def without_order(text: str) -> Counter[str]:
    """The letters of a text, shapes and marks of direction put aside."""
    plain = unicodedata.normalize("NFKC", text)
    return Counter(one for one in plain if unicodedata.category(one)[0] in "LN")


def page_count(pdf: bytes) -> int:
    return len(pypdfium2.PdfDocument(pdf))


@dataclass(frozen=True)
class Element:
    """An element of the structure: its tag, its own language, and that in force for it."""

    tag: str
    own_lang: str
    lang: str
    alt: str
    raw: Any


def elements(pdf: pikepdf.Pdf) -> Iterator[Element]:
    """The structure, in reading order."""
    root = pdf.Root

    def walk(node: Any, lang: str) -> Iterator[Element]:
        own = str(node.Lang) if "/Lang" in node else ""
        if "/S" in node:
            alt = str(node.Alt) if "/Alt" in node else ""
            yield Element(str(node.S)[1:], own, own or lang, alt, node)
        for kid in _kids(node):
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == Name.StructElem:
                yield from walk(kid, own or lang)

    yield from walk(root.StructTreeRoot, str(root.get("/Lang", "")))


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def text_languages(pdf: bytes) -> Counter[str]:
    """How many pieces of text are marked with each language."""
    found: Counter[str] = Counter()
    for page in opened(pdf).pages:
        for operands, operator in _painting(page):
            if operator == "BDC" and "/Lang" in operands[1]:
                found[str(operands[1].Lang)] += 1
    return found


def problems(pdf: bytes) -> list[str]:
    """What PDF/UA-1 asks for and the file has not: a part of what veraPDF would look at."""
    document = opened(pdf)
    return [*_catalog_problems(document), *_structure_problems(document), *_font_problems(document)]


def _catalog_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    root = pdf.Root
    if not root.get("/Lang"):
        yield "the document has no language"
    if not (root.get("/MarkInfo") and root.MarkInfo.get("/Marked")):
        yield "not marked as tagged"
    if not (root.get("/ViewerPreferences") and root.ViewerPreferences.get("/DisplayDocTitle")):
        yield "shows its file name instead of its title"
    with pdf.open_metadata() as metadata:
        if not metadata.get("dc:title"):
            yield "no title"
        if not metadata.get("pdfuaid:part"):
            yield "does not say that it is made to PDF/UA"


def _structure_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    in_tree: set[tuple[Any, int]] = set()
    headings: list[int] = []
    ids: set[bytes] = set()
    wanted: set[bytes] = set()
    for element in elements(pdf):
        raw = element.raw
        if element.tag == "Figure" and not element.alt:
            yield "a picture without words"
        if element.tag[0] == "H" and element.tag[1:].isdigit():
            headings.append(int(element.tag[1:]))
        if "/ID" in raw:
            ids.add(bytes(raw.ID))
        if element.tag == "TD" and "/A" in raw and "/Headers" in raw.A:
            wanted.update(bytes(one) for one in raw.A.Headers)
        in_tree.update((raw.Pg.objgen, kid) for kid in _kids(raw) if isinstance(kid, int))
    if headings[:1] != [1]:
        yield "the first heading is not the first level"
    for before, after in pairwise(headings):
        if after > before + 1:
            yield f"heading {after} follows heading {before}"
    if wanted - ids:
        yield "a table cell names a header that is not there"
    yield from _painting_problems(pdf, in_tree)


def _painting_problems(pdf: pikepdf.Pdf, in_tree: set[tuple[Any, int]]) -> Iterator[str]:
    for page in pdf.pages:
        inside: list[bool] = []
        for operands, name in _painting(page):
            if name in ("BDC", "BMC"):
                number = None
                if name == "BDC" and "/MCID" in operands[1]:
                    number = int(operands[1].MCID)
                    if (page.objgen, number) not in in_tree:
                        yield "text outside the structure"
                inside.append(number is not None or str(operands[0]) == "/Artifact")
            elif name == "EMC":
                inside.pop()
            elif name in ("Tj", "TJ", "Do", "f", "S", "B", "f*", "sh") and not any(inside):
                yield "something painted is neither content nor decoration"


def _painting(page: pikepdf.Page) -> Iterator[tuple[Any, str]]:
    """What is done to paint a page, step by step: with what, and what."""
    for step in pikepdf.parse_content_stream(page):
        yield step.operands, str(step.operator)


def _font_problems(pdf: pikepdf.Pdf) -> Iterator[str]:
    for name, font in fonts(pdf).items():
        holder = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = holder.get("/FontDescriptor")
        if descriptor is None or not any(
            key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
        ):
            yield f"the font {name} is not embedded"
        if "/ToUnicode" not in font:
            yield f"the font {name} does not say which letters it shows"


def fonts(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """The fonts of all pages, by name."""
    return {
        str(font.BaseFont)[1:]: font
        for page in pdf.pages
        for font in (page.Resources.get("/Font") or {}).values()
    }


def _kids(node: Any) -> list[Any]:
    kids = node.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]
