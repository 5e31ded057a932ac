"""A visit to a site with one plugin: every page is opened, and every hook is asked, once."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import unescape
from pathlib import Path
from typing import get_args

from flask.testing import FlaskClient

from guides.api import Case, Happened, Owner, PanelPage, RoleName, Slot, Viewer
from guides.extensions.service import PluginStore
from guides.plugins.code_asks import links, panels, personal_data
from guides.plugins.code_checks import full_name, holes
from guides.plugins.loader import Loaded
from guides.plugins.registry import View
from guides.plugins.runner import PluginFailed, contained
from guides.storage.engine import Engine, saving
from guides.testing import site
from guides.web.site import Site

HAPPENED = (
    Happened("sheet-printed", (("stage", "claiming"), ("lang", "ar"), ("large", "false"))),
    Happened("session-counted", (("lang", "ar"), ("topics", "claiming"))),
    Happened("fact-checked", (("fact", "emergency-999"),)),
    Happened("plugin-switched", (("plugin", "riverside"), ("state", "off"))),
)
NOBODY = Owner(1, "client/1")
"""Somebody about whom nothing is kept: the database is empty."""


@dataclass(frozen=True)
class Visit:
    """What came of it."""

    pages: Mapping[str, tuple[int, str]]
    """Status and text of each page, by its address."""
    heard: tuple[str, ...]
    """What the site wrote into its log about plugins that failed."""


def visited(folder: Path, today: date, cases: list[Case]) -> Visit:
    """Open every page of a site with this plugin, and ask all that is asked at work.

    Raises:
        AssertionError: when the plugin does not load.
    """
    with _hearing() as heard, site(folder, today=today) as browser:
        here = running(browser)
        plugin = next(
            p for p in here.registry.loaded if Path(p.installed.place).resolve() == folder
        )
        paths = [*core_pages(here.view), *(path for path, _ in own_pages(plugin))]
        answers = {path: browser.get(path) for path in paths}
        pages = {path: (a.status_code, unescape(a.text)) for path, a in answers.items()}
        for case in cases:
            here.view.items_for(case)
        _ask(here.view, plugin, here.engine, heard)
    return Visit(pages, tuple(heard))


def _ask(view: View, plugin: Loaded, engine: Engine, heard: list[str]) -> None:
    for page in (PanelPage(lang, s) for lang in view.page_languages for s in view.stages):
        for slot in get_args(Slot):
            panels(view, slot, page)
    mine = plugin.brought.permissions
    may = frozenset(full_name(plugin.installed.id, each) for each in mine)
    for role in get_args(RoleName):
        viewer = Viewer(role, 1, may)
        links(view, lambda _, who=viewer: who)  # type: ignore[misc]
    links(view, lambda _: None)
    personal_data(view, NOBODY, PluginStore(engine))
    for event in HAPPENED:
        view.tell(event)
    for keeping in plugin.brought.keeping:
        try:
            with saving(engine) as session:
                contained(lambda k=keeping, s=session: k.due(s, datetime.now(UTC)), "what is due")  # type: ignore[misc]
                contained(lambda k=keeping, s=session: k.forget(s, (NOBODY,)), "forgetting")  # type: ignore[misc]
        except PluginFailed as failed:
            heard.append(str(failed))


def core_pages(view: View) -> Iterator[str]:
    """The address of each stop, its local page and its sheet, in each language of the pages."""
    for lang in view.page_languages:
        head = "" if lang == "en" else f"/{lang}"
        yield f"{head}/local"
        for stage in view.stages:
            yield f"{head}/stop/{stage}"
            yield f"{head}/stop/{stage}/local"
            if view.items(stage):
                yield f"{head}/stop/{stage}/sheet"


def own_pages(plugin: Loaded) -> Iterator[tuple[str, str]]:
    """The address of each of its pages that can be opened, with who may; holes hold a 1."""
    for page in plugin.brought.pages:
        if "GET" in page.methods:
            path = page.path
            for hole in holes(path):
                path = re.sub(rf"<(?:int:)?{hole}>", "1", path)
            yield f"/plugin/{plugin.installed.id}/{path}".rstrip("/"), page.access


def running(browser: FlaskClient) -> Site:
    """The site that a browser asks."""
    found: Site = browser.application.extensions["guides"]
    return found


class _Ears(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record.getMessage())


@contextmanager
def _hearing() -> Iterator[list[str]]:
    """What plugins do wrong meanwhile. A site goes on without them, and says it in its log."""
    log, ears = logging.getLogger("guides.plugins"), _Ears()
    log.addHandler(ears)
    try:
        yield ears.heard
    finally:
        log.removeHandler(ears)
