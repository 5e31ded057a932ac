"""/readyz tells the truth, cheaply and in words that give nothing away; /healthz stays."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, text

from guides.app import create_app
from guides.settings import Settings
from guides.storage.upgrade import upgrade
from guides.web import ready
from tests.storage.databases import KINDS, fresh

MakeApp = Callable[..., Flask]


@pytest.fixture
def make(tmp_path: Path) -> Iterator[MakeApp]:
    """``make(made=False, **settings)``: an application, with its database made or not."""
    apps: list[Flask] = []

    def new(*, made: bool = True, **chosen: object) -> Flask:
        values = {"data_dir": tmp_path / "var", **chosen}
        apps.append(create_app(Settings(**values)))  # type: ignore[arg-type]
        if made:
            upgrade(_engine(apps[-1]))
        return apps[-1]

    yield new
    for app in apps:
        if "engine" in vars(app.extensions["guides"]):
            _engine(app).dispose()


def _engine(app: Flask) -> Engine:
    found: Engine = app.extensions["guides"].engine
    return found


def _ask(app: Flask) -> tuple[int, str]:
    answer = app.test_client().get("/readyz")
    assert app.test_client().get("/healthz").status_code == 200  # the process answers, whatever
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.text


@pytest.mark.parametrize("kind", KINDS)
def test_all_is_well(make: MakeApp, kind: str, tmp_path: Path) -> None:
    app = make(**_database(kind, tmp_path))
    assert _ask(app) == (200, "ready\n")


def _database(kind: str, folder: Path) -> dict[str, object]:
    return {"database": fresh(kind, folder)} if kind == "postgresql" else {}


@pytest.mark.parametrize("kind", KINDS)
def test_a_database_that_stands_elsewhere_is_said(make: MakeApp, kind: str, tmp_path: Path) -> None:
    app = make(**_database(kind, tmp_path))
    engine = app.extensions["guides"].engine
    for revision in ("9999", "0001"):
        with engine.begin() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{revision}'"))
        status, words = _ask(app)
        assert (status, "not at the revision" in words) == (503, True)


def test_before_the_first_upgrade_it_is_not_ready_and_asking_makes_nothing(
    make: MakeApp, tmp_path: Path
) -> None:
    data = tmp_path / "var"
    app = make(made=False, data_dir=data)
    assert _ask(app) == (503, "The database has not been made yet.\n")
    data.mkdir(exist_ok=True)
    status, words = _ask(app)
    assert (status, words) == (503, "The database has not been made yet.\n")
    assert not list(data.iterdir())
    upgrade(app.extensions["guides"].engine)
    assert _ask(app)[0] == 200


def test_before_the_first_upgrade_a_page_makes_no_database(
    make_app: MakeApp, tmp_path: Path
) -> None:
    """The daily sweep looks too; a database that it made empty would hide that none was made."""
    app = make_app(database=False, data_dir=tmp_path)
    assert app.test_client().get("/").status_code == 200
    assert not (tmp_path / "guides.db").exists()


def test_a_database_that_does_not_answer_is_said_without_its_address(make: MakeApp) -> None:
    app = make(made=False, database="postgresql://me:secret@127.0.0.1:9/db")
    status, words = _ask(app)
    assert (status, words) == (503, "The database does not answer.\n")


def test_a_file_that_is_no_database_is_said(make: MakeApp, tmp_path: Path) -> None:
    (tmp_path / "guides.db").write_text("Not a database. " * 100)
    status, words = _ask(make(made=False, data_dir=tmp_path))
    assert (status, words) == (503, "The database does not answer.\n")


def test_too_little_room_is_said(make: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ready, "ROOM_BYTES", 1 << 62)
    status, words = _ask(make())
    assert (status, words) == (503, "The disk of the data folder is almost full.\n")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said(make: MakeApp, tmp_path: Path) -> None:
    app = make(data_dir=tmp_path / "var")
    (tmp_path / "var").chmod(0o500)
    try:
        status, words = _ask(app)
    finally:
        (tmp_path / "var").chmod(0o700)
    assert (status, words) == (503, "The data folder cannot be written.\n")


def test_missing_fonts_are_said(make: MakeApp, monkeypatch: pytest.MonkeyPatch) -> None:
    ready._lacking.cache_clear()
    monkeypatch.setattr(ready, "missing", lambda: ("NotoSans-Regular.ttf",))
    try:
        status, words = _ask(make())
    finally:
        ready._lacking.cache_clear()
    assert status == 503
    assert words == "Sheets cannot be printed: fonts or print libraries are missing.\n"


def test_it_waits_for_nobody_who_writes(make: MakeApp) -> None:
    """Otherwise a supervisor would restart the site in the middle of a long save."""
    app = make()
    assert _ask(app)[0] == 200
    file = app.extensions["guides"].settings.data_dir / "guides.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        began = time.perf_counter()
        assert _ask(app) == (200, "ready\n")
        assert time.perf_counter() - began < 1


def test_it_is_cheap(make: MakeApp) -> None:
    app = make()
    client = app.test_client()
    client.get("/readyz")
    began = time.perf_counter()
    for _ in range(20):
        assert client.get("/readyz").status_code == 200
    assert (time.perf_counter() - began) / 20 < 0.1
