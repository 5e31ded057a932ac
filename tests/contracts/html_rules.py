"""Reading a page strictly, and what is wrong with it. Each rule yields a sentence for each fault.

The parser (the one that WeasyPrint uses, so it is here anyway) follows the HTML standard and
notes every error that a browser would silently repair. What the standard forbids beyond that
(content models, attributes) is judged here, as far as our templates go.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qsl, urlsplit
from xml.etree.ElementTree import Element

from tinyhtml5.parser import HTMLParser  # type: ignore[import-untyped]

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
PHRASING_ONLY = {
    "p",
    "span",
    "b",
    "i",
    "em",
    "strong",
    "small",
    "bdi",
    "code",
    "label",
    "button",
    *HEADINGS,
}
"""Elements that may hold words and inline elements only."""
WORDS_AND_HEADINGS = {"legend", "summary"}
FLOW = {
    *("address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure"),
    *("footer", "form", "header", "hr", "main", "nav", "ol", "p", "section", "table", "ul"),
    *HEADINGS,
}
CHILDREN = {"ul": {"li"}, "ol": {"li"}, "dl": {"dt", "dd", "div"}}
PARENTS = {"li": {"ul", "ol"}, "summary": {"details"}, "legend": {"fieldset"}}
INTERACTIVE = {"a", "button", "details", "input", "select", "textarea", "label"}
GLOBAL = {"id", "class", "lang", "dir", "hidden", "tabindex", "role"}
PLAIN = (
    *("html", "head", "title", "body", "header", "main", "footer", "nav", "section", "article"),
    *("aside", "div", "p", "span", "b", "i", "em", "strong", "small", "bdi", "code", "br"),
    *("ul", "ol", "table", "caption", "thead", "tbody", "tr", "td"),
    *("li", "summary", "legend", "dl", "dt", "dd", *HEADINGS),
)
"""Elements that have the global attributes only."""
ATTRIBUTES: dict[str, set[str]] = {
    # The other elements that our pages use, with the attributes that they have besides.
    **{name: set() for name in PLAIN},
    "blockquote": {"cite"},
    "details": {"open"},
    "th": {"scope"},
    "fieldset": {"disabled", "name"},
    "meta": {"charset", "name", "content"},
    "select": {"name", "required"},
    "option": {"value", "selected"},
    "progress": {"max", "value"},
    "textarea": {"name", "rows", "maxlength", "required"},
    "link": {"rel", "href", "type"},
    "script": {"src", "defer", "type"},
    "a": {"href", "hreflang", "rel", "type"},
    "img": {"src", "alt", "width", "height"},
    "form": {"method", "action", "autocomplete", "enctype"},
    "label": {"for"},
    "button": {"type", "name", "value"},
    # "autocomplete" is not in the standard for a box to tick. It stays: without it Firefox brings
    # the ticks back when the next person opens the page.
    "input": {
        *("type", "name", "value", "checked", "required", "autocomplete"),
        *("inputmode", "min", "max", "accept", "maxlength"),
        *("autocapitalize", "spellcheck", "size"),
    },
}
ADDRESSES = (("a", "href"), ("form", "action"))
LOADS = (("link", "href"), ("script", "src"), ("img", "src"), ("use", "href"))
QUERY = {
    "v": "the version of a static file",
    "page": "the page to come back to",
    "meeting": "the random id of the meeting that a form or a referral came from",
}
CLOSED = {"checkbox", "hidden"}
"""What a form that stands in the address may have besides lists: nothing that is typed."""
"""What may stand behind a question mark: nothing about a person."""

_WORD = r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ'’.-]*"
_ENGLISH = re.compile(rf"{_WORD}(?:[\s\u00a0,:;]+{_WORD}){{2,}}")
_ARABIC = re.compile(r"[\u0600-\u06ff]+(?:[\s\u00a0،؛]+[\u0600-\u06ff]+){2,}")
_INLINE = ("span", "b", "i", "em", "strong", "small", "bdi", "code", "a", "svg")
_SPOKEN = ("aria-label", "alt", "title", "placeholder")
"""Attributes that are read out."""


@dataclass(frozen=True)
class Run:
    """Text that stands together in one language."""

    text: str
    lang: str
    direction: str


@dataclass(frozen=True)
class Page:
    """One answer in HTML. ``lang`` is the language that its address asks for."""

    name: str
    lang: str
    direction: str
    html: str

    @cached_property
    def _parsed(self) -> tuple[Element, tuple[str, ...]]:
        parser = HTMLParser(namespace_html_elements=False)
        root = parser.parse(self.html)
        return root, tuple(f"line {at[0]}: {code} {data}" for at, code, data in parser.errors)

    @property
    def said_lang(self) -> str:
        """The language that the page itself says it is in."""
        return self.root.get("lang", "")

    @property
    def root(self) -> Element:
        return self._parsed[0]

    @property
    def errors(self) -> tuple[str, ...]:
        return self._parsed[1]

    @cached_property
    def elements(self) -> tuple[tuple[Element, tuple[str, ...]], ...]:
        """Each element with the names of those round it, the nearest last. Without drawings."""
        return tuple(_walk(self.root, ()))

    def all(self, *names: str) -> Iterator[Element]:
        yield from (e for e in self.root.iter() if local(e) in names)

    @cached_property
    def ids(self) -> Counter[str]:
        return Counter(e.get("id", "") for e in self.root.iter() if e.get("id") is not None)

    @cached_property
    def links(self) -> tuple[str, ...]:
        """Where its links lead."""
        return tuple(e.get("href", "") for e in self.all("a") if e.get("href"))

    @cached_property
    def loads(self) -> tuple[str, ...]:
        """What a browser fetches by itself."""
        return tuple(e.get(a, "") for name, a in LOADS for e in self.all(name) if e.get(a))


def local(element: Element) -> str:
    """The name without its namespace: drawings inside a page have one."""
    return str(element.tag).rpartition("}")[2]


def text_of(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _walk(element: Element, above: tuple[str, ...]) -> Iterator[tuple[Element, tuple[str, ...]]]:
    if local(element) == "svg":
        return
    yield element, above
    for child in element:
        yield from _walk(child, (*above, local(element)))


# Rules -------------------------------------------------------------------------------------------


def parses_without_error(page: Page) -> Iterator[str]:
    if not page.html.lstrip().lower().startswith("<!doctype html>"):
        yield "does not begin with <!doctype html>"
    yield from page.errors


def elements_fit_into_each_other(page: Page) -> Iterator[str]:
    for element, above in page.elements:
        name, parent = local(element), above[-1] if above else ""
        if name in FLOW:
            wrong = PHRASING_ONLY.intersection(above)
            if name not in HEADINGS:
                wrong |= WORDS_AND_HEADINGS.intersection(above)
            if wrong:
                yield f"<{name}> inside <{', '.join(sorted(wrong))}>"
        if parent in CHILDREN and name not in CHILDREN[parent]:
            yield f"<{name}> directly inside <{parent}>"
        if name in PARENTS and parent not in PARENTS[name]:
            yield f"<{name}> directly inside <{parent}>"
        if name in INTERACTIVE - {"label"} and {"a", "button", "summary"}.intersection(above):
            yield f"<{name}> inside something that is pressed"
        if name == "label" and "label" in above:
            yield "<label> inside <label>"
    for details in page.all("details"):
        if [local(child) for child in details].count("summary") != 1:
            yield "<details> without exactly one <summary>"
        elif local(details[0]) != "summary":
            yield "<details> that does not begin with its <summary>"
    for fieldset in page.all("fieldset"):
        if not len(fieldset) or local(fieldset[0]) != "legend":
            yield "<fieldset> that does not begin with a <legend>"


def attributes_are_known(page: Page) -> Iterator[str]:
    for element, _ in page.elements:
        name = local(element)
        if name not in ATTRIBUTES:
            yield f"<{name}>: no such element is planned for"
            continue
        for attribute in element.attrib:
            if attribute.startswith(("aria-", "data-")):
                continue
            if attribute not in GLOBAL and attribute not in ATTRIBUTES[name]:
                yield f"<{name} {attribute}>: the standard has no such attribute here"


def nothing_is_inline(page: Page) -> Iterator[str]:
    for element in page.root.iter():
        name = local(element)
        if name == "style" or (name == "script" and not element.get("src")):
            yield f"<{name}> inside the page"
        for attribute, value in element.attrib.items():
            if attribute == "style" or attribute.startswith("on"):
                yield f"<{name} {attribute}>"
            if value.strip().lower().startswith(("javascript:", "data:text")):
                yield f"<{name} {attribute}={value[:30]!r}>"


def one_main_heading(page: Page) -> Iterator[str]:
    count = sum(1 for _ in page.all("h1"))
    if count != 1:
        yield f"{count} <h1>"
    if sum(1 for _ in page.all("main")) != 1:
        yield "not exactly one <main>"
    last = 0
    for heading in page.all(*HEADINGS):
        level = int(local(heading)[1])
        if level > last + 1 and last:
            yield f"<h{level}> {text_of(heading)!r} comes after <h{last}>"
        if not text_of(heading):
            yield f"<h{level}> without words"
        last = level


def ids_are_unique_and_found(page: Page) -> Iterator[str]:
    for identity, count in page.ids.items():
        if count > 1:
            yield f"the id {identity!r} is there {count} times"
        if not identity or re.search(r"\s", identity):
            yield f"the id {identity!r} is empty or has a space"
    for element in page.root.iter():
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for wanted in element.get(attribute, "").split():
                if wanted not in page.ids:
                    yield f"{attribute}={wanted!r} names nothing on the page"
    for link in page.links:
        if link.startswith("#") and link[1:] not in page.ids:
            yield f"the link {link!r} leads nowhere on the page"


def language_and_direction(page: Page) -> Iterator[str]:
    if page.root.get("lang") != page.lang:
        yield f"lang is {page.root.get('lang')!r}, not {page.lang!r}"
    if page.root.get("dir") != page.direction:
        yield f"dir is {page.root.get('dir')!r}, not {page.direction!r}"
    for element in page.root.iter():
        if element.get("dir", "ltr") not in ("ltr", "rtl", "auto"):
            yield f"dir={element.get('dir')!r}"
        if "lang" in element.attrib and not element.get("lang"):
            yield "an empty lang"


_WRITTEN_SO = ("ar", "prs", "ckb")
"""Languages of ours in these letters."""


def languages_are_marked(page: Page) -> Iterator[str]:
    """Three words of one script inside the other's language: a screen reader would mumble them."""
    for run in runs(page):
        arabic = run.lang.startswith("ar")
        if arabic and (found := _ENGLISH.search(run.text)):
            yield f"English that is not marked as English: {found[0]!r}"
        if run.lang not in _WRITTEN_SO and (found := _ARABIC.search(run.text)):
            yield f"Arabic that is not marked as Arabic: {found[0]!r}"
        if run.lang == "en" and run.direction == "rtl" and _ENGLISH.search(run.text):
            yield f"English that is set from right to left: {run.text!r}"


