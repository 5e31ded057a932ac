"""Looking at what a plugin's code offers, before any of it is hung up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Protocol, get_args

from guides.api import (
    CORE_ACCESS,
    Command,
    Keeping,
    Method,
    Page,
    Permission,
    Setting,
)
from guides.plugins.runner import PluginFailed, quietly
from guides.storage.plugin_tables import FOLDER, PluginTables, TablesWrong, prefix, tables_made
from guides.toolkit.toml_file import ID

MOST_LETTERS = 500
"""In a text that somebody chooses as a setting."""
_HOLE = re.compile(r"<(?:int:)?([a-z][a-z0-9_]*)>")
_OWN = ("static",)
"""First parts of paths that are the host's."""


class Offer(Protocol):
    """What the code of a plugin offers besides content."""

    @property
    def settings(self) -> Sequence[Setting]: ...
    @property
    def permissions(self) -> Sequence[Permission]: ...
    @property
    def pages(self) -> Sequence[Page]: ...
    @property
    def commands(self) -> Sequence[Command]: ...
    @property
    def keeping(self) -> Sequence[Keeping]: ...


def check_code(plugin_id: str, offer: Offer, home: Path | None) -> None:
    """Refuse what could not be hung up, or would take the place of something else.

    ``home`` is the folder of a plugin with code; its migrations are tried on an empty database.

    Raises:
        PluginFailed: with the first thing that is wrong, and how to mend it.
    """
    for problem in (
        *_settings(offer.settings),
        *_permissions(offer.permissions),
        *_pages(plugin_id, offer.pages, offer.permissions),
        *_commands(offer.commands),
        *_tables(plugin_id, offer.keeping, home),
    ):
        raise PluginFailed(problem)


def tables_in(plugin_id: str, home: Path | None) -> PluginTables | None:
    """The migrations of a plugin; None where there are none."""
    if home is None or not (home / FOLDER).is_dir():
        return None
    return PluginTables(plugin_id, home / FOLDER)


def full_name(plugin_id: str, permission: Permission) -> str:
    """A permission as pages and viewers name it."""
    return f"{plugin_id}.{permission.word}"


def holes(path: str) -> tuple[str, ...]:
    """The names of the holes in a page's path."""
    return tuple(_HOLE.findall(path))


def shape(path: str) -> tuple[str, ...]:
    """A path with its holes nameless: two pages of one shape are in each other's way."""
    return tuple("<>" if _HOLE.fullmatch(part) else part for part in path.split("/"))


def _pages(plugin_id: str, pages: Sequence[Page], own: Sequence[Permission]) -> Iterator[str]:
    known = {*CORE_ACCESS, *(full_name(plugin_id, each) for each in own)}
    taken: set[tuple[tuple[str, ...], str]] = set()
    for page in pages:
        parts = page.path.split("/") if page.path else []
        wrong = [p for p in parts if not ID.fullmatch(p) and not _HOLE.fullmatch(p)]
        if wrong or parts[:1] in ([own_] for own_ in _OWN):
            yield (
                f'The page "{page.path}" cannot have this path. Mend: small letters, digits and '
                'hyphens between slashes, holes as <name> or <int:name>; not "static" first.'
            )
        if len(holes(page.path)) != len(set(holes(page.path))) or "lang" in holes(page.path):
            yield f'The page "{page.path}" has a hole whose name is taken. Mend: name it otherwise.'
        if page.access not in known:
            yield (
                f'The page "{page.path}" is for "{page.access}", which nobody may. '
                f"Mend: use one of {', '.join(sorted(known))}."
            )
        if not page.methods or not set(page.methods) <= set(get_args(Method)):
            yield f'The page "{page.path}" has methods that are not there. Mend: GET, POST or both.'
        for method in page.methods:
            route = (shape(page.path), method)
            if route in taken:
                yield (
                    f'There are two pages at "{page.path}" for {method}. Mend: give one of them '
                    "another path."
                )
            taken.add(route)


def _settings(settings: Sequence[Setting]) -> Iterator[str]:
    for name in _twice(each.name for each in settings):
        yield f'There are two settings "{name}". Mend: give one of them another name.'
    for each in settings:
        if not ID.fullmatch(each.name):
            yield f'"{each.name}" cannot be the name of a setting: small letters, digits, hyphens.'
        if each.kind == "choice" and len(each.choices) < 2:
            yield f'The setting "{each.name}" has nothing to choose from. Mend: name its choices.'
        if not _fits(each):
            yield (
                f'The setting "{each.name}" is of the kind {each.kind}, and its default is not. '
                "Mend: give it a default that could be chosen."
            )


def _fits(setting: Setting) -> bool:
    value = setting.default
    if setting.kind == "yes-no":
        return isinstance(value, bool)
    if setting.kind == "number":
        whole = isinstance(value, int) and not isinstance(value, bool)
        return whole and setting.least <= int(str(value)) <= setting.most
    if setting.kind == "date":
        return value is None or (isinstance(value, date) and not isinstance(value, datetime))
    if setting.kind == "choice":
        return value in setting.choices
    return isinstance(value, str) and len(value) <= MOST_LETTERS


def _permissions(permissions: Sequence[Permission]) -> Iterator[str]:
    for word in _twice(each.word for each in permissions):
        yield f'There are two permissions "{word}". Mend: give one of them another name.'
    for each in permissions:
        if not ID.fullmatch(each.word):
            yield f'"{each.word}" cannot be a permission: small letters, digits and hyphens only.'


def _commands(commands: Sequence[Command]) -> Iterator[str]:
    for name in _twice(each.name for each in commands):
        yield f'There are two commands "{name}". Mend: give one of them another name.'
    for each in commands:
        names = (each.name, *each.arguments)
        if not all(ID.fullmatch(name) for name in names) or len(set(names)) < len(names):
            yield (
                f'The command "{each.name}" has a name that cannot be one. Mend: small letters, '
                "digits and hyphens, each name once."
            )


def _tables(plugin_id: str, keeping: Sequence[Keeping], home: Path | None) -> Iterator[str]:
    answered = [table for each in keeping for table in each.tables]
    for table in _twice(answered):
        yield f'"{table}" is answered for twice in guides_holdings. Mend: name it once.'
    migrations = tables_in(plugin_id, home)
    try:
        made = _made(migrations)
    except TablesWrong as wrong:
        yield str(wrong)
        return
    for table in sorted(made - set(answered)):
        yield (
            f'Nothing says how rows leave the table "{table}". Mend: name it in a Keeping that '
            "guides_holdings returns."
        )
    for table in sorted(set(answered) - made):
        yield (
            f'guides_holdings names the table "{table}", which no migration makes. Mend: name '
            f"tables that begin with {prefix(plugin_id)}, and are made in {FOLDER}/."
        )


def _made(tables: PluginTables | None) -> frozenset[str]:
    return quietly(lambda: tables_made(tables)) if tables is not None else frozenset()


def _twice(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]
