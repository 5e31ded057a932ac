"""What people typed, made safe to keep and to show, in every script."""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_FLAGS = ("gbeng", "gbsct", "gbwls")
"""Flags that are a black flag with letters nobody sees: the only honest use of those letters."""
_NO_LETTERS = re.compile(
    "(?P<flag>\U0001f3f4(?:"
    + "|".join("".join(chr(0xE0000 + ord(sign)) for sign in flag) for flag in _FLAGS)
    + ")\U000e007f)"
    "|[\x00-\x08\x0e-\x1f\x7f-\x9f"  # control characters, but for tab and new line
    "\u202a-\u202e"  # embeddings and overrides: isolates do the same without harm
    "\u206a-\u206f\ufeff\ufff9-\ufffb"  # withdrawn, or meant for programs
    "\U000e0000-\U000e007f"  # tags: letters that nobody sees
    "\ufdd0-\ufdef" + "".join(chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF)
                              for plane in range(17)) + "]"
)  # fmt: skip
_ISOLATES, _POP = "\u2066\u2067\u2068", "\u2069"
_ISOLATING = re.compile(f"[{_ISOLATES}{_POP}]")


def plain(text: str) -> str:
    """The text with one form of each letter, and no sign that hides or turns others around.

    Joiners and the marks of direction that Persian, Kurdish and Arabic need stay, and so do
    emoji. Of isolates those stay that are closed on the same line. A text of which nothing can be
    seen is empty.
    """
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    seen = _NO_LETTERS.sub(lambda found: found["flag"] or "", _LINE_ENDS.sub("\n", whole))
    lines = map(_closed, unicodedata.normalize("NFC", seen).split("\n"))
    tidy = "\n".join(lines).strip()
    return tidy if any(unicodedata.category(sign)[0] not in "CZ" for sign in tidy) else ""


def _closed(line: str) -> str:
    """Without isolates that are opened and not closed, or closed and not opened."""
    opened: list[int] = []
    whole: set[int] = set()
    for found in _ISOLATING.finditer(line):
        if found.group() != _POP:
            opened.append(found.start())
        elif opened:
            whole |= {opened.pop(), found.start()}
    return _ISOLATING.sub(lambda found: found.group() if found.start() in whole else "", line)
