"""Pictures that somebody else made: known by their bytes, whatever the file is called."""

from __future__ import annotations

import struct

from guides.api import LogoType

MOST_BYTES = 200_000
MOST_PIXELS = 2_000
"""In either direction. A small file can unpack into a very large picture."""
_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8\xff"
_SIZES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
"""Marks in a JPEG after which its size stands."""


def kind_of(data: bytes) -> LogoType:
    """What a picture is by its first bytes; "" when it is neither PNG nor JPEG."""
    if data.startswith(_PNG):
        return "image/png"
    return "image/jpeg" if data.startswith(_JPEG) else ""


def picture_problem(data: bytes) -> tuple[str, str] | None:
    """What is wrong with a picture, and the mend; None when it can be shown."""
    again = "Save it again as PNG or JPEG from a picture program."
    if len(data) > MOST_BYTES:
        return f"The picture has {len(data):,} bytes; {MOST_BYTES:,} are the most.", (
            "Make it smaller: 600 pixels across are plenty."
        )
    kind = kind_of(data)
    if not kind:
        return "This is neither a PNG nor a JPEG picture, whatever its name says.", again
    try:
        size = _png_size(data) if kind == "image/png" else _jpeg_size(data)
    except (struct.error, IndexError):
        size = None
    if size is None:
        return "The picture is cut off, or something else hides behind it.", again
    if not all(0 < pixels <= MOST_PIXELS for pixels in size):
        return (
            f"The picture is {size[0]} by {size[1]} pixels; {MOST_PIXELS:,} are the most.",
            "Make it smaller: 600 pixels across are plenty.",
        )
    return None


def _png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height, when the file is made of PNG's parts from its first byte to its last."""
    size, at = None, len(_PNG)
    while at < len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        if name == b"IHDR" and size is None:
            size = struct.unpack_from(">II", data, at + 8)
        at += 12 + length
        if name == b"IEND":
            return size if at == len(data) else None
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    if not data.rstrip(b"\0").endswith(b"\xff\xd9"):
        return None
    at = 2
    while data[at] == 0xFF:
        mark = data[at + 1]
        if mark in _SIZES:
            height, width = struct.unpack_from(">HH", data, at + 5)
            return width, height
        if mark == 0xDA:  # the picture itself begins, and its size was not said
            return None
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    return None
