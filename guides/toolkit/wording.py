"""Saying things in a language: translation, facts in place, plural forms, dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from markupsafe import Markup, escape

from guides.api import (
    Address,
    CalendarDate,
    Duration,
    Fact,
    Form,
    Language,
    Money,
    Phone,
    Translation,
    Value,
    Words,
)
from guides.toolkit import markup
from guides.toolkit.domain import Pair, Said
from guides.toolkit.facts_in import PLACEHOLDER
from guides.toolkit.languages_in import plural_key
from guides.toolkit.standing import state_of

ENGLISH = Language("en", "English", "English", "ltr", "checked")
_NAMED = re.compile(r"\{([a-z_]+)\}")


class Texts(Protocol):
    """Where words, facts and translations come from: a registry's view."""

    @property
    def words(self) -> Mapping[str, str]: ...
    @property
    def facts(self) -> Mapping[str, Fact]: ...
    @property
    def languages(self) -> Mapping[str, Language]: ...
    def translate(self, lang: str, english: str) -> Translation | None: ...


class Wording:
    """Everything that is said on one page or sheet, in one language."""

    def __init__(
        self, texts: Texts, language: Language, link: Callable[[str], str] = lambda url: url
    ) -> None:
        self.texts = texts
        self.language = language
        self._link = link
        self._locale = _locale(language)
        self._english = self if language.code == "en" else Wording(texts, ENGLISH, link)

    @property
    def english(self) -> Wording:
        """The same in English."""
        return self._english

    @property
    def locale(self) -> Locale:
        """Names of days and the like in this language."""
        return self._locale

    @property
    def is_english(self) -> bool:
        return self.language.code == "en"

    # Sentences -----------------------------------------------------------------------------

    def say(self, english: str, own: Value | None = None) -> Said:
        """A line of content: translated, its facts in place. ``own`` fills ``{value}``."""
        found = None if self.is_english else self.texts.translate(self.language.code, english)
        if found is None:
            return self._english._said(english, own, missing=not self.is_english)
        return self._said(found.text, own, found)

    def pair(self, english: str, own: Value | None = None) -> Pair:
        """A line in the client's language, and in English beside it."""
        first = self.say(english, own)
        if self.is_english or first.missing:
            return Pair(first)
        return Pair(first, self._english.say(english, own))

    def prose(self, body: str, on: date) -> Said:
        """Markdown of several paragraphs, as block HTML.

        A number that has probably moved, is due for review, or does not hold on that day says
        so beside it. (A checklist line would fall out; a paragraph says more than its number.)
        """
        html, whole = markup.block(
            body,
            self._fill(None, on),
            self._link,
            self._translated if not self.is_english else lambda text: text,
            self._english._fill(None, on),
        )
        return Said(html, self.language.code, self.language.direction, None, not whole)

    def _translated(self, english: str) -> str | None:
        found = self.texts.translate(self.language.code, english)
        return found.text if found else None

    def _said(
        self, text: str, own: Value | None, found: Translation | None = None, missing: bool = False
    ) -> Said:
        html = markup.inline(text, self._fill(own), self._link)
        standing = found.standing if found else None
        return Said(html, self.language.code, self.language.direction, standing, missing)

    def _fill(self, own: Value | None, on: date | None = None) -> Callable[[str], Markup]:
        def fill(text: str) -> Markup:
            if "{" not in text:
                return self._literal(text)
            parts: list[Markup] = []
            at = 0
            for hole in PLACEHOLDER.finditer(text):
                parts += [self._literal(text[at : hole.start()]), self._hole(hole, own)]
                parts.append(self._mark(hole[2], on))
                at = hole.end()
            return Markup("").join([*parts, self._literal(text[at:])])

        return fill

    def _mark(self, name: str, on: date | None) -> Markup:
        """The mark beside a number that is to be checked first."""
        fact = self.texts.facts.get(name)
        if on is None or fact is None:
            return Markup("")
        state = state_of(fact, on)
        if state.shown and not state.check_first:
            return Markup("")
        mark = self.word("check-first-mark")
        return Markup('\u00a0<span lang="{}" dir="{}">{}</span>').format(
            mark.lang, mark.direction, mark.html
        )

    def _hole(self, hole: re.Match[str], own: Value | None) -> Markup:
        if hole[1]:
            fact = self.texts.facts.get(hole[2])
            return self.value(fact.value) if fact and fact.value else self._literal(hole[0])
        return self.value(own) if hole[2] == "value" and own else self._literal(hole[0])

    def _literal(self, text: str) -> Markup:
        return markup.isolate(text, self.language.direction)

    # Words of the interface ----------------------------------------------------------------

    def word(self, word_id: str, /, **values: Said | Markup | str | int) -> Said:
        """A word or sentence of the interface, its ``{holes}`` filled.

        Raises:
            KeyError: when there is no such word; a test walks all that are used.
        """
        english = self.texts.words[word_id]
        found = None if self.is_english else self.texts.translate(self.language.code, english)
        if found is None and not self.is_english:
            said = self._english.word(word_id, **values)
            return Said(said.html, said.lang, said.direction, None, missing=True)
        text = found.text if found else english
        parts: list[Markup] = []
        at = 0
        for hole in _NAMED.finditer(text):
            parts += [self._literal(text[at : hole.start()]), self._own_markup(values[hole[1]])]
            at = hole.end()
        html = Markup("").join([*parts, self._literal(text[at:])])
        return Said(
            html,
            self.language.code,
            self.language.direction,
            found.standing if found else None,
        )

    def word_pair(self, word_id: str, /, **values: Said | Markup | str | int) -> Pair:
        """An interface word in the client's language, and in English beside it.

        Values that are :class:`Said` belong to one language; give plain ones here.
        """
        first = self.word(word_id, **values)
        if self.is_english or first.missing:
            return Pair(first)
        return Pair(first, self._english.word(word_id, **values))

    def _own_markup(self, value: Said | Markup | str | int) -> Markup:
        if isinstance(value, Said):
            if value.lang == self.language.code:
                return value.html
            return Markup('<bdi lang="{}" dir="{}">{}</bdi>').format(
                value.lang, value.direction, value.html
            )
        if isinstance(value, Markup):
            return value
        if isinstance(value, int):
            return markup.ltr(str(value))
        return self.name(value)

    def name(self, text: str) -> Markup:
        """A name or title that is not translated (a source, an organisation)."""
        if self.is_english:
            return escape(text)
        return Markup('<bdi lang="en" dir="ltr">{}</bdi>').format(text)

    # Values --------------------------------------------------------------------------------

    def value(self, value: Value) -> Markup:
        """A typed value in words. Digits stay Western; unit words are translated."""
        match value:
            case Phone(number):
                return markup.ltr(number.replace(" ", "\u00a0"))
            case Money(amount, per, approximate):
                return self._about(self._per(markup.ltr(_pounds(amount)), per), approximate)
            case Duration(count, unit, up_to, approximate, per):
                return self._about(self._per(self._length(count, unit, up_to), per), approximate)
            case CalendarDate(day, month_only):
                return self.date(day, month_only)
            case Form(text) | Address(text):
                return markup.ltr(text) if self.is_english else self.name(text)
            case Words(text):
                return self.say(text).html if self.is_english else self._words(text)

    def _words(self, text: str) -> Markup:
        said = self.say(text)
        return self.name(text) if said.missing else said.html

    def date(self, day: date, month_only: bool = False) -> Markup:
        """A day in words, such as 2 March 2026."""
        text = format_date(day, "MMMM y" if month_only else "d MMMM y", locale=self._locale)
        text = text.replace(" ", "\u00a0")
        return escape(text) if self.language.direction == "ltr" else markup.isolate(text, "rtl")

    def _length(self, count: Decimal, unit: str, up_to: Decimal | None) -> Markup:
        last = count if up_to is None else up_to
        category = self._locale.plural_form(last) if last == int(last) else "other"
        text = self._form(f"unit-{unit}", category)
        number = markup.ltr(
            _plain(count) if up_to is None else f"{_plain(count)}\u2013{_plain(last)}"
        )
        before, hole, after = text.partition("{n}")
        if not hole:
            return self._literal(text)
        joined = [self._literal(before), number, self._literal(after.replace(" ", "\u00a0", 1))]
        return Markup("").join(joined)

    def _form(self, stem: str, category: str) -> str:
        """A plural form: the language's own, or its "other", or English."""
        for wanted in (category, "other"):
            if not self.is_english:
                found = self.texts.translate(self.language.code, plural_key(stem, wanted))
                if found:
                    return found.text
            elif plural_key(stem, wanted) in self.texts.words:
                return self.texts.words[plural_key(stem, wanted)]
        return self._english._form(stem, category) if not self.is_english else "{n}"

    def _per(self, value: Markup, period: str | None) -> Markup:
        return self.word(f"per-{period}", value=value).html if period else value

    def _about(self, value: Markup, approximate: bool) -> Markup:
        return self.word("about", value=value).html if approximate else value


def own_name(language: Language) -> str:
    """A language as one looks for it in a list: by its own name, and by its English one."""
    if language.name == language.english_name:
        return language.name
    return f"{language.name} \u00b7 {language.english_name}"


def _pounds(amount: Decimal) -> str:
    return f"£{amount:,.0f}" if amount == int(amount) else f"£{amount:,.2f}"


def _plain(number: Decimal) -> str:
    return str(int(number)) if number == int(number) else str(number.normalize())


def _locale(language: Language) -> Locale:
    """Plural rules and month names; English when CLDR does not know the language."""
    for code in filter(None, (language.plural_rules, language.code)):
        try:
            return Locale.parse(code.replace("-", "_"))
        except (UnknownLocaleError, ValueError):
            continue
    return Locale("en", "GB")
