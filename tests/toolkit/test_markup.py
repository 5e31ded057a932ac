"""Markdown into harmless HTML: placeholders filled, numbers in their direction, no scripts."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markupsafe import Markup

from guides.toolkit import markup
from guides.toolkit.facts_in import PLACEHOLDER
from guides.toolkit.markup import block, inline, isolate, lines_of, links_of

TAGS = {"p", "ul", "ol", "li", "strong", "em", "a", "h3", "h4", "blockquote", "bdi", "span", "br"}
ATTRIBUTES = {"href", "dir", "lang", "rel", "class"}
HOLE = "{fact:help-line}"
PHONE = "0808 801 0503"

# Marks, and what people do with them by mistake or on purpose.
pieces = st.sampled_from(
    ["word", "كلمة", " ", "\n", "\n\n", "**", "*", "_", "`", "```", "- ", "1. ", "> ", "### ", "# ",
     "[", "]", "(", ")", "[a](/stop/b)", "![", "\\", "&", "&lt;", "&#123;", "<", ">", "{", "}", "|",
     "<b>", "</p>", "<script>", "<!--", "-->", "<a href=", "javascript:", "data:", "'", '"', "***",
     "---", "===", "    ", "\t", "999", "24/7", "£49.18", "٣", "a@b.example", "\u202e", "\u200f"]
)  # fmt: skip
texts = st.lists(pieces, max_size=25).map("".join)
directions = st.sampled_from(["ltr", "rtl"])


class Seen(HTMLParser):
    """What a browser would make of the HTML: tags, attributes, and each text with its elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []
        self.runs: list[tuple[str, list[tuple[str, dict[str, str | None]]]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += attrs
        if tag != "br":
            self.open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag != "br":
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self.runs.append((data, [*self.open]))

    @property
    def text(self) -> str:
        return "".join(text for text, _ in self.runs)


def _fill(direction: str):
    """As ``Wording`` fills: the phone number in the place of its name."""

    def fill(text: str) -> Markup:
        parts, at = [], 0
        for hole in PLACEHOLDER.finditer(text):
            shown = markup.ltr(PHONE) if hole[1] else isolate(hole[0], direction)
            parts += [isolate(text[at : hole.start()], direction), shown]
            at = hole.end()
        return Markup("").join([*parts, isolate(text[at:], direction)])

    return fill


def _inline(text: str, direction: str = "ltr") -> str:
    return str(inline(text, _fill(direction), lambda url: url))


def _block(text: str, direction: str = "ltr") -> str:
    fill = _fill(direction)
    return str(block(text, fill, lambda url: url, lambda line: line, fill)[0])


@pytest.mark.parametrize("make", [_inline, _block])
@given(text=st.text(max_size=60) | texts, direction=directions)
def test_nothing_leaves_that_is_not_on_the_list(make, text: str, direction: str):
    seen = Seen(make(text, direction))
    assert seen.tags <= TAGS
    for name, value in seen.attributes:
        assert name in ATTRIBUTES
        if name == "href":
            assert re.match(r"https?:|mailto:|[^:]*$|[^:]*[/?#]", value or "")
        if name == "class":
            assert value == "early"


@pytest.mark.parametrize("make", [_inline, _block])
@given(
    before=texts,
    inside=st.sampled_from(["{}", "**{}**", "*{}*", "[{}](/stop/b)", "`{}`"]),
    after=texts,
    direction=directions,
)
@example(before="", inside="`{}`", after="", direction="rtl")
def test_a_placeholder_that_stands_by_itself_is_never_lost(
    make, before: str, inside: str, after: str, direction: str
):  # fmt: skip
    """Whatever marks stand round it, and however they are broken."""
    body = f"{before}\n\n{inside.format(HOLE)}\n\n{after}"
    assert make(body, direction).count(PHONE) == 1


@pytest.mark.parametrize("make", [_inline, _block])
@given(text=st.text(max_size=40) | texts)
@example(text="`24`")
@example(text="    24")
@example(text="<https://24.example>")
def test_in_arabic_every_number_stands_left_to_right_in_a_place_of_its_own(make, text: str):
    for run, elements in Seen(make(text, "rtl")).runs:
        if re.search(r"[0-9]", run):
            tag, attributes = elements[-1]
            assert (tag, attributes.get("dir")) == ("bdi", "ltr"), run


@given(st.text(), directions)
def test_isolating_changes_no_letter(text: str, direction: str):
    assert Markup(re.sub(r"</?bdi[^>]*>", "", isolate(text, direction))).unescape() == text


@pytest.mark.parametrize(
    "number", ["0808 801 0503", "+44 20 7946 0000", "£49.18", "24/7", "20%", "10:30", "1,140"]
)
def test_a_number_is_one_run(number: str):
    assert str(isolate(f"كلمة {number} كلمة", "rtl")) == (
        f'كلمة <bdi dir="ltr">{number}</bdi> كلمة'
    )


def test_latin_words_are_marked_as_english():
    assert str(isolate("اتصل بـ Migrant Help.", "rtl")) == (
        'اتصل بـ <bdi dir="ltr" lang="en">Migrant Help</bdi>.'
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Ask **early**.", "Ask <strong>early</strong>."),
        ("*so*", "<em>so</em>"),
        ("[stop](/stop/a)", '<a href="/stop/a" rel="noreferrer">stop</a>'),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ("[x](JaVaScRiPt:alert(1))", "[x](JaVaScRiPt:alert(1))"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("a <b onclick=x>b</b>", "a &lt;b onclick=x&gt;b&lt;/b&gt;"),
        ("`ASF1`", "`ASF1`"),
        ("[a]: /b", "[a]: /b"),
        ("<https://a.example>", "&lt;https://a.example&gt;"),
        ("{{config}} {% x %}", "{{config}} {% x %}"),
    ],
)
def test_inline_marks(text: str, html: str):
    assert _inline(text) == html


def test_block_marks():
    made = _block("### A\n\nText.\n\n- one\n- two\n\n> Say this.\n\n1. first\n")
    assert Seen(made).tags == {"h3", "p", "ul", "li", "blockquote", "ol"}


def test_a_picture_is_not_fetched():
    assert "<img" not in _block("![alt](https://evil.example/pixel.png)")


def test_links_go_through_the_site():
    made = inline("[a](/stop/b)", _fill("ltr"), lambda url: f"/ar{url}")
    assert 'href="/ar/stop/b"' in made


def _translated(body: str, known: dict[str, str]) -> tuple[str, bool]:
    html, whole = block(body, _fill("rtl"), lambda url: url, known.get, _fill("ltr"))
    return str(html), whole


def test_each_paragraph_is_translated_and_the_others_are_marked_as_english():
    html, whole = _translated("One\ntwo.\n\n- Three 3.\n", {"One two.": "واحد 12"})
    assert not whole
    assert '<p>واحد <bdi dir="ltr">12</bdi></p>' in html
    assert '<li lang="en" dir="ltr">Three 3.</li>' in html
    assert _translated("One.", {"One.": "واحد"})[1]


def test_a_paragraph_of_early_action_stands_out():
    assert '<p class="early">' in _block("**Early action:** ask.")
    assert "class" not in _block("Early action: ask.")


@given(texts)
def test_every_line_that_is_shown_can_be_translated(body: str):
    """What ``lines_of`` lists is exactly what ``block`` asks a translation for."""
    asked: list[str] = []
    block(body, _fill("ltr"), lambda url: url, lambda line: asked.append(line), _fill("ltr"))
    assert [line for _, line in lines_of(body)] == asked


def test_lines_and_links_know_where_they_stand():
    body = "\n\nOne\ntwo [a](/b).\n\n- Three\n- Four [c](https://d.example)\n"
    assert lines_of(body) == (
        (3, "One two [a](/b)."), (6, "Three"), (7, "Four [c](https://d.example)"),
    )  # fmt: skip
    assert links_of(body) == ((3, "/b"), (7, "https://d.example"))
