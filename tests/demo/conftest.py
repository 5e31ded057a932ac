"""The demo, made once by the real command, and only looked at."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from guides.demo.service import DemoFolder
from guides.settings import Settings
from guides.walls import Guarded, open_guarded
from tests.cli.conftest import environment as environment
from tests.cli.conftest import run as run


@dataclass(frozen=True)
class Made:
    """A folder with a demo, and what the command said when it was made."""

    folder: Path
    said: str

    @property
    def settings(self) -> Settings:
        return DemoFolder(self.folder).settings()

    @property
    def password(self) -> str:
        return self.said.split("shown this once: ")[1].split("\n")[0]


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """By a process of its own, on a machine without settings; the others are run in this one."""
    folder = tmp_path_factory.mktemp("demo") / "here"
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GUIDES_")}
    done = subprocess.run(
        [sys.executable, "-m", "guides", "demo", "--into", folder], env=clean,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return Made(folder, done.stdout)


@pytest.fixture(scope="module")
def guarded(made: Made) -> Iterator[Guarded]:
    found = open_guarded(made.settings)
    assert found is not None
    yield found
    found.close()
