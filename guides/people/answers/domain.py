"""Answers as they were given: the question as it was asked stands beside each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from guides.api import AnswerKind, FormQuestion, Moment, ProgrammeForm
from guides.people.domain import LONGEST_NOTE, Unfit
from guides.people.typed import typed
from guides.programme.domain import MOMENTS, key_of
from guides.toolkit.forms_in import CLOSED

Sent = Mapping[str, Sequence[str]]
"""What came with a form: for each question, by its key, the codes or the words."""
Why = Literal["option", "needed", "date", "long"]
"""Why an answer cannot be kept: not on the list, left open, no day, too long."""
PROBLEMS: tuple[Why, ...] = get_args(Why)

STILL_OPEN: Mapping[tuple[Moment, bool], timedelta] = {
    ("follow-up", False): timedelta(days=14),
    ("meeting", False): timedelta(days=0),
}
"""Forms that are filled in again and again, by whether they belong to a meeting: so long the one
that is there is changed; after that there is a new one. Of others there is one."""


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, with the question in the English in which it was asked."""

    question: str
    """The key of the question in its form."""
    measure: str
    kind: AnswerKind
    asked: str
    codes: tuple[str, ...]
    said: tuple[str, ...]
    """What the codes said in English; or what was typed."""

    @property
    def sent(self) -> tuple[str, ...]:
        """As a form would send it."""
        return self.codes or self.said


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was filled in. ``day`` is None when its words are lost."""

    id: str
    form: str
    form_version: int
    moment: Moment
    meeting: str
    month: str
    version: int
    day: date | None = None
    title: str = ""
    given: tuple[Given, ...] = ()
    lost: bool = False

    @property
    def order(self) -> tuple[date, int, str]:
        """Sorts from first to last; of one day in the order of the programme."""
        return self.day or date.min, MOMENTS.index(self.moment), self.id


@dataclass(frozen=True, slots=True)
class Point:
    """One answer in a course."""

    moment: Moment
    day: date | None
    code: str
    said: str


@dataclass(frozen=True, slots=True)
class Course:
    """What was answered to one measure, from first to last, whatever the form's version."""

    measure: str
    asked: str
    """As it was asked last."""
    points: tuple[Point, ...]


class Misfit(ValueError):
    """One answer cannot be kept."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why)


class AnswersWrong(ValueError):
    """Something cannot be kept. ``problems`` says why, by question.

    ``stray`` is what was sent to questions that are not in the form any more.
    """

    def __init__(self, problems: Mapping[str, Why], stray: tuple[str, ...] = ()) -> None:
        self.problems = dict(problems)
        self.stray = stray
        super().__init__(", ".join(self.problems.values()))


class AnswersChanged(Exception):
    """Somebody else saved this form meanwhile.

    ``now`` is what stands there; None for whoever may not read it.
    """

    def __init__(self, version: int, now: Filled | None) -> None:
        self.version = version
        self.now = now
        super().__init__("changed")


def judged(form: ProgrammeForm, sent: Sent) -> tuple[Given, ...]:
    """The answers that fit, in the order of the form.

    Raises:
        AnswersWrong: with all that does not.
    """
    problems: dict[str, Why] = {}
    found: list[Given] = []
    questions = {key_of(question): question for question in form.questions}
    for key, question in questions.items():
        values = tuple(dict.fromkeys(value for value in sent.get(key, ()) if value.strip()))
        try:
            given = _given(key, question, values)
        except Misfit as misfit:
            problems[key] = misfit.why
            continue
        if given is not None:
            found.append(given)
        elif not question.optional:
            problems[key] = "needed"
    stray = [value for key in sent.keys() - questions.keys() for value in sent[key] if value]
    if problems or stray:
        raise AnswersWrong(problems, tuple(stray))
    return tuple(found)


def _given(key: str, question: FormQuestion, values: tuple[str, ...]) -> Given | None:
    """One answer, or None when it was left open. Raises Misfit."""
    codes: tuple[str, ...] = ()
    if question.kind in CLOSED:
        texts = {option.code: option.text for option in question.options}
        if not values:
            return None
        if (values[1:] and question.kind != "choices") or not set(values) <= texts.keys():
            raise Misfit("option")
        codes = tuple(code for code in texts if code in values)
        said = tuple(texts[code] for code in codes)
    elif question.kind == "date":
        said = tuple(_day(value) for value in values[:1])
    else:
        said = tuple(filter(None, map(_text, values[:1])))
    if not said:
        return None
    return Given(key, question.measure, question.kind, question.text, codes, said)


def _text(value: str) -> str:
    try:
        return typed(value, LONGEST_NOTE)
    except Unfit:
        raise Misfit("long") from None


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value.strip()).isoformat()
    except ValueError:
        raise Misfit("date") from None


def measured(given: Sequence[Given]) -> dict[str, str]:
    """What stands in the clear to be compared: one closed code for each measure.

    Lists of what somebody ticked are not among it: their needs say too much about them.
    """
    return {each.measure: each.codes[0] for each in given if is_compared(each)}


def is_compared(given: Given) -> bool:
    """Whether an answer is one of several steps or words, and not a list or a text."""
    return bool(given.measure) and given.kind in CLOSED and given.kind != "choices"


def courses(filled: Sequence[Filled]) -> tuple[Course, ...]:
    """For each measure with one answer at a time, its answers from first to last."""
    points: dict[str, list[Point]] = {}
    asked: dict[str, str] = {}
    for form in sorted(filled, key=lambda each: each.order):
        for given in form.given:
            if is_compared(given):
                point = Point(form.moment, form.day, given.codes[0], given.said[0])
                points.setdefault(given.measure, []).append(point)
                asked[given.measure] = given.asked
    return tuple(Course(m, asked[m], tuple(found)) for m, found in points.items())
