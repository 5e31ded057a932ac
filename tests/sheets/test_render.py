"""Real sheets, printed and read back: every letter, its language, its place on paper."""

from __future__ import annotations

import hashlib
import http.server
import re
import subprocess
import sys
import threading

import pytest

from guides.sheets.domain import SheetOptions
from guides.sheets.faults import MissingGlyph
from guides.sheets.render import render_html, sheet_html, warm
from tests import pdf_reading
from tests.sheets.print_samples import ADDRESS, ORGANISATION, SERVICES, sheet, words_in

ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f]")


def html_of(whole, address=ADDRESS):
    return sheet_html(whole, public_url=address, words=words_in(whole.case.lang))


@pytest.fixture(scope="module")
def arabic_html():
    return html_of(sheet("ar"))


@pytest.fixture(scope="module")
def arabic(arabic_html):
    return render_html(arabic_html)


@pytest.fixture(scope="module")
def english():
    return render_html(html_of(sheet("en", count=5, services=1)))


# Letters ------------------------------------------------------------------------------------


def arabic_letters(text):
    found = pdf_reading.without_order(text)
    return {letter: n for letter, n in found.items() if ARABIC.match(letter)}


def test_every_arabic_letter_can_be_copied_searched_and_read_aloud(arabic_html, arabic):
    """Newer fonts lose 12 to 25 of 100 letters here, and look the same on paper."""
    body = arabic_html[arabic_html.index("<body") :]
    foot = re.search(r'<div class="foot".*?\n</div>\n', body, re.DOTALL)
    assert foot is not None
    more_feet = foot[0] * (pdf_reading.page_count(arabic) - 1)
    written = re.sub(r"<[^>]*>", " ", body + more_feet)
    assert arabic_letters("".join(pdf_reading.texts(arabic))) == arabic_letters(written)


def test_a_letter_that_no_font_has_stops_the_sheet():
    with pytest.raises(MissingGlyph, match=r"U\+0E2A.*fonts/") as raised:
        render_html("<html lang='th'><title>Sheet</title><p>สวัสดี</p>")
    assert raised.value.character == "ส"


def test_after_a_missing_letter_the_next_sheet_prints():
    with pytest.raises(MissingGlyph):
        render_html("<html lang='en'><title>Sheet</title><p>☐</p>")
    assert render_html("<html lang='en'><title>Sheet</title><p>x</p>").startswith(b"%PDF")


def test_fonts_are_ours_and_embedded(arabic):
    names = {name.split("+")[1] for name in pdf_reading.fonts(pdf_reading.opened(arabic))}
    assert names == {
        "Noto-Sans",
        "Noto-Sans-Bold",
        "Noto-Naskh-Arabic",
        "Noto-Naskh-Arabic-Bold",
        "Noto-Sans-Arabic-Bold",
    }


# Right to left ------------------------------------------------------------------------------


def number_on_paper(pdf, number):
    """Each place where the digits of a number stand, as seen from left to right."""
    digits = number.replace(" ", "")
    found = pdf_reading.letters(pdf)
    for index, letter in enumerate(found):
        text = "".join(one.text for one in found[index : index + len(digits)])
        if text == digits:
            start = min(found[index : index + len(digits)], key=lambda one: one.x)
            assert start is letter, "the first digit is not the leftmost"
            yield pdf_reading.seen_from_left(pdf, start, len(digits))


@pytest.mark.parametrize("number", ["0808 801 0503", "116 123", "999"])
def test_phone_numbers_are_not_turned_round(arabic, number):
    found = list(number_on_paper(arabic, number))
    assert found
    assert set(found) == {number.replace(" ", "")}


def test_amounts_keep_the_pound_sign_in_front(arabic):
    pound = next(one for one in pdf_reading.letters(arabic) if one.text == "£")
    assert pdf_reading.seen_from_left(arabic, pound, 6) == "£49.18"


def test_pages_are_counted_the_right_way_round(arabic):
    for number in (0, 1):
        last = [one for one in pdf_reading.letters(arabic) if one.page == number and one.y < 60]
        foot = sorted(last, key=lambda one: one.x)
        assert "".join(one.text for one in foot).endswith(f"{number + 1}/2")


def test_the_clients_column_is_where_that_reader_begins(arabic, english):
    def first(pdf, text):
        return next(one.x for one in pdf_reading.letters(pdf) if one.text == text)

    assert first(arabic, "ا") > 250 > first(arabic, "T")
    assert first(english, "T") < 100


# Pages --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "count", "large", "most"),
    [
        ("ar", 3, False, 1),
        ("ar", 8, False, 2),
        ("ar", 11, False, 2),
        ("ar", 11, True, 4),
        ("en", 5, False, 1),
        ("en", 11, False, 2),
        ("en", 11, True, 4),
    ],
)
def test_a_sheet_is_short(lang, count, large, most):
    whole = sheet(lang, count=count, options=SheetOptions(large=large))
    assert 1 <= pdf_reading.page_count(render_html(html_of(whole))) <= most


def test_letters_that_were_guessed_too_big_are_taken_smaller():
    """The guess is about texts that nobody has written yet; two pages were promised."""
    right = html_of(sheet("ar", count=11))
    wrong = re.sub(r"font-size: [\d.]+pt(\" data-most)", r"font-size: 13pt\1", right)
    assert pdf_reading.page_count(render_html(wrong.replace("data-smaller", "data-none"))) > 2
    assert pdf_reading.page_count(render_html(wrong)) == 2


