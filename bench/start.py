"""Starting with 50 data plugins against starting with none."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.house import settings, site_of
from bench.measure import side_by_side, timed
from bench.report import Effort, Row, processor_row
from guides.app import create_app
from guides.settings import Settings

PLUGINS, LINES, SERVICES = 50, 10, 20
STAGES = (
    "waiting-and-support",
    "preparing-substantive-interview",
    "granted-and-moving-on",
    "refused-and-appealing",
)


def run(effort: Effort) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for number in range(PLUGINS):
            write_plugin(folder / "many" / f"town-{number}", number)
        none = replace(settings(folder / "none"), plugins=())
        many = replace(none, data_dir=folder / "data", plugin_dirs=(folder / "many",))
        _check(many)
        inside = side_by_side(
            timed(lambda: _start(many)), timed(lambda: _start(none)), effort.pick(21, 3)
        )
        yield processor_row(
            f"start, {PLUGINS} data plugins against none: registry, application, view",
            inside,
            2,
            f"{PLUGINS * LINES} lines, {PLUGINS * SERVICES} services, {PLUGINS} facts more",
        )
        whole = side_by_side(
            timed(lambda: _process(many)), timed(lambda: _process(none)), effort.pick(11, 2)
        )
        yield processor_row("the same, the whole process with its imports", whole)


def _start(here: Settings) -> None:
    _ = site_of(create_app(here)).view


def _check(here: Settings) -> None:
    """All of the generated plugins must be on, or the comparison would be worth nothing."""
    view = site_of(create_app(here)).view
    if len(view.services) != PLUGINS * SERVICES or "town-7-age" not in view.facts:
        raise AssertionError("the generated plugins do not load")


def _process(here: Settings) -> None:
    environment = {
        **os.environ,
        "GUIDES_DATA_DIR": str(here.data_dir),
        "GUIDES_PLUGINS": "",
        "GUIDES_PLUGIN_DIRS": os.pathsep.join(map(str, here.plugin_dirs)),
    }
    code = "from guides.app import create_app; create_app().extensions['guides'].view"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)


def write_plugin(folder: Path, number: int, lines: int = LINES, services: int = SERVICES) -> None:
    """A plugin as a town would write it: lines for four stops, a list of places, one fact."""
    (folder / "checklists").mkdir(parents=True)
    town = f"town-{number}"
    _write(
        folder / "plugin.toml",
        f"""
        id = "{town}"
        api = 0
        version = "1.0"
        name = "Town {number} Welcome"
        organisation = "Town {number} Welcome"
        contact = "hello@{town}.example"
        areas = ["Town {number}"]
        languages = ["en"]
        licence = "CC-BY-4.0"
        """,
    )
    for line in range(lines):
        with (folder / "checklists" / f"{STAGES[line % 4]}.toml").open("a") as file:
            file.write(
                f'[[item]]\nid = "line-{line}"\nkind = "do"\n'
                f'text = "Come to welcome group {line} of this town. Bring your papers."\n'
                f'why = "The room is open from the age of {{fact:{town}-age}}."\n'
                f'order = {200 + line}\nicon = "people"\n'
            )
    _write(
        folder / "facts.toml",
        f"""
        [[fact]]
        id = "{town}-age"
        topic = "local"
        stages = ["waiting-and-support"]
        statement = "The room is open from the age of {{value}}."
        confidence = "high"
        review_by = 2027-05-01
        [fact.value]
        type = "duration"
        count = 16
        unit = "year"
        [fact.source]
        title = "Town {number} Welcome"
        url = "https://{town}.example"
        dated = "undated"
        seen_on = 2026-11-21
        kind = "charity"
        """,
    )
    header = "id,name,what,stages,phone,address,hours,languages,how,checked_on,checked_by\n"
    places = (
        f'place-{n},Place {n} of town {number},"Food, English class",{STAGES[n % 4]},'
        f"0161 496 0{n:03},Church Hall,Tuesday 10am to 1pm,en;ar,Just come,2026-11-12,Town\n"
        for n in range(services)
    )
    (folder / "services.csv").write_text(header + "".join(places), "utf-8")


def _write(file: Path, text: str) -> None:
    file.write_text("\n".join(line.strip() for line in text.splitlines()), "utf-8")
