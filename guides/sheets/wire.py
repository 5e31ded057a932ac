"""What goes between the pool and its workers: documents there, PDFs or faults back.

Plain bytes and JSON, no pickles: a worker handles content that others wrote, and must not be
able to make the parent run anything.
"""

from __future__ import annotations

import json

from guides.sheets.faults import (
    MissingGlyph,
    PrintingError,
    PrintingUnavailable,
    RenderError,
)

READY = b"R"
_PDF = b"P"
_FAULT = b"F"


def pack_pdf(pdf: bytes) -> bytes:
    return _PDF + pdf


def pack_fault(fault: BaseException) -> bytes:
    said = {
        "kind": type(fault).__name__,
        "message": str(fault),
        "character": getattr(fault, "character", ""),
    }
    return _FAULT + json.dumps(said).encode()


def unpack(answer: bytes) -> bytes:
    """The PDF. Raises what the worker reported."""
    kind, rest = answer[:1], answer[1:]
    if kind == _PDF:
        return rest
    if kind == READY:
        return b""
    raise _fault(rest)


def _fault(rest: bytes) -> PrintingError:
    said = json.loads(rest)
    if said["kind"] == "MissingGlyph":
        return MissingGlyph(said["character"])
    if said["kind"] == "PrintingUnavailable":
        return PrintingUnavailable(said["message"])
    if said["kind"] == "RenderError":
        return RenderError(said["message"])
    return RenderError(f"The sheet could not be printed ({said['kind']}: {said['message']}).")
