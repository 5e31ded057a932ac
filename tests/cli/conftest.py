"""Running the ``guides`` command in this process, as its entry point does."""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest

from guides import cli
from guides.cli import common


@dataclass(frozen=True)
class Result:
    """What a command left on the screen, and its exit code."""

    code: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An installation of its own: the demo plugins, an empty data folder. Its folder."""
    (tmp_path / "guides.toml").write_text(
        'organisation = "Riverside (demo)"\nplugins = ["riverside", "paper-folder"]\n'
    )
    for name in ("DATA_DIR", "PLUGIN_DIRS", "PLUGINS", "DATABASE"):
        monkeypatch.delenv(f"GUIDES_{name}", raising=False)
    monkeypatch.setenv("GUIDES_CONFIG", str(tmp_path / "guides.toml"))
    monkeypatch.chdir(tmp_path)
    handlers = [*logging.getLogger("guides").handlers]
    yield tmp_path
    logging.getLogger("guides").handlers[:] = handlers


@pytest.fixture
def run(environment: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """``run("sheet", "claiming", "-o", "sheet.pdf")`` runs ``guides sheet claiming …``."""

    def forget() -> None:
        common.settings.cache_clear()
        common.registry.cache_clear()

    def command(*arguments: str) -> Result:
        forget()
        monkeypatch.setattr(sys, "argv", ["guides", *arguments])
        out, err = io.StringIO(), io.StringIO()
        code: object = 0
        with redirect_stdout(out), redirect_stderr(err):
            try:
                cli.main()
            except SystemExit as left:
                code = left.code
        return Result(code if isinstance(code, int) else 0, out.getvalue(), err.getvalue())

    yield command
    forget()
