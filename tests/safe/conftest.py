"""A safe with a key and a keyring of its own, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guides.safe import service
from guides.safe.service import Safe
from guides.settings import Settings
from tests.storage.databases import KINDS, fresh


@pytest.fixture(params=KINDS)
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """An installation whose key and keyring are yet to be made."""
    kind = request.param
    (tmp_path / "var").mkdir(mode=0o700)
    keyring = f"sqlite:///{tmp_path / 'var' / 'keyring.db'}"
    return Settings(
        data_dir=tmp_path / "var",
        master_key=str(tmp_path / "etc" / "master.key"),
        keyring=keyring if kind == "sqlite" else fresh(kind, tmp_path),
        audit_head=str(tmp_path / "elsewhere" / "head.json"),
    )


@pytest.fixture
def safe(settings: Settings) -> Iterator[Safe]:
    service.begin(settings)
    found = Safe.from_settings(settings)
    yield found
    found.close()
