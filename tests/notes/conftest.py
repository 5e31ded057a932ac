"""Notes of two organisations, on both databases, at a clock that can be moved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from guides.accounts import store as accounts
from guides.accounts.domain import Account
from guides.audit.service import AuditLog
from guides.notes.service import NoteBook
from guides.retention.service import Retention
from guides.safe import service
from guides.safe.service import Safe
from guides.settings import Settings
from guides.storage.engine import Engine, open_engine, saving
from guides.walls import HOLDINGS
from tests.storage.databases import KINDS, upgraded


@dataclass
class Office:
    """What a test of notes needs at hand."""

    engine: Engine
    safe: Safe
    audit: AuditLog
    settings: Settings
    north: int
    south: int
    now: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)

    @property
    def book(self) -> NoteBook:
        return NoteBook(self.engine, self.safe, self.audit, lambda: self.now)

    @property
    def retention(self) -> Retention:
        return Retention(HOLDINGS, self.engine, self.safe, self.audit, lambda: self.now)


@pytest.fixture(params=KINDS)
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    settings = Settings(
        data_dir=tmp_path / "var",
        database=upgraded(request.param, tmp_path),
        master_key=str(tmp_path / "etc" / "master.key"),
    )
    service.begin(settings)
    engine = open_engine(settings.database_url)
    with saving(engine) as session:
        north = accounts.add_organisation(session, "North House (demo)").id
        south = accounts.add_organisation(session, "South House (demo)").id
    safe = Safe.from_settings(settings)
    audit = AuditLog.from_settings(settings, safe)
    yield Office(engine, safe, audit, settings, north, south)
    safe.close()
    engine.dispose()


@pytest.fixture
def coordinator(office: Office) -> Account:
    return Account(1, office.north, "north-coordinator", "coordinator", "active", True)


@pytest.fixture
def guide(office: Office) -> Account:
    return Account(2, office.north, "north-guide", "guide", "active", False)


@pytest.fixture
def stranger(office: Office) -> Account:
    """A coordinator, too; of the other organisation."""
    return Account(3, office.south, "south-coordinator", "coordinator", "active", True)
