"""What a reader of the handbook sees."""

from __future__ import annotations

from dataclasses import dataclass

from guides.toolkit.domain import Said


@dataclass(frozen=True, slots=True)
class PageMark:
    """A page in the list of contents."""

    plugin: str
    id: str
    title: Said
    practice: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """The pages of one toolkit or plugin."""

    name: str
    pages: tuple[PageMark, ...]


@dataclass(frozen=True, slots=True)
class ReplyShown:
    """A reply that opens by a tap, and why it is right or not."""

    text: Said
    because: Said
    right: bool


@dataclass(frozen=True, slots=True)
class CaseQuestion:
    """A question of a practice case."""

    text: Said
    replies: tuple[ReplyShown, ...]


@dataclass(frozen=True, slots=True)
class PageShown:
    """One page, with the ones before and after it in its chapter."""

    chapter: str
    title: Said
    body: Said
    questions: tuple[CaseQuestion, ...]
    before: PageMark | None
    after: PageMark | None
