"""The application as a checkout runs it: both demo plugins, a fresh database, a day that stays.

What is shared by a whole run is only read. A test that writes, adds a route or a plugin makes an
application of its own with ``make_app``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as hypothesis_settings

from guides.app import create_app
from guides.plugins.registry import Registry, View
from guides.safe.service import begin
from guides.settings import Settings
from guides.storage.upgrade import upgrade
from guides.testing.compiled import compile_once

TODAY = date(2026, 11, 21)
"""The day on which the facts of the core were read: all of them are in force, none is overdue."""

MakeApp = Callable[..., Flask]

SLOW_FIRST = (
    *("web/test_guard", "plugins/test_bundled", "browser/test_layout"),
    *("browser/test_accessibility", "browser/test_accounts", "contracts/test_wheel"),
    *("cli/test_serve", "contracts/test_pages", "cli/test_accounts", "browser/test_directory"),
    *("browser/test_keyboard", "browser/test_leaving", "browser/test_profile"),
    *("browser/test_meeting", "browser/test_without_script", "sheets/test_paper"),
)
"""Files that take longest. Left to the end, one process would work on them while others wait."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The slow ones first; the order within a file stays."""
    place = {f"tests/{name}.py": at for at, name in enumerate(SLOW_FIRST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(place)))


# A loaded machine is slow, not wrong.
hypothesis_settings.register_profile("patient", deadline=None)
hypothesis_settings.load_profile("patient")


@pytest.fixture(scope="session")
def today() -> date:
    return TODAY


@contextmanager
def _making(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeApp]:
    made: list[Flask] = []

    def make(*, database: bool | str = True, **chosen: object) -> Flask:
        values: dict[str, object] = {
            "data_dir": tmp_path_factory.mktemp("data"),
            "organisation": "Riverside Refugee Network (demo)",
            "plugins": ("riverside", "paper-folder"),
            "master_key": str(tmp_path_factory.mktemp("keys") / "master.key"),
            "database": database if isinstance(database, str) else "",
        }
        settings = Settings(**(values | chosen))  # type: ignore[arg-type]
        if settings.master_key and not Path(settings.master_key).exists():
            begin(settings)
        app = create_app(settings, today=lambda: TODAY)
        compile_once(app)
        made.append(app)
        if database:
            upgrade(app.extensions["guides"].engine)
        return app

    yield make
    for app in made:
        _close(app)


@pytest.fixture(scope="module")
def make_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeApp]:
    """Makes applications: ``make_app(database=False, **settings)``. They are closed after the file.

    They have accounts, with a key and a keyring of their own, unless ``master_key=""`` is said.
    ``database`` can be the address of an empty database.
    """
    with _making(tmp_path_factory) as make:
        yield make


@pytest.fixture(scope="session")
def make_lasting_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeApp]:
    """The same, for what a whole run shares. Each takes memory until the end, so they are few."""
    with _making(tmp_path_factory) as make:
        yield make


def _close(app: Flask) -> None:
    """End what was opened, and nothing else: all are made when they are first asked for."""
    opened = vars(app.extensions["guides"])
    if opened.get("guarded") is not None:
        opened["guarded"].close()
    if "engine" in opened:
        opened["engine"].dispose()
    if "press" in opened:
        opened["press"].printer.close()


@pytest.fixture(scope="session")
def app(make_lasting_app: MakeApp) -> Flask:
    """The application that every test may read from, with its database upgraded."""
    return make_lasting_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.fixture(scope="session")
def registry(app: Flask) -> Registry:
    """All that the application has installed."""
    found: Registry = app.extensions["guides"].registry
    return found


@pytest.fixture(scope="session")
def view(registry: Registry) -> View:
    """What the demo organisation has switched on."""
    return registry.for_org(None)


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top of this checkout."""
    return Path(__file__).resolve().parent.parent
