"""Fifty data plugins with ten thousand services against none: start, pages, paper, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from flask import Flask

from bench.house import (
    STAGE,
    Ask,
    forget_pages,
    forget_sheets,
    settings,
    site_of,
    standard_sheet,
)
from bench.measure import Timer, side_by_side, timed
from bench.report import Effort, Row, megabytes, processor_row
from bench.start import write_plugin
from guides.app import create_app
from guides.plugins import loader
from guides.plugins.service import rebuilt, registry_of
from guides.settings import Settings

PLUGINS, SERVICES, LINES = 50, 200, 10
PAGE = f"/stop/{STAGE}"
_START = """
from guides.app import create_app
create_app().extensions["guides"].view
for line in open("/proc/self/status"):
    if line.startswith("VmHWM:"):
        print(line.split()[1])
"""
"""What a worker does before its first page, and the most memory that it took, in kilobytes."""


def run(effort: Effort) -> Iterator[Row]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        none = replace(settings(folder / "none"), plugins=())
        many = replace(none, data_dir=folder / "data", plugin_dirs=(folder / "many",))
        lines = replace(many, data_dir=folder / "said", plugin_dirs=(folder / "lines",))
        for number in range(PLUGINS):
            _services(folder / "many" / f"town-{number}", number, 0)
            _services(folder / "lines" / f"town-{number}", number, LINES)
        yield from _starts(effort, many, none)
        yield from _pages(effort, _app(many), _app(none), "with services only", 1.5)
        yield from _pages(effort, _app(lines), _app(none), f"with {LINES} lines each", None)


def _services(folder: Path, number: int, lines: int) -> None:
    write_plugin(folder, number, lines, SERVICES)


def _starts(effort: Effort, many: Settings, none: Settings) -> Iterator[Row]:
    whole = side_by_side(_process(many), _process(none), effort.pick(11, 2))
    yield processor_row(
        f"start, {PLUGINS} data plugins with {PLUGINS * SERVICES:,} services against none: "
        "the whole process",
        whole,
        2,
    )
    inside = side_by_side(_registry(many), _registry(none), effort.pick(11, 2))
    yield processor_row("the same, the registry alone, nothing read before", inside, 2)
    yield _again(effort, many)
    most, least = _kilobytes(many), _kilobytes(none)
    yield Row(
        "the same, memory of the process",
        f"{most / least:.2f} × ({megabytes(most * 1024)} beside {megabytes(least * 1024)})",
    )


def _process(here: Settings) -> Timer:
    return timed(lambda: _kilobytes(here))


def _kilobytes(here: Settings) -> int:
    environment = {
        **os.environ,
        "GUIDES_DATA_DIR": str(here.data_dir),
        "GUIDES_PLUGINS": "",
        "GUIDES_PLUGIN_DIRS": os.pathsep.join(map(str, here.plugin_dirs)),
    }
    done = subprocess.run(
        [sys.executable, "-c", _START], env=environment, check=True, capture_output=True
    )
    return int(done.stdout)


def _registry(here: Settings) -> Timer:
    return timed(lambda: registry_of(here).for_org(), before=loader.forget)


def _again(effort: Effort, many: Settings) -> Row:
    """One spreadsheet was saved: how much of a first reading that costs a running site."""
    registry = registry_of(many)
    file = many.plugin_dirs[0] / "town-7" / "services.csv"

    def saved() -> None:
        file.write_text(file.read_text("utf-8"), "utf-8")

    rounds = side_by_side(
        timed(lambda: rebuilt(registry, many), before=saved),
        _registry(many),
        effort.pick(11, 2),
    )
    return processor_row("one of the plugins saved, read again, against all from nothing", rounds)


def _app(here: Settings) -> Flask:
    app = create_app(here)
    if here.plugin_dirs and len(site_of(app).view.services) != PLUGINS * SERVICES:
        raise AssertionError("the generated plugins do not load")
    return app


def _pages(effort: Effort, many: Flask, none: Flask, how: str, most: float | None) -> Iterator[Row]:
    rounds = effort.pick(41, 5)
    first = side_by_side(_first(many), _first(none), rounds)
    yield processor_row(f"page of a stop, the first time, {how}", first, most)
    later = side_by_side(timed(Ask(many, PAGE), 200), timed(Ask(none, PAGE), 200), rounds)
    yield processor_row(f"the same page again, {how}", later, 1.5)
    sheets = side_by_side(_sheet(many), _sheet(none), rounds)
    yield processor_row(f"putting a sheet together, {how}", sheets, most)


def _first(app: Flask) -> Timer:
    return timed(Ask(app, PAGE), before=lambda: forget_pages(app))


def _sheet(app: Flask) -> Timer:
    return timed(lambda: standard_sheet(app, STAGE, "ar"), before=lambda: forget_sheets(app))
