"""Fills the print template: a Sheet becomes one HTML document with nothing outside it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import segno
from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from guides.paths import TEMPLATES
from guides.sheets.domain import Sheet
from guides.sheets.fit import (
    MOST_LARGE_PAGES,
    MOST_PAGES,
    has_long_fill,
    has_wide_sources,
    points_for,
    smaller,
)
from guides.sheets.icons import ICONS
from guides.sheets.line import journey_line
from guides.sheets.sides import english, own
from guides.toolkit.domain import Pair

Words = Callable[[str], Pair]
"""Gives the fixed words of the sheet, by id, in both languages."""

WORD_IDS = (
    "sheet-you-are-here",
    "sheet-is-for",
    "sheet-near-you",
    "sheet-languages",
    "sheet-date-on-letter",
    "sheet-same-page",
    "sheet-printed-on",
    "sheet-edition",
    "sheet-added-by",
    "sheet-not-translated",
)
"""Every id that the template asks for."""

NEUTRAL_TITLE = "Sheet"
"""In the metadata of every PDF: a list of recent files must not tell what the paper is about."""

_BEFORE_INLINE = re.compile(r"(?<=[^\s>])[ \n\t]+(?=<(?:a|b|bdi|code|em|i|small|span|strong)\b)")

_LONG_BDI = re.compile(r"<bdi(?=[^>]*>[^<]{30})")


def mend_spaces(html: str) -> Markup:
    """Give each space before an inline element a box of its own.

    WeasyPrint 70 breaks "text <b>…" after the *first* word when the text only just fits, in one
    or two of a hundred widths. With the space in its own box it breaks where it should.
    """
    spaced = _BEFORE_INLINE.sub("<span> </span>", str(html))
    # What is kept on one line (a phone number) must be short: a long title may go on below.
    return Markup(_LONG_BDI.sub('<bdi class="long"', spaced))  # noqa: S704


def sheet_html(
    sheet: Sheet, *, public_url: str | None = None, words: Words, months: str = ""
) -> str:
    """The sheet as HTML for ``render_html``.

    ``public_url`` is the address of the same page for everybody, printed with a QR code; it must
    hold nothing personal. ``words`` is asked for the ids in WORD_IDS. ``months`` is the code of a
    language whose month names are used, where those of the sheet's own are not known.
    """
    lang = sheet.case.lang
    bilingual = lang != "en"
    direction = _direction(sheet) if bilingual else "ltr"
    # The address alone tells what a paper is about.
    address = None if sheet.options.plain else public_url
    points = points_for(sheet, bilingual=bilingual)
    return (
        _environment()
        .get_template("sheet.html")
        .render(
            sheet=sheet,
            words=words,
            own=own,
            english=english,
            has_wide_sources=has_wide_sources,
            has_long_fill=has_long_fill,
            lang=lang,
            direction=direction,
            bilingual=bilingual,
            points=points,
            most=MOST_LARGE_PAGES if sheet.options.large else MOST_PAGES,
            smaller=smaller(points, large=sheet.options.large),
            line=journey_line(sheet.marks, rtl=direction == "rtl", large=sheet.options.large),
            icons=ICONS,
            neutral_title=NEUTRAL_TITLE,
            dates=(_date(sheet.on, months or lang, direction), _date(sheet.on, "en", "ltr")),
            language_names=_language_names,
            qr=_qr(address) if address else None,
            short_address=_breakable(address) if address else None,
        )
    )


def _direction(sheet: Sheet) -> str:
    """Which way the client's language runs: asked of a text that is in it."""
    lines = (line.text for group in sheet.groups for line in group.lines)
    titles = (group.title for group in sheet.groups)
    for pair in (sheet.title, sheet.instruction, *sheet.foot, *titles, *lines):
        if not pair.first.missing:
            return pair.first.direction
    return "ltr"


@cache
def _environment(folder: Path = TEMPLATES / "print") -> Environment:
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["mended"] = mend_spaces
    return environment


def _date(day: date, lang: str, direction: str) -> Markup:
    """The day in words, because 03/04 is read differently in different places."""
    try:
        words = format_date(day, "d MMMM y", locale=Locale.parse(lang.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        words, direction = format_date(day, "d MMMM y", locale="en_GB"), "ltr"
    return Markup('<bdi dir="{}">{}</bdi>').format(direction, words)


def _language_names(codes: tuple[str, ...]) -> str:
    names = Locale("en").languages
    return ", ".join(names.get(code, code) for code in codes)


def _breakable(url: str) -> Markup:
    """The address without what nobody has to type, with places where it may go on below."""
    short = escape(re.sub(r"^https?://|/$", "", url))
    return Markup(re.sub(r"(?<=[/.])", Markup("<wbr>"), short))  # noqa: S704


def _qr(url: str) -> str:
    return str(segno.make(url, error="m", micro=False).svg_data_uri(scale=1, border=2))
