"""What a coordinator says before somebody's file is given away or erased."""

from __future__ import annotations

from wtforms import BooleanField, Form, StringField
from wtforms.validators import AnyOf, InputRequired

FORMATS = ("text", "json")


class ExportForm(Form):
    """Whoever asks is the person: false requests are how abusers find people."""

    sure = BooleanField(validators=[InputRequired()])
    format = StringField(default="text", validators=[AnyOf(FORMATS)])


class EraseForm(Form):
    sure = BooleanField(validators=[InputRequired()])
