"""Colours that can be read: contrast with white, as the web's accessibility rules count it."""

from __future__ import annotations

import re

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
LEAST = 4.5
"""WCAG 2, level AA, for text of ordinary size."""


def contrast_with_white(colour: str) -> float:
    """From 1 (white) to 21 (black); the same for the colour on white and for white on it."""
    return 1.05 / (_luminance(_parts(colour)) + 0.05)


def readable(colour: str) -> str:
    """The colour, made darker just so far that it can be read on white."""
    parts = _parts(colour)
    for percent in range(100, -1, -1):
        darker = "#" + "".join(f"{int(part * percent / 100):02x}" for part in parts)
        if contrast_with_white(darker) >= LEAST:
            return darker
    return "#000000"


def colour_problem(colour: str) -> tuple[str, str] | None:
    """What is wrong with a colour, and the mend; None when it will do."""
    if not COLOUR.fullmatch(colour):
        return f'"{colour[:40]}" is not a colour.', 'Write it as "#0b5563": # and six digits.'
    found = contrast_with_white(colour)
    if found >= LEAST:
        return None
    return (
        f"{colour} on white, and white on it, is hard to read: contrast {found:.1f}, "
        f"at least {LEAST} is needed.",
        f'This darker one would do: "{readable(colour)}".',
    )


def _parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(parts: tuple[int, ...]) -> float:
    shares = [part / 255 for part in parts]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
