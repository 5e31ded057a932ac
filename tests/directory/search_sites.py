"""Directories on both databases, one of each for a file of tests; each test has an organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import count

import pytest

from guides.directory import sectors
from guides.directory.asked import Results, Search, Viewer
from guides.directory.domain import Listing
from guides.directory.search.searching import search
from guides.directory.store import changes
from guides.storage.engine import Engine, open_engine, saving
from guides.storage.upgrade import upgrade
from tests.storage.databases import KINDS, fresh

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
_orgs = count(1)


class Sites:
    """The same directory on both databases."""

    def __init__(self, engines: tuple[Engine, ...]) -> None:
        self.engines = engines

    def filled(self, listings: Iterable[Listing]) -> Viewer:
        """A new organisation with these services on both."""
        org = next(_orgs)
        rows = list(listings)
        for engine in self.engines:
            with saving(engine) as session:
                source = changes.source(session, org, "file", "list")
                session.flush()
                changes.put(session, source, rows, now=NOW, middle=sectors.middle)
        return Viewer(org)

    def ask(
        self, viewer: Viewer, asked: Search, *, now: datetime = NOW, page: int = 1, size: int = 20
    ) -> Results:
        """What both find. That they find the same, in the same order, is part of every test."""
        one, other = (search(e, viewer, asked, now=now, page=page, size=size) for e in self.engines)
        assert _plain(one) == _plain(other)
        return one

    def keys(self, viewer: Viewer, asked: Search, *, now: datetime = NOW) -> list[str]:
        return [f.shown.listing.key for f in self.ask(viewer, asked, now=now, size=500).found]


def _plain(results: Results) -> object:
    found = [(f.shown.id, f.why, f.covers, f.km and round(f.km, 6)) for f in results.found]
    return results.total, found, results.hidden, results.spelling


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """Import it into a test file."""
    engines = []
    for kind in KINDS:
        engine = open_engine(fresh(kind, tmp_path_factory.mktemp(kind)))
        upgrade(engine)
        engines.append(engine)
    yield Sites(tuple(engines))
    for engine in engines:
        engine.dispose()
