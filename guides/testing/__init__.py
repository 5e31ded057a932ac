"""For people who write plugins: try one out as a site would, in a test of your own.

``load`` says whether a plugin works and what a site then has. ``site`` asks for pages::

    from datetime import date
    from pathlib import Path

    from guides.testing import load, site

    MY_TOWN = Path("my-town")

    def test_our_drop_in_is_listed():
        assert "drop-in" in [service.id for service in load(MY_TOWN).services]

    def test_it_stands_on_the_page():
        with site(MY_TOWN, today=date(2026, 11, 21)) as browser:
            assert "Riverside Welcome" in browser.get("/stop/waiting-and-support").text
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient

from guides import clock
from guides.app import create_app
from guides.plugins.code_tables import plugin_tables
from guides.plugins.domain import Rank
from guides.plugins.registry import Registry, View
from guides.plugins.service import build_registry
from guides.settings import Settings
from guides.storage.upgrade import upgrade

__all__ = ["load", "site"]


def load(*folders: Path) -> View:
    """What a site has that runs the core toolkit and the plugins in these folders.

    Raises:
        AssertionError: when one of them does not load; it says why, and how to mend it.
    """
    registry = build_registry(local=folders)
    _all_work(registry)
    return registry.for_org()


@contextmanager
def site(*folders: Path, today: date | None = None) -> Iterator[FlaskClient]:
    """A site with these plugins and an empty database, to be asked for pages.

    ``today`` is the day that the pages take it for: facts have a day to be looked at again.

    Raises:
        AssertionError: when a plugin does not load; it says why, and how to mend it.
    """
    with TemporaryDirectory(prefix="guides-testing-") as data:
        settings = Settings(data_dir=Path(data), plugin_dirs=folders, print_workers=1)
        app = create_app(settings, today=lambda: today or clock.today())
        running = app.extensions["guides"]
        _all_work(running.registry)
        upgrade(running.engine, plugins=plugin_tables(running.registry.loaded))
        try:
            yield app.test_client()
        finally:
            running.press.printer.close()
            running.engine.dispose()


def _all_work(registry: Registry) -> None:
    for plugin in registry.plugins:
        if plugin.rank is Rank.LOCAL and plugin.state != "on":
            raise AssertionError(f"The plugin {plugin.id} is {plugin.state}: {plugin.reason}")
