"""``guides serve`` and the others, as processes of their own: what starts, and what must not."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy import text

from guides import paths
from guides.storage.engine import open_engine
from tests.storage.databases import upgraded


def _environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GUIDES_")}
    return {**kept, "GUIDES_DATA_DIR": str(folder / "var"), **more}


def _guides(house: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "guides", *arguments],
        cwd=house,
        env=_environment(house),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def house(tmp_path_factory) -> Path:
    """A copy of this checkout whose core toolkit names a stage that is not there."""
    root: Path = tmp_path_factory.mktemp("house")
    shutil.copytree(paths.PACKAGE, root / "guides")
    shutil.copytree(paths.TOOLKITS, root / "toolkits")
    for name in ("templates", "fonts", "plugins"):
        (root / name).symlink_to(paths.CHECKOUT / name)
    checklist = root / "toolkits" / "asylum_journey" / "checklists" / "waiting-and-support.toml"
    checklist.write_text(checklist.read_text().replace("[[item]]", "[[item]]\ncolour = 1", 1))
    return root


def _line(house: Path) -> str:
    checklist = house / "toolkits" / "asylum_journey" / "checklists" / "waiting-and-support.toml"
    number = checklist.read_text().split("\n").index("colour = 1") + 1
    return f"checklists/waiting-and-support.toml:{number}:"


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(("serve", "--port", "8000"), id="serve"),
        # All read the content by the same door; each is a process with a program of its own.
        pytest.param(("stages",), id="stages", marks=pytest.mark.full),
        pytest.param(("sheet", "waiting-and-support", "-o", "a.pdf"), id="sheet"),
    ],
)
def test_with_a_broken_toolkit_no_command_starts_and_each_says_file_and_line(
    house: Path, arguments: tuple[str, ...]
):
    found = _guides(house, *arguments)
    assert (found.returncode, found.stdout) == (1, "")
    assert _line(house) in found.stderr
    assert "Mend:" in found.stderr
    assert "Traceback" not in found.stderr
    assert not (house / "a.pdf").exists()


def test_with_a_broken_toolkit_a_web_server_gets_no_application(house: Path):
    """gunicorn and the like import ``create_app``: they must not come up either."""
    found = subprocess.run(
        [sys.executable, "-c", "from guides.app import create_app; create_app()"],
        cwd=house,
        env=_environment(house),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert found.returncode != 0
    assert "ToolkitBroken" in found.stderr
    assert _line(house) in found.stderr


def test_a_broken_setting_ends_with_2_and_words(run, environment: Path):
    (environment / "guides.toml").write_text('print_workers = "many"\n')
    found = run("stages")
    assert (found.code, found.out) == (2, "")
    assert "print_workers" in found.err
    assert "Traceback" not in found.err


def test_without_a_database_serve_says_what_to_run_first(run, environment: Path):
    found = run("serve", "--port", str(_free_port()))
    assert (found.code, found.out) == (2, "")
    assert "guides db upgrade" in found.err


def test_with_a_database_of_a_newer_release_serve_does_not_start(run, environment: Path):
    run("db", "upgrade")
    engine = open_engine(f"sqlite:///{environment / 'var' / 'guides.db'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    found = run("serve", "--port", str(_free_port()))
    assert (found.code, found.out) == (2, "")
    assert "database" in found.err
    assert "Traceback" not in found.err


def test_a_port_that_is_taken_ends_with_2_and_words(run, environment: Path):
    run("db", "upgrade")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        found = _guides(environment, "serve", "--port", str(taken.getsockname()[1]))
    assert (found.returncode, found.stdout) == (2, "")
    assert "--port" in found.stderr


@pytest.mark.parametrize("arguments", [("--port", "0"), ("--port", "x"), ("--threads", "0")])
def test_numbers_that_are_none_end_with_2(run, arguments: tuple[str, ...]):
    assert run("serve", *arguments).code == 2


@pytest.mark.parametrize(
    "mode", ["as usual", "--safe-mode", pytest.param("GUIDES_SAFE_MODE", marks=pytest.mark.full)]
)
def test_serve_serves_with_plugins_or_in_safe_mode_without(tmp_path: Path, mode: str):
    port = _free_port()
    environment = _environment(tmp_path, GUIDES_PLUGINS="riverside")
    if mode == "GUIDES_SAFE_MODE":
        environment[mode] = "1"
    more = [mode] if mode == "--safe-mode" else []
    (tmp_path / "var").mkdir()
    upgraded("sqlite", tmp_path)
    (tmp_path / "test.db").rename(tmp_path / "var" / "guides.db")
    server = subprocess.Popen(
        [sys.executable, "-m", "guides", "serve", "--port", str(port), *more],
        env=environment | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert server.stdout is not None
        said = server.stdout.readline()
        assert ("Safe mode: no plugin runs." in said) is (mode != "as usual")
        said += server.stdout.readline() if mode != "as usual" else ""
        assert f"127.0.0.1:{port}" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ar/") as answer:
            assert answer.status == 200
            assert 'lang="ar"' in answer.read().decode()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/stop/waiting-and-support") as answer:
            assert ("Riverside Welcome Caf" in answer.read().decode()) is (mode == "as usual")
    finally:
        server.terminate()
        server.communicate(timeout=20)
