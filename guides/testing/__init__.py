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

What every plugin must do is tested without a line of your own: see :mod:`guides.testing.contract`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from flask.testing import FlaskClient

from guides import clock, paths
from guides.app import create_app
from guides.plugins.code_tables import plugin_tables
from guides.plugins.registry import Registry, View
from guides.plugins.service import build_registry
from guides.settings import Settings
from guides.storage.upgrade import upgrade
from guides.testing.compiled import compile_once
from guides.toolkit.manifest import peek_id

__all__ = ["load", "site"]


def load(*folders: Path) -> View:
    """What a site has that runs the core toolkit and the plugins in these folders.

    Raises:
        AssertionError: when one of them does not load; it says why, and how to mend it.
    """
    return registry_with(*folders).for_org()


def registry_with(*folders: Path) -> Registry:
    """All that is installed on such a site. Raises as :func:`load` does."""
    bundled, local = _sorted(folders)
    registry = build_registry(enabled=bundled, local=local)
    _all_work(registry, folders)
    return registry


@contextmanager
def site(*folders: Path, today: date | None = None) -> Iterator[FlaskClient]:
    """A site with these plugins and an empty database, to be asked for pages.

    ``today`` is the day that the pages take it for: facts have a day to be looked at again.

    Raises:
        AssertionError: when a plugin does not load; it says why, and how to mend it.
    """
    bundled, local = _sorted(folders)
    with TemporaryDirectory(prefix="guides-testing-") as data:
        settings = Settings(
            data_dir=Path(data), plugins=bundled, plugin_dirs=local, print_workers=1
        )
        app = create_app(settings, today=lambda: today or clock.today())
        compile_once(app)
        running = app.extensions["guides"]
        _all_work(running.registry, folders)
        upgrade(running.engine, plugins=plugin_tables(running.registry.loaded))
        try:
            yield app.test_client()
        finally:
            running.press.printer.close()
            running.engine.dispose()


def _sorted(folders: Sequence[Path]) -> tuple[tuple[str, ...], tuple[Path, ...]]:
    """Ids of bundled plugins, which are found where they are, and the folders of the others."""
    whole = [folder.resolve() for folder in folders]
    bundled = [folder for folder in whole if folder.parent == paths.BUNDLED_PLUGINS.resolve()]
    return tuple(map(peek_id, bundled)), tuple(each for each in whole if each not in bundled)


def _all_work(registry: Registry, folders: Sequence[Path]) -> None:
    wanted = [str(folder.resolve()) for folder in folders]
    for plugin in registry.plugins:
        here = str(Path(plugin.place).resolve())
        inside = any(here == one or here.startswith(f"{one}/") for one in wanted)
        if inside and plugin.state != "on":
            raise AssertionError(f"The plugin {plugin.id} is {plugin.state}: {plugin.reason}")