def test_all_that_the_sheet_says_is_on_paper(english):
    text = " ".join(" ".join(pdf_reading.texts(english)).split())
    for part in (
        "You are here",
        "Getting ready for the big interview",
        "This sheet is for: England Claim made on or after 2 March 2026",
        "Tick each box",
        "Do this now",
        "GOV.UK, page undated",
        "Name of my solicitor",
        "There are 3 more lines",
        "0808 801 0503",
        "Date on your letter",
        "We meet next",
        "Your guide",
        "Near you",
        SERVICES[0],
        "Information, not legal advice.",
        "Printed on 21 November 2026",
        "guides.example/e/0123456789",
        ORGANISATION,
    ):
        assert part in text, part


# What machines read -------------------------------------------------------------------------


def test_the_checks_of_pdf_ua_find_nothing(arabic, english):
    assert pdf_reading.problems(arabic) == []
    assert pdf_reading.problems(english) == []


def test_each_language_is_marked(arabic, english):
    marked = pdf_reading.text_languages(arabic)
    assert set(marked) == {"ar", "en"}
    assert min(marked.values()) > 50
    assert set(pdf_reading.text_languages(english)) == {"en"}
    headings = [
        (one.tag, one.lang)
        for one in pdf_reading.elements(pdf_reading.opened(arabic))
        if one.tag in ("H1", "H2")
    ]
    assert headings[0] == ("H1", "ar")


def test_rows_name_their_line(arabic):
    tags = [one.tag for one in pdf_reading.elements(pdf_reading.opened(arabic))]
    assert tags.count("TH") == 11
    assert tags.index("L") < tags.index("H1") < tags.index("Table")


def test_the_foot_is_read_out_once(arabic):
    """On every page for the eye, on the last page for the ear."""
    opened = pdf_reading.opened(arabic)
    artifacts = [page.Contents.read_bytes().count(b"/Pagination") for page in opened.pages]
    assert artifacts[0] > 0
    assert artifacts[1:] == [0]


def test_the_title_is_neutral_and_no_time_is_told(arabic):
    opened = pdf_reading.opened(arabic)
    info = opened.docinfo
    assert str(info.Title) == "Sheet"
    assert set(info.keys()) == {"/Title", "/Producer"}


# Always the same ----------------------------------------------------------------------------

PRINT_ELSEWHERE = """
import sys, hashlib
from guides.sheets.render import render_html
print(hashlib.sha256(render_html(sys.stdin.read())).hexdigest())
"""


def test_the_same_sheet_is_the_same_bytes_in_any_process(arabic_html, arabic):
    assert render_html(arabic_html) == arabic
    elsewhere = subprocess.run(
        [sys.executable, "-c", PRINT_ELSEWHERE],
        input=arabic_html,
        capture_output=True,
        text=True,
        check=True,
    )
    assert elsewhere.stdout.strip() == hashlib.sha256(arabic).hexdigest()


def test_threads_take_turns():
    printed: list[bytes] = []
    html = html_of(sheet("ar", count=2, services=0))
    jobs = [threading.Thread(target=lambda: printed.append(render_html(html))) for _ in range(3)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join()
    assert printed == [render_html(html)] * 3


# Nothing comes from outside ------------------------------------------------------------------


@pytest.fixture
def server():
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()
        thread.join()


SVG = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'>{}</svg>"


@pytest.mark.parametrize(
    "markup",
    [
        '<img alt="x" src="{url}/picture.png">',
        '<link rel="stylesheet" href="{url}/style.css">',
        '<style>@import "{url}/style.css"; p {{ background: url({url}/b.png) }}</style><p>x</p>',
        "<style>@font-face {{ font-family: a; src: url({url}/a.ttf) }} p {{ font: 9pt a }}</style>",
        '<link rel="attachment" href="{url}/secret">',
        '<a rel="attachment" href="{url}/secret">x</a>',
        '<object data="{url}/picture.svg"></object>',
        '<img alt="x" src="'
        + SVG.format("<image href='{url}/i.png' width='9' height='9'/>")
        + '">',
    ],
)
@pytest.mark.parametrize("scheme", ["http", "file"])
def test_nothing_is_fetched(server, tmp_path, markup, scheme):
    address, asked = server
    for name in ("picture.png", "style.css", "b.png", "a.ttf", "secret", "picture.svg", "i.png"):
        (tmp_path / name).write_text("p { width: 77mm } SECRET")
    url = address if scheme == "http" else tmp_path.as_uri()
    body = markup.format(url=url)
    pdf = render_html(f"<html lang='en'><title>Sheet</title><h1>x</h1>{body}")
    assert asked == []
    assert b"SECRET" not in pdf
    assert_nothing_embedded(pdf)


def test_not_even_what_the_sheet_brings_along_is_attached():
    pdf = render_html(
        "<html lang='en'><title>Sheet</title><link rel=attachment href='data:,SECRET'>"
        "<p><a rel=attachment href='data:,SECRET'>x</a>"
    )
    assert_nothing_embedded(pdf)


def assert_nothing_embedded(pdf):
    opened = pdf_reading.opened(pdf)
    assert "/EmbeddedFiles" not in (opened.Root.get("/Names") or {})
    assert not any("/EmbeddedFile" in str(one.get("/Type", "")) for one in dictionaries(opened))
    assert not any(
        "/FileAttachment" in str(one.get("/Subtype", "")) for one in dictionaries(opened)
    )


def dictionaries(opened):
    return [one for one in opened.objects if hasattr(one, "get") and hasattr(one, "keys")]


def test_warming_prints():
    warm()
