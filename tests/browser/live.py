"""A site that browsers can visit, and a browser that asks nobody else for anything.

Used by the tests of this folder and by ``script/pictures``.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread

import waitress
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Playwright
from sqlalchemy.orm import Session
from waitress import wasyncore

from guides.api import Case, HandbookPage
from guides.plugins.registry import View
from guides.sheets import store
from guides.sheets.domain import SheetOptions
from guides.web.site import Site
from tests.directory.plugin_services import service_of_a_plugin

CHROMIUM = Path("/usr/bin/chromium")
HOW_TO_INSTALL = "sudo apt-get update && sudo apt-get install -y --no-install-recommends chromium"

KINDS = {
    "map": "journey.map",
    "question": "journey.question",
    "stop": "journey.stop",
    "sources": "journey.sources",
    "sheet": "sheets.options",
    "local": "journey.local",
    "stop-local": "journey.stop_local",
    "services": "directory.search",
    "services-at": "directory.at_stage",
    "service": "directory.one",
    "languages": "web.languages",
    "leaving": "web.leaving",
    "briefing": "meetings.briefing",
    "start": "meetings.start",
    "session": "meetings.run",
    "printing": "meetings.printing",
    "handbook": "handbook.contents",
    "chapter": "handbook.page",
    "about": "provenance.about",
    "mistake": "provenance.mistake",
    "held": "web.held",
    "accessibility": "web.accessibility",
    "sign-in": "accounts.sign_in",
    "join": "accounts.join",
    "edition": "sheets.edition",
    "error": "",
}
"""Every kind of page that a visitor can meet, with its endpoint. A test holds it to be complete."""

UNKNOWN_EDITION = "0000000000"
UNKNOWN_LANGUAGE = "/xx/where"


@dataclass(frozen=True)
class LiveSite:
    """A site that is being served. Addresses are paths; ``url`` comes before them."""

    app: Flask
    url: str

    @property
    def here(self) -> Site:
        found: Site = self.app.extensions["guides"]
        return found

    @property
    def view(self) -> View:
        return self.here.view

    def written(self) -> list[str]:
        """The stops that have guidance and a checklist, in the order of the journey."""
        return [stage for stage in self.view.stages if self.view.items(stage)]

    def path(self, lang: str, rest: str) -> str:
        return rest if lang == "en" else f"/{lang}{rest}"

    def some(self, kind: str, lang: str, most: int) -> list[str]:
        """At most so many pages of a kind, from the first to the last of them."""
        found = self.paths(kind, lang)
        step = max(1, -(-len(found) // most))
        return found[::step]

    def paths(self, kind: str, lang: str) -> list[str]:
        """Every page of a kind, in one language."""
        stages, questions = self.view.stages, self.view.questions.values()
        found = {
            "map": ["/"],
            "question": ["/where", *(f"/where/{q.id}" for q in questions if not q.first)],
            "stop": [f"/stop/{stage}" for stage in stages],
            "local": ["/local"],
            "stop-local": ["/stop/waiting-and-support/local"],
            "sources": [f"/stop/{stage}/sources" for stage in self.written()],
            "sheet": [f"/stop/{stage}/sheet" for stage in self.written()],
            "services": ["/services"],
            "services-at": ["/services/at/waiting-and-support"],
            "service": [f"/services/{service_of_a_plugin(self.view)}"],
            "languages": ["/languages", "/languages?page=/where"],
            "leaving": ["/leaving"],
            "briefing": [f"/stop/{stage}/briefing?in={code}" for stage, code in self._spoken()],
            "start": ["/session"],
            "session": [
                f"/session/run?language={code}&topic={stage}" for stage, code in self._spoken()
            ],
            "printing": [f"/session/sheets/{self._job()}"],
            "handbook": ["/handbook"],
            "chapter": [f"/handbook/{page.plugin}/{page.id}" for page in self._chapters()],
            "about": ["/about"],
            "mistake": ["/mistake"],
            "held": ["/held"],
            "accessibility": ["/accessibility"],
            "sign-in": ["/sign-in"],
            "join": ["/join"],
            "edition": [f"/e/{code}" for code in (*self._editions(lang), UNKNOWN_EDITION)],
            "error": [
                "/no/such-page",
                UNKNOWN_LANGUAGE,
                "/stop/no-such-stop",
                "/where/no-such-question",
            ],
        }[kind]
        return [rest if rest == UNKNOWN_LANGUAGE else self.path(lang, rest) for rest in found]

    def sample(self, kind: str, lang: str) -> str:
        """One page of a kind: a full one, where some are fuller than others."""
        if kind == "stop":
            return self.path(lang, f"/stop/{self.written()[0]}")
        return self.paths(kind, lang)[0]

    def samples(self, lang: str) -> list[str]:
        """One page of each kind."""
        return [self.sample(kind, lang) for kind in KINDS]

    def _spoken(self) -> list[tuple[str, str]]:
        """A stop for each language that is spoken in meetings."""
        return list(zip(self.written(), self.view.languages, strict=False))[1:]

    def _chapters(self) -> list[HandbookPage]:
        """A page of prose and a practice case."""
        pages = self.view.handbook
        return [next(p for p in pages if not p.questions), next(p for p in pages if p.questions)]

    def _job(self) -> str:
        """A print job that is finished."""
        jobs = self.here.jobs
        name = jobs.start(9, lambda tell: b"%PDF-1.7 of a test")
        while (progress := jobs.progress(name)) is None or progress.state != "ready":
            time.sleep(0.01)
        return name

    def _editions(self, lang: str) -> Iterator[str]:
        """The codes of two papers, noted as if printed: one is current, one has changed since."""
        options = SheetOptions()
        sheet = self.here.composer.compose(
            Case(self.written()[0], lang), options, self.here.today()
        )
        store.record(self.here.engine, sheet)
        yield sheet.edition
        yield self._changed_edition(sheet.edition)

    def _changed_edition(self, code: str) -> str:
        changed = code[::-1]
        with Session(self.here.engine) as session, session.begin():
            if session.get(store.EditionRow, changed) is None:
                row = session.get_one(store.EditionRow, code)
                values = {c.name: getattr(row, c.name) for c in store.EditionRow.__table__.columns}
                first, second, *others = values["texts"]
                values["code"] = changed
                values["texts"] = [["gone", first[1], first[2]], [second[0], "other", second[2]]]
                values["texts"] += others
                session.add(store.EditionRow(**values))
        return changed


@contextmanager
def served(app: Flask) -> Iterator[LiveSite]:
    """Serve an application on a free port, in a thread, with the server that people run."""
    server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4, ident=None)
    thread = Thread(target=server.run, name="live site")
    thread.start()
    try:
        yield LiveSite(app, f"http://127.0.0.1:{server.effective_port}")
    finally:
        # Closed by its own thread, between two requests: then no socket is left open.
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(timeout=10)
        server.task_dispatcher.shutdown()


def chromium(playwright: Playwright) -> Browser:
    """The distribution's own Chromium, which may reach this machine and nothing else."""
    return playwright.chromium.launch(executable_path=CHROMIUM, args=switches())


def profile(playwright: Playwright, folder: Path, url: str) -> BrowserContext:
    """The same with a profile on disk, as on the computer of a library, and with Chromium's
    back-forward cache: Playwright switches it off where nobody says otherwise."""
    return playwright.chromium.launch_persistent_context(
        folder,
        base_url=url,
        executable_path=CHROMIUM,
        args=switches(),
        ignore_default_args=["--disable-back-forward-cache"],
    )


def switches() -> list[str]:
    """What keeps it from asking anybody else for anything."""
    found = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-domain-reliability",
        "--disable-sync",
        "--metrics-recording-only",
        "--no-first-run",
        "--no-pings",
        "--host-resolver-rules=MAP charity.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ]
    if os.geteuid() == 0:
        found.append("--no-sandbox")  # Chromium has none for root
    return found


@dataclass
class Watch:
    """Everything that the pages of a context asked for, and complained about."""

    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        context.on("request", lambda request: self.asked.append(request.url))
        context.on("console", self._said)
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.text} ({message.location.get('url', '')})")
