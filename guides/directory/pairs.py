"""Services that may be one and the same. The program only asks; people decide."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal
from urllib.parse import urlsplit

from rapidfuzz.fuzz import ratio

from guides.directory.shown import Shown
from guides.directory.to_plugin import address

Reason = Literal["identifier", "phone", "website", "name"]
ALIKE = 85
"""Of 100: names that are as alike as this may be one, when they are near each other too."""
MOST_ALIKE = 30
"""Where more have the same phone or website, it is a switchboard or a council, and says nothing."""


@dataclass(frozen=True, slots=True)
class Pair:
    first: Shown
    second: Shown
    why: tuple[Reason, ...]


def pairs(services: Iterable[Shown]) -> tuple[Pair, ...]:
    """Those with most reasons first. A few seconds for ten thousand services."""
    there = {shown.id: shown for shown in services}
    why: dict[tuple[str, str], set[Reason]] = defaultdict(set)
    for reason, keys in _KEYS.items():
        for first, second in _sharing(there.values(), keys):
            why[first, second].add(reason)
    for first, second in _named_alike(there.values()):
        why[first, second].add("name")
    found = [
        Pair(there[first], there[second], tuple(sorted(reasons)))
        for (first, second), reasons in why.items()
        # One office with one phone offers many services: their names must be alike as well.
        if "name" in reasons or _alike(there[first], there[second])
    ]
    return tuple(sorted(found, key=lambda p: (-len(p.why), p.first.listing.name, p.first.id)))


def _alike(first: Shown, second: Shown) -> bool:
    return ratio(_plain(first), _plain(second)) >= ALIKE


def _plain(shown: Shown) -> str:
    return " ".join(re.findall(r"\w+", shown.listing.name.lower()))


def _identifiers(shown: Shown) -> Iterator[str]:
    return (f"{each.scheme} {each.number}" for each in shown.listing.identifiers)


def _phones(shown: Shown) -> Iterator[str]:
    for phone in shown.listing.phones:
        digits = re.sub(r"\D", "", phone.number.replace("+44", "0"))
        if len(digits) > 8:
            yield digits


def _websites(shown: Shown) -> Iterator[str]:
    try:
        host = urlsplit(shown.listing.url).hostname or ""
    except ValueError:
        return
    if host:
        yield host.removeprefix("www.")


_KEYS: dict[Reason, Callable[[Shown], Iterator[str]]] = {
    "identifier": _identifiers,
    "phone": _phones,
    "website": _websites,
}


def _sharing(
    services: Iterable[Shown], keys: Callable[[Shown], Iterator[str]]
) -> Iterator[tuple[str, str]]:
    sharing: dict[str, list[str]] = defaultdict(list)
    for shown in services:
        for key in set(keys(shown)):
            sharing[key].append(shown.id)
    for ids in sharing.values():
        if 1 < len(ids) <= MOST_ALIKE:
            yield from combinations(sorted(ids), 2)


def _named_alike(services: Iterable[Shown]) -> Iterator[tuple[str, str]]:
    """Names that are almost the same, in the same place or with none."""
    by_word: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for shown in services:
        name = _plain(shown)
        where = next(filter(None, map(address, shown.listing.places)), "")
        outward = next((p.postcode.split(" ")[0] for p in shown.listing.places if p.postcode), "")
        for word in set(name.split()[:2]):  # one of the first words is spelt right
            by_word[word].append((shown.id, name, outward or where))
    for some in by_word.values():
        if len(some) > MOST_ALIKE * 10:
            continue
        for (a, one, here), (b, other, there) in combinations(some, 2):
            if (not here or not there or here == there) and ratio(one, other) >= ALIKE:
                yield (a, b) if a < b else (b, a)
