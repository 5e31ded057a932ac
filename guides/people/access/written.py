"""What is held, written down: for the screen, as a text file, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date

from markupsafe import escape

from guides.api import PersonalData
from guides.directory.tongues import name_of
from guides.people.access.domain import Line, Section
from guides.people.domain import Told
from guides.plugins.code_asks import From
from guides.plugins.registry import View
from guides.toolkit.domain import Pair, Said
from guides.toolkit.wording import Wording

FORMAT = 1
"""Of the JSON: it goes up when a program that reads it would go wrong."""


def sections(told: Iterable[Told], wording: Wording, view: View) -> Iterator[Section]:
    """Headings and labels in the client's language and in English; what is kept as it is kept."""
    for each in told:
        lines = tuple(Line(wording.word_pair(w), _plain(text, view)) for w, text in each.lines)
        yield Section(wording.word_pair(each.heading), lines)


def of_plugins(found: Iterable[From[PersonalData]]) -> Iterator[Section]:
    """What plugins say that they hold, each under its name."""
    for each in found:
        lines = tuple(Line(_english(one.what), one.text) for one in each.found)
        if lines:
            yield Section(_english(each.name), lines)


def _english(text: str) -> Pair:
    return Pair(Said(escape(text), "en", "ltr"))


def _plain(text: str, view: View) -> str:
    """Of codes of stops and of languages, what they mean."""
    if text in view.stages:
        return view.stages[text].title
    return name_of(text)[0] if text in view.languages else text


def as_text(some: Iterable[Section], title: Pair, code: str, made: date) -> str:
    """For everybody: one line for each thing, no table that a program could run."""
    lines = [f"{_both(title)}: {code}", made.isoformat()]
    for section in some:
        lines += ["", _both(section.heading)]
        lines += [f"- {_both(line.label)}: {line.text}" for line in section.lines]
    return "\n".join(lines) + "\n"


def as_json(some: Iterable[Section], code: str, made: date) -> str:
    """For programs: the same, in English labels."""
    kept = [
        {
            "heading": _last(section.heading),
            "lines": [{"label": _last(line.label), "text": line.text} for line in section.lines],
        }
        for section in some
    ]
    whole = {"format": FORMAT, "made": made.isoformat(), "code": code, "held": kept}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _both(pair: Pair) -> str:
    return " / ".join(said.plain.rstrip(":") for said in pair.both[::-1])


def _last(pair: Pair) -> str:
    return pair.both[-1].plain.rstrip(":")
