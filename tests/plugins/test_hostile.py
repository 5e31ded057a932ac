"""Each kind of bad input that a plugin can be, through every door: refused or contained, in words.

What is wrong inside one file stands in ``broken.py``; what is wrong with a zip, in
``tests/packs/test_sources.py``. Here: by which door it comes, and what it may cost.
"""

from __future__ import annotations

import io
import json
import os
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from guides.cli import cli, common
from guides.cli.common import explain
from tests.accounts.house import Browser, House, quick
from tests.conftest import MakeApp
from tests.packs.packing import zipped
from tests.plugins.folders import Files, code_plugin, line, manifest, plugin

STOP = "waiting-and-support"
LINES = f"checklists/{STOP}.toml"
GOOD: Files = {"plugin.toml": manifest("tea"), LINES: line(text="Come for tea.")}
MOST_MEGABYTES = 200
"""Of a command that refuses a plugin; without one it takes about 110."""
_MEASURED = """
import json, resource, subprocess, sys
words = [sys.executable, "-m", "guides", *sys.argv[1:]]
done = subprocess.run(words, capture_output=True, text=True)
most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
print(json.dumps([done.returncode, done.stdout, done.stderr, most]))
"""


@dataclass(frozen=True)
class Done:
    """How a command ended, in a process of its own."""

    code: int
    out: str
    err: str
    megabytes: int


def _run(home: Path, *words: str) -> Done:
    environment = {**os.environ, "GUIDES_DATA_DIR": str(home), "GUIDES_PLUGINS": "riverside"}
    done = subprocess.run(
        [sys.executable, "-c", _MEASURED, *words],
        env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return Done(*json.loads(done.stdout))


def _run_here(home: Path, *words: str) -> Done:
    """The same command in this process: what a command costs and survives, only processes show."""
    environment = {"GUIDES_DATA_DIR": str(home), "GUIDES_PLUGINS": "riverside"}
    for kept in (common.settings, common.registry):
        kept.cache_clear()
    try:
        done = CliRunner().invoke(cli, words, env=environment)
        known = explain(done.exception) if isinstance(done.exception, Exception) else None
    finally:
        for kept in (common.settings, common.registry):
            kept.cache_clear()
    if known is not None:
        return Done(known.code, done.stdout, known.message, 0)
    return Done(done.exit_code, done.stdout, done.stderr, 0)


def _bytes(files: Files) -> dict[str, bytes]:
    said = {**GOOD, **files}
    return {name: d.encode() if isinstance(d, str) else d for name, d in said.items()}


def _bomb() -> bytes:
    """Says that it holds a hundred bytes, and would unpack to two hundred million."""
    data = zipped(_bytes({"services.csv": bytes(200_000_000)}))
    return data.replace(struct.pack("<L", 200_000_000), struct.pack("<L", 100))


def _flood() -> bytes:
    return zipped({**_bytes({}), **{f"{n}.md": b"" for n in range(5_001)}})


ZIPS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a bomb": (_bomb, "not a pack that can be read"),
    "fifty million zeros": (
        lambda: zipped(_bytes({"services.csv": bytes(49_000_000)})),
        "too large",
    ),
    "a flood": (_flood, "5,003 files"),
    "half of it": (lambda: zipped(_bytes({}))[:300], "not a pack that can be read"),
    "out of the folder": (lambda: zipped(_bytes({"../up.toml": b""})), "outside its folder"),
}
COSTLY = ("a bomb", "fifty million zeros", "a flood")
"""They could take memory or time: their command runs in a process that is measured."""


@pytest.mark.parametrize("kind", ZIPS)
def test_a_hostile_zip_is_refused_at_little_cost_and_leaves_nothing(tmp_path: Path, kind: str):
    make, words = ZIPS[kind]
    file = tmp_path / "tea.zip"
    file.write_bytes(make())
    run = _run if kind in COSTLY else _run_here
    done = run(tmp_path / "var", "plugin", "add", str(file), "--yes")
    assert done.code == 1
    assert words in done.err
    assert "Traceback" not in done.err
    assert done.megabytes < MOST_MEGABYTES
    assert not list((tmp_path / "var").rglob("tea*"))


@pytest.fixture(scope="module")
def app(make_app: MakeApp) -> Flask:
    return make_app(plugins=())


@pytest.fixture(scope="module")
def boss(app: Flask) -> Browser:
    with quick():
        house = House.of(app.extensions["guides"].guarded)
        return Browser.on(app, house.enter(house.admit("the-boss", "site")))


