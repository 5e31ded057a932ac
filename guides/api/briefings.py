"""Briefings and handbook pages: what guides and coordinators read before and during a meeting."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from guides.api.conditions import Conditions

PartKind = Literal["explain", "discuss", "reflect"]
"""The three steps of a meeting, in their order."""

BriefingPlace = Literal["stage", "opening", "closing", "topic"]
"""Where a briefing stands in a meeting: about a stop, at the beginning or end, or a theme."""


@dataclass(frozen=True, slots=True)
class BriefingPart:
    """One step: ``say`` is read aloud line by line, ``guide`` is a note for the guide alone."""

    kind: PartKind
    title: str
    minutes: int
    say: tuple[str, ...]
    guide: str = ""
    conditions: Conditions = field(default_factory=Conditions)


@dataclass(frozen=True, slots=True)
class SafeSentence:
    """What a guide can say, when advice is asked for."""

    when: str
    say: str


@dataclass(frozen=True, slots=True)
class PassOn:
    """A question that a guide does not answer, and to whom it goes."""

    question: str
    to: str


@dataclass(frozen=True, slots=True)
class TeachBack:
    """A question that the client answers alone, and what a good answer holds."""

    ask: str
    listen_for: str


@dataclass(frozen=True, slots=True)
class Hurt:
    """What can hurt at this stop, and how to speak of it."""

    what: str
    speak: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """How to run a meeting. Its id is that of its stage, unless it stands elsewhere."""

    id: str
    place: BriefingPlace
    purpose: str
    minutes: int
    parts: tuple[BriefingPart, ...]
    title: str = ""
    """Empty for a stage, which has a title of its own."""
    ready: tuple[str, ...] = ()
    safe: tuple[SafeSentence, ...] = ()
    pass_on: tuple[PassOn, ...] = ()
    teach_back: tuple[TeachBack, ...] = ()
    hurts: tuple[Hurt, ...] = ()
    plugin: str = ""

    def spoken(self) -> tuple[str, ...]:
        """Every line that is said to a client."""
        return (
            *((self.title,) if self.title else ()),
            *(line for part in self.parts for line in (part.title, *part.say)),
            *(sentence.say for sentence in self.safe),
            *(question.ask for question in self.teach_back),
        )

    def read(self) -> tuple[str, ...]:
        """Every line that the guide alone reads."""
        return (
            self.purpose,
            *self.ready,
            *(part.guide for part in self.parts if part.guide),
            *(sentence.when for sentence in self.safe),
            *(text for each in self.pass_on for text in (each.question, each.to)),
            *(question.listen_for for question in self.teach_back),
            *(text for each in self.hurts for text in (each.what, each.speak)),
        )


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply to a practice question, and why it is right or not."""

    text: str
    because: str
    right: bool = False


@dataclass(frozen=True, slots=True)
class PracticeQuestion:
    """A question of a practice case."""

    text: str
    replies: tuple[Reply, ...]


@dataclass(frozen=True, slots=True)
class HandbookPage:
    """A page for guides and coordinators, in Markdown; with questions it is a practice case."""

    id: str
    title: str
    body: str
    order: int = 0
    questions: tuple[PracticeQuestion, ...] = ()
    path: str = ""
    plugin: str = ""
