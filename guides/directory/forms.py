"""What somebody looks for. Nothing of it is kept, and none of it stands in an address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from wtforms import (
    BooleanField,
    Form,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TimeField,
)
from wtforms.validators import NumberRange, Optional

from guides.api import Duration, Stage
from guides.directory.asked import Filter, Search
from guides.directory.domain import GENDERS, HOUSEHOLDS, NEEDS
from guides.directory.hours.opening import LONDON
from guides.directory.hours.telling import day_names
from guides.directory.sectors import sector_of
from guides.directory.tongues import SPOKEN, choices
from guides.toolkit.wording import Wording

LONGEST_TEXT = 200
OLDEST = 120
FIRST_NEEDS = (
    *("legal", "housing", "food", "money", "health", "mental-health", "clothing", "english"),
    *("women", "children"),
)
"""Asked most. The others stand behind a tap."""
MILES = (1, 3, 5, 10, 25)
KM_IN_A_MILE = 1.609
MOST_PAGES = 500
CLEARED: Mapping[Filter, tuple[str, ...]] = {
    # Which fields a filter comes from. Whoever takes the distance away still has nearest first.
    "text": ("text",), "need": ("needs",), "stage": ("stage",), "language": ("language",),
    "gender": ("gender",), "age": ("age",), "household": ("household",), "place": ("within",),
    "when": ("when",), "cost": ("free",), "room": ("room",), "documents": ("documents",),
}  # fmt: skip


class SearchForm(Form):
    first_needs = FIRST_NEEDS
    text = StringField()
    needs = SelectMultipleField()
    area = StringField()
    within = SelectField(default="")
    stage = SelectField(default="")
    language = SelectField(default="")
    gender = RadioField(default="")
    age = IntegerField(validators=[Optional(), NumberRange(0, OLDEST)])
    household = RadioField(default="")
    when = RadioField(default="")
    day = SelectField(default="0")
    time = TimeField(validators=[Optional()])
    free = BooleanField()
    room = BooleanField()
    documents = BooleanField()

    @classmethod
    def made_for(
        cls, wording: Wording, stages: Mapping[str, Stage], data: Any = None, stage: str = ""
    ) -> SearchForm:
        """The form with its choices in words; ``stage`` is chosen already."""
        form = cls(data, stage=stage)
        either = ("", wording.word("search-either").html)
        anything = ("", wording.word("search-either").plain)
        form.needs.choices = [
            (n, wording.word(f"need-{n}").html) for n in sorted(NEEDS, key=_asked_most)
        ]
        form.within.choices = [
            ("", wording.word("search-anywhere").plain),
            *(
                (
                    str(n),
                    wording.word(
                        "search-miles", distance=wording.value(Duration(Decimal(n), "mile"))
                    ).plain,
                )
                for n in MILES
            ),
        ]
        form.stage.choices = [
            anything, *((s.id, wording.say(s.title).plain) for s in stages.values())
        ]  # fmt: skip
        form.language.choices = [anything, *choices(SPOKEN)]
        form.gender.choices = [either, *((g, wording.word(f"gender-{g}").html) for g in GENDERS)]
        form.household.choices = [
            either,
            *((h, wording.word(f"household-{h}").html) for h in HOUSEHOLDS),
        ]
        form.when.choices = [
            ("", wording.word("when-any").html), ("now", wording.word("when-now").html),
            ("day", wording.word("when-day").html),
        ]  # fmt: skip
        form.day.choices = [(str(at), name) for at, name in enumerate(day_names(wording))]
        form.text.data = (form.text.data or "").strip()[:LONGEST_TEXT]
        form.area.data = (form.area.data or "").strip()[:LONGEST_TEXT]
        return form

    def valid(self, wording: Wording) -> bool:
        """Whether all of it can be looked for. Of a postcode only the first part stays.

        What is wrong is said at its field, in the reader's words; a choice that is none is not
        said back.
        """
        fine = bool(self.validate())
        for field in self:
            if field.errors:
                word = "search-age-wrong" if field is self.age else "bad-choice"
                field.errors = [wording.word(word).html]
        if self.area.data:
            sector = sector_of(self.area.data)
            if not sector:
                self.area.errors = [wording.word("search-area-wrong", short="M14").html]
            # Also one that cannot be read may be somebody's address: it is not said back.
            self.area.data, fine = sector, fine and bool(sector)
        return fine

    def without(self, name: str) -> None:
        """Take one filter back."""
        for each in CLEARED.get(name, ()):  # type: ignore[call-overload]
            field = self[each]
            field.data = [] if each == "needs" else None if each == "age" else ""
            if each == "age":
                field.raw_data = []

    def asked(self, now: datetime) -> Search:
        """Call after :meth:`valid`."""
        return Search(
            text=self.text.data or "",
            needs=tuple(n for n in NEEDS if n in (self.needs.data or ())),
            stage=self.stage.data or "",
            language=self.language.data or "",
            gender=next((g for g in GENDERS if g == self.gender.data), None),
            age=self.age.data,
            household=next((h for h in HOUSEHOLDS if h == self.household.data), None),
            sector=self.area.data or "",
            within_km=int(self.within.data) * KM_IN_A_MILE if self.within.data else None,
            at=self._at(now),
            free=bool(self.free.data),
            has_room=bool(self.room.data),
            no_documents=bool(self.documents.data),
        )

    def _at(self, now: datetime) -> datetime | None:
        """The next such day at that time, today too."""
        if not self.when.data:
            return None
        here = now.astimezone(LONDON)
        if self.when.data == "now":
            return here
        ahead = (int(self.day.data) - here.weekday()) % 7
        day = (here + timedelta(days=ahead)).date()
        return datetime.combine(day, self.time.data or _MIDDAY, LONDON)


_MIDDAY = datetime(2000, 1, 1, 12).time()  # noqa: DTZ001 — a time of day has no zone


def _asked_most(need: str) -> int:
    return FIRST_NEEDS.index(need) if need in FIRST_NEEDS else len(FIRST_NEEDS)


def page_of(sent: Mapping[str, str]) -> int:
    """Which page of results was asked for."""
    plain = sent.get("page", "")
    number = int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 5 else 1
    return min(max(number, 1), MOST_PAGES)
