"""A new release of the core while a charity's own plugin is in place: nothing of theirs is lost."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from flask import Flask

from guides import paths
from guides.plugins.pinned import digest_of
from tests.accounts.house import Browser, House, quick
from tests.cli.conftest import Run, environment, run  # noqa: F401
from tests.conftest import MakeApp
from tests.plugins.folders import line, plugin, write

STOP, GONE = "waiting-and-support", "night-shelter"
LINES = f"checklists/{STOP}.toml"
CORE = f"asylum-journey/{STOP}"
OLD, NEW = "You can see a doctor (GP) for free.", "You can see a doctor (GP) and a nurse for free."
OURS = "You can see a doctor for free. We go with you."
SERVICES = f"id,name,what,stages\nhall,The hall,A warm room,{STOP}\n"
HIDDEN = ("see-a-doctor", "look-for-solicitor", "medicine-free", "school-place")


def _core(base: Path, version: str) -> Path:
    """A copy of the core that is shipped, as another release."""
    shutil.copytree(paths.TOOLKITS / "asylum_journey", base)
    _edit(base / "plugin.toml", 'version = "0.1"', f'version = "{version}"')
    return base


def _edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1
    file.write_text(text.replace(old, new), "utf-8")


def _first(base: Path) -> Path:
    """With one stop more than the core has."""
    finder = _core(base, "8") / "finder.toml"
    answer = f'\n[[question.answer]]\ntext = "I need a bed tonight."\nstage = "{GONE}"\n'
    finder.write_text(finder.read_text("utf-8") + answer, "utf-8")
    return write(base, {
        f"stages/{GONE}.toml": f'id = "{GONE}"\ntitle = "A bed for the night"\nshort = "Bed"\n'
        'summary = "You sleep in a shelter."\norder = 900\n',
        f"checklists/{GONE}.toml": line("bed", "Ask for a bed."),
    })  # fmt: skip


def _second(base: Path) -> Path:
    """One line says something else, one is protected now, one is gone, and so is the stop."""
    lines = _core(base, "9") / LINES
    _edit(lines, f'text = "{OLD}"', f'text = "{NEW}"')
    _edit(lines, 'id = "look-for-solicitor"\n', 'id = "look-for-solicitor"\nprotected = true\n')
    _edit(lines, 'id = "medicine-free"', 'id = "cheap-medicine"')
    return base


def _ours(of: dict[str, str]) -> dict[str, str]:
    """A line in the place of the core's, three that are hidden, one of their own, a place."""

    def noted(name: str) -> str:
        return f'of = "{of[name]}"\n' if name in of else ""

    hidden = "".join(
        f'[[hide]]\nline = "{CORE}/{name}"\n{noted(name)}\n' for name in HIDDEN if name != HIDDEN[0]
    )
    replaced = f'replaces = "{CORE}/{HIDDEN[0]}"\n{noted(HIDDEN[0])}'
    return {
        LINES: line("our-doctors", OURS, replaced) + line("tea", "Come for tea."),
        f"checklists/{GONE}.toml": line("blanket", "Bring a blanket."),
        "hide.toml": hidden,
        "services.csv": SERVICES,
    }


@pytest.fixture
def house(run: Run, environment: Path) -> Path:  # noqa: F811
    """An installation with the first release and the charity's plugin. The plugin's folder."""
    for make in (_first, _second):
        folder = make(environment / make.__name__)
        assert run("toolkit", "pack", str(folder), "-o", f"{folder}.zip").code == 0
    taken = run("toolkit", "update", str(environment / "_first.zip"), "--yes")
    assert taken.code == 0, taken.err
    ours = plugin(environment / "var" / "plugins", "our-town", _ours({}), "Our Town (demo)")
    listed = run("plugin", "list").out
    of = dict(re.findall(rf'"{CORE}/([a-z-]+)" stood for.*of = "(\w+)"', listed))
    assert set(of) == set(HIDDEN)
    write(ours, _ours(of))
    assert "warning" not in _about(run)
    return ours


def _about(run: Run) -> str:  # noqa: F811
    """What the list says of the plugin."""
    return re.split(r"\n(?=\S)", run("plugin", "list").out.partition(" our-town ")[2])[0]


@pytest.mark.full  # two releases of the whole core are read, and taken, many times
def test_the_core_is_updated_under_a_plugin_and_nothing_of_it_is_lost(
    run: Run,  # noqa: F811
    environment: Path,  # noqa: F811
    house: Path,
    make_app: MakeApp,
):
    update = ("toolkit", "update", str(environment / "_second.zip"), "--yes")
    # A stop that the plugin speaks of is gone: the update waits, and says for what.
    refused = run(*update)
    assert refused.code == 1
    assert "The plugin our-town would stop working" in refused.err
    assert f"{GONE}.toml:1: There is no stage" in refused.err
    assert "asylum-journey 8" in " ".join(run("toolkit", "list").out.split())
    assert "warning" not in _about(run)

    (house / f"checklists/{GONE}.toml").rename(house / "checklists/refused-and-appealing.toml")
    before = digest_of(house)
    taken = run(*update)
    assert taken.code == 0, taken.err
    assert digest_of(house) == before

    about = _about(run)
    assert f'Core text changed: "{CORE}/see-a-doctor"' in about
    assert f"“{NEW}" in about
    assert f"“{OURS}”" in about
    assert f'Core text changed: "{CORE}/look-for-solicitor"' in about
    assert "It is protected now, so it stands again." in about
    assert f'The core has no line "{CORE}/medicine-free"' in about
    assert "school-place" not in about  # what did not change is not spoken of
    shown = run("plugin", "diff", "our-town").out
    beside = shown[shown.index(f"line {CORE}/see-a-doctor, which changed since") :].splitlines()
    assert NEW in beside[1]
    assert OURS in beside[2]

    app = make_app(data_dir=environment / "var", plugins=())
    page = app.test_client().get(f"/stop/{STOP}").text
    for there in (OURS, "Come for tea.", "The hall", "Look for a solicitor."):
        assert there in page
    for gone in (NEW, "Your children of school age"):
        assert gone not in page
    assert "Bring a blanket." in app.test_client().get("/stop/refused-and-appealing").text
    screen = _screen(app)
    assert f"Core text changed: &#34;{CORE}/see-a-doctor&#34;" in screen
    assert NEW in screen
    assert OURS in screen

    assert run("toolkit", "rollback", "asylum-journey").code == 0
    assert "warning" not in _about(run)


def _screen(app: Flask) -> str:
    """The site's plugins, as an administrator sees them."""
    with quick():
        people = House.of(app.extensions["guides"].guarded)
        boss = Browser.on(app, people.enter(people.admit("the-boss", "site")))
    return boss.get("/plugins/site").text
