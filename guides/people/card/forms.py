"""The form of the emergency card. What was typed comes back, whatever happens."""

from __future__ import annotations

from wtforms import StringField, TextAreaField

from guides.once.form import ChangeForm
from guides.people.card.domain import Card


class CardForm(ChangeForm):
    ring = StringField()
    ring_number = StringField()
    solicitor = StringField()
    solicitor_number = StringField()
    know = TextAreaField()
    never = TextAreaField()

    def card(self) -> Card:
        """What was typed."""
        return Card(
            self.ring.data or "", self.ring_number.data or "", self.solicitor.data or "",
            self.solicitor_number.data or "", self.know.data or "", self.never.data or "",
            self.version.data or 0,
        )  # fmt: skip
