"""One town of each kind of database for a whole file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import MakeApp
from tests.desk.town import Town, built
from tests.storage.databases import KINDS


@pytest.fixture(scope="module", params=KINDS)
def town(
    request: pytest.FixtureRequest, make_app: MakeApp, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    with built(make_app, request.param, tmp_path_factory.mktemp("town")) as found:
        yield found
