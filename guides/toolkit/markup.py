"""Text into HTML: numbers and foreign runs kept in their direction, Markdown kept harmless."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

# No code: numbers and placeholders in it would be left as they stand. No reference definitions
# and underlined headings: their text would not be shown, or not as what it is.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(
    ["image", "code", "fence", "table", "backticks", "autolink", "reference", "lheading"], True
)
_LATIN_RUN = re.compile(r"[A-Za-z0-9£+@](?:[A-Za-z0-9£%@.,:'’&/+\-]|[ \u00a0](?=[A-Za-z0-9£]))*")
_PLAIN = re.compile(r"[^\\*_\[\]`<>&!~\x00-\x1f]+")
"""No letter of it means anything in Markdown, so that it need not be parsed: most lines are so."""
_ALLOWED = {
    "p",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "h3",
    "h4",
    "blockquote",
    "bdi",
    "span",
    "br",
}
EARLY = "**Early action:**"
"""A paragraph that begins so says what prevents a trouble, and stands out on the page."""
_ATTRIBUTES = {
    "a": {"href"},
    "bdi": {"dir", "lang"},
    "p": {"lang", "dir"},
    "li": {"lang", "dir"},
    "h3": {"lang", "dir"},
    "h4": {"lang", "dir"},
    "span": {"lang", "dir"},
}

Fill = Callable[[str], Markup]
"""Turns a run of text into HTML: placeholders filled, foreign runs isolated."""
Translate = Callable[[str], str | None]
"""The same sentence in another language, or None when nobody has translated it."""


def isolate(text: str, direction: str) -> Markup:
    """Escape a text; in a right-to-left one keep numbers and Latin words left to right.

    Without this a phone number such as 0808 801 0503 prints as 0503 801 0808.
    """
    if direction != "rtl":
        return escape(text)
    parts: list[Markup] = []
    at = 0
    for run in _LATIN_RUN.finditer(text):
        end = run.end() - (len(run[0]) - len(run[0].rstrip(".,:'’&/-")))
        parts += [escape(text[at : run.start()]), _latin(text[run.start() : end])]
        at = end
    return Markup("").join([*parts, escape(text[at:])])


def _latin(text: str) -> Markup:
    """Words in Latin letters are marked as English too, for whoever listens to the page."""
    if any(letter.isalpha() for letter in text):
        return Markup('<bdi dir="ltr" lang="en">{}</bdi>').format(text)
    return ltr(text)


def ltr(text: str) -> Markup:
    """A run that reads left to right wherever it stands."""
    return Markup('<bdi dir="ltr">{}</bdi>').format(text)


def inline(text: str, fill: Fill, link: Callable[[str], str]) -> Markup:
    """One line of Markdown (bold, italic, links) as inline HTML."""
    if _PLAIN.fullmatch(text):
        return _clean(fill(text))
    return _clean(_render(_MARKDOWN.parseInline(text), fill, link))


def block(
    body: str, fill: Fill, link: Callable[[str], str], translate: Translate, english: Fill
) -> tuple[Markup, bool]:
    """Markdown as block HTML, each paragraph in the other language where there is one.

    Returns the HTML, and whether every paragraph was translated. A paragraph without a
    translation stays English and is marked as English.
    """
    whole = True
    tokens = _MARKDOWN.parse(body)
    for at, token in enumerate(tokens):
        if token.type != "inline":
            continue
        line = one_line(token.content)
        opening = _opening(tokens, at)
        if line.startswith(EARLY):
            opening.attrs["class"] = "early"
        translated = translate(line)
        if translated is None:
            whole = False
            opening.attrs |= {"lang": "en", "dir": "ltr"}
            _set_html(token.children or [], english)
        else:
            token.children = _MARKDOWN.parseInline(translated)[0].children
            _set_html(token.children or [], fill)
    return _clean(_render(tokens, None, link)), whole


def _opening(tokens: Sequence[Token], at: int) -> Token:
    """The tag that a text stands in: the point of a tight list has no paragraph of its own."""
    return tokens[at - 2] if tokens[at - 1].hidden else tokens[at - 1]


def one_line(text: str) -> str:
    """A paragraph as one line: how translations know it."""
    return " ".join(text.split())


def lines_of(body: str) -> tuple[tuple[int, str], ...]:
    """Every translatable line of a Markdown text, with the number of its first line."""
    return tuple(
        ((token.map or [0])[0] + 1, one_line(token.content))
        for token in _MARKDOWN.parse(body)
        if token.type == "inline"
    )


def links_of(body: str) -> tuple[tuple[int, str], ...]:
    """Every link in a Markdown text, with the number of the line it begins on."""
    if "](" not in body:  # as almost every line: a link begins so, and nothing else is one
        return ()
    return tuple(
        ((token.map or [0])[0] + 1, str(child.attrs.get("href", "")))
        for token in _MARKDOWN.parse(body)
        for child in token.children or ()
        if child.type == "link_open"
    )


def _set_html(children: Sequence[Token], fill: Fill) -> None:
    """Fill each run of text now, while it is known in which language it stands."""
    for child in children:
        if child.type == "text":
            child.type, child.content = "filled", str(fill(child.content))


def _render(tokens: Sequence[Token], fill: Fill | None, link: Callable[[str], str]) -> str:
    renderer = _MARKDOWN.renderer
    for token in _walk(tokens):
        if token.type == "link_open":
            token.attrs["href"] = link(str(token.attrs.get("href", "")))
        elif token.type == "text" and fill is not None:
            token.type, token.content = "filled", str(fill(token.content))
    return str(renderer.render(tokens, _MARKDOWN.options, {}))


def _walk(tokens: Sequence[Token]) -> list[Token]:
    return [t for token in tokens for t in (token, *(token.children or ()))]


def _filled(self: object, tokens: Sequence[Token], at: int, options: object, env: object) -> str:
    return tokens[at].content


_MARKDOWN.add_render_rule("filled", _filled)


def _clean(html: str) -> Markup:
    """The last wall: whatever the text held, only these tags and attributes leave."""
    return Markup(  # noqa: S704 - nh3 has just cleaned it
        nh3.clean(
            html,
            tags=_ALLOWED,
            attributes=_ATTRIBUTES,
            allowed_classes={"p": {"early"}},
            url_schemes={"https", "http", "mailto"},
            link_rel="noreferrer",
        ).strip()
    )


def is_web_address(url: str) -> bool:
    """Whether a link leads out of this site."""
    return urlsplit(url).scheme in ("http", "https")
