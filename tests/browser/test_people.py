"""Every page about clients in a real browser: accessible, in both directions, narrow enough."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from guides.demo.service import DemoFolder
from tests.browser.people import ACCESS, Organisation, organisation, paths, visit
from tests.browser.test_accessibility import (
    ARABIC_IN_ENGLISH,
    AXE,
    LATIN_SENTENCES,
    PHONE,
    WITHOUT_COLOURS,
    violations,
)

pytestmark = pytest.mark.browser

CODE_NAME = re.compile(r"[A-Z]{3,}-\d+")
WITHOUT_TYPED = "() => document.querySelectorAll('[dir=auto]').forEach(one => one.remove())"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    folder: Path = tmp_path_factory.mktemp("demo")
    with organisation(DemoFolder(folder / "demo")) as found:
        yield found


@pytest.fixture(scope="module")
def pages(here: Organisation, browser: Browser) -> Iterator[dict[str, tuple[Page, list[str]]]]:
    """A phone for each role, and every page that opens there, of one client who has everything."""
    name, filled = here.somebody()
    contexts, found = [], {}
    for role, who in (("guide", name), ("coordinator", "demo-coordinator-1")):
        context = visit(browser, here, here.token(who), height=PHONE["height"])
        contexts.append(context)
        found[role] = context.new_page(), paths(here, role, filled)
    yield found
    for context in contexts:
        context.close()


@pytest.mark.parametrize("role", list(ACCESS))
@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.full), "ar"])
def test_every_page_is_fit_to_be_used_on_a_phone(
    here: Organisation, pages: dict[str, tuple[Page, list[str]]], role: str, lang: str
) -> None:
    """Axe's rules with everything opened; nothing wider than the phone; each language marked."""
    page, addresses = pages[role]
    wrong: list[str] = []
    for path in addresses:
        answer = page.goto(here.site.path(lang, path))
        if answer is None or answer.status != 200:
            wrong.append(f"{path}: {answer.status if answer else 'nothing'}")
            continue
        wrong += violations(page, path, AXE if lang == "en" else WITHOUT_COLOURS)
        if wider := page.evaluate(WIDER):
            wrong.append(f"{path}: {wider} px wider than the phone")
        if lang == "ar":
            page.evaluate(WITHOUT_TYPED)  # nobody knows its language
            found = page.evaluate(LATIN_SENTENCES)
            wrong += [f"{path}: not marked as English: {one}" for one in found]
            found = page.evaluate(ARABIC_IN_ENGLISH)
            wrong += [f"{path}: marked as English: {one}" for one in found]
        for word in (page.title(), re.sub(r"[0-9a-f]{32}", "", page.url)):
            if CODE_NAME.search(word):
                wrong.append(f"{path}: a code name in the title or the address")
    assert not wrong, "\n".join(wrong)
