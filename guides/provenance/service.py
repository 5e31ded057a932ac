"""Checks laid over facts, what a change touches, and how the fact base stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from guides.api import Fact
from guides.plugins.registry import View
from guides.provenance import store
from guides.provenance.domain import Check, Counts, Mistakes, Touched
from guides.retention.service import Holding
from guides.sheets.editions import with_facts
from guides.storage.engine import Engine
from guides.toolkit.facts_in import fact_ids, facts_of
from guides.toolkit.standing import fact_version, state_of
from guides.toolkit.wording import ENGLISH, Wording

MOST_NAME = 80
HOLDING = Holding("facts", ("fact_check", "fact_version", "mistake_count"))


class CannotCheck(ValueError):
    """A check that cannot be kept; the message says why."""


def unchecked_version(fact: Fact) -> str:
    """The fingerprint of a fact without its checker: what a person has read, or not."""
    return fact_version(replace(fact, checked_by="", checked_on=None))


def with_checks(facts: Mapping[str, Fact], checks: Iterable[Check]) -> dict[str, Fact]:
    """The facts, with the names of those who checked them here.

    A check belongs to what was read: when a fact has changed since, it is unchecked again.
    """
    found = dict(facts)
    for check in checks:
        fact = facts.get(check.fact)
        if fact is not None and unchecked_version(fact) == check.version:
            found[check.fact] = replace(
                fact, checked_by=check.checked_by, checked_on=check.checked_on
            )
    return found


def checks(engine: Engine) -> tuple[Check, ...]:
    """All checks that were kept here."""
    return store.checks(engine)


def check(engine: Engine, fact: Fact, by: str, on: date, today: date) -> None:
    """Put a name to a fact.

    Raises:
        CannotCheck: without a name, for a day to come, or before the source was read.
    """
    name = " ".join(by.split())
    if not name or len(name) > MOST_NAME or not name.isprintable():
        raise CannotCheck(f"Give the name of the person who read it, in up to {MOST_NAME} letters.")
    if on > today:
        raise CannotCheck(f"{on} is still to come. Give the day on which it was read.")
    if on < fact.source.seen_on:
        raise CannotCheck(
            f"{on} is before {fact.source.seen_on}, the day on which this version was written down."
        )
    store.keep_check(engine, Check(fact.id, unchecked_version(fact), name, on))


def note_facts(engine: Engine, view: View, on: date) -> None:
    """Remember what each fact says, so that a later change can be found."""
    wording = Wording(view, ENGLISH)
    store.note_versions(
        engine,
        (
            (fact.id, unchecked_version(fact), wording.say(fact.statement, fact.value).plain)
            for fact in view.facts.values()
        ),
        on,
    )


def changed(engine: Engine, view: View, since: date) -> tuple[Touched, ...]:
    """Every fact that changed, came or went on this day or later, with all that carries it.

    Call :func:`note_facts` first: what was never noted cannot be compared, and
    all that was there when it was first called is taken for old.
    """
    found = []
    noted = store.versions(engine)
    begun = min((s.first_seen for seen in noted.values() for s in seen), default=since)
    for fact_id, seen in sorted(noted.items()):
        gone = fact_id not in view.facts
        came = any(s.number == 1 and s.first_seen >= since and s.first_seen > begun for s in seen)
        later = [s for s in seen if s.first_seen >= since and s.number > 1]
        if not (later or came or gone):
            continue
        before = [s for s in seen if s not in later]
        found.append(
            Touched(
                fact_id,
                "" if gone else seen[-1].said,
                "" if came and not gone else (before or later)[-1 if before else 0].said,
                (later or seen)[-1].first_seen,
                pages=tuple(pages_with(view, fact_id)),
                lines=tuple(lines_with(view, fact_id)),
                translations=tuple(translations_with(view, fact_id)),
                editions=with_facts(engine, fact_id),
            )
        )
    return tuple(found)


def mistakes_counted(engine: Engine) -> tuple[Mistakes, ...]:
    """Which pages were reported, how often."""
    return store.mistakes(engine)


def pages_with(view: View, fact: str) -> list[str]:
    """Sections, briefings and handbook pages that name a fact."""
    sections = [
        f"{section.plugin}: {stage}/{section.slug}"
        for stage in view.stages
        for section in view.sections(stage)
        if fact in fact_ids(section.body)
    ]
    briefings = [
        f"{b.plugin}: briefing {b.id}"
        for b in view.briefings
        if any(fact in fact_ids(text) for text in (*b.spoken(), *b.read()))
    ]
    handbook = [f"{p.plugin}: handbook {p.id}" for p in view.handbook if fact in fact_ids(p.body)]
    return [*sections, *briefings, *handbook]


def lines_with(view: View, fact: str) -> list[str]:
    """Checklist lines that name a fact or rest on it."""
    return [
        f"{item.plugin}: {stage}/{item.id}"
        for stage in view.stages
        for item in view.items(stage)
        if fact in facts_of(item)
    ]


def translations_with(view: View, fact: str) -> list[tuple[str, int]]:
    """In how many sentences of each language a fact stands. They stay right: it fills them in."""
    hole = f"{{fact:{fact}}}"
    found = Counter(t.lang for t in view.translations() if hole in t.text)
    return sorted(found.items())


def counts(facts: Iterable[Fact], on: date) -> Counts:
    """How the facts that are shown stand on a day."""
    shown: Sequence[Fact] = [fact for fact in facts if state_of(fact, on).shown]
    kinds = Counter(fact.source.kind for fact in shown)
    return Counts(
        facts=len(shown),
        official=kinds["official"],
        charity=kinds["charity"],
        other=kinds["other"],
        checked=sum(fact.checked_on is not None for fact in shown),
        due=sum(state_of(fact, on).overdue for fact in shown),
        check_first=sum(state_of(fact, on).check_first for fact in shown),
        newest=max((fact.source.seen_on for fact in shown), default=None),
    )
