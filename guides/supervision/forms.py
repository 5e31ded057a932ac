"""Forms of the coordinator. What was typed comes back with every answer that is not "saved"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wtforms import (
    BooleanField,
    DateField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from guides.api import Language
from guides.directory.tongues import SPOKEN, choices
from guides.journey.domain import Station
from guides.once.form import ChangeForm
from guides.people.consent.domain import HOWS as ASKED
from guides.people.domain import (
    ACCESS,
    AUDIENCES,
    CONTACTS,
    GUIDE_WISHES,
    READS,
    Profile,
)
from guides.supervision.domain import (
    HOWS,
    LONGEST_AREA,
    MOST_CLIENTS,
    MOST_TONGUES,
    GuideProfile,
    GuideSeen,
)
from guides.toolkit.wording import own_name

LONGEST_PARTNER = 80
USUAL_TONGUES = ("ar", "prs", "fa", "ps", "ckb", "kmr", "ti", "am", "so", "ur", "fr", "tr")
"""Those that are asked for most."""


def _codes(codes: Iterable[str]) -> Any:
    """Closed codes to choose from; their words stand in the template."""
    return list(codes)


class ProfileForm(ChangeForm):
    """What is known of a guide."""

    tongues = SelectMultipleField(choices=[])
    gender = RadioField(choices=_codes(GUIDE_WISHES), default="")
    area = StringField(validators=[Length(max=LONGEST_AREA)])
    trained = DateField(validators=[Optional()])
    dbs = DateField(validators=[Optional()])
    most = IntegerField(validators=[InputRequired(), NumberRange(0, MOST_CLIENTS)])
    children = BooleanField()
    first_tongues: int = 0
    """So many of the languages stand there at once, the others behind "more"."""

    @classmethod
    def made_for(cls, seen: GuideSeen, sent: Any = None) -> ProfileForm:
        profile = seen.profile
        form = cls(
            sent, tongues=list(profile.tongues), gender=profile.gender, area=profile.area,
            trained=profile.trained, dbs=profile.dbs, most=profile.most,
            children=profile.children, version=seen.version,
        )  # fmt: skip
        first = dict.fromkeys((*profile.tongues, *USUAL_TONGUES))
        form.tongues.choices = tongue_choices((*first, *SPOKEN))
        form.first_tongues = len(first)
        return form

    def profile(self) -> GuideProfile:
        """What was said. Call after ``validate``."""
        return GuideProfile(
            tuple((self.tongues.data or [])[: MOST_TONGUES + 1]),
            self.gender.data or "",
            self.area.data or "",
            self.trained.data,
            self.dbs.data,
            self.most.data or 0,
            bool(self.children.data),
        )


def tongue_choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Varieties to choose from, each by its own name and its English one; English goes without
    saying."""
    return [(code, label) for code, label, _ in choices(codes) if code != "en"]


class AssignForm(ChangeForm):
    """Who is to be the guide, and who steps in."""

    guide = IntegerField(validators=[InputRequired()])
    backup = IntegerField(validators=[Optional()])


class MoveForm(Form):
    """To whom all clients of a guide go."""

    to = IntegerField(validators=[InputRequired()])


class CheckInForm(Form):
    """How a guide is."""

    how = RadioField(choices=_codes(HOWS))
    talk = BooleanField()


class ReferForm(ChangeForm):
    """Somebody whom a partner sends: closed codes only, and that they agreed to it."""

    agreed = BooleanField(validators=[InputRequired()])
    asked = RadioField(choices=_codes(ASKED))
    partner = StringField(validators=[InputRequired(), Length(max=LONGEST_PARTNER)])
    tongue = SelectField()
    lang = SelectField()
    reads = RadioField(choices=_codes(READS), default="yes")
    stage = SelectField()
    audience = SelectMultipleField(choices=_codes(AUDIENCES))
    guide_wish = RadioField(choices=_codes(GUIDE_WISHES), default="")
    contact = SelectMultipleField(choices=_codes(CONTACTS))
    access = SelectMultipleField(choices=_codes(ACCESS))

    printed: frozenset[str] = frozenset()
    """Languages that there are sheets in."""

    @classmethod
    def made_for(
        cls, languages: Sequence[Language], stages: Sequence[Station], sent: Any = None
    ) -> ReferForm:
        form = cls(sent)
        spoken = choices((*(one.code for one in languages), *SPOKEN))
        form.tongue.choices = [("", "", {}), *spoken]
        form.lang.choices = [("", ""), *((one.code, own_name(one)) for one in languages)]
        form.printed = frozenset(one.code for one in languages)
        form.stage.choices = [("", ""), *((each.id, each.title.plain) for each in stages)]
        return form

    def valid(self) -> bool:
        """Also whether what must be chosen was chosen: the empty line of a list is no answer."""
        if self.tongue.data in self.printed and not self.lang.data:
            self.lang.data = self.tongue.data
        return bool(self.validate() and self.tongue.data and self.stage.data)

    def profile(self) -> Profile:
        """What was said. Call after ``valid``."""
        return Profile(
            tongue=self.tongue.data,
            lang=self.lang.data or "en",
            stage=self.stage.data,
            reads=self.reads.data or "yes",
            audiences=frozenset(self.audience.data or ()),
            contact=tuple(self.contact.data or ()),
            access=tuple(self.access.data or ()),
            guide_wish=self.guide_wish.data or "",
        )
