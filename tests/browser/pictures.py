"""Pictures of every kind of page and of every sheet, to be looked at. See ``script/pictures``."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, Page, sync_playwright

from guides.api import Case
from guides.app import create_app
from guides.demo.service import DemoFolder
from guides.safe.service import begin
from guides.settings import Settings, read_settings
from guides.sheets.domain import SheetOptions
from guides.storage.upgrade import upgrade
from tests.browser.live import CHROMIUM, HOW_TO_INSTALL, KINDS, LiveSite, chromium, served
from tests.browser.people import Organisation, organisation, paths, visit

LANGUAGES = ("en", "ar")
WIDTHS = (360, 1280)
DOTS = 1.6
"""Pixels for each point of paper: a sheet is then about as wide as a page on a screen."""


def main(arguments: list[str]) -> int:
    if len(arguments) != 1:
        print("Usage: script/pictures FOLDER", file=sys.stderr)
        return 2
    if not CHROMIUM.exists():
        print(f"{CHROMIUM} is missing. To install it:\n  {HOW_TO_INSTALL}", file=sys.stderr)
        return 1
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        app = create_app(_settings(Path(data)), today=lambda: date(2026, 11, 21))
        upgrade(app.extensions["guides"].engine)
        with served(app) as site:
            for path in _pictures(site, folder):
                print(path)
        site.here.press.printer.close()
        site.here.engine.dispose()
    return 0


def _settings(data: Path) -> Settings:
    """Those of this checkout, with a key and a database of their own."""
    settings = read_settings(
        data_dir=data / "var", database="", keyring="", master_key=str(data / "etc" / "master.key"),
        public_url="https://guides.example",
    )  # fmt: skip
    begin(settings)
    return settings


def _pictures(site: LiveSite, folder: Path) -> Iterator[Path]:
    with sync_playwright() as playwright:
        browser = chromium(playwright)
        for width in WIDTHS:
            yield from _screens(browser, site, folder, width)
        with (
            tempfile.TemporaryDirectory() as name,
            organisation(DemoFolder(Path(name) / "demo")) as here,
        ):
            yield from _people(browser, here, folder)
        browser.close()
    for lang in LANGUAGES:
        yield from _papers(site, folder, lang)


def _screens(browser: Browser, site: LiveSite, folder: Path, width: int) -> Iterator[Path]:
    page = browser.new_page(viewport={"width": width, "height": 800})
    for lang in LANGUAGES:
        for name, path in _names(site, lang):
            answer = page.goto(site.url + path)
            if answer is None or (answer.status >= 400 and not name.startswith("error")):
                raise RuntimeError(f"{path} is not there to be looked at: {answer}")
            yield _picture(page, folder / f"{name}-{lang}-{width}.png")
            if name == "map":
                page.locator("summary").evaluate_all("all => all.forEach(one => one.click())")
                yield _picture(page, folder / f"{name}-open-{lang}-{width}.png")
    page.close()


def _people(browser: Browser, here: Organisation, folder: Path) -> Iterator[Path]:
    """Every page about clients, as a guide and a coordinator see it."""
    name, filled = here.somebody()
    for role, who in (("guide", name), ("coordinator", "demo-coordinator-1")):
        token = here.token(who)
        for width in WIDTHS:
            context = visit(browser, here, token, width=width, height=800)
            page = context.new_page()
            more = ["/clients", "/desk/today"] if role == "coordinator" else []
            for path in [*paths(here, role, filled), *more]:
                called = "-".join(part for part in path.split("/") if len(part) < 32)
                for lang in LANGUAGES:
                    page.goto(here.site.path(lang, path))
                    yield _picture(page, folder / f"{role}-{called}-{lang}-{width}.png")
            context.close()


def _names(site: LiveSite, lang: str) -> Iterator[tuple[str, str]]:
    """A name for the file, and the page. Every written stop, and one of all else."""
    for kind in KINDS:
        if kind == "stop":
            stages = site.written()
            yield from ((f"stop-{s}", site.path(lang, f"/stop/{s}")) for s in stages)
        elif kind in ("edition", "error"):
            paths = site.paths(kind, lang)
            yield from ((f"{kind}-{number}", path) for number, path in enumerate(paths, 1))
        else:
            yield kind, site.sample(kind, lang)


def _picture(page: Page, path: Path) -> Path:
    """The whole page in a window as high as it is, so that nothing hovers in the middle of it."""
    width = page.evaluate("innerWidth")
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": height})
    page.screenshot(path=path)
    page.set_viewport_size({"width": width, "height": 800})
    return path


def _papers(site: LiveSite, folder: Path, lang: str) -> Iterator[Path]:
    for stage in site.written():
        for name, options in (
            ("sheet", SheetOptions()),
            ("sheet-large", SheetOptions(large=True)),
            ("sheet-plain", SheetOptions(plain=True)),
        ):
            if options != SheetOptions() and stage != site.written()[0]:
                continue
            sheet = site.here.composer.compose(Case(stage, lang), options, site.here.today())
            pdf = pypdfium2.PdfDocument(site.here.press.pdf(sheet, site.view))
            for number, paper in enumerate(pdf, 1):
                path = folder / f"paper-{stage}-{name}-{lang}-{number}.png"
                paper.render(scale=DOTS).to_pil().save(path)
                yield path
            pdf.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
