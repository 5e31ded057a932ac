"""What is held, written down: for the screen, as a text file, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from markupsafe import escape

from guides.api import PersonalData
from guides.journey.service import Guide
from guides.people.access.domain import Line, Section, Typed
from guides.people.domain import Code, Kept, Profile, Told
from guides.people.shown import band, spoken, stop
from guides.plugins.code_asks import From
from guides.toolkit.domain import Pair, Said
from guides.toolkit.wording import Wording

FORMAT = 1
"""Of the JSON: it goes up when a program that reads it would go wrong."""


@dataclass(frozen=True)
class InWords:
    """Says what is kept of a client in their language, and in English beside it."""

    theirs: Guide
    profile: Profile
    items: Mapping[str, str]
    """The English of what can be ticked, by its id."""

    @cached_property
    def _english(self) -> Guide:
        return Guide(self.theirs.view, self.theirs.wording.english, self.theirs.on)

    def sections(self, told: Iterable[Told]) -> Iterator[Section]:
        for each in told:
            lines = (
                Line(self._label(of), tuple(map(self._value, kept))) for of, kept in each.lines
            )
            yield Section(self._label(each.heading), tuple(lines))

    def _label(self, of: str | Code) -> Pair:
        said = self._value(of if isinstance(of, Code) else Code("word", of))
        return _english(said.text) if isinstance(said, Typed) else said

    def _value(self, kept: Kept) -> Pair | Typed:
        if isinstance(kept, str):
            return Typed(kept)
        if isinstance(kept, date):
            return self._both(lambda guide: _day(guide.wording, kept))
        wording, of = self.theirs.wording, kept.of
        match kept.kind:
            case "word":
                return wording.word_pair(of)
            case "stop":
                return self._both(lambda guide: stop(guide, of))
            case "language":
                return self._both(lambda guide: spoken(guide.wording, of))
            case "item":  # one that the content has no more keeps its id
                return wording.pair(self.items[of]) if of in self.items else Typed(of)
            case "sentence":
                return wording.pair(of)
            case "claimed" | "granted":
                return self._both(lambda guide: band(guide, kept.kind, self.profile))

    def _both(self, say: Callable[[Guide], Said]) -> Pair:
        first, english = say(self.theirs), say(self._english)
        return Pair(english) if first.lang == english.lang else Pair(first, english)


def _day(wording: Wording, day: date) -> Said:
    return Said(wording.date(day), wording.language.code, wording.language.direction)


def of_plugins(found: Iterable[From[PersonalData]]) -> Iterator[Section]:
    """What plugins say that they hold, each under its name."""
    for each in found:
        lines = tuple(Line(_english(one.what), (Typed(one.text),)) for one in each.found)
        if lines:
            yield Section(_english(each.name), lines)


def _english(text: str) -> Pair:
    return Pair(Said(escape(text), "en", "ltr"))


def as_text(some: Iterable[Section], title: Pair, code: str, made: date) -> str:
    """For everybody: one line for each thing, no table that a program could run."""
    lines = [f"{_both(title)}: {code}", made.isoformat()]
    for section in some:
        lines += ["", _both(section.heading)]
        lines += [f"- {_both(line.label)}: {_joined(line, _both)}" for line in section.lines]
    return "\n".join(lines) + "\n"


def as_json(some: Iterable[Section], code: str, made: date) -> str:
    """For programs: the same, in English."""
    kept = [
        {
            "heading": _last(section.heading),
            "lines": [
                {"label": _last(line.label), "text": _joined(line, _last)} for line in section.lines
            ],
        }
        for section in some
    ]
    whole = {"format": FORMAT, "made": made.isoformat(), "code": code, "held": kept}
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def _joined(line: Line, say: Callable[[Pair], str]) -> str:
    return "; ".join(v.text if isinstance(v, Typed) else say(v) for v in line.values)


def _both(pair: Pair) -> str:
    return " / ".join(said.plain.rstrip(":") for said in pair.both[::-1])


def _last(pair: Pair) -> str:
    return pair.both[-1].plain.rstrip(":")
