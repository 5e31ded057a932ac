"""One search and its answer, as a page shows it: the same for everybody and for a desk."""

from __future__ import annotations

from dataclasses import dataclass

from guides.directory.asked import Filter, Results, Search, Viewer
from guides.directory.service import Directory
from guides.directory.telling import Card, Teller

SIZE = 20
"""Results on one page."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One page of what was found."""

    results: Results
    cards: tuple[Card, ...]
    number: int
    """Of the page; the first is 1."""
    sector: str

    @property
    def first(self) -> int:
        """The number of the first result on this page."""
        return (self.number - 1) * SIZE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.cards) - 1

    @property
    def more(self) -> bool:
        return self.results.total > self.number * SIZE

    @property
    def hidden(self) -> tuple[tuple[Filter, int], ...]:
        return tuple((name, n) for name, n in self.results.hidden if n)


def look(
    directory: Directory, viewer: Viewer, asked: Search, number: int, teller: Teller
) -> Looked:
    """One page of what fits. Nothing of it is kept or logged."""
    found = directory.search(viewer, asked, number, SIZE)
    return Looked(found, tuple(teller.found(each) for each in found.found), number, asked.sector)
