"""What pages look like: narrow, enlarged, right to left, printed."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.conftest import OpenPage
from tests.browser.live import KINDS, LiveSite

pytestmark = pytest.mark.browser

LANGUAGES = pytest.mark.parametrize("lang", ["en", "ar"])

STICKS_OUT = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const clipped = one => {
    for (let up = one; up; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.clipPath !== 'none' || style.overflowX !== 'visible') return true;
    }
    return false;
  };
  return [...document.body.querySelectorAll('*')].filter(one => {
    const box = one.getBoundingClientRect();
    return (box.right > width + 1 || box.left < -1) && box.width && !clipped(one);
  }).map(one => one.outerHTML.slice(0, 160)).slice(-5).concat('The page is ' +
    document.documentElement.scrollWidth + ' wide.');
}"""
"""The innermost elements that make a page wider than its window."""

MAIN_ACTIONS = (
    ".btn, button, .leave a, .brand, .top nav a, .answers a, .choice, .row label, summary, .up a"
)
OTHER_TARGETS = ".phone, .strip a, .contents a, .foot a"
"""Targets that stand apart. Links inside a sentence may be as high as their line (WCAG 2.5.8)."""

READING_ORDER = r"""all => all.filter(
  one => one.getClientRects().length && !/\p{Script=Arabic}/u.test(one.textContent)
).map(one => {
  const walk = document.createTreeWalker(one, NodeFilter.SHOW_TEXT);
  const digits = [];
  while (walk.nextNode()) {
    [...walk.currentNode.data].forEach((letter, at) => {
      if (!/[0-9]/.test(letter)) return;
      const range = document.createRange();
      range.setStart(walk.currentNode, at);
      range.setEnd(walk.currentNode, at + 1);
      const box = range.getClientRects()[0];
      digits.push([letter, box.left, box.top]);
    });
  }
  const rows = digits.slice().sort((a, b) => Math.abs(a[2] - b[2]) > 3 ? a[2] - b[2] : a[1] - b[1]);
  return [digits.map(d => d[0]).join(''), rows.map(d => d[0]).join('')];
})"""
"""The digits of each number as they are written, and as they are seen from left to right."""


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2

    def covers(self, other: Box) -> bool:
        return (
            self.left < other.right - 1
            and other.left < self.right - 1
            and self.top < other.bottom - 1
            and other.top < self.bottom - 1
        )


def box(locator: Locator) -> Box:
    found = locator.bounding_box()
    assert found is not None, f"{locator} is not shown"
    x, y = found["x"], found["y"]
    return Box(x, y, x + found["width"], y + found["height"])


def open_all(page: Page) -> None:
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")


# Narrow -------------------------------------------------------------------------------------


@LANGUAGES
@pytest.mark.parametrize("kind", KINDS)
def test_no_page_has_to_be_moved_sideways(
    site: LiveSite, reader: Page, kind: str, lang: str, most: int
) -> None:
    """On a wide screen, on a phone, and at 400 % zoom."""
    wrong = []
    for path in site.some(kind, lang, most):
        reader.goto(path)
        open_all(reader)
        for width, height in ((1280, 800), (360, 740), (320, 256)):
            reader.set_viewport_size({"width": width, "height": height})
            wrong += [f"{path} at {width}: {one}" for one in reader.evaluate(STICKS_OUT)]
    assert not wrong, "\n".join(wrong)


@LANGUAGES
def test_what_stays_in_its_corner_leaves_half_of_a_small_window_to_the_page(
    site: LiveSite, reader: Page, lang: str
) -> None:
    page = reader
    page.set_viewport_size({"width": 320, "height": 256})
    for kind in ("stop", "sheet"):
        page.goto(site.sample(kind, lang))
        page.mouse.wheel(0, 900)
        page.wait_for_function("scrollY > 300")
        covered = page.evaluate(
            """() => [...document.querySelectorAll('body *')]
              .filter(one => ['sticky', 'fixed'].includes(getComputedStyle(one).position))
              .map(one => one.getBoundingClientRect())
              .filter(box => box.bottom > 0 && box.top < innerHeight)
              .map(box => Math.min(box.bottom, innerHeight) - Math.max(box.top, 0))
              .reduce((sum, one) => sum + one, 0)"""
        )
        assert covered <= 128, f"{kind}: {covered} of 256 pixels are covered"


