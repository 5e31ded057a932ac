"""What goes over the wire: the first page with everything in it, and every later page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from flask import Flask

from bench.house import Ask, fresh_app
from bench.report import Effort, Row, kilobytes

FIRST, LATER = 40_000, 10_000
_LINK = re.compile(r"<a\b[^>]*?\bhref=\"(/[^\"?#]*)\"")
_PART = re.compile(r"<(?:link|script|img|use)\b[^>]*?\b(?:href|src)=\"([^\"#]+)")
_PART_OF_CSS = re.compile(r"url\(\s*[\"']?([^)\"'#]+)")


def run(effort: Effort) -> Iterator[Row]:
    with fresh_app() as app:
        home = Ask(app, "/")
        home()
        how = dict(home.headers).get("Content-Encoding", "not compressed")
        later = {path: size(app, path) for path in public_pages(app)}
        first = {path: page + parts(app, path) for path, page in later.items()}
        for name, path in (("the journey map", "/"), _heaviest(first)):
            rest = first[path] - later[path]
            yield Row(
                f"first page over the wire, with all it needs: {name}",
                kilobytes(first[path]),
                "at most 40 kB",
                first[path] <= FIRST,
                f"{how}; page {kilobytes(later[path])}, the rest {kilobytes(rest)}",
            )
        over = [path for path, page in later.items() if page > LATER]
        name, path = _heaviest(later)
        yield Row(
            f"later pages over the wire: {name}",
            kilobytes(later[path]),
            "at most 10 kB",
            later[path] <= LATER,
            f"{how}; over the bar: {len(over)} of {len(later)} pages",
        )


def _heaviest(sizes: dict[str, int]) -> tuple[str, str]:
    path = max(sizes, key=lambda p: sizes[p])
    return f"the heaviest, {path}", path


def public_pages(app: Flask) -> list[str]:
    """Every page that a visitor comes to by following links."""
    found, pages = ["/", "/languages"], list[str]()
    for path in found:  # grows while it is walked
        ask = Ask(app, path, headers={}, expect=None)
        body = ask().decode()
        if ask.status.startswith("200"):
            pages.append(path)
            found += [url for url in dict.fromkeys(_LINK.findall(body)) if url not in found]
    return pages


def size(app: Flask, path: str) -> int:
    """Bytes on the wire: the answer, its status line and its headers, as HTTP/1.1 sends them."""
    ask = Ask(app, path)
    return len(ask()) + ask.wire_headers


def parts(app: Flask, page: str) -> int:
    """Bytes of everything that a page loads: style, script, drawings, and what they load."""
    found = _PART.findall(_text(app, page))
    sizes: dict[str, int] = {}
    for url in map(unescape, found):  # grows while it is walked
        if url.startswith("/static/") and url not in sizes:
            sizes[url] = size(app, url)
            found += _PART_OF_CSS.findall(_text(app, url))
    return sum(sizes.values())


def _text(app: Flask, path: str) -> str:
    return Ask(app, path, headers={})().decode()
