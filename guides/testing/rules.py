"""What every plugin must do. Each rule yields one sentence for each thing that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from guides.plugins.switches import switch
from guides.sheets.batch import page_count
from guides.sheets.faults import RenderError
from guides.sheets.fit import MOST_PAGES
from guides.sheets.render import render_html
from guides.storage.upgrade import upgrade
from guides.testing import site
from guides.testing.tried import Tried, ids_on
from guides.testing.visit import core_pages, own_pages, running

Rule = Callable[[Tried], Iterator[str]]
_FETCHES = re.compile(
    r"<(?:script|img|iframe|source|video|audio|embed|input|form|object|use|link(?![^>]*canonical))"
    r"\b[^>]*?\s(?:src|srcset|href|action|data|poster)\s*=\s*[\"']?\s*((?:https?:)?//[^\s\"'>]+)",
    re.IGNORECASE,
)
_STYLE_FETCHES = re.compile(
    r"(?:url\(\s*|@import\s+)[\"']?\s*((?:https?:)?//[^\s\"')]+)", re.IGNORECASE
)
_INLINE = re.compile(
    r"<style\b|<script(?![^>]*\ssrc)|<[^>]+\s(?:style|on[a-z]+)\s*=", re.IGNORECASE
)


def it_loads_without_fault_or_warning(tried: Tried) -> Iterator[str]:
    """Files, ids, types, settings, access of pages, tables that are answered for."""
    yield from map(str, tried.faults)
    try:
        yield from map(str, tried.mine.installed.warnings)
    except AssertionError as broken:
        yield str(broken)


def its_lines_print_in_every_language(tried: Tried) -> Iterator[str]:
    """No letter is missing in the fonts, and no sheet is longer than a sheet may be."""
    for sheet, html in tried.printed:
        where = f"The sheet for {sheet.case.stage} in {sheet.case.lang}"
        try:
            pages = page_count(render_html(html))
        except RenderError as error:
            yield f"{where} cannot be printed: {error}"
        else:
            if pages > MOST_PAGES:
                yield f"{where} has {pages} pages; {MOST_PAGES} are the most. Mend: shorter lines."


def no_protected_line_is_lost(tried: Tried) -> Iterator[str]:
    """Deadlines and emergency numbers of the core stand on each sheet as they did before."""
    for case in tried.cases():
        if case.stage not in tried.core.stages or case.lang != "en":
            continue
        before, now = tried.sheet(case, tried.core), tried.sheet(case)
        protected = {line.id for g in before.groups for line in g.lines if line.protected}
        for lost in sorted(protected - {i for i, of in ids_on(now) if of != tried.plugin_id}):
            yield f'The protected line "{lost}" is lost from the sheet for {case.stage}.'
        if before.help_lines != now.help_lines:
            yield f"The numbers to ring are others on the sheet for {case.stage}."


def every_page_opens(tried: Tried) -> Iterator[str]:
    """Each stop with its sheet, its local page, and the plugin's own pages for everybody."""
    for path, (status, _) in tried.visit.pages.items():
        access = dict(own_pages(tried.mine)).get(path)
        if (access is None and status != 200) or (access == "public" and status >= 500):
            yield f"{path} answers with {status}."
        if access not in (None, "public") and status < 400:
            yield f"{path} is for {access}, but opens to everybody ({status})."


def nothing_fails_while_people_use_it(tried: Tried) -> Iterator[str]:
    """Hooks that are asked at work answer with the right things, whoever asks."""
    yield from dict.fromkeys(tried.visit.heard)


def nothing_is_fetched_from_elsewhere(tried: Tried) -> Iterator[str]:
    """No script, picture, font or form of anybody else's; no script or style inside a page."""
    for path, (_, text) in tried.visit.pages.items():
        yield from _fetched(path, text)
    for pattern in ("templates/**/*.html", "static/**/*.css", "static/**/*.js"):
        for file in sorted(tried.folder.glob(pattern)):
            yield from _fetched(str(file), file.read_text("utf-8"))


def switched_off_it_leaves_the_core_as_it_was(tried: Tried) -> Iterator[str]:
    """The pages of the core are what they were, its own are gone, and the database can go on."""
    with site(today=tried.today) as browser:
        before = {path: browser.get(path).text for path in core_pages(tried.core)}
    with site(tried.folder, today=tried.today) as browser:
        here = running(browser)
        browser.get("/")
        switch(here.settings.added_dir, tried.plugin_id, False)
        here.look_again()
        for path, text in before.items():
            if browser.get(path).text != text:
                yield f"{path} is not as it was without the plugin."
        for path, _ in own_pages(tried.mine):
            if (status := browser.get(path).status_code) != 404:
                yield f"{path} answers with {status} when the plugin is off, not with 404."
        upgrade(here.engine)


RULES: tuple[Rule, ...] = (
    it_loads_without_fault_or_warning,
    its_lines_print_in_every_language,
    no_protected_line_is_lost,
    every_page_opens,
    nothing_fails_while_people_use_it,
    nothing_is_fetched_from_elsewhere,
    switched_off_it_leaves_the_core_as_it_was,
)


def _fetched(where: str, text: str) -> Iterator[str]:
    for found in (*_FETCHES.findall(text), *_STYLE_FETCHES.findall(text)):
        yield f"{where} fetches {found}. Mend: put the file into static/."
    if found := _INLINE.search(text):
        yield f"{where} has a script or style inside ({found[0]}). Mend: a file in static/."
