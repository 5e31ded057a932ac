"""The form of a note. What was typed comes back with every answer that is not "saved"."""

from __future__ import annotations

import re
import secrets

from wtforms import Form, HiddenField, IntegerField, TextAreaField
from wtforms.validators import Regexp


class NoteForm(Form):
    text = TextAreaField()
    version = IntegerField(default=0)
    save = HiddenField(
        default=lambda: secrets.token_hex(16), validators=[Regexp(re.compile(r"[0-9a-f]{32}\Z"))]
    )
