"""Everything can be reached and used with a keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.browser.live import KINDS, LiveSite

pytestmark = pytest.mark.browser

FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one);
  const box = one.getBoundingClientRect();
  const places = [[.5, .5], [.1, .5], [.9, .5], [.5, .2], [.5, .8]];
  return {
    html: one.outerHTML.slice(0, 140),
    id: one.id,
    class: one.className,
    outline: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    shown: places.some(([x, y]) => {
      const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
      return top && (one.contains(top) || top.contains(one));
    }),
  };
}"""
MOST_STOPS = 400


def tab(page: Page) -> dict[str, Any] | None:
    """Press Tab; what has the focus now, or None at the end of the page."""
    page.keyboard.press("Tab")
    found: dict[str, Any] | None = page.evaluate(FOCUSED)
    return found


@pytest.mark.parametrize("lang", ["en", "ar"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_ways_past_and_out_come_first(
    site: LiveSite, reader: Page, kind: str, lang: str
) -> None:
    reader.goto(site.sample(kind, lang))
    first, second = tab(reader), tab(reader)
    assert first is not None
    assert first["class"] == "skip"
    assert second is not None
    assert second["id"] == "leave"


def test_the_way_past_is_seen_when_it_has_the_focus_and_leads_to_the_content(
    reader: Page,
) -> None:
    reader.goto("/")
    tab(reader)
    box = reader.locator(".skip").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    reader.keyboard.press("Enter")
    reached = tab(reader)
    assert reached is not None
    assert reader.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(
    ("lang", "width", "height"),
    [
        # Each language and each width once; in the full run all pairs.
        pytest.param("en", 1280, 800, id="wide-en"),
        pytest.param("ar", 360, 640, id="phone-ar"),
        pytest.param("ar", 1280, 800, id="wide-ar", marks=pytest.mark.full),
        pytest.param("en", 360, 640, id="phone-en", marks=pytest.mark.full),
    ],
)
def test_the_focus_is_always_seen(
    site: LiveSite, reader: Page, lang: str, width: int, height: int
) -> None:
    """WCAG 2.4.7 and 2.4.11: it has an outline, and nothing that stays in its corner hides it."""
    page = reader
    page.set_viewport_size({"width": width, "height": height})
    wrong = []
    for kind in ("map", "stop", "sheet", "languages"):
        page.goto(site.sample(kind, lang))
        for _ in range(MOST_STOPS):
            here = tab(page)
            if here is None:
                break
            if not here["outline"]:
                wrong.append(f"{kind}: no outline: {here['html']}")
            if not here["shown"]:
                wrong.append(f"{kind}: hidden behind something: {here['html']}")
        else:
            pytest.fail(f"{kind}: Tab never comes to the end of the page")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_the_finder_leads_to_a_stop_in_four_answers_by_keyboard(
    site: LiveSite, reader: Page, lang: str
) -> None:
    """By the longest way: at each question an answer that leads to another, if there is one."""
    page = reader
    page.goto(site.path(lang, "/where"))
    answers = 0
    while "/stop/" not in page.url:
        links = page.locator(".answers a")
        onward = [
            i for i, one in enumerate(links.all()) if "/where" in str(one.get_attribute("href"))
        ]
        wanted = links.nth(onward[-1] if onward else 0)
        for _ in range(MOST_STOPS):
            here = tab(page)
            assert here is not None, "the answer was not reached"
            if wanted.evaluate("one => one === document.activeElement"):
                break
        with page.expect_navigation():
            page.keyboard.press("Enter")
        answers += 1
        assert answers <= 4, f"still asking at {page.url}"
    assert page.locator("h1").is_visible()


def test_what_is_folded_away_opens_with_enter(site: LiveSite, reader: Page) -> None:
    for kind in ("map", "stop", "sheet"):
        reader.goto(site.sample(kind, "en"))
        details = reader.locator("details").first
        details.locator("summary").focus()
        reader.keyboard.press("Enter")
        assert details.evaluate("one => one.open"), kind
        reader.keyboard.press("Enter")
        assert not details.evaluate("one => one.open"), kind


def test_a_sheet_is_printed_by_keyboard(site: LiveSite, open_page: OpenPage, papers: Any) -> None:
    page = open_page(site.sample("sheet", "en"))
    got = papers(page)
    page.locator("[name=large]").focus()
    page.keyboard.press("Space")
    page.locator("button[value=print]").focus()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Enter")
    assert got
