"""The form of a note. What was typed comes back with every answer that is not "saved"."""

from __future__ import annotations

from wtforms import TextAreaField

from guides.once.form import ChangeForm


class NoteForm(ChangeForm):
    text = TextAreaField()
