"""A form as two people look at it together, and how a rating moves from one time to the next."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from guides.api import AnswerKind, FormQuestion, Moment
from guides.toolkit.domain import Pair

RATINGS = ("confidence", "understanding", "independence")
"""Measures that clients rate themselves, from the first time to the last."""
MOMENTS: tuple[Moment, ...] = ("registration", "assessment", "meeting", "closure", "follow-up")
"""Those that belong to a client, in their order. Monitoring belongs to nobody."""
Moved = Literal["up", "same", "down"]


class NoSuchForm(LookupError):
    """There is no form for this moment."""


@dataclass(frozen=True, slots=True)
class OptionShown:
    code: str
    text: Pair


@dataclass(frozen=True, slots=True)
class QuestionShown:
    """``key`` names the question in forms and in what is kept."""

    key: str
    kind: AnswerKind
    text: Pair
    why: Pair | None
    options: tuple[OptionShown, ...]
    for_guide: bool
    optional: bool
    credit: str
    """The name of the plugin that asks it; "" for the core."""


@dataclass(frozen=True, slots=True)
class GroupShown:
    title: Pair | None
    questions: tuple[QuestionShown, ...]


@dataclass(frozen=True, slots=True)
class FormShown:
    """A form in the client's language and in English."""

    title: Pair
    intro: Pair | None
    groups: tuple[GroupShown, ...]


def key_of(question: FormQuestion) -> str:
    """What names a question within its form: one that a plugin added carries the plugin's id."""
    return f"{question.plugin}.{question.id}" if question.plugin else question.id


def moved(first: str, last: str) -> Moved | None:
    """How a rating moved between two steps; None where one of them is no step."""
    if not (first.isdecimal() and last.isdecimal()):
        return None
    if int(first) == int(last):
        return "same"
    return "up" if int(last) > int(first) else "down"
