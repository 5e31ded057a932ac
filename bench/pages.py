"""A public page, kept or rendered, beside a bare Flask view that returns the same bytes."""

from __future__ import annotations

from collections.abc import Iterator

from bench.house import STAGE, Ask, bare_view, forget_pages, fresh_app
from bench.measure import side_by_side, timed
from bench.report import Effort, Row, times_row

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
            yield times_row(f"public page, kept: {name}", kept, 1.5)

            rendering = timed(ours, before=lambda: forget_pages(app))
            rendered = side_by_side(rendering, timed(theirs, 20), effort.pick(60, 5))
            yield times_row(f"public page, rendered: {name}", rendered, 5)
