"""What somebody typed, read as what they meant: phrases, synonyms, words that are half typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from guides.directory.domain import Need
from guides.directory.search.query import Clause
from guides.directory.search.synonyms import Synonyms
from guides.directory.search.words import NAME, mark, stem, token, words

MOST_LETTERS = 200
MOST_WORDS = 12
BEGUN = 3
"""So many letters of a word find it before it is typed to its end."""
_SMALL_WORDS = """
a an and are at by can do for from get go how i in is it me my near need of on or our please some
somebody someone that the there this to want we what where which who with you your
"""
_SMALL = frozenset(_SMALL_WORDS.split())
"""They say nothing of what is looked for."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, as it was typed or as it is read."""

    typed: str
    begun: bool = False
    """Nothing follows it: perhaps its end is still to come."""

    @property
    def stem(self) -> str:
        return stem(self.typed)

    @property
    def tokens(self) -> tuple[str, ...]:
        """Any of them fits."""
        whole = token(self.stem)
        if self.begun and len(self.typed) >= BEGUN:
            return whole, f"{token(self.typed)}*"
        return (whole,)


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that is looked for: a word, or several that mean one thing together."""

    words: tuple[Word, ...]
    needs: tuple[Need, ...] = ()

    @property
    def own(self) -> tuple[Clause, ...]:
        """Its own words."""
        return tuple(tuple((each,) for each in word.tokens) for word in self.words)

    @property
    def in_name(self) -> tuple[Clause, ...]:
        return tuple(tuple((f"{NAME}{each}",) for each in word.tokens) for word in self.words)

    @property
    def clause(self) -> Clause:
        """Its own words, or a service for what they mean."""
        if len(self.words) == 1:
            own = self.own[0]
        else:
            own = (tuple(token(word.stem) for word in self.words),)
        return (*own, *((mark("need", need),) for need in self.needs))


def typed_words(text: str) -> tuple[Word, ...]:
    """The words of a text. Of a very long one the end is left out."""
    text = text[:MOST_LETTERS]
    found = list(words(text))[:MOST_WORDS]
    ended = text[-1:].isspace()
    return tuple(Word(w, at == len(found) - 1 and not ended) for at, w in enumerate(found))


def terms_of(typed: Sequence[Word], synonyms: Synonyms) -> tuple[Term, ...]:
    """What they mean, phrases before words; small words that are part of no phrase are left out."""
    return tuple(_terms(typed, synonyms))


def _terms(typed: Sequence[Word], synonyms: Synonyms) -> Iterator[Term]:
    at = 0
    while at < len(typed):
        together, needs = _longest(typed[at : at + max(1, synonyms.longest)], synonyms)
        at += len(together)
        if needs or together[0].typed not in _SMALL:
            yield Term(together, needs)


def _longest(
    typed: Sequence[Word], synonyms: Synonyms
) -> tuple[tuple[Word, ...], tuple[Need, ...]]:
    """The most of the first words that mean a need, or the first word alone."""
    for length in range(len(typed), 0, -1):
        needs = synonyms.needs.get(tuple(word.stem for word in typed[:length]), ())
        if needs:
            return tuple(typed[:length]), needs
    return tuple(typed[:1]), ()
