"""What forms that save once begin with. Not ``forms.py``: that is private to its folder."""

from __future__ import annotations

from wtforms import Form, HiddenField, IntegerField
from wtforms.validators import Regexp

from guides.once.domain import RANDOM_ID, new_id


class OnceForm(Form):
    """A form that saves once."""

    save = HiddenField(default=new_id, validators=[Regexp(RANDOM_ID)])


class ChangeForm(OnceForm):
    """A form that changes what others may have changed since ``version``."""

    version = IntegerField(default=0)
