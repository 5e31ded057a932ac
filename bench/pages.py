"""A public page, kept or rendered, beside a bare Flask view that returns the same bytes.

Rendering is also set beside the filling of the page's own template with values that are at hand:
that much Jinja takes, however fast the rest is.
"""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, render_template

from bench.house import STAGE, Ask, bare_view, forget_pages, fresh_app, site_of
from bench.measure import side_by_side, timed
from bench.report import Effort, Row, processor_row
from guides.web.site import guide

PAGES = {
    "journey map, en": "/",
    "journey map, ar": "/ar/",
    "stop page, en": f"/stop/{STAGE}",
    "stop page, ar": f"/ar/stop/{STAGE}",
}


def run(effort: Effort) -> Iterator[Row]:
    with fresh_app() as app:
        for name, path in PAGES.items():
            ours = Ask(app, path)
            body = ours()
            headers = {k: v for k, v in ours.headers if k in ("Content-Type", "Content-Encoding")}
            theirs = Ask(bare_view(path, body, headers), path)
            if theirs() != body:
                raise AssertionError("the bare view returns other bytes")

            kept = side_by_side(timed(ours, 20), timed(theirs, 20), effort.pick(200, 10))
            yield processor_row(f"public page, kept: {name}", kept, 1.5)

            rendering = timed(ours, before=lambda: forget_pages(app))
            rendered = side_by_side(rendering, timed(theirs, 20), effort.pick(60, 5))
            yield processor_row(f"public page, rendered: {name}", rendered, 5)
        for lang, path in (("en", f"/stop/{STAGE}"), ("ar", f"/ar/stop/{STAGE}")):
            yield _template(app, lang, path, effort)


def _template(app: Flask, lang: str, path: str, effort: Effort) -> Row:
    ours = Ask(app, path)
    with app.test_request_context(path):
        here = guide()
        values = {
            "page": here.stop(STAGE),
            "help_lines": site_of(app).composer.help_lines(here.wording),
        }
        compared = side_by_side(
            timed(ours, before=lambda: forget_pages(app)),
            timed(lambda: render_template("journey/stop.html", **values)),
            effort.pick(60, 5),
        )
    return processor_row(
        f"public page, rendered, against its Jinja template alone: stop page, {lang}", compared
    )
