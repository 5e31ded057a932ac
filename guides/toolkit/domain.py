"""Words as they are shown: a sentence in a language, with its numbers in place and marked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from guides.api.content import TextStanding


@dataclass(frozen=True, slots=True)
class Said:
    """One text, ready for a page or for paper.

    ``html`` is safe inline (or, for prose, block) HTML in which numbers, phones, names and
    addresses stand in ``<bdi dir="ltr">``. ``missing`` is True when the language that was asked
    for has no translation, so that English stands here and must be marked as English.
    """

    html: Markup
    lang: str
    direction: Literal["ltr", "rtl"]
    standing: TextStanding | None = None
    missing: bool = False

    @property
    def plain(self) -> str:
        """The text without markup."""
        return self.html.striptags()


@dataclass(frozen=True, slots=True)
class Pair:
    """The same text twice: in the client's language first, then in English.

    ``english`` is None when ``first`` is English already.
    """

    first: Said
    english: Said | None = None

    @property
    def both(self) -> tuple[Said, ...]:
        return (self.first,) if self.english is None else (self.first, self.english)
