"""Headless Chromium printing the same sheet: cold, warm, and how much memory it takes.

The HTML was written for WeasyPrint, and nobody has tuned it for Chromium: read the times as an
order of magnitude, and the paper not at all.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask
from playwright.sync_api import Page, sync_playwright

from bench.cold import whole_document
from bench.house import STAGE, fresh_app, site_of, standard_sheet
from bench.measure import side_by_side, timed
from bench.proc import family, name, pss
from bench.report import Effort, Row, clock_row, kilobytes, megabytes, times
from guides.paths import FONTS_CONF
from guides.sheets.pool import Printer

CHROMIUM = "/usr/bin/chromium"
COLD = """
import sys
from pathlib import Path
from guides.sheets.render import render_html
Path("ours.pdf").write_bytes(render_html(Path(sys.argv[1]).read_text("utf-8")))
"""


def run(effort: Effort) -> Iterator[Row]:
    if not Path(CHROMIUM).exists():
        yield Row("headless Chromium", "not here")
        return
    with fresh_app() as app, tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for lang in ("en", "ar"):
            yield _cold(app, folder, lang, effort)
        yield from _warm(app, folder, effort)


def _environment(folder: Path) -> dict[str, str | float | bool]:
    """The same fonts, and a profile that nobody has used."""
    return {**os.environ, "FONTCONFIG_FILE": str(FONTS_CONF), "HOME": str(folder)}


def _cold(app: Flask, folder: Path, lang: str, effort: Effort) -> Row:
    """A new process for one sheet, on both sides."""
    html = whole_document(app, folder, lang)
    environment = {key: str(value) for key, value in _environment(folder).items()}
    environment["PYTHONPATH"] = os.pathsep.join(entry for entry in sys.path if entry)
    ours = [sys.executable, "-c", COLD, str(_own(app, folder, lang))]
    theirs = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    theirs += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={folder}/theirs.pdf"]

    def running(command: list[str]) -> None:
        subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)

    compared = side_by_side(
        timed(lambda: running(ours)),
        timed(lambda: running([*theirs, html.as_uri()])),
        effort.pick(11, 2),
    )
    return clock_row(f"cold: a sheet in a new process, against headless Chromium: {lang}", compared)


def _own(app: Flask, folder: Path, lang: str) -> Path:
    """The sheet as our renderer takes it: the style sheet is its own."""
    here = site_of(app)
    file = folder / f"own-{lang}.html"
    file.write_text(here.press.html(standard_sheet(app, STAGE, lang), here.view), "utf-8")
    return file


def _warm(app: Flask, folder: Path, effort: Effort) -> Iterator[Row]:
    with Printer(1) as printer, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"], env=_environment(folder)
        )
        page = browser.new_page()
        for lang in ("en", "ar"):
            ours = _own(app, folder, lang).read_text("utf-8")
            theirs = whole_document(app, folder, lang).read_text("utf-8")
            compared = side_by_side(
                timed(lambda html=ours: printer.print(html)),  # type: ignore[misc]
                timed(lambda html=theirs: _print(page, html)),  # type: ignore[misc]
                effort.pick(30, 3),
            )
            sizes = f"{kilobytes(len(printer.print(ours)))}, {kilobytes(len(_print(page, theirs)))}"
            yield clock_row(
                f"warm: the next sheet, against a Chromium that runs: {lang}",
                compared,
                note=f"PDF of {sizes}",
            )
        yield _memory(printer)
        browser.close()


def _print(page: Page, html: str) -> bytes:
    page.set_content(html)
    return page.pdf(prefer_css_page_size=True, print_background=True, tagged=True)


def _memory(printer: Printer) -> Row:
    """After the same sheets. The program that drives the browser is not counted."""
    ours = pss([printer._idle[0].pid])
    browser = [pid for pid in family(os.getpid()) if name(pid).startswith("chrom")]
    theirs = pss(browser)
    return Row(
        "memory of the process that prints, against all processes of Chromium",
        f"{times(ours / theirs)} ({megabytes(ours)} beside {megabytes(theirs)})",
        noise=f"PSS, once, after all sheets; {len(browser)} processes of Chromium",
    )