@pytest.mark.parametrize("lang", [pytest.param("en", marks=pytest.mark.full), "ar"])
def test_targets_are_big_enough_for_a_thumb(site: LiveSite, reader: Page, lang: str) -> None:
    page = reader
    too_small = []
    for path in site.samples(lang):
        page.goto(path)
        open_all(page)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            for selector, least in ((MAIN_ACTIONS, 48), (OTHER_TARGETS, 44)):
                for height, html in page.locator(selector).evaluate_all(
                    "all => all.filter(one => one.getClientRects().length)"
                    ".map(one => [one.getBoundingClientRect().height, one.outerHTML.slice(0, 120)])"
                ):
                    if height < least - 0.5:
                        too_small.append(
                            f"{path} at {width}: {height:.0f} of {least} pixels: {html}"
                        )
    assert not too_small, "\n".join(too_small)


# Enlarged -----------------------------------------------------------------------------------


@LANGUAGES
@pytest.mark.parametrize("size", [24, 32], ids=["text-150", "text-200"])
def test_nothing_in_the_head_overlaps_when_only_the_text_is_enlarged(
    site: LiveSite, open_page: OpenPage, lang: str, size: int
) -> None:
    page = open_page(width=360, height=740)
    page.context.new_cdp_session(page).send(
        "Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}}
    )
    for kind in ("map", "stop", "sheet"):
        page.goto(site.sample(kind, lang))
        assert float(page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)")) > size
        leave = page.locator(".leave a")
        for name, other in (
            ("the brand", page.locator(".brand")),
            ("the ways through the site", page.locator(".top nav")),
            ("the heading", page.locator("h1")),
        ):
            assert not box(leave).covers(box(other)), f"{kind}: Leave this site covers {name}"
        assert page.evaluate(STICKS_OUT) == []


# Right to left ------------------------------------------------------------------------------


def test_the_journey_runs_with_the_direction_of_the_language(site: LiveSite, reader: Page) -> None:
    first, last = reader.locator(".trunk .stn").first, reader.locator(".no .stn").first
    reader.goto(site.path("en", "/"))
    assert box(first).middle < 640 < box(last).middle
    reader.goto(site.path("ar", "/"))
    assert box(first).middle > 640 > box(last).middle
    name = reader.locator(".trunk .stn a").first
    assert box(name).right < box(first).right, "the station is not right of its name"


def test_the_strip_and_the_sheets_line_run_with_the_direction_of_the_language(
    site: LiveSite, reader: Page
) -> None:
    reader.goto(site.path("ar", f"/stop/{site.written()[1]}"))
    assert box(reader.locator(".strip .from")).left > box(reader.locator(".strip .to")).left
    reader.goto(site.sample("sheet", "ar"))
    marks = reader.locator(".marks > ol > li")
    assert box(marks.first).left > box(marks.last).left


def test_numbers_read_from_left_to_right_in_arabic(site: LiveSite, reader: Page) -> None:
    wrong, seen = [], 0
    for path in [*site.paths("stop", "ar"), *site.paths("sheet", "ar"), site.path("ar", "/")]:
        reader.goto(path)
        open_all(reader)
        numbers = reader.locator("a[href^=tel], .num, bdi")
        for written, shown in numbers.evaluate_all(READING_ORDER):
            seen += len(written) > 5
            if written != shown:
                wrong.append(f"{path}: {written} is seen as {shown}")
    assert seen, "no phone number was looked at"
    assert not wrong, "\n".join(wrong)


# Printed ------------------------------------------------------------------------------------


@LANGUAGES
def test_a_page_that_is_printed_is_only_what_is_to_be_read(
    site: LiveSite, open_page: OpenPage, lang: str
) -> None:
    page = open_page()
    page.emulate_media(media="print")
    for kind in ("stop", "sheet"):
        page.goto(site.sample(kind, lang))
        for selector in (".leave", ".top", ".skip", ".bar", ".acts", ".strip"):
            for one in page.locator(selector).all():
                assert not one.is_visible(), f"{kind}: {selector} is printed"
        assert page.locator("h1" if kind == "stop" else "#paper-title").is_visible()
        pale = page.evaluate(
            """() => {
              const dark = colour => {
                const [r, g, b] = colour.match(/[0-9.]+/g).map(Number);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b < 130;
              };
              const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const found = [];
              while (walk.nextNode()) {
                const one = walk.currentNode.parentElement;
                if (!walk.currentNode.data.trim() || !one.getClientRects().length) continue;
                const style = getComputedStyle(one);
                const html = one.outerHTML.slice(0, 120);
                if (!dark(style.color)) found.push('pale: ' + html);
                if (parseFloat(style.fontSize) < 9.3) found.push('tiny: ' + html);  // 7 points
              }
              return found;
            }"""
        )
        assert pale == [], f"{kind}: " + "\n".join(pale)
    assert page.evaluate(STICKS_OUT) == []
