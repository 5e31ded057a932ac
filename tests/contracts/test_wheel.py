"""The wheel, installed in another place, does what the checkout does, and reads nothing of it.

toolkits/, plugins/, templates/ and fonts/ stand beside the package in a checkout and inside it in
a wheel. What works here only because the checkout is near is found here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

TOP = Path(__file__).resolve().parents[2]
SHIPPED = ("toolkits", "plugins", "templates", "fonts")
WATCH = """
import sys

CHECKOUT, ALLOWED, LOG = {checkout!r}, {allowed!r}, {log!r}


def watch(event, args):
    if event in ("open", "os.listdir", "os.scandir") and args and isinstance(args[0], (str, bytes)):
        path = args[0].decode() if isinstance(args[0], bytes) else args[0]
        if path.startswith(CHECKOUT) and not path.startswith(ALLOWED):
            with open(LOG, "a") as log:
                log.write(f"{{event}} {{path}}\\n")


sys.addaudithook(watch)
"""
"""Put into the installation: writes down whatever its programs read of the checkout."""
ASK = """
import sys
from pathlib import Path
from guides import paths
from guides.app import create_app
from guides.settings import read_settings

app = create_app(read_settings())
page = app.test_client().get(sys.argv[1])
print(page.status_code, paths.IN_CHECKOUT, paths.PACKAGE)
print(page.get_data(as_text=True))
"""


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel in it, an empty folder to stand in, and what it read of us."""

    wheel: Path
    bin: Path
    desk: Path
    log: Path

    def run(self, *words: str) -> str:
        """What the program prints. It must succeed, and read nothing of the checkout."""
        printed, read = self.watched(*words)
        assert not read
        return printed

    def watched(self, *words: str) -> tuple[str, list[str]]:
        """What the program prints, and what it read of the checkout."""
        self.log.write_text("", encoding="utf-8")
        done = subprocess.run(
            [str(self.bin / words[0]), *words[1:]],
            cwd=self.desk,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout, self.log.read_text(encoding="utf-8").splitlines()

    @property
    def environment(self) -> Mapping[str, str]:
        kept = {n: os.environ[n] for n in ("PATH", "LANG", "LD_LIBRARY_PATH") if n in os.environ}
        return {**kept, "HOME": str(self.desk), "GUIDES_PLUGINS": "riverside:paper-folder"}


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    base = tmp_path_factory.mktemp("elsewhere")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(base)]
    made = subprocess.run([*build, str(TOP)], capture_output=True, text=True, timeout=120)
    assert made.returncode == 0, made.stdout + made.stderr
    (wheel,) = base.glob("*.whl")
    home = base / "venv"
    venv.create(home, with_pip=False, symlinks=True)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--offline", "--no-deps"]
    done = subprocess.run(
        [*pip, "--python", str(python), str(wheel)], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    site = next((home / "lib").glob("python*/site-packages"))
    # The libraries are those of this environment. Its own .pth files are not followed, so the
    # checkout is not on the path.
    libraries = sysconfig.get_path("purelib")
    desk = base / "desk"
    desk.mkdir()
    log = base / "read.log"
    watch = WATCH.format(checkout=f"{TOP}/", allowed=libraries, log=str(log))
    (site / "watching.py").write_text(watch, encoding="utf-8")
    (site / "libraries.pth").write_text(f"import watching\n{libraries}\n", encoding="utf-8")
    return Installed(wheel, home / "bin", desk, log)


@pytest.mark.full
def test_a_new_plugin_can_be_made_and_added(installed: Installed) -> None:
    assert "Put your own words" in installed.run("guides", "plugin", "new", "My Town")
    assert "my-town 0.1 is added" in installed.run("guides", "plugin", "add", "my-town", "--yes")
    assert "1 line" in installed.run("guides", "plugin", "show", "my-town")
    installed.run("guides", "plugin", "remove", "my-town", "--yes")


def _tracked(folder: str) -> set[str]:
    """What git would show of a folder: tracked files, and new ones that it does not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name for name in listed.stdout.split("\0") if name and (TOP / name).is_file()}


def test_all_data_is_inside_and_nothing_else(installed: Installed) -> None:
    """No file is lost, and nothing that git ignores (local plugins, caches) is given away."""
    names = set(ZipFile(installed.wheel).namelist())
    inside = {n.removeprefix("guides/_shipped/") for n in names if n.startswith("guides/_shipped/")}
    wanted = {name for folder in SHIPPED for name in _tracked(folder)} | {"fonts.conf"}
    assert wanted
    assert inside == wanted


def test_the_package_is_inside_and_no_everyday_name_beside_it(installed: Installed) -> None:
    names = set(ZipFile(installed.wheel).namelist())
    code = {n for n in names if n.startswith("guides/") and not n.startswith("guides/_shipped/")}
    assert code == _tracked("guides")
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"guides"}
    licences = {n.rpartition("/")[2] for n in names if "/licenses/" in n}
    assert "OFL.txt" in licences


def test_stages(installed: Installed) -> None:
    stages = json.loads(installed.run("guides", "stages", "--json"))
    assert len(stages) >= 15
    assert any(stage["written"] for stage in stages)


def test_a_sheet(installed: Installed) -> None:
    installed.run("guides", "db", "upgrade")
    said = installed.run(
        "guides", "sheet", "waiting-and-support", "--lang", "ar", "-o", "sheet.pdf"
    )
    assert (installed.desk / "sheet.pdf").read_bytes().startswith(b"%PDF-")
    assert "edition" in said
    assert (installed.desk / "var" / "guides.db").is_file()  # its data stands where it was started


def test_a_page(installed: Installed) -> None:
    head, page = installed.run("python", "-c", ASK, "/ar/stop/waiting-and-support").split("\n", 1)
    status, in_checkout, package = head.split(" ", 2)
    assert status == "200"
    assert in_checkout == "False"
    assert not Path(package).is_relative_to(TOP)
    assert '<html lang="ar" dir="rtl">' in page
    assert "Riverside" in page  # the bundled plugin came along


def test_the_watch_sees_a_reader(installed: Installed) -> None:
    """Otherwise "nothing was read" would say nothing."""
    there = str(TOP / "pyproject.toml")
    _, read = installed.watched("python", "-c", f"open({there!r}).close()")
    assert read == [f"open {there}"]
