"""What goes over the wire: the first page with everything in it, and every later page."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from html import unescape

from flask import Flask

from bench.house import Ask, fresh_app, site_of, written
from bench.report import Effort, Row, kilobytes

FIRST, LATER = 40_000, 10_000
_TAG = re.compile(r"<(?:link|script|img|use)\b[^>]*?\b(?:href|src)=\"([^\"]+)\"")
_IN_CSS = re.compile(r"url\(\s*[\"']?([^)\"']+)")


def run(effort: Effort) -> Iterator[Row]:
    with fresh_app() as app:
        # Whole answers: with status line and headers, as HTTP/1.1 sends them.
        later = {path: _size(app, path)[0] for path in _public(app)}
        first = {path: size + _parts(app, path) for path, size in later.items()}
        compressed = dict(_asked(app, "/").headers).get("Content-Encoding") == "gzip"
        how = "" if compressed else "compressed here, not by the application; "
        for name, path in (("the journey map", "/"), (*_heaviest(first),)):
            yield Row(
                f"first page over the wire, with all it needs: {name}",
                kilobytes(first[path]),
                "at most 40 kB",
                first[path] <= FIRST,
                f"{how}page {kilobytes(later[path])}, the rest {kilobytes(_parts(app, path))}",
            )
        over = [path for path, size in later.items() if size > LATER]
        name, path = _heaviest(later)
        yield Row(
            f"later pages over the wire: {name}",
            kilobytes(later[path]),
            "at most 10 kB",
            later[path] <= LATER,
            f"{how}{len(over)} of {len(later)} pages are over"
            + (f": {', '.join(f'{p} {kilobytes(later[p])}' for p in over)}" if over else ""),
        )


def _heaviest(sizes: dict[str, int]) -> tuple[str, str]:
    path = max(sizes, key=lambda p: sizes[p])
    return f"the heaviest, {path}", path


def _public(app: Flask) -> list[str]:
    """Every page that a visitor can come to by a link."""
    view = site_of(app).view
    paths = ["/", "/where", "/languages", "/leaving"]
    paths += [f"/where/{question}" for question in view.questions]
    paths += [f"/stop/{stage}" for stage in view.stages]
    paths += [f"/stop/{stage}/sheet" for stage in written(app)]
    return [path if lang == "en" else f"/{lang}{path}" for lang in view.languages for path in paths]


def _asked(app: Flask, path: str) -> Ask:
    ask = Ask(app, path)
    ask()
    return ask


def _size(app: Flask, path: str) -> tuple[int, str]:
    """Bytes on the wire, and the text."""
    ask = Ask(app, path)
    body = ask()
    if dict(ask.headers).get("Content-Encoding") == "gzip":
        return len(body) + ask.wire_headers, gzip.decompress(body).decode()
    return min(len(body), len(gzip.compress(body))) + ask.wire_headers, body.decode()


def _parts(app: Flask, page: str) -> int:
    """Everything that the page loads: style, script, drawings, and what they load."""
    found = [unescape(url).partition("#")[0] for url in _TAG.findall(_size(app, page)[1])]
    total, seen = 0, set()
    for url in found:  # grows while it is walked
        if url in seen or not url.startswith("/static/"):
            continue
        seen.add(url)
        size, text = _size(app, url)
        total += size
        found += [u for u in _IN_CSS.findall(text) if not u.startswith(("data:", "#"))]
    return total
