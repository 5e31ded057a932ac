"""Every page as screen readers and people with low vision meet it: axe's rules, and languages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, ViewportSize

from tests.browser.live import KINDS, UNKNOWN_LANGUAGE, LiveSite

pytestmark = pytest.mark.browser

Options = dict[str, Any]

# The design asks for AAA in contrast (stricter than "color-contrast") and for WCAG 2.2 in targets.
# Neither is on by default.
AXE: Options = {
    "preload": False,
    "resultTypes": ["violations"],
    "rules": {
        "color-contrast": {"enabled": False},
        "color-contrast-enhanced": {"enabled": True},
        "target-size": {"enabled": True},
    },
}
WITHOUT_COLOURS: Options = {
    **AXE,
    "rules": {**AXE["rules"], "color-contrast-enhanced": {"enabled": False}},
}
"""Colours are the same for all languages, widths and questions: the slowest rule sees each once."""
PHONE: ViewportSize = {"width": 360, "height": 340}
"""So low that only "Leave this site" stays in its corner. What else does would hide targets from
axe that are in reach once the page is moved a little."""
LATIN_SENTENCES = r"""() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.data.trim();
    const english = /[A-Za-z]{2,}(\s+[A-Za-z]{2,}){2,}/.test(text);
    if (!english || /\p{Script=Arabic}/u.test(text)) continue;
    const lang = walk.currentNode.parentElement.closest('[lang]').lang;
    // What is said to a client can be in a third language; a template marks it, and it stays so.
    if (lang === document.documentElement.lang) found.push(lang + ': ' + text.slice(0, 80));
  }
  return found;
}"""
ARABIC_IN_ENGLISH = r"""() => [...document.querySelectorAll('[lang=en], [lang=en] *')]
  .flatMap(one => [...one.childNodes])
  .filter(one => one.nodeType === 3 && /\p{Script=Arabic}/u.test(one.data))
  .filter(one => one.parentElement.closest('[lang]').lang === 'en')
  .map(one => one.data.trim().slice(0, 80))"""


def violations(page: Page, path: str, options: Options = AXE) -> Iterator[str]:
    """What axe finds wrong once everything that can be opened is open."""
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    page.evaluate(AXE_SCRIPT)
    run = "options => axe.run(options).then(results => results.violations)"
    for rule in page.evaluate(run, options):
        for node in rule["nodes"]:
            yield (
                f"{path}: {rule['id']} ({rule['impact']}): {rule['help']}"
                f"\n    at {' '.join(map(str, node['target']))}"
                f"\n    {node['html'][:200]}\n    {node.get('failureSummary', '')}"
            )


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_breaks_a_rule_of_accessibility(
    site: LiveSite, reader: Page, kind: str, lang: str, most: int
) -> None:
    wrong: list[str] = []
    for path in site.some(kind, lang, most):
        reader.goto(path)
        wrong += violations(reader, path, AXE if lang == "en" else WITHOUT_COLOURS)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.full), "ar"])
def test_no_page_breaks_a_rule_on_a_phone(site: LiveSite, reader: Page, lang: str) -> None:
    reader.set_viewport_size(PHONE)
    wrong: list[str] = []
    for path in site.samples(lang):
        reader.goto(path)
        wrong += violations(reader, path, WITHOUT_COLOURS)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_sheets_page_keeps_the_rules_when_it_was_filled_in_and_when_it_is_refused(
    site: LiveSite, reader: Page, lang: str
) -> None:
    path, options = site.sample("sheet", lang), AXE if lang == "en" else WITHOUT_COLOURS
    reader.goto(path)
    reader.locator("form summary").click()
    reader.locator("[name=nation]").last.check()
    reader.locator("[name=large]").check()
    with reader.expect_navigation():
        reader.locator("button[value=show]").click()
    wrong = list(violations(reader, f"{path}, filled in", options))
    reader.locator("[name=nation]:checked").evaluate("one => one.value = 'atlantis'")
    with reader.expect_navigation():
        reader.locator("button[value=show]").click()
    assert reader.get_by_role("alert").is_visible()
    wrong += violations(reader, f"{path}, refused", options)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("kind", KINDS)
def test_each_language_is_spoken_in_its_own_voice(
    site: LiveSite, reader: Page, kind: str, most: int
) -> None:
    wrong: list[str] = []
    for path in site.some(kind, "ar", most):
        reader.goto(path)
        if path != UNKNOWN_LANGUAGE:
            assert reader.locator("html").get_attribute("lang") == "ar", path
            found = reader.evaluate(LATIN_SENTENCES)
            wrong += [f"{path}: not marked as English: {one}" for one in found]
        found = reader.evaluate(ARABIC_IN_ENGLISH)
        wrong += [f"{path}: marked as English: {one}" for one in found]
    assert not wrong, "\n".join(wrong)


def test_every_page_that_can_be_opened_is_tested_here(site: LiveSite) -> None:
    """A new page needs a line in ``KINDS``, and then all tests of this folder look at it."""
    known = {
        *KINDS.values(),
        "journey.where",
        "web.leave",
        "web.healthz",
        "web.readyz",
        "static",
        "meetings.batch",
        # Pages that open to those who are signed in: test_accounts.py looks at them.
        *("accounts.code", "accounts.mine", "accounts.authenticator"),
        *("accounts.people", "notes.all", "notes.one", "offices.plugins", "packs.plugins"),
        "extensions.settings",  # tests/extensions opens it
        *("journey.logo", "journey.colours"),
        # The directory for those who are signed in: test_directory.py looks at it.
        *("desk.search", "desk.one", "desk.correct", "keeping.queue", "keeping.gaps"),
        "keeping.pairs",
        *("keeping.area", "imports.list", "imports.one", "imports.rows"),
    }
    # Pages about clients: test_people.py looks at all of them, whichever there are.
    people = {"work-with-clients", "run-meetings", "manage-clients"}
    views = site.app.view_functions
    known |= {name for name, view in views.items() if getattr(view, "access", "") in people}
    endpoints = {
        rule.endpoint
        for rule in site.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.endpoint.startswith("oruk.")  # no pages
    }
    assert endpoints - known == set()
