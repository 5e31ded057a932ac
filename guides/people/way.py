"""The way of the programme: what was done with a client, and what comes next."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal["role", "consent", "registration", "assessment", "meetings", "closure"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Milestone:
    """One part of the programme. ``here``: this comes next."""

    kind: Kind
    done: bool
    here: bool


def way(asked: bool, moments: Collection[str], met: int, closed: bool) -> tuple[Milestone, ...]:
    """The parts in their order. ``asked``: consent was asked for; ``moments``: forms that were
    filled in; ``met``: how many meetings there were.

    Meetings are never done while somebody is met: there is always a next one.
    """
    done: dict[Kind, bool] = {
        "role": asked,
        "consent": asked,
        # Who has met already goes on; forms can be filled in later, or never.
        "registration": "registration" in moments or met > 0,
        "assessment": "assessment" in moments or met > 0,
        "meetings": closed,
        "closure": closed,
    }
    first = next((kind for kind in KINDS if not done[kind]), None)
    return tuple(Milestone(kind, done[kind], kind == first) for kind in KINDS)
