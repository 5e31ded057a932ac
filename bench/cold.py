"""From nothing to paper: the command line beside a bare WeasyPrint one-liner."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask

from bench.house import STAGE, fresh_app, site_of, standard_sheet
from bench.measure import side_by_side, timed
from bench.report import Effort, Row, processor_row
from guides.paths import FONTS_CONF
from guides.sheets.render import style_sheet

BARE = (
    "import sys, weasyprint as w; w.HTML(sys.argv[1]).write_pdf('bare.pdf', pdf_variant='pdf/ua-1')"
)


def run(effort: Effort) -> Iterator[Row]:
    with fresh_app() as app, tempfile.TemporaryDirectory() as name:
        folder, data = Path(name), site_of(app).settings.data_dir
        for lang in ("en", "ar"):
            html = whole_document(app, folder, lang)
            bare = [sys.executable, "-c", BARE, str(html)]
            command = [sys.executable, "-m", "guides", "sheet", STAGE, "--lang", lang]
            compared = side_by_side(
                timed(
                    lambda command=command: _run([*command, "-o", "ours.pdf"], folder, data),  # type: ignore[misc]
                    before=lambda: shutil.rmtree(data / "cache", ignore_errors=True),
                ),
                timed(lambda bare=bare: _run(bare, folder, data)),  # type: ignore[misc]
                effort.pick(15, 2),
            )
            yield processor_row(
                f"cold: `guides sheet` against `python -c` with WeasyPrint alone: {lang}", compared
            )


def whole_document(app: Flask, folder: Path, lang: str) -> Path:
    """The finished sheet as one file, its style sheet in it."""
    here = site_of(app)
    html = here.press.html(standard_sheet(app, STAGE, lang), here.view)
    file = folder / f"{lang}.html"
    file.write_text(html.replace("</head>", f"<style>{style_sheet()}</style></head>", 1), "utf-8")
    return file


def _run(command: list[str], folder: Path, data: Path) -> None:
    environment = {
        **os.environ,
        "FONTCONFIG_FILE": str(FONTS_CONF),
        "GUIDES_DATA_DIR": str(data),
        "PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry),
    }
    subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
