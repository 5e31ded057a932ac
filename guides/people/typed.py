"""What people typed, made safe to keep and to show: nothing is cut off without a word."""

from __future__ import annotations

import unicodedata

from guides.people.domain import Unfit


def typed(text: str, most: int) -> str:
    """The text as it is kept: one form of each letter, no signs that turn the line around.

    Raises:
        Unfit: ``text-too-long``, when it has more than ``most`` letters. Nothing is cut off.
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if len(plain) > most:
        raise Unfit("text-too-long")
    return plain
