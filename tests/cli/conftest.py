"""Running the ``guides`` command in this process, as its entry point does."""

from __future__ import annotations

import io
import logging
import os
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
_installed = [""]
"""For which installation the registry was read."""


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
        """Know nothing, as a new process. Content is read anew only where it is another."""
        common.settings.cache_clear()
        config = os.environ["GUIDES_CONFIG"]
        installed = Path(config).read_text() + os.environ.get("GUIDES_PLUGIN_DIRS", "")
        if installed != _installed[0] or _has_plugins(environment):
            common.registry.cache_clear()
        _installed[0] = installed

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
    common.settings.cache_clear()
    if _has_plugins(environment):
        common.registry.cache_clear()


def _has_plugins(environment: Path) -> bool:
    return any((environment / "var" / name).exists() for name in ("plugins", "added", "toolkits"))
