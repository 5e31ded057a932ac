"""The form of consents: yes or no to each use, and how it was asked."""

from __future__ import annotations

from typing import Any, cast

from wtforms import Form, RadioField
from wtforms.validators import Optional

from guides.people.consent.domain import HOWS, USES, How, Use


class ConsentForm(Form):
    """Each question may stay open: then nothing is kept of it. The template has the words."""

    record = RadioField(validators=[Optional()])
    contact = RadioField(validators=[Optional()])
    refer = RadioField(validators=[Optional()])
    feedback = RadioField(validators=[Optional()])
    how = RadioField()

    @classmethod
    def made(cls, sent: Any = None) -> ConsentForm:
        """The form, filled with what was sent."""
        form = cls(sent)
        for question in (form.record, form.contact, form.refer, form.feedback):
            question.choices = [("yes", "yes"), ("no", "no")]
        form.how.choices = [(how, how) for how in HOWS]
        return form

    def answers(self) -> dict[Use, bool]:
        """What was answered. Call after :meth:`validate`."""
        said: dict[str, Any] = {use: self[use].data for use in USES}
        return {use: said[use] == "yes" for use in USES if said[use] in ("yes", "no")}

    def asked(self) -> How:
        return cast(How, self.how.data)
