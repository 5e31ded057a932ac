"""Plugins that come as installed packages, found by their entry point."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from guides.plugins.domain import Installed
from guides.plugins.registry import Registry
from tests.plugins.folders import small_registry

Install = Callable[[str, str], None]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """Puts a package where Python finds it, as pip does: a module and its metadata."""
    site = tmp_path / "site-packages"
    names: list[str] = []

    def put(name: str, code: str) -> None:
        module = f"installed_{name.replace('-', '_')}"
        names.append(module)
        about = site / f"{module}-2.5.dist-info"
        about.mkdir(parents=True)
        (site / f"{module}.py").write_text("import sys\nfrom guides.api import *\n" + dedent(code))
        (about / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 2.5\n")
        (about / "entry_points.txt").write_text(
            f"[asylum_guides.plugins]\n{name} = {module}:plugin\n"
        )

    monkeypatch.syspath_prepend(site)
    importlib.invalidate_caches()
    yield put
    for module in names:
        sys.modules.pop(module, None)


PLUGIN = """
class Plugin:
    api = 0
    name = "Town Library"

    @hookimpl
    def guides_checklists(self):
        return [ChecklistItem("first-stop", "books", "do", "Borrow a book.")]

plugin = Plugin()
"""


def _installed(registry: Registry) -> Installed:
    (found,) = [p for p in registry.plugins if p.rank.name == "INSTALLED"]
    return found


def test_an_installed_package_is_on_and_named(tmp_path: Path, install: Install):
    install("library", PLUGIN)
    registry = small_registry(tmp_path)
    found = _installed(registry)
    assert (found.id, found.name, found.version) == ("library", "Town Library", "2.5")
    assert (found.state, found.has_code) == ("on", True)
    assert "library" in [item.plugin for item in registry.for_org().items("first-stop")]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise RuntimeError", "raised RuntimeError"),
        ("sys.exit(0)", "raised SystemExit"),
        ("other = 1", "raised AttributeError"),
        (PLUGIN.replace("api = 0", "api = 1"), "api = 1; here it is 0"),
        (PLUGIN.replace("    api = 0\n", ""), "here it is 0"),
        (PLUGIN.replace("guides_checklists", "guides_checklist"), "guides_checklist"),
        (PLUGIN.replace('"first-stop"', '"nowhere"'), 'no stage "nowhere"'),
        (PLUGIN.replace('"Town Library"', "property(lambda self: 1 / 0)"), "ZeroDivisionError"),
    ],
)
def test_a_broken_package_is_off_with_its_reason(
    tmp_path: Path, install: Install, code: str, reason: str
):
    install("library", code)
    registry = small_registry(tmp_path)
    found = _installed(registry)
    assert found.state == "broken"
    assert reason in found.reason
    assert registry.plugins[0].state == "on"


def test_a_package_cannot_have_a_name_that_is_no_id(tmp_path: Path, install: Install):
    install("Town_Library", PLUGIN)
    found = _installed(small_registry(tmp_path))
    assert found.state == "broken"
    assert '"Town_Library" cannot be an id' in found.reason
