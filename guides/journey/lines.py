"""Checklist lines with their small print: source, date, "check first", whom they are for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from guides.api import ChecklistItem, Conditions, Fact, Nation, Span
from guides.journey.domain import Credit, LineShown
from guides.plugins.registry import View
from guides.plugins.replacing import key_of
from guides.toolkit.domain import Pair, Said
from guides.toolkit.facts_in import facts_of
from guides.toolkit.standing import state_of
from guides.toolkit.wording import Wording


@dataclass(frozen=True, slots=True)
class LineMaker:
    """Makes lines in one language, for one day."""

    view: View
    wording: Wording
    on: date

    def line(self, item: ChecklistItem) -> LineShown | None:
        """The line, or None when a fact that it carries must not be shown on that day."""
        facts = [self.view.facts[i] for i in facts_of(item)]
        if not all(state_of(fact, self.on).shown for fact in facts):
            return None
        return LineShown(
            id=key_of(item),
            kind=item.kind,
            text=self.wording.pair(item.text),
            why=self.wording.pair(item.why) if item.why else None,
            fill=self.wording.pair(item.fill) if item.fill else None,
            icon=item.icon,
            condition=self.condition(item.conditions),
            notes=self._notes(facts) or self._practice(item),
            check_first=tuple(
                _each_once([p for fact in facts if (p := self.check_first(fact)) is not None])
            ),
            credit=self._credit(item.plugin),
            protected=item.protected,
        )

    def _credit(self, plugin: str) -> Credit | None:
        if plugin in self.view.core:
            return None
        return Credit(plugin, self.view.names.get(plugin, plugin))

    def _practice(self, item: ChecklistItem) -> tuple[Pair, ...]:
        """A core line that rests on no fact says so; a plugin's line is credited to its plugin."""
        if item.plugin not in self.view.core:
            return ()
        return (self.wording.word_pair("source-practice"),)

    # Small print ---------------------------------------------------------------------------

    def _notes(self, facts: list[Fact]) -> tuple[Pair, ...]:
        """Each source once, with its date; then who has checked it, if anybody has.

        Sources are names of English pages, so they stand once, in English. That nobody has
        checked a fact is said once, at the foot of the sheet, and beside the fact itself.
        """
        if not facts:
            return ()
        sources = [self._in_english(self._source, fact) for fact in facts]
        checked = [self._each(self._checked, fact) for fact in facts if fact.checked_on]
        return (_joined(_each_once(sources), "; "), *_each_once(checked))

    def seen(self, fact: Fact) -> Pair:
        """Where a fact was read, how old that page is, and whether a person here checked it."""
        return _joined(
            [self._each(self._source, fact), self._each(self._checked, fact)], " \u00b7 "
        )

    def check_first(self, fact: Fact) -> Pair | None:
        """ "Check first" and whom to ask, or None when nothing speaks for it."""
        state = state_of(fact, self.on)
        if not state.check_first:
            return None
        parts = []
        if state.overdue:
            parts.append(self._each(self._overdue, fact))
        parts.append(self._each(self._ask, fact))
        return _joined(parts)

    def _in_english(self, make: Callable[[Wording, Fact], Said], fact: Fact) -> Pair:
        return Pair(replace(make(self.wording.english, fact), missing=not self.wording.is_english))

    def _each(self, make: Callable[[Wording, Fact], Said], fact: Fact) -> Pair:
        first = make(self.wording, fact)
        if self.wording.is_english or first.missing:
            return Pair(first)
        return Pair(first, make(self.wording.english, fact))

    @staticmethod
    def _source(wording: Wording, fact: Fact) -> Said:
        undated = fact.source.dated.startswith("undated")
        word = "source-undated" if undated else "source-dated"
        values = {} if undated else {"date": wording.name(fact.source.dated)}
        return wording.word(word, title=wording.name(fact.source.title), **values)

    @staticmethod
    def _checked(wording: Wording, fact: Fact) -> Said:
        if fact.checked_on is None:
            return wording.word("not-checked")
        return wording.word("checked-by", name=fact.checked_by, date=wording.date(fact.checked_on))

    @staticmethod
    def _overdue(wording: Wording, fact: Fact) -> Said:
        return wording.word("check-first-due", date=wording.date(fact.source.seen_on))

    @staticmethod
    def _ask(wording: Wording, fact: Fact) -> Said:
        return wording.word("check-first", who=wording.say(fact.ask or "a registered adviser"))

    # Whom it is for ------------------------------------------------------------------------

    def condition(self, conditions: Conditions) -> Pair | None:
        """Whom a line is for, in words; None when it is for everybody."""
        parts = [self._in_nation(nation) for nation in conditions.nations]
        parts += [self.wording.word_pair(f"for-{a}") for a in conditions.audiences]
        parts += [self.band(event, span) for event, span in conditions.spans()]
        return _joined(parts, " \u00b7 ") if parts else None

    def _in_nation(self, nation: Nation) -> Pair:
        return self._each_condition(
            lambda w: w.word("in-nation", nation=w.word(f"nation-{nation}"))
        )

    def band(self, event: str, span: Span) -> Pair:
        """A rule by date in words: "claim made on or after 2 March 2026"."""
        if span.start and span.end:
            start, end = span.start, span.end
            return self._each_condition(
                lambda w: w.word(f"{event}-between", **{"from": w.date(start), "to": w.date(end)})
            )
        word, day = (f"{event}-from", span.start) if span.start else (f"{event}-before", span.end)
        return self._each_condition(lambda w: w.word(word, date=w.date(day or date.min)))

    def _each_condition(self, make: Callable[[Wording], Said]) -> Pair:
        first = make(self.wording)
        if self.wording.is_english or first.missing:
            return Pair(first)
        return Pair(first, make(self.wording.english))


def _each_once(pairs: list[Pair]) -> list[Pair]:
    return list({pair.first.html: pair for pair in pairs}.values())


def _joined(parts: list[Pair], between: str = ". ") -> Pair:
    """Several small texts as one, in each language."""
    first = _join([part.first for part in parts], between)
    if all(part.english is None for part in parts):
        return Pair(first)
    return Pair(first, _join([part.english or part.first for part in parts], between))


def _join(parts: list[Said], between: str) -> Said:
    html = parts[0].html
    for part in parts[1:]:
        gap = " " if str(html).endswith((".", "。", "؟", "!")) else between
        html = html + gap + part.html
    return Said(html, parts[0].lang, parts[0].direction, parts[0].standing, parts[0].missing)
