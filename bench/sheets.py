"""A sheet by the web: its first render, and the same sheet again."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from flask import Flask, Response, send_file

from bench.alone import Alone
from bench.house import STAGE, Ask, forget_sheets, fresh_app, site_of, standard_sheet
from bench.measure import side_by_side, timed
from bench.report import Effort, Row, kilobytes, processor_row
from guides.sheets.render import style_sheet


def run(effort: Effort) -> Iterator[Row]:
    with fresh_app() as app, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "sheet.css").write_text(style_sheet(), "utf-8")
        alone = Alone(folder / "sheet.css")
        try:
            for lang in ("en", "ar"):
                yield _first(app, alone, folder, lang, effort)
                yield _again(app, folder, lang, effort)
        finally:
            alone.end()


def _ask(app: Flask, lang: str) -> Ask:
    prefix = "" if lang == "en" else f"/{lang}"
    return Ask(app, f"{prefix}/stop/{STAGE}/sheet", {"action": "print"})


def _first(app: Flask, alone: Alone, folder: Path, lang: str, effort: Effort) -> Row:
    """All that a print costs: form, composing, template, worker, keeping the file, the edition."""
    here = site_of(app)
    html = folder / f"{lang}.html"
    html.write_text(here.press.html(standard_sheet(app, STAGE, lang), here.view), "utf-8")
    _ask(app, lang)()  # starts the worker
    ours = timed(_ask(app, lang), before=lambda: forget_sheets(app), workers=lambda: _workers(app))
    compared = side_by_side(ours, lambda: alone.print(html), effort.pick(40, 3))
    return processor_row(f"sheet, first render, against WeasyPrint alone: {lang}", compared, 1.1)


def _workers(app: Flask) -> list[int]:
    return [hand.pid for hand in site_of(app).press.printer._idle]


def _again(app: Flask, folder: Path, lang: str, effort: Effort) -> Row:
    ours = _ask(app, lang)
    pdf = ours()
    (folder / f"{lang}.pdf").write_bytes(pdf)
    theirs = _ask(_bare_file(folder / f"{lang}.pdf", lang), lang)
    if theirs() != pdf:
        raise AssertionError("the bare view returns another file")
    compared = side_by_side(timed(ours, 5), timed(theirs, 20), effort.pick(100, 5))
    return processor_row(
        f"the same sheet again, against a bare view that returns a file: {lang}",
        compared,
        2,
        kilobytes(len(pdf)),
    )


def _bare_file(file: Path, lang: str) -> Flask:
    app = Flask("bare")
    prefix = "" if lang == "en" else f"/{lang}"

    @app.post(f"{prefix}/stop/{STAGE}/sheet")
    def bare() -> Response:
        return send_file(file, mimetype="application/pdf")

    return app
