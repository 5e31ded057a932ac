"""Words that are spelt almost right, and which words they are read as."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from time import monotonic

from rapidfuzz import process
from rapidfuzz.distance import OSA

from guides.directory.search.words import untoken

SHORTEST = 4
"""Shorter words are as many others with one letter wrong."""
KEPT = 8
"""Vocabularies in memory."""
ANEW = 600.0
"""Seconds. A vocabulary may be that old although the directory has changed: making it takes a
while, and a word that is missing for ten minutes is only not suggested."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words, :func:`~guides.directory.words.stem`, and in how many services each stands."""

    words: Counter[str]
    revision: int
    made: float

    def good(self, revision: int) -> bool:
        return revision == self.revision or monotonic() - self.made < ANEW


class Vocabularies:
    """The last few, each under a key that says whose words they are."""

    def __init__(self) -> None:
        self._kept: OrderedDict[object, Vocabulary] = OrderedDict()
        self._lock = Lock()

    def get(self, key: object, revision: int, searches: Callable[[], Iterable[str]]) -> Vocabulary:
        """``searches`` gives the tokens of each service, as the index has them."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or not found.good(revision):
                found = Vocabulary(_count(searches()), revision, monotonic())
            self._kept[key] = found
            self._kept.move_to_end(key)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return found


def _count(searches: Iterable[str]) -> Counter[str]:
    tokens: Counter[str] = Counter()
    for search in searches:
        tokens.update(search.split())
    return Counter({word: n for token, n in tokens.items() if len(word := untoken(token)) > 2})


def can_be_wrong(word: str) -> bool:
    """Numbers and short words are what they are."""
    return len(word) >= SHORTEST and not any(map(str.isdigit, word))


def nearest(word: str, vocabulary: Vocabulary, others: Iterable[str] = ()) -> str:
    """The word that was meant, or "". ``others`` can be meant, too.

    The fewest letters wrong; then the same first letter; then the one that most services have.
    """
    most = 1 if len(word) < 6 else 2
    known = {*vocabulary.words, *others}
    found = process.extract(word, known, scorer=OSA.distance, score_cutoff=most, limit=None)
    ranked = sorted(
        (wrong, other[0] != word[0], -vocabulary.words[other], other)
        for other, wrong, _ in found
        if not any(map(str.isdigit, other))
    )
    return ranked[0][-1] if ranked else ""