def inputs_have_labels(page: Page) -> Iterator[str]:
    for element, above in page.elements:
        if local(element) not in ("input", "select", "textarea") or element.get("type") == "hidden":
            continue
        labels = [e for e in page.all("label") if _labels(e, element, above)]
        if not any(text_of(label) for label in labels) and not element.get("aria-label"):
            yield f"<input name={element.get('name')!r}> without a label"
        if element.get("type") == "radio" and "fieldset" not in above:
            yield f"radio {element.get('name')!r} outside a <fieldset>"
        if local(element) == "input" and not element.get("type"):
            yield "<input> without a type"
    for button in page.all("button"):
        if not text_of(button) and not button.get("aria-label"):
            yield "<button> without words"


def _labels(label: Element, element: Element, above: tuple[str, ...]) -> bool:
    if label.get("for") is not None:
        return label.get("for") == element.get("id")
    return "label" in above and element in list(label.iter())


def links_say_where(page: Page) -> Iterator[str]:
    for link in page.all("a"):
        if not text_of(link) and not link.get("aria-label"):
            yield f"the link to {link.get('href')!r} has no words"
        if link.get("target"):
            yield f"the link to {link.get('href')!r} opens a window"


def pictures_have_words(page: Page) -> Iterator[str]:
    for image in page.all("img"):
        if image.get("alt") is None:
            yield f"<img src={image.get('src', '')[:40]!r}> without alt"
    for drawing in page.all("svg"):
        if drawing.get("aria-hidden") != "true" and not drawing.get("aria-label"):
            yield "<svg> that is neither hidden from screen readers nor has a name"


