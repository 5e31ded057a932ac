"""Tells PDF readers which language each piece of a sheet is in.

WeasyPrint 70.0 names one language for the whole document, so that a screen reader would read
Arabic with an English voice. This hooks into its private drawing code, and therefore into that
version alone. Four things are added:

* ``/Lang`` on every element of the structure that has a ``lang`` of its own;
* ``/Lang`` on every piece of text;
* ``/ActualText`` on text in scripts that reorder their letters (Bengali, Tamil), so that copied
  text is whole. Never on right-to-left text: readers would turn it round;
* the foot that stands on every page is read out once, on the last page. On the others it is an
  artifact, as PDF/UA wants; without the hook it stands outside the structure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from guides.sheets.faults import PrintingUnavailable

WEASYPRINT = "70.0"
"""The version whose private drawing code these hooks were written against."""

_RIGHT_TO_LEFT = {"R", "AL", "AN"}
_running: set[Any] = set()
"""Boxes of the document that is being drawn which are artifacts: rendering is single-threaded."""


@cache
def install(weasyprint: Any) -> None:
    """Put the hooks in place, once. Raises PrintingUnavailable for another version."""
    if weasyprint.VERSION != WEASYPRINT:
        raise PrintingUnavailable(
            f"Sheets need WeasyPrint {WEASYPRINT}, and {weasyprint.VERSION} is installed: the "
            "marking of languages is tied to one version. To mend it: "
            f"pip install weasyprint=={WEASYPRINT}"
        )
    from weasyprint.formatting_structure.boxes import MarginBox, TextBox
    from weasyprint.pdf import stream, tags

    plain_build = tags._build_box_tree
    begin_marked_content = stream.pydyf.Stream.begin_marked_content
    dictionary, string = stream.pydyf.Dictionary, stream.pydyf.String

    @contextmanager
    def marked(self: Any, box: Any, tag: str) -> Iterator[None]:
        if self._tags is None:
            yield
            return
        if box in _running:
            begin_marked_content(
                self, "Artifact", dictionary({"Type": "/Pagination", "Subtype": "/Footer"})
            )
        else:
            mcid = len(self._tags)
            self._tags[box] = {"tag": tag, "mcid": mcid}
            properties = dictionary({"MCID": mcid})
            if language := box.style["lang"]:
                properties["Lang"] = string(language)
            if isinstance(box, TextBox) and needs_actual_text(box.text):
                properties["ActualText"] = string(box.text)
            begin_marked_content(self, tag, properties)
        try:
            yield
        finally:
            self.end_marked_content()

    def build(box: Any, parent: Any, *rest: Any) -> Iterator[Any]:
        if isinstance(box, MarginBox):
            for child in box.children:
                if child not in _running:
                    yield from build(child, parent, *rest)
            return
        language = None
        if box.element is not None and box.element_tag not in ("html", "body"):
            language = box.element.get("lang")
        for element in plain_build(box, parent, *rest):
            if language and "Lang" not in element:
                element["Lang"] = string(language)
            yield element

    stream.Stream.marked = marked
    tags._build_box_tree = build


@contextmanager
def feet_read_once(document: Any) -> Iterator[None]:
    """While ``document`` is drawn: the foot is an artifact on every page but the last."""
    _running.clear()
    for page in document.pages[:-1]:
        for box in page._page_box.children:
            if type(box).__name__ == "MarginBox":
                _running.update(_with_children(box))
    try:
        yield
    finally:
        _running.clear()


def needs_actual_text(text: str) -> bool:
    """Whether a piece of text may come out of the PDF in other letters than it went in."""
    return not text.isascii() and not any(
        unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT for letter in text
    )


def _with_children(box: Any) -> Iterator[Any]:
    yield box
    for child in getattr(box, "children", ()):
        yield from _with_children(child)
