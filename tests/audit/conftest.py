"""A log with a head, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from guides.audit.domain import Action, Entry, Verdict
from guides.audit.service import AuditLog
from guides.safe import service
from guides.safe.service import Safe
from guides.settings import Settings
from guides.storage.engine import Engine, open_engine, saving
from tests.storage.databases import KINDS, upgraded


@dataclass(frozen=True)
class Desk:
    """What a test of the log needs at hand."""

    engine: Engine
    log: AuditLog
    settings: Settings

    @property
    def head(self) -> Path:
        return self.settings.audit_head_file

    def note(self, action: Action = "viewed", subject: str = "note/1") -> Entry:
        """One entry in a transaction of its own."""
        with saving(self.engine) as session:
            return self.log.write(
                session, org=7, actor="user/1", action=action, kind="note", subject=subject
            )

    def verify(self) -> Verdict:
        return self.log.verify(self.engine)

    def faults(self) -> list[str]:
        return [fault.what for fault in self.verify().faults]


@pytest.fixture(params=KINDS)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    settings = Settings(
        data_dir=tmp_path / "var",
        database=upgraded(request.param, tmp_path),
        master_key=str(tmp_path / "master.key"),
        audit_head=str(tmp_path / "elsewhere" / "head.json"),
    )
    service.begin(settings)
    engine = open_engine(settings.database_url)
    safe = Safe.from_settings(settings)
    yield Desk(engine, AuditLog.from_settings(settings, safe), settings)
    safe.close()
    engine.dispose()
