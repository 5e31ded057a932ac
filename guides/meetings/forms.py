"""What a session is about, how many sheets, and the tally: closed codes and small numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import Form, IntegerField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from guides.api import NATIONS, Audience, Case, Language, Nation
from guides.meetings.domain import (
    MOST_COUNTED,
    MOST_MINUTES,
    MOST_PEOPLE,
    MOST_STOPS,
    Tally,
    Topic,
)
from guides.once.form import OnceForm
from guides.toolkit.wording import Wording, own_name

GROUPS: tuple[tuple[str, Audience | None], ...] = (
    ("everybody", None),
    ("women", "women"),
    ("family", "family"),
)
"""Sheets that a group takes away. A separated child is not in one: their guide passes on."""


def _once(chosen: list[str] | None) -> list[str] | None:
    """Each only once, wherever an address or a form says it twice."""
    return list(dict.fromkeys(chosen)) if chosen else chosen


def _nations(wording: Wording) -> list[tuple[str, str]]:
    return [
        ("", wording.word("option-not-said").plain),
        *((n, wording.word(f"nation-{n}").plain) for n in NATIONS),
    ]


class SessionForm(Form):
    """Which language and which stops."""

    language = SelectField()
    nation = SelectField(default="")
    topic = SelectMultipleField(filters=[_once])

    @classmethod
    def made_for(
        cls, wording: Wording, languages: Sequence[Language], topics: Sequence[Topic], data: Any
    ) -> SessionForm:
        form = cls(data)
        form.language.choices = [(one.code, own_name(one)) for one in languages]
        form.topic.choices = [(topic.id, topic.title.plain) for topic in topics]
        form.nation.choices = _nations(wording)
        if form.language.data is None:
            form.language.data = wording.language.code
        return form

    def where(self) -> Nation | None:
        """The nation that was said."""
        return next((n for n in NATIONS if n == self.nation.data), None)

    @staticmethod
    def validate_topic(form: Form, field: SelectMultipleField) -> None:
        chosen = field.data or []
        if not 1 <= len(chosen) <= MOST_STOPS:
            raise ValidationError("choose one to three")


class SheetsForm(Form):
    """How many sheets of each kind, for one nation."""

    language = SelectField()
    topic = SelectMultipleField(filters=[_once])
    nation = SelectField(default="")
    everybody = IntegerField(validators=[Optional(), NumberRange(0, MOST_PEOPLE)])
    women = IntegerField(validators=[Optional(), NumberRange(0, MOST_PEOPLE)])
    family = IntegerField(validators=[Optional(), NumberRange(0, MOST_PEOPLE)])

    @classmethod
    def made_for(
        cls, wording: Wording, languages: Sequence[Language], stops: Sequence[str], data: Any = None
    ) -> SheetsForm:
        form = cls(data)
        form.language.choices = [(one.code, own_name(one)) for one in languages]
        form.topic.choices = [(stop, stop) for stop in stops]
        form.nation.choices = _nations(wording)
        return form

    def say_how_many(self) -> None:
        """Each number fits, but nobody takes a sheet, or too many are wanted."""
        self.everybody.errors = [*self.everybody.errors, "how many people are there?"]

    def wanted(self) -> list[tuple[Case, int]]:
        """Each sheet with how many of it, person by person kind. Call after ``validate``."""
        nation = next((n for n in NATIONS if n == self.nation.data), None)
        return [
            (
                Case(
                    stage,
                    self.language.data,
                    nation,
                    frozenset((audience,) if audience else ()),
                ),
                self[name].data,
            )
            for name, audience in GROUPS
            for stage in self.topic.data or ()
            if self[name].data
        ]


class TallyForm(OnceForm):
    """What can be kept of a session."""

    language = SelectField()
    topic = SelectMultipleField(filters=[_once])
    people = IntegerField(validators=[InputRequired(), NumberRange(1, MOST_COUNTED)])
    minutes = IntegerField(validators=[InputRequired(), NumberRange(1, MOST_MINUTES)])

    @classmethod
    def made_for(
        cls, languages: Sequence[Language], topics: Sequence[Topic], data: Any = None
    ) -> TallyForm:
        form = cls(data)
        form.language.choices = [(one.code, own_name(one)) for one in languages]
        form.topic.choices = [(topic.id, topic.title.plain) for topic in topics]
        return form

    def tally(self) -> Tally:
        """What was said. Call after ``validate``."""
        return Tally(
            tuple(self.topic.data or ()),
            self.language.data,
            self.people.data or 0,
            self.minutes.data or 0,
        )
