"""The forms of the programme: what a guide and a client fill in together, as content.

A form has a version, and what is compared over time has a ``measure`` that stays the same while
the words around it change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Moment = Literal["registration", "assessment", "meeting", "closure", "follow-up", "monitoring"]
"""When a form is filled in. Monitoring stands apart: its answers are only counted."""

AnswerKind = Literal["choice", "choices", "scale", "yes-no", "text", "date"]
"""One of several; several of several; the client's own rating; yes or no; words; a day."""


@dataclass(frozen=True, slots=True)
class FormOption:
    """What can be answered: ``code`` is kept, ``text`` is read."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class FormQuestion:
    """One question. ``options`` of a scale are its five steps, from least to most."""

    id: str
    text: str
    kind: AnswerKind
    measure: str = ""
    """What the answer tells, whatever the wording: answers with the same measure are compared."""
    why: str = ""
    """Why it is asked, in words for whoever is asked."""
    options: tuple[FormOption, ...] = ()
    asked_of: Literal["client", "guide"] = "client"
    optional: bool = True
    order: int = 500
    group: str = ""
    """The heading that it stands under."""
    plugin: str = ""


@dataclass(frozen=True, slots=True)
class ProgrammeForm:
    """A form, or with ``extends`` questions that a plugin adds to one of the core."""

    id: str
    moment: Moment = "meeting"
    title: str = ""
    version: int = 1
    """Goes up when a question or an option changes."""
    intro: str = ""
    questions: tuple[FormQuestion, ...] = ()
    extends: str = ""
    """The id of the form of the core that these questions are added to."""
    plugin: str = ""

    def spoken(self) -> tuple[str, ...]:
        """Every line that a client reads or hears."""
        told = [self.title, self.intro]
        for question in self.questions:
            told.append(question.group)
            if question.asked_of == "client":
                told += _lines(question)
        return tuple(dict.fromkeys(line for line in told if line))

    def read(self) -> tuple[str, ...]:
        """Every line that the guide alone reads."""
        told = (line for q in self.questions if q.asked_of == "guide" for line in _lines(q))
        return tuple(dict.fromkeys(line for line in told if line))


def _lines(question: FormQuestion) -> tuple[str, ...]:
    return question.text, question.why, *(option.text for option in question.options)
