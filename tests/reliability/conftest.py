"""Counts are printed, also when all is well: a number that was never seen is not known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from guides.storage.engine import open_engine
from guides.storage.upgrade import upgrade
from tests.storage.databases import KINDS, fresh

Tell = Callable[[str], None]


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Tell:
    def say(words: str) -> None:
        with capsys.disabled():
            print(f"\n  {request.node.name}: {words}")

    return say


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with all tables."""
    found = fresh(request.param, tmp_path)
    engine = open_engine(found)
    upgrade(engine)
    engine.dispose()
    return found


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    found = open_engine(url)
    yield found
    found.dispose()
