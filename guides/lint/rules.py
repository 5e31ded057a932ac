"""Rules for one text at a time."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from guides.api import Fact
from guides.lint.texts import Page, Text
from guides.toolkit.advice import find_advice
from guides.toolkit.facts_in import fact_ids
from guides.toolkit.faults import Fault
from guides.toolkit.numbers import find_numbers
from guides.toolkit.readability import hardest_sentences, reading_age
from guides.toolkit.standing import state_of

OLDEST_CLIENT = 11.0
OLDEST_GUIDE = 12.0
"""Reading ages, in years, above which a text is too hard for its reader."""
PAGES = re.compile(
    r"/(?:where|languages|leaving|local)?(?:#[\w-]+)?|/stop/(?P<stage>[a-z0-9-]+)(?:/sheet|/sources|/local)?(?:#[\w-]+)?"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What a text may refer to: the folder's own things and the core's."""

    stages: Collection[str]
    facts: Mapping[str, Fact]
    languages: Collection[str]
    allowed: Collection[str]
    on: date
    on_pages: Collection[str] = ()
    """Languages that the pages of the site are offered in."""


def numbers(text: Text, known: Known) -> Iterator[Fault]:
    """A number that stands outside a fact."""
    for found in find_numbers(text.text, known.allowed):
        yield Fault(text.path, text.line, found.why, found.instead)


def advice(text: Text) -> Iterator[Fault]:
    """A sentence that tells this person what to do about their claim."""
    for found in find_advice(text.text):
        yield Fault(text.path, text.line, f"Advice: “{found.phrase}”. {found.why}", found.instead)


def fact_references(text: Text, known: Known) -> Iterator[Fault]:
    """Facts that are not there, not confirmed, or not in force."""
    for name in fact_ids(text.text):
        yield from fact_reference(text, name, known)


def fact_reference(text: Text, name: str, known: Known) -> Iterator[Fault]:
    fact = known.facts.get(name)
    if fact is None:
        yield Fault(text.path, text.line, f'There is no fact "{name}".', _near(name, known.facts))
        return
    state = state_of(fact, known.on)
    if not state.confirmed:
        yield Fault(
            text.path,
            text.line,
            f'The fact "{name}" is not confirmed (low), so this line is never printed.',
            "Leave it out, or use a fact that is confirmed.",
        )
    elif not state.in_force:
        yield Fault(
            text.path,
            text.line,
            f'The fact "{name}" is not in force on {known.on}.',
            "Use the fact that took its place, or leave the line out.",
            "warning",
        )


def values_named(text: Text, known: Known) -> Iterator[Fault]:
    """``{fact:…}`` stands for a number, so the fact must have one."""
    for name in fact_ids(text.text):
        fact = known.facts.get(name)
        if fact is not None and fact.value is None:
            yield Fault(
                text.path,
                text.line,
                f'The fact "{name}" has no value that could stand here.',
                'Name it in facts = ["…"] beside the line, or use a fact with a value.',
            )


def links(text: Text, known: Known) -> Iterator[Fault]:
    """Links inside the site that lead nowhere."""
    for url in text.links:
        if url.startswith(("https://", "http://", "mailto:")):
            continue
        page = PAGES.fullmatch(url)
        if page is None:
            yield Fault(
                text.path,
                text.line,
                f'The link "{url}" leads nowhere.',
                "Link to /stop/<stage> or https://….",
            )
        elif page["stage"] and page["stage"] not in known.stages:
            yield Fault(
                text.path,
                text.line,
                f'The link leads to a stage "{page["stage"]}", which is not there.',
                _near(page["stage"], known.stages),
            )


def too_hard(page: Page) -> Iterator[Fault]:
    """A page whose reading age is above its reader's."""
    bar = OLDEST_GUIDE if page.reader == "guide" else OLDEST_CLIENT
    age = reading_age(page.text)
    if age is None or age <= bar:
        return
    for hard in hardest_sentences(page.text, 1):
        line = page.text[: hard.start].count("\n") + 1 if page.path.suffix == ".md" else 1
        yield Fault(
            page.path,
            line,
            f"The reading age is {age:.1f}; {bar:.0f} is the most.",
            f"Begin with this sentence, make it shorter or plainer: “{hard.text}”",
        )


def overdue(path_line: tuple[Text, Fact], on: date) -> Iterator[Fault]:
    """A review that is due: a warning, said on page and sheet as well."""
    text, fact = path_line
    if state_of(fact, on).overdue:
        yield Fault(
            text.path,
            text.line,
            f'"{fact.id}" was to be reviewed by {fact.review_by}.',
            f"Read {fact.source.url} again; then change seen_on and review_by.",
            "warning",
        )


def _near(wanted: str, known: Collection[str]) -> str:
    near = difflib.get_close_matches(wanted, list(known), n=2)
    if near:
        return "Did you mean " + " or ".join(f'"{each}"' for each in near) + "?"
    return "Correct the id."