def nothing_is_loaded_from_elsewhere(page: Page) -> Iterator[str]:
    for address in page.loads:
        parts = urlsplit(address)
        if parts.scheme not in ("", "data") or parts.netloc:
            yield f"loads {address!r}"
    for element in page.all("iframe", "object", "embed", "audio", "video", "source", "base"):
        yield f"<{local(element)}>"


def addresses_say_nothing_personal(page: Page) -> Iterator[str]:
    for name, attribute in ADDRESSES:
        for element in page.all(name):
            parts = urlsplit(element.get(attribute, ""))
            if parts.scheme in ("https", "http", "mailto", "tel", "sms"):
                continue
            for key, _ in parse_qsl(parts.query, keep_blank_values=True):
                if key not in QUERY:
                    yield f"{parts.geturl()!r} says {key!r} in the address"
    for form in page.all("form"):
        typed = [e for e in form.iter() if local(e) == "input" and e.get("type") not in CLOSED]
        if form.get("method", "get").lower() != "post" and typed:
            yield "a form whose answers would stand in the address (method is not post)"
        if urlsplit(form.get("action", "")).query:
            yield "a form whose address has a question mark"


RULES = (
    parses_without_error,
    elements_fit_into_each_other,
    attributes_are_known,
    nothing_is_inline,
    one_main_heading,
    ids_are_unique_and_found,
    language_and_direction,
    languages_are_marked,
    inputs_have_labels,
    links_say_where,
    pictures_have_words,
    nothing_is_loaded_from_elsewhere,
    addresses_say_nothing_personal,
)