@pytest.mark.parametrize("kind", ZIPS)
def test_the_screen_refuses_it_too_and_the_site_goes_on(app: Flask, boss: Browser, kind: str):
    make, words = ZIPS[kind]
    answer = boss.post("/plugins/site", zip=(io.BytesIO(make()), "tea.zip"))
    assert answer.status_code == 400
    assert words in answer.text
    assert app.test_client().get(f"/stop/{STOP}").status_code == 200
    assert not list(Path(app.extensions["guides"].settings.data_dir).rglob("tea*"))


def _files(number: int) -> Callable[[Path], None]:
    def spoil(root: Path) -> None:
        (root / "more").mkdir()
        for each in range(number):
            (root / "more" / f"{each}.md").touch()

    return spoil


def _table(root: Path) -> None:
    row = "a,Tea," + "x" * 3_000 + "\n"
    with (root / "services.csv").open("w") as file:
        file.write("id,name,what\n")
        for _ in range(200_000_000 // len(row) + 1):
            file.write(row)


def _cells(root: Path) -> None:
    (root / "services.csv").write_bytes(b"name,what\n" + b"a," * 9_000_000)


def _half(root: Path) -> None:
    (root / LINES).write_text('[[item]]\nid = "te')


FOLDERS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a flood": (_files(6_000), "files are too many"),
    "a link": (lambda root: (root / "facts.toml").symlink_to("/etc/passwd"), "This is a link"),
    "a pipe": (lambda root: os.mkfifo(root / "facts.toml"), "not an ordinary file"),
    "half copied": (lambda root: (root / "plugin.toml").unlink(), "There is no plugin.toml"),
    "half a file": (_half, f"{LINES}:2:"),
}  # fmt: skip
LARGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "100,000 files": (_files(100_000), "files are too many"),
    "200 MB of CSV": (_table, "20,000,000 are the most"),
    "nine million cells": (_cells, "18,000,000 letters"),
}


def _started(
    base: Path, spoil: Callable[[Path], None], run: Callable[..., Done] = _run
) -> tuple[str, Done]:
    """The reason that the list gives, in an installation with a good plugin beside it."""
    home = base / "var"
    plugin(home / "plugins", "soup", {LINES: line("soup", "Come for soup.")})
    spoil(plugin(home / "plugins", "tea", GOOD))
    done = run(home, "plugin", "list", "--json")
    assert done.code == 0, done.err
    found = {Path(str(p["id"])).name: p for p in json.loads(done.out)}
    assert found["soup"]["state"] == "on"
    assert found["tea"]["state"] == "broken"
    return found["tea"]["reason"], done


@pytest.mark.parametrize("kind", FOLDERS)
def test_a_folder_put_there_by_hand_is_off_and_the_others_are_on(tmp_path: Path, kind: str):
    spoil, words = FOLDERS[kind]
    # Who opens a pipe waits for ever: that is tried in a process that can be ended.
    reason, _ = _started(tmp_path, spoil, _run if kind in ("a flood", "a pipe") else _run_here)
    assert words in reason
    assert "Mend: " in reason


@pytest.mark.full
@pytest.mark.parametrize("kind", LARGE)
def test_what_is_far_too_large_costs_little(tmp_path: Path, kind: str):
    spoil, words = LARGE[kind]
    reason, done = _started(tmp_path, spoil)
    assert words in reason
    assert done.megabytes < 2 * MOST_MEGABYTES
    checked = _run(tmp_path / "other", "plugin", "check", str(tmp_path / "var" / "plugins" / "tea"))
    assert checked.code == 1
    assert words in checked.out
    assert checked.megabytes < 2 * MOST_MEGABYTES


def test_code_that_ends_the_process_is_passed_over_at_the_next_start(tmp_path: Path):
    home = tmp_path / "var"
    plugin(home / "plugins", "soup", {LINES: line("soup", "Come for soup.")})
    code_plugin(home / "plugins", "tea", "import os\nos._exit(9)\n")
    assert _run(home, "plugin", "list").code == 9
    again = _run(home, "plugin", "list", "--json")
    found = {p["id"]: p for p in json.loads(again.out)}
    assert found["tea"]["state"] != "on"
    assert found["tea"]["reason"]
    assert found["soup"]["state"] == "on"


def test_a_plugin_that_is_gone_while_the_site_runs_leaves_the_page_whole(make_app, tmp_path: Path):
    local = tmp_path / "local"
    root = plugin(local, "tea", GOOD)
    app = make_app(plugin_dirs=(local,))
    client = app.test_client()
    assert "Come for tea." in client.get(f"/stop/{STOP}").text
    (root / "plugin.toml").unlink()  # half way through a copy
    app.extensions["guides"].look_again()
    assert "Come for tea." not in client.get(f"/stop/{STOP}").text
    (root / "plugin.toml").write_text(manifest("tea"))
    app.extensions["guides"].look_again()
    assert "Come for tea." in client.get(f"/stop/{STOP}").text
