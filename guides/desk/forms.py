"""What people of an organisation say of a service, and what they correct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import (
    FieldList,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, Length, Optional

from guides.directory.domain import MODES, PRECISIONS, ROUTES, VISIBILITIES, Listing, RoomState
from guides.directory.tongues import SPOKEN, choices
from guides.toolkit.wording import Wording

LONGEST_NOTE = 300
MORE_LANGUAGES = 2
"""So many empty rows stand below the languages that are there."""
MOST_LANGUAGES = 40
ROOM_SAID: Mapping[str, RoomState] = {
    "open": "open",
    "limited": "limited",
    "waiting-list": "waiting list",
    "full": "closed",
}
"""What a button says, and what it means."""
OTHER_SAID = ("checked", "moved", "closed")


class SayForm(Form):
    """One tap after a call, and a few words."""

    say = StringField(validators=[AnyOf((*ROOM_SAID, *OTHER_SAID))])
    note = StringField(validators=[Length(max=LONGEST_NOTE)])


class CorrectionForm(Form):
    """The fields that can be corrected here, as texts."""

    version = IntegerField(default=0, validators=[Optional()])
    name = StringField(validators=[Length(max=300)])
    what = TextAreaField(validators=[Length(max=3_000)])
    phones = TextAreaField(validators=[Length(max=1_000)])
    email = StringField(validators=[Length(max=200)])
    url = StringField(validators=[Length(max=500)])
    hours = TextAreaField(validators=[Length(max=500)])
    language = FieldList(SelectField(), max_entries=MOST_LANGUAGES)
    mode = FieldList(SelectField(), max_entries=MOST_LANGUAGES)
    place_name = StringField(validators=[Length(max=200)])
    address = StringField(validators=[Length(max=300)])
    city = StringField(validators=[Length(max=100)])
    postcode = StringField(validators=[Length(max=20)])
    precision = RadioField()
    route = RadioField()
    route_note = TextAreaField(validators=[Length(max=1_000)])
    visibility = RadioField()

    @classmethod
    def made_for(cls, listing: Listing, version: int, wording: Wording, data: Any = None) -> Any:
        """As it stands, or as it was typed."""
        form = cls(data, data=_values(listing, version))
        spoken = (*SPOKEN, *(each.code for each in listing.languages))
        codes: Any = [("", wording.word("search-nothing-said").plain), *choices(spoken)]
        modes: Any = [
            ("", wording.word("mode-unsaid").plain),
            *((m, wording.word(f"mode-{m}").plain) for m in MODES),
        ]
        for rows, offered in ((form.language, codes), (form.mode, modes)):
            for field in rows:
                field.choices = offered
        form.precision.choices = [(p, wording.word(f"precision-{p}").html) for p in PRECISIONS]
        form.route.choices = [
            ("", wording.word("search-nothing-said").html),
            *((r, wording.word(f"route-{r}").html) for r in ROUTES),
        ]
        form.visibility.choices = [(v, wording.word(f"visibility-{v}").html) for v in VISIBILITIES]
        return form

    def spoken(self) -> Sequence[tuple[str, str]]:
        """Codes and modes of the rows that are filled in."""
        pairs = zip(self.language.data, self.mode.data, strict=False)
        return [(code, mode or "") for code, mode in pairs if code]


def _values(listing: Listing, version: int) -> dict[str, object]:
    place = listing.places[0] if listing.places else None
    empty = [""] * MORE_LANGUAGES
    return {
        "version": version,
        **{n: getattr(listing, n) for n in ("name", "what", "email", "url", "hours", "route_note")},
        "phones": "\n".join(f"{p.number} ({p.note})" if p.note else p.number
                            for p in listing.phones),
        "language": [*(each.code for each in listing.languages), *empty],
        "mode": [*(each.mode or "" for each in listing.languages), *empty],
        "place_name": place.name if place else "",
        "address": place.address if place else "",
        "city": place.city if place else "",
        "postcode": place.postcode if place else "",
        "precision": place.precision if place else "exact",
        "route": listing.route or "",
        "visibility": listing.visibility,
    }  # fmt: skip
