"""A site in a folder of its own, asked as a server would ask it: straight through WSGI."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from flask import Flask, Response
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from guides.api import Case
from guides.app import create_app
from guides.settings import Settings
from guides.sheets.domain import Sheet, SheetOptions
from guides.storage.engine import open_engine
from guides.storage.upgrade import upgrade
from guides.web import compression
from guides.web.site import Site

STAGE = "waiting-and-support"
BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Sec-Fetch-Site": "same-origin"}
"""What every browser sends over HTTPS, as far as our answers depend on it."""


def settings(folder: Path) -> Settings:
    """The demo organisation with both bundled plugins, and an address for the QR code."""
    return Settings(
        data_dir=folder,
        organisation="Riverside Refugee Network (demo)",
        plugins=("riverside", "paper-folder"),
        public_url="https://guides.example",
    )


@contextmanager
def fresh_app() -> Iterator[Flask]:
    """The application with a database of its own. Ends its print workers and its folder."""
    with tempfile.TemporaryDirectory() as name:
        here = settings(Path(name))
        engine = open_engine(here.database_url)
        upgrade(engine)
        engine.dispose()
        app = create_app(here)
        try:
            yield app
        finally:
            site_of(app).press.printer.close()
            site_of(app).engine.dispose()


def site_of(app: Flask) -> Site:
    found: Site = app.extensions["guides"]
    return found


def forget_pages(app: Flask) -> None:
    """As after a change of content: no page is kept, neither whole nor compressed."""
    site_of(app).kept.clear()
    compression._kept.clear()


def forget_sheets(app: Flask) -> None:
    """Nothing of a sheet is there any more: neither its lines nor its PDF."""
    site_of(app).tenant.sheets.clear()
    site_of(app).press.cache.clear()


def standard_sheet(app: Flask, stage: str, lang: str) -> Sheet:
    """The sheet for everybody at a stop."""
    here = site_of(app)
    return here.composer.compose(Case(stage, lang), SheetOptions(), here.today())


def written(app: Flask) -> list[str]:
    """The stops that have a checklist."""
    view = site_of(app).view
    return [stage for stage in view.stages if view.items(stage)]


class Ask:
    """One request that can be made again and again. Calling it gives the whole body."""

    def __init__(
        self,
        app: Flask,
        path: str,
        form: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] = BROWSER,
        expect: int | None = 200,
    ) -> None:
        method = "GET" if form is None else "POST"
        builder = EnvironBuilder(path, method=method, data=form, headers=Headers(headers))
        self._environ = builder.get_environ()
        self._sent: bytes = self._environ["wsgi.input"].read()
        self._app = app.wsgi_app
        self._expect = expect
        self.status = ""
        self.headers: list[tuple[str, str]] = []

    def __call__(self) -> bytes:
        answer = self._app({**self._environ, "wsgi.input": BytesIO(self._sent)}, self._start)
        try:
            body = b"".join(answer)
        finally:
            if hasattr(answer, "close"):
                answer.close()
        if self._expect and int(self.status[:3]) != self._expect:
            raise AssertionError(f"{self._environ['PATH_INFO']} answered {self.status}")
        return body

    def _start(self, status: str, headers: list[tuple[str, str]], _: object = None) -> Any:
        self.status, self.headers = status, headers

    @property
    def wire_headers(self) -> int:
        """How many bytes the status line and the headers of the last answer are."""
        lines = [f"HTTP/1.1 {self.status}", *(f"{name}: {value}" for name, value in self.headers)]
        return len("\r\n".join([*lines, "", ""]).encode())


def bare_view(path: str, body: bytes, headers: Mapping[str, str]) -> Flask:
    """The smallest Flask application that answers a path with these bytes."""
    app = Flask("bare")
    app.add_url_rule(path, view_func=lambda: Response(body, headers=headers), endpoint="bare")
    return app
