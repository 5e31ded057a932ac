"""The directory as pages and sheets ask it: the best services for a stop, a language, an area."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from guides.api import Service
from guides.directory.asked import Search, Viewer
from guides.directory.service import Directory
from guides.directory.shown import Shown
from guides.directory.to_plugin import service_of
from guides.plugins.nearby import Near, Places
from guides.storage.engine import StorageFailed

log = logging.getLogger(__name__)
MOST = 500
MOST_KEPT = 2_000
CHOICE = 10
"""Among so many times as many are those for paper chosen."""


@dataclass
class DirectoryPlaces:
    """What is asked again and again for the same stops is kept. Make a new one when the directory
    has changed. When the database does not answer, ``otherwise`` does."""

    directory: Directory
    viewer: Viewer
    today: Callable[[], date]
    otherwise: Places
    _kept: dict[tuple[Near, date], tuple[Service, ...]] = field(default_factory=dict)

    def near(self, asked: Near) -> Sequence[Service]:
        key = (asked, self.today())
        if key not in self._kept:
            try:
                found = self._near(asked)
            except StorageFailed as error:
                log.error("the directory does not answer: %s", type(error).__name__)
                return self.otherwise.near(asked)
            if len(self._kept) > MOST_KEPT:
                self._kept.clear()
            self._kept[key] = found
        return self._kept[key]

    def _near(self, asked: Near) -> tuple[Service, ...]:
        """First those in the language, then others until there are enough.

        Paper has room for a few, and three food banks help less than one and a law centre.
        """
        wanted = asked.most or MOST
        most = wanted * CHOICE if asked.paper else wanted
        search = Search(
            stage=asked.stage, language=asked.lang, sector=asked.area, on_paper=bool(asked.paper)
        )
        found: dict[str, Shown] = {}
        for each in (search, replace(search, language="")):
            if len(found) < wanted:
                results = self.directory.search(self.viewer, each, size=most).found
                found |= {f.shown.id: f.shown for f in results if f.shown.id not in found}
        chosen = _various(list(found.values()), wanted) if asked.paper else list(found.values())
        return tuple(service_of(shown, self.today()) for shown in chosen[:wanted])

    def has(self, stage: str) -> bool:
        return bool(self.near(Near(stage, most=1)))

    def find(self, plugin: str, service_id: str) -> Service | None:
        try:
            shown = self.directory.one(self.viewer, service_id)
        except StorageFailed:
            return None
        return service_of(shown, self.today()) if shown else None


def _various(ranked: Sequence[Shown], wanted: int) -> list[Shown]:
    """The best for each need first, then the others; within both, the best first."""
    met: set[str] = set()
    first: list[Shown] = []
    for shown in ranked:
        if len(first) < wanted and not (needs := set(shown.listing.needs)) <= met:
            first.append(shown)
            met |= needs
    return [*first, *(shown for shown in ranked if shown not in first)]
