"""Many sheets in one file, to print in one go."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pikepdf

from guides.sheets.domain import Sheet

MOST_SHEETS = 108
"""Of one job: three stops, twelve people in each of three rows. Most groups need a few dozen."""
AT_ONCE = 2
"""Sheets handed to the print workers together; more would only wait in a queue there."""


def print_together(
    wanted: Sequence[tuple[Sheet, int]],
    pdf: Callable[[Sheet], bytes],
    done: Callable[[int], None],
) -> bytes:
    """One PDF with each sheet as often as it is wanted, person by person where it can be.

    Each sheet begins on a fresh piece of paper: one with an odd number of pages is followed by an
    empty page, so that a printer that uses both sides does not join two people's sheets. ``done``
    hears how many sheets are finished. The file is for the printer: it has no tags for screen
    readers, which each sheet by itself has.
    """
    finished = 0
    parts: list[tuple[bytes, int]] = []
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for (_, copies), made in zip(wanted, pool.map(pdf, (s for s, _ in wanted)), strict=True):
            parts.append((made, copies))
            finished += copies
            done(finished)
    return _joined(parts)


def page_count(pdf: bytes) -> int:
    """How many pages a printed sheet has."""
    with pikepdf.open(io.BytesIO(pdf)) as book:
        return len(book.pages)


def _joined(parts: Sequence[tuple[bytes, int]]) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as book:
        sources = [pikepdf.open(io.BytesIO(data)) for data, _ in parts]
        # In turns, so that the sheets of one person lie together when they come out.
        for source in _in_turns(list(zip(sources, (copies for _, copies in parts), strict=True))):
            book.pages.extend(source.pages)
            if len(source.pages) % 2:
                book.add_blank_page(page_size=(595, 842))
        for page in book.pages:  # what the pages say about tags leads nowhere in the new file
            if "/StructParents" in page:
                del page["/StructParents"]
        book.docinfo["/Title"] = "Sheets"
        book.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
        for source in sources:
            source.close()
    return out.getvalue()


def _in_turns(piles: Sequence[tuple[pikepdf.Pdf, int]]) -> Iterator[pikepdf.Pdf]:
    for turn in range(max((copies for _, copies in piles), default=0)):
        yield from (source for source, copies in piles if turn < copies)
