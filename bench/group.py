"""Many sheets at once: two processes against one, and the sheets that are rendered ahead."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from itertools import cycle, islice
from time import perf_counter

from flask import Flask

from bench.house import forget_sheets, fresh_app, site_of, standard_sheet, written
from bench.measure import Compared, Timer, side_by_side, timed
from bench.proc import rss
from bench.report import Effort, Row, clock_row, duration, megabytes, noise, times
from guides.sheets.batch import print_together
from guides.sheets.pool import Printer

BLOCK = 25
"""Sheets printed by the one before the other has its turn: four blocks are a group session."""
QUIET = 1.6
"""What a plain loop must gain from a second process, or the row would tell about others' work."""
SPIN = "n = 0\nfor i in range(6_000_000): n += i"
"""A loop of about half a second: how much a second core is worth at this moment."""


def run(effort: Effort) -> Iterator[Row]:
    with fresh_app() as app:
        documents = _documents(app, effort.pick(BLOCK, 6))
        with Printer(1) as one, Printer(2) as two:
            compared = side_by_side(
                _printing(one, documents), _printing(two, documents), effort.pick(8, 1)
            ).clock
            ceiling = side_by_side(_spinning(1), _spinning(2), effort.pick(9, 2)).clock
            gained, possible = compared.ratio, ceiling.ratio.middle
            yield Row(
                f"sheets for a group session (blocks of {len(documents)}), 2 processes against one",
                f"{times(gained.middle)} as fast ({_pace(compared, len(documents))})",
                "at least 1.6 ×",
                gained.middle >= 1.6 if possible >= QUIET else None,
                f"{noise(gained)}; a plain loop gains {times(possible)} from a second process now"
                + ("" if possible >= QUIET else ": too busy to judge"),
            )
            yield _print_worker(one, documents, effort)


def _documents(app: Flask, many: int) -> list[str]:
    """Every written stop in every language in turn, until there are enough."""
    here = site_of(app)
    html = [here.press.html(standard_sheet(app, *pair), here.view) for pair in _standard(app)]
    return list(islice(cycle(html), many))


def _standard(app: Flask) -> list[tuple[str, str]]:
    return [(stage, lang) for stage in written(app) for lang in site_of(app).view.languages]


def _printing(printer: Printer, documents: list[str]) -> Timer:
    def print_all() -> None:
        answers = printer.print_many(documents)
        if not all(isinstance(answer, bytes) for answer in answers):
            raise AssertionError(f"not printed: {answers}")

    return timed(print_all)


def _spinning(processes: int) -> Timer:
    """Seconds for two loops, in one process after the other or at the same time."""

    def spin() -> None:
        running = []
        for _ in range(2):
            running.append(subprocess.Popen([sys.executable, "-c", SPIN]))
            if processes == 1:
                running[-1].wait()
        for process in running:
            process.wait()

    return timed(spin)


def _pace(compared: Compared, many: int) -> str:
    one, two = compared.ours.middle, compared.theirs.middle
    return f"{many / two:.1f} sheets a second beside {many / one:.1f}"


def _print_worker(printer: Printer, documents: list[str], effort: Effort) -> Row:
    """The process in which WeasyPrint runs has printed hundreds of sheets by now; more follow."""
    pid = printer._idle[0].pid
    before, more = rss(pid), effort.pick(150, 6)
    printer.print_many(list(islice(cycle(documents), more)))
    grown = rss(pid) - before
    return Row(
        f"memory of a print process, {more} sheets more",
        f"{grown / 1_000_000:+.1f} MB, to {megabytes(rss(pid))}",
        "flat: at most 5 MB",
        grown <= 5_000_000,
    )


def run_ahead(effort: Effort) -> Iterator[Row]:
    """From nothing: composing, starting two workers, printing and keeping every standard sheet."""
    with fresh_app() as app:
        here = site_of(app)
        started = perf_counter()
        sheets = [standard_sheet(app, *pair) for pair in _standard(app)]
        html = [here.press.html(sheet, here.view) for sheet in sheets]
        for sheet, pdf in zip(sheets, here.press.printer.print_many(html), strict=True):
            if not isinstance(pdf, bytes):
                raise pdf
            here.press.cache.put(here.press.key(sheet), pdf)
        seconds = perf_counter() - started
        stages, languages = len(written(app)), len(here.view.languages)
        whole = 10 * len(here.view.stages)
        yield Row(
            f"standard sheets rendered ahead: {stages} written stages × {languages} languages",
            f"{duration(seconds)} for {len(sheets)} sheets",
            "at most 5 minutes",
            seconds <= 300,
            f"one run; at this pace all {len(here.view.stages)} stages in 10 languages "
            f"({whole} sheets) take about {seconds / len(sheets) * whole:.0f} s",
        )


def run_batch(effort: Effort) -> Iterator[Row]:
    """A group's sheets as one job, beside printing the same different sheets and no more.

    What the copies, the empty pages and the joining cost is what is above one.
    """
    with fresh_app() as app:
        here = site_of(app)
        pairs = _standard(app)[: effort.pick(20, 4)]
        copies = max(1, effort.pick(100, 8) // len(pairs))
        sheets = [standard_sheet(app, *pair) for pair in pairs]
        wanted = [(sheet, copies) for sheet in sheets]
        html = [here.press.html(sheet, here.view) for sheet in sheets]
        sizes: list[int] = []

        def batch() -> None:
            made = print_together(wanted, lambda s: here.press.pdf(s, here.view), lambda _: None)
            sizes.append(len(made))

        def alone() -> None:
            here.press.printer.print_many(html)

        compared = side_by_side(
            timed(batch, before=lambda: forget_sheets(app)), timed(alone), effort.pick(7, 1)
        )
        yield clock_row(
            f"a batch of {copies * len(pairs)} sheets ({len(pairs)} different) in one file, "
            "against printing the different ones",
            compared,
            1.25,
            f"{sizes[-1] / 1_000_000:.1f} MB",
        )
