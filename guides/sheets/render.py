"""HTML to PDF, in this process, one document at a time."""

from __future__ import annotations

import logging
import re
import threading
from functools import cache
from pathlib import Path
from typing import Any

from guides.paths import FONTS, FONTS_CONF, TEMPLATES
from guides.sheets import tagging
from guides.sheets.faults import MissingGlyph, RenderError
from guides.sheets.fonts import load_weasyprint
from guides.sheets.icons import icon_rules
from guides.sheets.markup import WORD_IDS, mend_spaces, sheet_html

__all__ = ["WORD_IDS", "RenderError", "mend_spaces", "render_html", "sheet_html", "warm"]

_one_at_a_time = threading.Lock()
"""Two threads in Pango at once damage memory. Processes do the parallel work (pool.py)."""

_MISSING_GLYPH = re.compile(r"\.notdef glyph .*\(U\+([0-9A-F]+)\)")
_WARMING = "<html lang='en'><title>Sheet</title><p><b>Warm</b> <span lang='ar'>دافئ</span></p>"


def render_html(html: str) -> bytes:
    """The PDF of a document that holds all it needs: nothing is fetched but ``data:`` addresses.

    The same HTML gives the same bytes, in every process. Raises MissingGlyph for a letter that
    no font has, RenderError for what else cannot be printed, and PrintingUnavailable where the
    machine cannot print.
    """
    with _one_at_a_time:
        press = _press()
        with _Listening() as heard:
            document = _laid_out(press, html)
            with tagging.feet_read_once(document):
                pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1")
        if heard.missing is not None:
            raise MissingGlyph(heard.missing)
        return pdf


_SIZE = re.compile(
    r'style="font-size: [\d.]+pt" data-most="(?P<most>\d+)" data-smaller="(?P<sizes>[\d. ]*)"'
)


def _laid_out(press: _Press, html: str) -> Any:
    """The document; in the next smaller letters while it takes more pages than it should."""
    document, size = press.lay_out(html), _SIZE.search(html)
    if size is None:
        return document
    for smaller in size["sizes"].split():
        if len(document.pages) <= int(size["most"]):
            break
        style = f'style="font-size: {smaller}pt"'
        document = press.lay_out(html[: size.start()] + style + html[size.end() :])
    return document


def warm() -> None:
    """Load everything and print once, so that the first sheet does not wait for it."""
    render_html(_WARMING)


class _Press:
    """What is made once for each process: a font map, and the parsed style sheet.

    A new font map for each document would leak a quarter of a megabyte each time.
    """

    def __init__(self, weasyprint: Any, css: str) -> None:
        self._weasyprint = weasyprint
        self._fonts = weasyprint.text.fonts.FontConfiguration()
        self._fetcher = _closed_fetcher(weasyprint)
        self._css = weasyprint.CSS(string=css, font_config=self._fonts, url_fetcher=self._fetcher)

    def lay_out(self, html: str) -> Any:
        document = self._weasyprint.HTML(string=html, url_fetcher=self._fetcher).render(
            font_config=self._fonts, stylesheets=[self._css], pdf_variant="pdf/ua-1"
        )
        # A sheet has no attachments, wherever they would come from.
        document.metadata.attachments.clear()
        for page in document.pages:
            page.links[:] = [link for link in page.links if link[0] != "attachment"]
        return document


@cache
def _press() -> _Press:
    weasyprint = load_weasyprint(FONTS_CONF, FONTS)
    tagging.install(weasyprint)
    return _Press(weasyprint, style_sheet())


def style_sheet(folder: Path = TEMPLATES / "print") -> str:
    """All rules of the printed sheet."""
    return (folder / "sheet.css").read_text(encoding="utf-8") + icon_rules()


def _closed_fetcher(weasyprint: Any) -> Any:
    """Reads ``data:`` addresses and refuses all others, redirects included."""
    return weasyprint.urls.URLFetcher(allowed_protocols={"data"}, allow_redirects=False)


class _Listening(logging.Handler):
    """Hears WeasyPrint say that a letter is in no font: it would print a box and go on."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.missing: str | None = None

    def emit(self, record: logging.LogRecord) -> None:
        found = _MISSING_GLYPH.match(record.getMessage())
        if found and self.missing is None:
            self.missing = chr(int(found[1], 16))

    def __enter__(self) -> _Listening:
        logging.getLogger("weasyprint").addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        logging.getLogger("weasyprint").removeHandler(self)
