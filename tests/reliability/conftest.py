"""Counts are printed, also when all is well: a number that was never seen is not known."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.storage.tables import engine as engine
from tests.storage.tables import url as url

Tell = Callable[[str], None]


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> Tell:
    def say(words: str) -> None:
        with capsys.disabled():
            print(f"\n  {request.node.name}: {words}")

    return say
