"""Accounts on both databases, with a safe and an audit log of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from guides.safe.service import begin
from guides.settings import Settings
from guides.walls import Guarded
from tests.accounts.house import House, quick
from tests.storage.databases import fresh
from tests.storage.tables import engine as engine
from tests.storage.tables import url as url


@pytest.fixture(scope="module", autouse=True)
def quick_hashes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Light hashes: what is stored and asked is the same. Not where ``REAL_HASHES`` stands."""
    if getattr(request.module, "REAL_HASHES", False):
        yield
        return
    with quick():
        yield


@pytest.fixture
def settings(engine: Engine, tmp_path: Path) -> Settings:
    """An installation with a key. Its keyring is on the same kind of database, apart."""
    (tmp_path / "var").mkdir(mode=0o700)
    kind = engine.dialect.name
    keyring = "" if kind == "sqlite" else fresh(kind, tmp_path)
    made = Settings(
        data_dir=tmp_path / "var",
        database=engine.url.render_as_string(hide_password=False),
        master_key=str(tmp_path / "etc" / "master.key"),
        keyring=keyring,
    )
    begin(made)
    return made


@pytest.fixture
def guarded(settings: Settings, engine: Engine) -> Iterator[Guarded]:
    found = Guarded(settings, engine)
    yield found
    found.close()


@pytest.fixture
def house(guarded: Guarded) -> House:
    return House.of(guarded)
