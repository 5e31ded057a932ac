"""What differs between two releases of a toolkit, in words that a coordinator can read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from guides.api import (
    Briefing,
    ChecklistItem,
    Fact,
    HandbookPage,
    SafeguardingRoute,
    Section,
    Stage,
)
from guides.plugins.loader import Brought
from guides.provenance.service import unchecked_version
from guides.toolkit.wording import ENGLISH, Wording

_TOLD = ("facts", "stages", "items", "sections", "briefings", "handbook", "translations")
"""Kinds of things that are named one by one below."""
_NAMES = {
    "services": "Service",
    "resources": "Resource",
    "languages": "Language",
    "questions": "Question",
    "words": "Word",
    "forms": "Form",
}


class _Texts:
    """Just enough of a view to say a fact in English."""

    def __init__(self, brought: Brought) -> None:
        self.words = {word.id: word.text for word in brought.words}
        self.facts = {fact.id: fact for fact in brought.facts}
        self.languages = {language.code: language for language in brought.languages}

    def translate(self, lang: str, english: str) -> None:
        return None


def in_words(old: Brought, new: Brought, words: Brought) -> Iterator[str]:
    """One sentence for each thing that changed; what matters most comes first.

    ``words`` is the toolkit that has the words of units, such as "days".
    """
    yield from _facts(old, new, words)
    yield from _kind("Stop", _by(old.stages, _stage), _by(new.stages, _stage))
    yield from _kind("Line", _by(old.items, _item), _by(new.items, _item))
    yield from _kind("Page", _by(old.sections, _section), _by(new.sections, _section))
    yield from _kind("Briefing", _by(old.briefings, _id), _by(new.briefings, _id))
    yield from _kind("Handbook page", _by(old.handbook, _id), _by(new.handbook, _id))
    for field in fields(Brought):
        if field.name not in _TOLD:
            name = _NAMES.get(field.name, field.name.replace("_", " ").capitalize())
            before, after = getattr(old, field.name), getattr(new, field.name)
            yield from _kind(name, _by(before, _any), _by(after, _any))
    spoken = Counter(t.lang for t in new.translations)
    for lang in sorted(spoken | Counter(t.lang for t in old.translations)):
        if lines := sum(
            (Counter(_translations(new, lang)) - Counter(_translations(old, lang))).values()
        ):
            yield f"Translations, {lang}: {lines} new or changed; {spoken[lang]} in all."


def _facts(old: Brought, new: Brought, words: Brought) -> Iterator[str]:
    before = {fact.id: fact for fact in old.facts}
    after = {fact.id: fact for fact in new.facts}
    says_old, says_new = _says(old, words), _says(new, words)
    for fact_id in sorted(before.keys() | after.keys()):
        if fact_id not in after:
            yield f"Fact gone: {fact_id}: {says_old(before[fact_id])}"
        elif fact_id not in before:
            yield f"Fact new: {fact_id}: {says_new(after[fact_id])}"
        elif unchecked_version(before[fact_id]) != unchecked_version(after[fact_id]):
            was, now = says_old(before[fact_id]), says_new(after[fact_id])
            if was == now:
                yield f"Fact, its source or its dates: {fact_id}"
            else:
                yield f"Fact changed: {fact_id}: was “{was}”, is now “{now}”"


def _says(brought: Brought, words: Brought) -> Callable[[Fact], str]:
    texts = _Texts(brought)
    texts.words = {word.id: word.text for word in words.words} | texts.words
    wording = Wording(texts, ENGLISH)
    return lambda fact: wording.say(fact.statement, fact.value).plain


def _kind(name: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for key in sorted(before.keys() | after.keys()):
        if key not in after:
            yield f"{name} gone: {key}"
        elif key not in before:
            yield f"{name} new: {key}"
        elif before[key] != after[key]:
            yield f"{name} changed: {key}"


def _by(entries: tuple[Any, ...], key: Callable[[Any], str]) -> dict[str, Any]:
    return {key(entry): _comparable(entry) for entry in entries}


def _comparable(entry: Any) -> str:
    """Everything of an entry but where its file lies."""
    fields = {name: getattr(entry, name) for name in entry.__dataclass_fields__ if name != "path"}
    return repr(fields)


def _stage(stage: Stage) -> str:
    return stage.id


def _item(item: ChecklistItem) -> str:
    return f"{item.stage}/{item.id}"


def _section(section: Section) -> str:
    return f"{section.stage}/{section.slug}"


def _id(entry: Briefing | HandbookPage) -> str:
    return entry.id


def _any(entry: Any) -> str:
    """What an entry is called: an id where it has one, otherwise what it says."""
    if isinstance(entry, SafeguardingRoute):
        return ", ".join(step.worry for step in entry.steps)
    for name in ("id", "code", "name", "title"):
        if found := getattr(entry, name, ""):
            return str(found)
    return _comparable(entry)


def _translations(brought: Brought, lang: str) -> list[tuple[str, str, str]]:
    return [(t.source, t.text, t.standing) for t in brought.translations if t.lang == lang]
