"""``script/server``: which installation it serves. The program itself is a stand-in that tells."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

DEMO = 'organisation = "Riverside Refugee Network (demo)"\n'


@pytest.fixture
def machine(tmp_path: Path, checkout: Path) -> Path:
    """A fresh machine: the scripts, and a ``guides`` that writes down what it is asked for."""
    (tmp_path / "script").mkdir()
    for name in ("server", "env"):
        shutil.copy(checkout / "script" / name, tmp_path / "script" / name)
    _program(tmp_path / "script" / "setup", "exit 0")
    _program(tmp_path / ".venv" / "bin" / "guides", 'echo "${GUIDES_CONFIG:-none}: $*"')
    (tmp_path / "guides.toml").write_text(DEMO)
    return tmp_path


def _program(path: Path, does: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)


def _run(folder: Path, **environment: str) -> list[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith("GUIDES_")}
    done = subprocess.run(
        [folder / "script" / "server"], env=clean | environment, capture_output=True, text=True,
        timeout=30, check=True,
    )  # fmt: skip
    return done.stdout.splitlines()


def test_a_fresh_machine_serves_the_demo(machine: Path) -> None:
    config = machine / "var" / "demo" / "guides.toml"
    assert _run(machine) == [
        "none: demo --into var/demo",
        f"{config}: db upgrade",
        f"{config}: serve",
    ]


@pytest.mark.parametrize(
    "own",
    [
        {"GUIDES_CONFIG": "/etc/guides.toml"},
        {"GUIDES_DATABASE": "postgresql://guides@host/guides"},
        {"GUIDES_MASTER_KEY": "/etc/master.key"},
        {"GUIDES_DATA_DIR": "/srv/guides"},
        {"GUIDES_ORGANISATION": "Hillside Welcome"},
    ],
    ids=lambda own: next(iter(own)),
)
def test_with_settings_of_ones_own_there_is_no_demo(machine: Path, own: dict[str, str]) -> None:
    said = _run(machine, **own)
    config = own.get("GUIDES_CONFIG", "none")
    assert said == [f"{config}: db upgrade", f"{config}: serve"]


@pytest.mark.parametrize(
    "text",
    [
        DEMO + 'database = "sqlite:////srv/guides.db"\n',
        DEMO + '  master_key="/etc/master.key"\n',
        DEMO + 'data_dir = "/srv"\n',
        'organisation = "Hillside Welcome"\n',
    ],
)
def test_with_a_file_of_ones_own_there_is_no_demo(machine: Path, text: str) -> None:
    (machine / "guides.toml").write_text(text)
    assert not [line for line in _run(machine) if "demo" in line]


def test_what_was_there_before_there_were_demos_goes_on(machine: Path) -> None:
    (machine / "var").mkdir()
    (machine / "var" / "guides.db").write_bytes(b"")
    assert not [line for line in _run(machine) if "demo" in line]
