"""One database of each kind for a whole file; each test has an organisation of its own in it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

import pytest

from guides.directory.asked import Viewer
from guides.directory.service import Directory
from guides.storage.engine import Engine, open_engine
from tests.storage.databases import KINDS, upgraded

NOW = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
TODAY = date(2026, 11, 20)
_orgs = count(100)


@pytest.fixture(scope="module", params=KINDS)
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    found = open_engine(upgraded(request.param, tmp_path_factory.mktemp("directory")))
    yield found
    found.dispose()


@pytest.fixture
def org() -> int:
    return next(_orgs)


@pytest.fixture
def directory(engine: Engine) -> Directory:
    return Directory(engine, lambda: NOW)


@pytest.fixture
def staff(org: int) -> Viewer:
    return Viewer(org, "staff")


@pytest.fixture
def public(org: int) -> Viewer:
    return Viewer(org)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path
