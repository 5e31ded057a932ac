"""The form of a choice: for each plugin on or off, and its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from wtforms import Form, IntegerField
from wtforms.validators import Optional

from guides.offices.domain import Office

LAST = 999


@dataclass(frozen=True, slots=True)
class Row:
    """One plugin in the form."""

    plugin: str
    on: bool
    place: int


class ChoiceForm(Form):
    version = IntegerField(default=0, validators=[Optional()])
    rows: tuple[Row, ...] = ()
    away: tuple[str, ...] = ()
    """Chosen, but not there just now: a plugin that comes back is shown again."""

    @classmethod
    def made_for(cls, plugins: Iterable[str], office: Office, data: Any = None) -> ChoiceForm:
        """As it was chosen, or as it was typed. A place that is no number stands last."""
        ids = list(plugins)
        form = cls(data, version=office.version)
        if data is not None:
            on = set(data.getlist("on"))
            places = {i: _number(data.get(f"place-{i}", "")) for i in ids}
        else:
            chosen = ids if office.plugins is None else office.plugins
            on, places = set(chosen), {i: at + 1 for at, i in enumerate(chosen)}
        form.away = tuple(i for i in office.plugins or () if i not in ids)
        rows = (Row(i, i in on, places.get(i, LAST)) for i in ids)
        form.rows = tuple(sorted(rows, key=lambda row: (not row.on, row.place)))
        return form

    def chosen(self) -> tuple[str, ...]:
        """The plugins that are on, in their order."""
        return (*(row.plugin for row in self.rows if row.on), *self.away)


def _number(text: str) -> int:
    plain = text.strip()
    return int(plain) if plain.isdecimal() and len(plain) < 4 else LAST
