"""The directory as one file of open data, written as it is read: little memory, however many."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, BinaryIO

from guides.directory.writers.shapes import Document

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def packed(document: Any) -> bytes:
    """JSON in one line."""
    return _encoder.encode(document).encode()


def write_hsds(documents: Iterable[Document], stream: BinaryIO) -> int:
    """A JSON array of services. Answers how many there were."""
    stream.write(b"[")
    count = _write_all(documents, stream)
    stream.write(b"\n]\n")
    return count


def write_oruk(documents: Iterable[Document], stream: BinaryIO) -> int:
    """A page as the API answers it, with all services on it. Answers how many there were."""
    stream.write(b'{"contents":[')
    count = _write_all(documents, stream)
    rest = page_of([], total=count, number=1, per_page=max(count, 1))
    rest |= {"size": count, "empty": count == 0}
    del rest["contents"]
    stream.write(b"\n]," + packed(rest)[1:] + b"\n")
    return count


def write_ndjson(documents: Iterable[Document], stream: BinaryIO) -> int:
    """A service in each line. Answers how many there were."""
    count = 0
    for document in documents:
        stream.write(packed(document) + b"\n")
        count += 1
    return count


def page_of(contents: list[Document], *, total: int, number: int, per_page: int) -> Document:
    """What HSDS calls a Page. ``size`` is how many there are on this one."""
    pages = -(-total // per_page)
    return {
        "total_items": total,
        "total_pages": pages,
        "page_number": number,
        "size": len(contents),
        "first_page": number == 1,
        "last_page": number >= pages,
        "empty": not contents,
        "contents": contents,
    }


def _write_all(documents: Iterable[Document], stream: BinaryIO) -> int:
    count = 0
    for document in documents:
        stream.write((b",\n" if count else b"\n") + packed(document))
        count += 1
    return count
