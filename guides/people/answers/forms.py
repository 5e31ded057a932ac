"""What comes with a form of the programme. Everything that was typed goes back to the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wtforms import HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Regexp

from guides.once.domain import RANDOM_ID, new_id
from guides.once.form import OnceForm

FIELD = "q-"
"""Before the key of a question, this names its field."""
MOST_SENT = 256 * 1024
"""So many bytes may be sent: ten thousand letters of any script, where fewer are allowed, come
back with a word about it and are not lost."""


class CountForm(OnceForm):
    """Nobody could tell afterwards that something was counted twice: without an id, not once."""

    save = HiddenField(default=new_id, validators=[InputRequired(), Regexp(RANDOM_ID)])


class FillForm(CountForm):
    version = IntegerField(default=0, validators=[InputRequired(), NumberRange(0)])


def sent(posted: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, ...]]:
    """The answers by the key of their question; empty ones are left out."""
    found = {
        name.removeprefix(FIELD): tuple(value for value in values if value.strip())
        for name, values in posted.items()
        if name.startswith(FIELD)
    }
    return {key: values for key, values in found.items() if values}
