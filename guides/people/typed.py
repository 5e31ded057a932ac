"""What people typed, made safe to keep and to show: nothing is cut off without a word."""

from __future__ import annotations

from guides.people.domain import Unfit
from guides.toolkit.letters import plain


def typed(text: str, most: int) -> str:
    """The text as it is kept: one form of each letter, no signs that turn the line around.

    Letters are counted as code points. What looks like one letter can hold any number of them, so
    that no number of those would be a limit; and a browser, which counts no fewer, lets nothing
    through that is refused here.

    Raises:
        Unfit: ``text-too-long``, when it has more than ``most`` letters. Nothing is cut off.
    """
    kept = plain(text)
    if len(kept) > most:
        raise Unfit("text-too-long")
    return kept
