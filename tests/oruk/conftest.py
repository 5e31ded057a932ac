"""A site with a directory of its own, on either database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client, TestResponse

from guides.directory.domain import Area, Listing, Phone
from guides.directory.sectors import middle
from guides.directory.store import changes
from guides.storage.engine import saving
from tests.conftest import MakeApp
from tests.oruk.samples import SAMPLES, SECRET
from tests.storage.databases import KINDS, fresh

API = "/api/oruk/v3"
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
BANKS = tuple(
    Listing(
        key=f"bank-{n}",
        name=f"Example Food Bank {n} (demo)",
        needs=("food",),
        areas=(Area("E08000003", "Manchester"),),
        phones=(Phone(f"01632 960{n:03}"),),
    )
    for n in range(130)
)
NOT_PUBLIC = (
    Listing(key="v", name=f"Example {SECRET} for volunteers", visibility="volunteers"),
    Listing(key="s", name=f"Example {SECRET} for staff", visibility="staff"),
    Listing(key="d", name=f"Example {SECRET} that is gone", status="defunct"),
)


@dataclass(frozen=True)
class Served:
    """The open data of one site, as a program asks for it."""

    app: Flask
    client: Client

    def get(self, path: str, **more: Any) -> TestResponse:
        return self.client.get(f"{API}{path}", **more)

    def post(self, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.client.post(f"{API}{path}", json=body if body is not None else {}, **more)

    def read(self, path: str) -> Any:
        answer = self.get(path)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def ask(self, path: str, **body: Any) -> Any:
        answer = self.post(path, body)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        return answer.get_json()

    def put(self, *found: Listing, org: int = 0, kind: str = "file", name: str = "north") -> None:
        """Bring services in, as an import does."""
        here = self.app.extensions["guides"]
        with saving(here.engine) as session:
            source = changes.source(session, org, kind, name)
            source.licence = "CC BY 4.0"
            changes.put(session, source, found, now=NOW, middle=middle)
            changes.bump(session, org)
        here.look_again()


def serve(make_app: MakeApp, database: str | bool = True) -> Served:
    app = make_app(database=database, plugins=(), master_key="")
    return Served(app, app.test_client(use_cookies=False))


def fill(served: Served) -> Served:
    served.put(*SAMPLES, *BANKS, *NOT_PUBLIC)
    other = replace(SAMPLES[3], name=f"{SECRET} elsewhere")
    served.put(other, org=7, name="of another organisation")
    served.put(replace(other, key="off"), kind="plugin", name="switched-off")
    return served


@pytest.fixture(scope="module", params=KINDS)
def served(
    request: pytest.FixtureRequest, make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory
) -> Served:
    return fill(serve(make_app, fresh(request.param, tmp_path_factory.mktemp("oruk"))))
