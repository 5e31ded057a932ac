"""Every page, in every language: valid, readable aloud, and leading somewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from urllib.parse import urldefrag, urlsplit
from xml.etree.ElementTree import Element

import pytest

from guides.directory.terms import TAXONOMIES
from guides.plugins.registry import View
from tests.contracts import html_rules
from tests.contracts.addresses import Address
from tests.contracts.conftest import SHEET, Answer, Ask
from tests.contracts.html_rules import Page, text_of

Rule = Callable[[Page], Iterator[str]]
Answers = dict[Address, Answer]
Errors = dict[tuple[int, str], Answer]
LEAVES = "web.leave"
"""The one address that answers with a way out of the site, and not with a page."""


@pytest.fixture(scope="module")
def pages(answers: Answers, errors: Errors, previews: tuple[Answer, ...]) -> tuple[Page, ...]:
    """Everything that a visitor can see in a browser."""
    shown = [a for a in answers.values() if a.status != 303]
    return tuple(a.page for a in (*shown, *errors.values(), *previews) if a.page is not None)


def test_every_address_answers_as_it_should(answers: Answers, view: View) -> None:
    wrong = [
        f"{answer.name}: {answer.status}"
        for address, answer in answers.items()
        if answer.status != _expected(address, view)
    ]
    assert not wrong


def _expected(address: Address, view: View) -> int:
    if address.endpoint == LEAVES:
        return 303
    if address.guarded:
        return 303  # to the way in: nobody is signed in here
    if address.endpoint == "meetings.run":
        return 400  # nobody said what the session is about; the form comes back
    if address.endpoint in ("journey.logo", "journey.colours"):
        return 404  # no plugin here brings a look
    if address.endpoint.startswith("oruk.one_"):
        known = dict(address.values).get("identifier") == TAXONOMIES[0].id
        return 200 if known and address.endpoint == "oruk.one_taxonomies" else 404
    if address.endpoint == "handbook.page":
        wanted = dict(address.values)
        there = {(page.plugin, page.id) for page in view.handbook}
        return 200 if (wanted["plugin"], wanted["name"]) in there else 404
    return 200


def test_nothing_is_left_out(answers: Answers, errors: Errors, view: View) -> None:
    """The rules below are worth what they look at."""
    seen = {(a.endpoint, a.lang, *dict(a.values).values()) for a in answers}
    for lang in ("en", "ar"):
        wanted: list[tuple[str, ...]] = [("journey.stop", lang, stage) for stage in view.stages]
        wanted += [("journey.question", lang, question) for question in view.questions]
        wanted += [("sheets.options", lang, stage) for stage in view.stages]
        wanted += [(f"web.{name}", lang) for name in ("languages", "leaving", "leave")]
        assert seen.issuperset(wanted)
    assert len(view.stages) >= 15
    assert {status for status, _ in errors} == {400, 403, 404, 405, 413, 500, 503}


def test_every_error_has_its_own_status_and_a_page(errors: Errors) -> None:
    wrong = [
        f"{name}: {answer.status} instead of {status}"
        for (status, name), answer in errors.items()
        if answer.status != status or answer.page is None
    ]
    assert not wrong


@pytest.mark.parametrize("rule", html_rules.RULES, ids=lambda rule: rule.__name__)
def test_every_page(rule: Rule, pages: tuple[Page, ...]) -> None:
    assert not [f"{page.name}: {fault}" for page in pages for fault in rule(page)]


def test_titles_are_the_same_everywhere(pages: tuple[Page, ...], view: View) -> None:
    """The title stands in tabs, histories and the list of open apps: it must not tell the stop."""
    for lang in ("en", "ar"):
        titles = {text_of(e) for page in pages if page.said_lang == lang for e in page.all("title")}
        assert len(titles) == 1
        (title,) = titles
        told = [s.id for s in view.stages.values() if s.title in title or s.short in title]
        assert title
        assert not told


def test_the_two_languages_do_not_show_the_same_page(answers: Answers) -> None:
    """Arabic is really Arabic: more of its letters than of Latin ones outside what is marked."""
    for address, answer in answers.items():
        if address.lang == "ar" and answer.page is not None and answer.status != 303:
            arabic = "".join(run.text for run in html_rules.runs(answer.page) if run.lang == "ar")
            assert sum("\u0600" <= letter <= "\u06ff" for letter in arabic) > 100, answer.name


# Links -------------------------------------------------------------------------------------------


def test_links_inside_the_site_lead_to_pages(
    pages: tuple[Page, ...], answers: Answers, ask: Ask
) -> None:
    known = {address.path: answer for address, answer in answers.items()}
    faults = []
    for page, target in _targets(pages, (page.links for page in pages)):
        path, fragment = urldefrag(target)
        if path not in known:
            known[path] = ask("GET", path)
        answer = known[path]
        leaves = path.endswith("/leave") and answer.status == 303
        way_in = answer.status == 303 and answer.headers.get("Location", "").endswith("/sign-in")
        if answer.status != 200 and not leaves and not (way_in and "/desk/services/" in path):
            faults.append(f"{page.name}: {target} answers with {answer.status}")
        elif fragment and (answer.page is None or fragment not in answer.page.ids):
            faults.append(f"{page.name}: {target} has no such part")
    assert not faults


def test_what_a_page_loads_is_there(pages: tuple[Page, ...], ask: Ask, checkout: Path) -> None:
    drawings = (checkout / "templates" / "static" / "icons.svg").read_text(encoding="utf-8")
    known: dict[str, int] = {}
    faults = []
    for page, target in _targets(pages, (page.loads for page in pages)):
        path, fragment = urldefrag(target)
        status = known.setdefault(path, known.get(path) or ask("GET", path).status)
        if status != 200 or not path.startswith("/static/"):
            faults.append(f"{page.name}: loads {target}, which answers with {status}")
        elif fragment and f'id="{fragment}"' not in drawings:
            faults.append(f"{page.name}: there is no drawing {fragment!r}")
    assert not faults


def _targets(
    pages: Iterable[Page], addresses: Iterable[Iterable[str]]
) -> Iterable[tuple[Page, str]]:
    """Each address inside the site once, with a page that names it."""
    first: dict[str, Page] = {}
    for page, named in zip(pages, addresses, strict=True):
        for address in named:
            if address.startswith("/"):
                first.setdefault(address, page)
    return [(page, address) for address, page in first.items()]


def test_links_out_are_encrypted(pages: tuple[Page, ...], view: View) -> None:
    """Over http, whoever runs the wireless network reads along.

    The address of a source stands as it was read; whether it answers to https is looked at when
    the fact is next checked.
    """
    sources = {fact.source.url for fact in view.facts.values()}
    plain = {link for page in pages for link in page.links if urlsplit(link).scheme == "http"}
    encrypted = {link for page in pages for link in page.links if link.startswith("https://")}
    assert encrypted
    assert not plain - sources


def test_forms_are_sent_to_where_they_are_taken(pages: tuple[Page, ...], ask: Ask) -> None:
    forms = {
        (form.get("method", "get").upper(), form.get("action") or page.name.split()[1])
        for page in pages
        for form in page.all("form")
    }
    assert forms
    # 400: what is needed was not said; the page says so, and the form is there again.
    assert not [(m, a) for m, a in forms if ask(m, a).status not in (200, 400)]


def test_pages_keep_their_language(pages: tuple[Page, ...], view: View) -> None:
    """Whoever reads Arabic goes on in Arabic; only the list of languages leads elsewhere."""
    faults = []
    for page in pages:
        chooses = {e.get("href") for e in page.all("a") if e.get("hreflang") or _is_named_in(e)}
        inside = {link for link in page.links if link.startswith("/")} - chooses
        faults += [
            f"{page.name}: {link}" for link in inside if _language(link, view) != page.said_lang
        ]
    assert not faults


def _is_named_in(link: Element) -> bool:
    """Whether a link to another language says so in that language."""
    head = link.get("href", "").split("/")[1:2]
    return any([inner.get("lang")] == head for inner in link.iter())


def _language(link: str, view: View) -> str:
    head = urlsplit(link).path.split("/")[1]
    return head if head in view.languages else "en"


# What is chosen stays out of addresses and out of what is kept ------------------------------------


def test_choices_stand_in_no_address(ask: Ask) -> None:
    chosen = {"nation": "northern-ireland", "audiences": ["children"], "claimed": "/2026-03-02"}
    page = ask("POST", SHEET, data=chosen).page
    assert page is not None
    told = [
        link
        for link in (*page.links, *page.loads)
        for value in ("northern-ireland", "children", "2026-03-02")
        if link.startswith("/") and value in link
    ]
    assert "Northern Ireland" in page.html
    assert not told


def test_choices_in_an_address_are_not_listened_to(ask: Ask, view: View) -> None:
    """A link that somebody sends cannot say something about the person who opens it."""
    said = view.words["nation-northern-ireland"]
    asked = f"{SHEET}?nation=northern-ireland"
    for answer in (ask("GET", asked), ask("POST", asked, data={})):
        paper = next(answer.page.all("article")) if answer.page else None
        assert paper is not None
        assert said not in text_of(paper)
    chosen = ask("POST", SHEET, data={"nation": "northern-ireland"}).page
    assert chosen is not None
    assert said in text_of(next(chosen.all("article")))


def test_the_page_of_an_edition_says_how_it_stands(
    ask: Ask, view: View, editions: dict[str, str]
) -> None:
    for state, code in editions.items():
        page = ask("GET", f"/e/{code}").page
        assert page is not None
        assert text_of(next(page.all("h1"))) == view.words[f"edition-{state}-title"]
        assert code in text_of(page.root)


# The rules themselves ----------------------------------------------------------------------------

WHOLE = (
    '<!doctype html><html lang="ar" dir="rtl"><head><title>x</title></head>'
    "<body><main><h1>x</h1>{}</main></body></html>"
)
PLANTED = (
    ("parses_without_error", "<p><b>bold</p>"),
    ("parses_without_error", '<p id="a" id="b">x</p>'),
    ("parses_without_error", "<table><p>x</p></table>"),
    ("elements_fit_into_each_other", "<ul><p>x</p></ul>"),
    ("elements_fit_into_each_other", "<span><div>x</div></span>"),
    ("elements_fit_into_each_other", '<a href="/"><button>x</button></a>'),
    ("elements_fit_into_each_other", "<details><p>x</p></details>"),
    ("elements_fit_into_each_other", "<fieldset><p>x</p></fieldset>"),
    ("attributes_are_known", '<input type="checkbox" pattern="x">'),
    ("attributes_are_known", "<marquee>x</marquee>"),
    ("nothing_is_inline", '<p style="color: red">x</p>'),
    ("nothing_is_inline", '<p onclick="go()">x</p>'),
    ("nothing_is_inline", "<script>go()</script>"),
    ("nothing_is_inline", '<a href="javascript:go()">x</a>'),
    ("one_main_heading", "<h1>second</h1>"),
    ("one_main_heading", "<h3>a level left out</h3>"),
    ("ids_are_unique_and_found", '<p id="a">x</p><p id="a">y</p>'),
    ("ids_are_unique_and_found", '<label for="nobody">x</label>'),
    ("ids_are_unique_and_found", '<a href="#nowhere">x</a>'),
    ("language_and_direction", '<p lang="">x</p>'),
    ("languages_are_marked", "<p>Ask your <b>solicitor first</b>.</p>"),
    ("languages_are_marked", '<p aria-label="Ask your solicitor">x</p>'),
    ("languages_are_marked", '<p lang="en" dir="ltr">اتصل بنا اليوم</p>'),
    ("languages_are_marked", '<p lang="en">Ask your solicitor</p>'),
    ("inputs_have_labels", '<input type="checkbox" name="a">'),
    ("inputs_have_labels", '<label>x<input type="radio" name="a"></label>'),
    ("links_say_where", '<a href="/"><svg></svg></a>'),
    ("pictures_have_words", '<img src="/a.png">'),
    ("pictures_have_words", "<svg></svg>"),
    ("nothing_is_loaded_from_elsewhere", '<img alt="" src="https://pictures.example/a.png">'),
    ("nothing_is_loaded_from_elsewhere", '<img alt="" src="//pictures.example/a.png">'),
    ("addresses_say_nothing_personal", '<a href="/stop/claiming?name=x">x</a>'),
    (
        "addresses_say_nothing_personal",
        '<form action="/find"><input name="q" type="text"></form>',
    ),
)


@pytest.mark.parametrize(("rule", "planted"), PLANTED)
def test_the_rule_sees(rule: str, planted: str) -> None:
    page = Page("planted", "ar", "rtl", WHOLE.format(planted))
    assert list(getattr(html_rules, rule)(page))


def test_the_rules_are_content_with_a_good_page() -> None:
    good = '<p lang="en" dir="ltr">Ask <b>your solicitor</b> first.</p><p>نعم <bdi>x y</bdi></p>'
    page = Page("good", "ar", "rtl", WHOLE.format(good))
    assert not [fault for rule in html_rules.RULES for fault in rule(page)]


def test_every_rule_has_a_planted_sample() -> None:
    assert {rule.__name__ for rule in html_rules.RULES} == {name for name, _ in PLANTED}


def test_a_page_in_the_wrong_language_is_seen() -> None:
    page = Page("planted", "en", "ltr", WHOLE.format(""))
    assert len(list(html_rules.language_and_direction(page))) == 2