# Which text is in which language -----------------------------------------------------------------


def runs(page: Page) -> Iterator[Run]:
    """All text, in pieces that stand together: a new block or a new language begins a new one."""
    pieces: list[tuple[str, str, str]] = []
    aloud: list[Run] = []

    def add(text: str | None, lang: str, direction: str) -> None:
        if text and text.strip():
            pieces.append((text, lang, direction))

    def walk(element: Element, lang: str, direction: str) -> None:
        if local(element) in ("script", "style"):
            return
        lang, direction = element.get("lang", lang), element.get("dir", direction)
        for attribute in _SPOKEN:
            if spoken := element.get(attribute):
                aloud.append(Run(" ".join(spoken.split()), lang, direction))
        block = local(element) not in _INLINE
        if block:
            pieces.append(("", "", ""))
        add(element.text, lang, direction)
        for child in element:
            walk(child, lang, direction)
            add(child.tail, lang, direction)
        if block:
            pieces.append(("", "", ""))

    walk(page.root, "", "ltr")
    joined: list[tuple[str, str, str]] = []
    for text, lang, direction in pieces:
        if joined and text and joined[-1][1:] == (lang, direction):
            joined[-1] = (f"{joined[-1][0]}{text}", lang, direction)
        else:
            joined.append((text, lang, direction))
    yield from (Run(" ".join(text.split()), lang, d) for text, lang, d in joined if text)
    yield from aloud
