"""Clients of two organisations, on both databases, at a clock that can be moved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from threading import Barrier

import pytest

from guides.accounts import store as accounts
from guides.accounts.domain import Account, Role
from guides.audit.service import AuditLog
from guides.people.domain import Client, Profile
from guides.people.service import Caseload
from guides.people.work import Records
from guides.retention.service import Retention
from guides.safe import service
from guides.safe.service import Safe
from guides.settings import Settings
from guides.storage.engine import Engine, open_engine, saving
from guides.walls import HOLDINGS
from tests.storage.databases import KINDS, upgraded

DARI = Profile(tongue="prs", lang="prs", stage="preparing-substantive-interview", reads="a-little")
NEW = count(1)


def save_id() -> str:
    """As a form brings along: never the same twice."""
    return f"{next(NEW):032x}"


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each answers when all begin together, or the name of what it raised."""
    together = Barrier(len(acts))

    def begin(act: Callable[[], object]) -> object:
        together.wait(10)
        try:
            return act()
        except Exception as refused:
            return type(refused).__name__

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


@dataclass
class Charity:
    """What a test of clients needs at hand: two organisations with their people."""

    engine: Engine
    safe: Safe
    audit: AuditLog
    settings: Settings
    north: int
    south: int
    now: datetime = datetime(2026, 11, 21, 12, tzinfo=UTC)
    _people: dict[tuple[int, str, Role], Account] = field(default_factory=dict)

    @property
    def records(self) -> Records:
        return Records(self.engine, self.safe, self.audit, lambda: self.now)

    @property
    def retention(self) -> Retention:
        return Retention(HOLDINGS, self.engine, self.safe, self.audit, lambda: self.now)

    def account(self, name: str, role: Role = "guide", org: int | None = None) -> Account:
        """Somebody of the northern house, or of another; the same name is the same person."""
        org = org or self.north
        key = (org, name, role)
        if key not in self._people:
            with saving(self.engine) as session:
                row = accounts.add_account(session, org, f"{name} {org} {role}", role)
                assert row is not None
                row.state = "active"
                session.flush()
                self._people[key] = accounts.account_of(row)
        return self._people[key]

    @property
    def amal(self) -> Account:
        return self.account("amal")

    @property
    def bea(self) -> Account:
        """Another guide of the same house."""
        return self.account("bea")

    @property
    def cora(self) -> Account:
        """The coordinator."""
        return self.account("cora", "coordinator")

    @property
    def stranger(self) -> Account:
        """A coordinator of another house."""
        return self.account("stan", "coordinator", self.south)

    def caseload(self, account: Account) -> Caseload:
        return Caseload(self.records, account)

    def client(self, guide: Account | None = None, profile: Profile = DARI) -> Client:
        return self.caseload(guide or self.amal).register(profile, save_id())


@pytest.fixture(scope="module", params=KINDS)
def ground(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Engine, Safe, AuditLog, Settings]]:
    """A database, a keyring and an audit log for a whole file: each test has houses of its own."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    settings = Settings(
        data_dir=folder / "var",
        database=upgraded(request.param, folder),
        master_key=str(folder / "etc" / "master.key"),
    )
    service.begin(settings)
    engine, safe = open_engine(settings.database_url), Safe.from_settings(settings)
    yield engine, safe, AuditLog.from_settings(settings, safe), settings
    safe.close()
    engine.dispose()


@pytest.fixture
def charity(ground: tuple[Engine, Safe, AuditLog, Settings]) -> Charity:
    engine, safe, audit, settings = ground
    number = next(NEW)
    with saving(engine) as session:
        north = accounts.add_organisation(session, f"North House {number} (demo)").id
        south = accounts.add_organisation(session, f"South House {number} (demo)").id
    return Charity(engine, safe, audit, settings, north, south)
