"""Forms of signing in and of accounts. Passwords may be pasted, and browsers may keep them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, Form, PasswordField, RadioField, SelectField, StringField

from guides.accounts.domain import Organisation, Role


class SignInForm(Form):
    name = StringField()
    password = PasswordField()
    shared = BooleanField()


class CodeForm(Form):
    code = StringField()


class JoinForm(Form):
    """A code that was handed over, and the password that its owner chooses."""

    code = StringField()
    password = PasswordField()


class InviteForm(Form):
    name = StringField()
    role = RadioField()
    organisation = SelectField(coerce=int, default=0)

    @classmethod
    def made_for(
        cls,
        roles: Sequence[tuple[Role, str]],
        organisations: Sequence[Organisation],
        data: Any = None,
    ) -> InviteForm:
        form = cls(data)
        form.role.choices = list(roles)
        form.organisation.choices = [(0, ""), *((o.id, o.name) for o in organisations)]
        return form
