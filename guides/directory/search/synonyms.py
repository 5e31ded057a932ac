"""What people call what they need: words of many languages, and the needs that they mean.

The words are content and stand in a toolkit, where somebody who speaks the language can mend them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

from guides.directory.domain import NEEDS, Need
from guides.directory.search.words import stem, words
from guides.paths import TOOLKITS

FILE = TOOLKITS / "asylum_journey" / "directory" / "synonyms.toml"
LONGEST = 4
"""Words of one synonym."""


class SynonymsWrong(Exception):
    """The file cannot be used. The message names it, what is wrong, and how to mend it."""


@dataclass(frozen=True)
class Synonyms:
    """By the stems of their words: ("food", "bank")."""

    needs: Mapping[tuple[str, ...], tuple[Need, ...]]

    tells: Mapping[tuple[str, ...], tuple[Need, ...]]
    """What a service's own words tell of what it is for."""

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.needs), default=0)

    @cached_property
    def single(self) -> frozenset[str]:
        """Every word of them, for those who spell one almost right."""
        return frozenset(word for words in self.needs for word in words)


@cache
def synonyms(file: Path = FILE) -> Synonyms:
    """Read once; a site is started again when its content changes.

    Raises:
        SynonymsWrong: when the file cannot be used.
    """
    try:
        data = tomllib.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SynonymsWrong(f"{file} cannot be read: {error}. Mend: look at that line.") from error
    found: dict[tuple[str, ...], tuple[Need, ...]] = {}
    tells: dict[tuple[str, ...], tuple[Need, ...]] = {}
    for at, meaning in enumerate(data.get("meaning", ()), 1):
        needs = _needs(file, at, meaning)
        for phrase in _phrases(file, at, meaning, data.get("checked_by", {})):
            found[phrase] = tuple(dict.fromkeys((*found.get(phrase, ()), *needs)))
        for phrase in _stems(file, at, meaning.get("tells", ())):
            tells[phrase] = tuple(dict.fromkeys((*tells.get(phrase, ()), *needs)))
    return Synonyms(found, tells)


def _needs(file: Path, at: int, meaning: dict[str, Any]) -> tuple[Need, ...]:
    needs = meaning.get("needs", [])
    if wrong := [need for need in needs if need not in NEEDS] or (not needs and ["nothing"]):
        raise SynonymsWrong(
            f"{file}, meaning {at}: {wrong[0]} is no need. Mend: write one of {', '.join(NEEDS)}."
        )
    return tuple(cast(Need, need) for need in needs)


def _phrases(
    file: Path, at: int, meaning: dict[str, Any], checked_by: dict[str, str]
) -> Iterator[tuple[str, ...]]:
    for language, phrases in meaning.items():
        if language in ("needs", "tells"):
            continue
        if language not in checked_by:
            raise SynonymsWrong(
                f'{file}, meaning {at}: nothing says who read "{language}". '
                f'Mend: write {language} = "" under [checked_by].'
            )
        yield from _stems(file, at, phrases)


def _stems(file: Path, at: int, phrases: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for phrase in phrases:
        stems = tuple(map(stem, words(phrase)))
        if not 0 < len(stems) <= LONGEST:
            raise SynonymsWrong(
                f'{file}, meaning {at}: "{phrase}" is not one to {LONGEST} words. '
                "Mend: say it shorter."
            )
        yield stems
