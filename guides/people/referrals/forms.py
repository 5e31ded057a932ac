"""Forms of a referral. What was typed comes back with every answer that is not "saved"."""

from __future__ import annotations

import re

from wtforms import (
    BooleanField,
    Form,
    HiddenField,
    SelectMultipleField,
    StringField,
    ValidationError,
)
from wtforms.validators import AnyOf, Length, Optional, Regexp

from guides.directory.asked import Search
from guides.directory.domain import NEEDS
from guides.directory.sectors import sector_of
from guides.once.domain import RANDOM_ID
from guides.once.form import ChangeForm, OnceForm
from guides.people.domain import Profile
from guides.people.referrals.domain import OUTCOMES, STATES

LONGEST_TEXT = 200
FIRST_NEEDS = (
    *("legal", "housing", "food", "money", "health", "mental-health", "clothing", "english"),
    *("women", "children"),
)
"""Asked most. The others stand behind a tap."""
FOUND = ("checked", "moved", "closed")
"""What one learns of a service by ringing it, as the directory wants to know it."""


def _meeting() -> HiddenField:
    return HiddenField(default="", validators=[Optional(), Regexp(RANDOM_ID)])


class FindForm(Form):
    """What is looked for. The need is the button that is tapped."""

    first_needs = FIRST_NEEDS
    other_needs = tuple(need for need in NEEDS if need not in FIRST_NEEDS)
    need = StringField(default="", validators=[Optional(), AnyOf(NEEDS)])
    text = StringField(default="", validators=[Length(max=LONGEST_TEXT)])
    area = StringField(default="")
    tongue = BooleanField(default=True)
    """Only where the client's language is spoken."""
    stop = BooleanField(default=True)
    """Only what is for the client's stop."""
    room = BooleanField(default=False)
    meeting = _meeting()

    def validate_area(self, field: StringField) -> None:
        """A whole postcode is cut at once, so that the page does not say it back."""
        typed = (field.data or "").strip()
        field.data = sector_of(typed)
        if typed and not field.data:
            raise ValidationError("area")

    def asked(self, profile: Profile) -> Search:
        """Call after validating."""
        return Search(
            text=(self.text.data or "").strip(),
            needs=tuple(need for need in NEEDS if need == self.need.data),
            stage=profile.stage if self.stop.data else "",
            language=profile.tongue if self.tongue.data else "",
            gender="women" if "women" in profile.audiences else None,
            household="families" if "family" in profile.audiences else None,
            sector=self.area.data or "",
            has_room=bool(self.room.data),
        )


class SendForm(OnceForm):
    """What the client said yes to."""

    service = HiddenField(validators=[Regexp(re.compile(r"[0-9a-f-]{36}\Z"))])
    need = StringField(default="", validators=[AnyOf(NEEDS)])
    passed = SelectMultipleField(validate_choice=False)
    """Of these only what may be told is taken."""
    agreed = BooleanField()
    meeting = _meeting()


class AnswerForm(ChangeForm):
    """What the service said, and what one learned of it by the way."""

    state = StringField(default="", validators=[AnyOf(STATES)])
    outcome = StringField(default="", validators=[AnyOf(OUTCOMES)])
    found = StringField(default="", validators=[AnyOf(("", *FOUND))])
