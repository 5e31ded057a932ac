"""A meeting in words: the stop, the language, the rows of who does what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from guides.journey.service import Guide
from guides.meetings.client.domain import MOST_STEPS, Step, Who
from guides.meetings.client.practice import Case
from guides.people.shown import spoken, stop
from guides.toolkit.domain import Said

__all__ = ["CaseShown", "Row", "names_of", "of_case", "rows", "spoken", "stop", "typed"]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of who does what next, to be typed in. ``id`` is "" for a new one."""

    id: str = ""
    what: str = ""
    who: Who | str = "client"
    by: str = ""


@dataclass(frozen=True, slots=True)
class CaseShown:
    """Somebody invented: at which stop, in which language."""

    stop: Said
    spoken: Said


def rows(steps: Sequence[Step]) -> list[Row]:
    """What stands there, and room for more."""
    there = [
        Row(step.id, step.what, step.who, step.by.isoformat() if step.by else "")
        for step in steps
        if not (step.lost or step.shut)
    ]
    return there + [Row()] * max(0, MOST_STEPS - len(there))


def typed(sent: Sequence[tuple[str, str, str, str]]) -> list[Row]:
    """The same rows, as they were sent."""
    there = [Row(*row) for row in sent]
    return there + [Row()] * max(0, MOST_STEPS - len(there))


def names_of(sent: Sequence[tuple[str, str, str, str]], steps: Sequence[Step]) -> list[str]:
    """The ids of the rows that were sent, in their order; "" where nothing was typed."""
    left = list(steps)
    names = []
    for _, what, *_ in sent:
        found = next((step for step in left if step.what == what.strip()), None)
        if found is not None:
            left.remove(found)
        names.append(found.id if found else "")
    return names


def of_case(guide: Guide, case: Case) -> CaseShown:
    """What a guide chooses from."""
    profile = case.profile
    return CaseShown(stop(guide, profile.stage), spoken(guide.wording, profile.tongue))
