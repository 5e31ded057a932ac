"""Lines and sections of the core that a plugin replaces or hides, and what the core says since."""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from guides.api import ChecklistItem, Conditions, Hidden, Section

Entry = ChecklistItem | Section
T = TypeVar("T", ChecklistItem, Section)
KEPT_SECTIONS = ("advice-line",)
"""Sections that stay as they are: the line between information and advice is drawn by law."""
_EMERGENCY = re.compile(r"\b999\b|\{fact:emergency-999\}")
MOST_SHOWN = 300
_PLACEHOLDER_ORDER = 500
"""The order of a line that says none."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing of the core that a plugin replaces or hides, beside what the core says today."""

    kind: Literal["line", "section"]
    target: str
    """``toolkit/stage/id``"""
    of: str
    """The fingerprint that the plugin noted; "" when it noted none."""
    now: str
    """The fingerprint of the core text today; "" when there is no such text any more."""
    core: str
    """What the core says today."""
    local: str
    """What the plugin says instead; "" when it hides."""
    name: str
    """The plugin's own id of it, or the target."""

    @property
    def changed(self) -> bool:
        """Whether the core says something else than what was replaced."""
        return bool(self.of) and self.of != self.now


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a replacement. ``fatal`` when it cannot be taken at all."""

    what: str
    mend: str
    sought: str
    """A pattern of the line at which it stands."""
    fatal: bool


def key_of(entry: Entry) -> str:
    """How a line or section is named from outside: ``toolkit/stage/id``."""
    name = entry.slug if isinstance(entry, Section) else entry.id
    return f"{entry.plugin}/{entry.stage}/{name}"


def fingerprint(entry: Entry) -> str:
    """Eight hex digits that change when what the core says here does, or how firmly."""
    if isinstance(entry, Section):
        said = repr((entry.title, "\n".join(entry.body.split())))
    else:
        said = repr((entry.kind, entry.text, entry.why, entry.fill, entry.protected))
    return hashlib.sha256(said.encode()).hexdigest()[:8]


def is_kept(entry: Entry) -> bool:
    """Whether something can be neither hidden nor replaced."""
    if isinstance(entry, Section):
        return entry.kind in KEPT_SECTIONS
    return entry.protected or bool(_EMERGENCY.search(f"{entry.text} {entry.why}"))


def without_replaced(found: Sequence[T], hidden: Collection[str], core: Collection[str]) -> list[T]:
    """What stands, of all lines (or sections) of a stop: a replacement in the place of its own.

    It takes the order and the conditions of what it replaces: it is for the same people. What is
    kept stands, whatever a plugin says. ``core`` are the plugins whose texts can be replaced.
    """
    there = {key_of(e): e for e in found if e.plugin in core and not is_kept(e)}
    gone = (set(hidden) | {entry.replaces for entry in found if entry.replaces}) & there.keys()
    return [
        _in_place(entry, there[entry.replaces])
        if entry.replaces in there
        else replace(entry, replaces="")  # a line beside the others, like any that is added
        for entry in found
        if key_of(entry) not in gone
    ]


def _in_place(entry: T, core: Entry) -> T:
    order = core.order if entry.order in (0, _PLACEHOLDER_ORDER) else entry.order
    more: dict[str, Any] = {"order": order, "conditions": core.conditions}
    if isinstance(core, Section):
        more |= {"reader": core.reader, "title": getattr(entry, "title", "") or core.title}
    else:
        # The core did not protect it, so it does not push others off the sheet.
        more |= {"icon": getattr(entry, "icon", "") or core.icon, "protected": False}
    return replace(entry, **more)


def changes(
    entries: Sequence[Entry], hidden: Sequence[Hidden], core: Sequence[Entry]
) -> Iterator[Change]:
    """Everything that a plugin replaces and hides, with what the core says there today."""
    there = _by_kind(core)
    for entry in entries:
        if entry.replaces:
            kind: Literal["line", "section"] = "section" if isinstance(entry, Section) else "line"
            own = entry.slug if isinstance(entry, Section) else entry.id
            yield _change(kind, entry.replaces, entry.of, _words(entry), own, there)
    for each in hidden:
        yield _change(each.kind, each.target, each.of, "", each.target, there)


def _by_kind(core: Sequence[Entry]) -> Mapping[tuple[str, str], Entry]:
    return {
        ("section" if isinstance(each, Section) else "line", key_of(each)): each for each in core
    }


def _change(
    kind: Literal["line", "section"],
    target: str,
    of: str,
    local: str,
    name: str,
    there: Mapping[tuple[str, str], Entry],
) -> Change:
    found = there.get((kind, target))
    now, core = (fingerprint(found), _words(found)) if found else ("", "")
    return Change(kind, target, of, now, core, local, name)


def _words(entry: Entry) -> str:
    if isinstance(entry, Section):
        return " ".join(f"{entry.title} {entry.body}".split())
    return " ".join(filter(None, [entry.text, entry.why]))


def problems(
    entries: Sequence[Entry], hidden: Sequence[Hidden], core: Sequence[Entry]
) -> Iterator[Problem]:
    """What is wrong with what a plugin replaces and hides, and what the core says since."""
    there = _by_kind(core)
    replacing = {entry.replaces: entry for entry in entries if entry.replaces}
    for change in changes(entries, hidden, core):
        at = rf'"{re.escape(change.target)}"'
        found = there.get((change.kind, change.target))
        if found is None:
            yield _not_there(change, [name for kind, name in there if kind == change.kind], at)
            continue
        if is_kept(found) and not change.changed:
            yield _kept(change, at)
            continue
        own = replacing.get(change.target) if change.local else None
        if own is not None and (wrong := _misfit(own, found, at)):
            yield wrong
        if _empties(change, found):
            yield Problem(
                "Without this section nobody can see what happens at the stop.",
                "Replace it: write your own what-happens.md with replaces = …", at, True,
            )  # fmt: skip
        yield from _fingerprints(change, found, at)


def _not_there(change: Change, known: Sequence[str], at: str) -> Problem:
    near = difflib.get_close_matches(change.target, known, n=1, cutoff=0.5)
    mend = f'Did you mean "{near[0]}"?' if near else 'Write it as "toolkit/stop/id".'
    if change.of:  # it was there once
        mend = "Read yours again: it stands beside the rest now. Then take this out."
    what = f'The core has no {change.kind} "{change.target}"; nothing is replaced or hidden.'
    return Problem(what, mend, at, False)


def _kept(change: Change, at: str) -> Problem:
    why = (
        "The line between information and advice stays as it is."
        if change.kind == "section"
        else "Deadlines and emergency numbers stay on every sheet."
    )
    what = f'"{change.target}" is protected: it can be neither hidden nor replaced. {why}'
    mend = "Take this out. You can add a line of your own beside it."
    return Problem(what, mend, at, True)


def _misfit(own: Entry, core: Entry, at: str) -> Problem | None:
    if own.stage != core.stage:
        what = f'"{key_of(core)}" stands at another stop.'
        return Problem(what, f"Move yours to the stop {core.stage}.", at, True)
    if isinstance(own, Section) and isinstance(core, Section) and own.kind != core.kind:
        what = f'A section "{own.kind}" cannot stand in the place of "{core.kind}".'
        return Problem(what, "Give your file the name of the section that it replaces.", at, True)
    if own.conditions not in (Conditions(), core.conditions):
        return Problem(
            f'It is for others than "{key_of(core)}", which it replaces.',
            "Leave out for, nations and dates: it takes those of the core. Or do not replace.",
            at, True,
        )  # fmt: skip
    return None


def _empties(change: Change, core: Entry) -> bool:
    return not change.local and isinstance(core, Section) and core.kind == "what-happens"


def _fingerprints(change: Change, core: Entry, at: str) -> Iterator[Problem]:
    paste = f'of = "{change.now}"'
    if not change.of:
        yield Problem(
            f'It is not noted which text of the core "{change.target}" stood for.',
            f"Write this line below: {paste}", at, False,
        )  # fmt: skip
    elif change.changed:
        now = f"The core says now: “{_short(change.core)}”"
        yours = f" Yours says: “{_short(change.local)}”" if change.local else " You hide it."
        still = " It is protected now, so it stands again." if is_kept(core) else ""
        yield Problem(
            f'Core text changed: "{change.target}". {now}{yours}{still}',
            f"Read both. If yours still holds, write: {paste}", at, False,
        )  # fmt: skip


def _short(text: str) -> str:
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN].rstrip()} …"
