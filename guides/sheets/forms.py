"""What can be said about the person a sheet is for: nothing but closed codes, all optional."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import (
    BooleanField,
    Form,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)

from guides.api import NATIONS, SHEET_AUDIENCES, Case, Event
from guides.directory.sectors import sector_of
from guides.journey.lines import LineMaker
from guides.plugins.registry import View
from guides.sheets.domain import SheetOptions
from guides.toolkit.bands import band_code, band_from_code, bands
from guides.toolkit.wording import Wording, own_name


class SheetForm(Form):
    """Options of a sheet. Choices are set for the language and the rules of the day."""

    language = SelectField()
    nation = RadioField(default="")
    claimed = RadioField(default="")
    granted = RadioField(default="")
    audiences = SelectMultipleField()
    area = StringField()
    """Where to look for services. Of a whole postcode only the first part is taken."""
    large = BooleanField()
    plain = BooleanField()

    @classmethod
    def made_for(
        cls, view: View, wording: Wording, maker: LineMaker, data: Any = None
    ) -> SheetForm:
        """The form with its choices in words. Facts that do not matter are not asked for."""
        form = cls(data)
        form.language.choices = [(one.code, own_name(one)) for one in view.languages.values()]
        if form.language.data is None:  # nothing was said: the language of the page
            form.language.data = wording.language.code
        not_said = ("", wording.word("option-not-said").html)
        form.nation.choices = [
            not_said,
            *((n, wording.word(f"nation-{n}").html) for n in NATIONS),
        ]
        form.claimed.choices = [not_said, *_bands(view, maker, "claimed")]
        form.granted.choices = [not_said, *_bands(view, maker, "granted")]
        form.audiences.choices = [(a, wording.word(f"audience-{a}").html) for a in SHEET_AUDIENCES]
        return form

    def case(self, view: View, stage: str) -> Case:
        """The case that was said. Call after :meth:`validate`."""
        nation = next((n for n in NATIONS if n == self.nation.data), None)
        return Case(
            stage=stage,
            lang=self.language.data,
            nation=nation,
            audiences=frozenset(a for a in SHEET_AUDIENCES if a in (self.audiences.data or ())),
            claimed=band_from_code(self.claimed.data or "", view.rule_days("claimed"))
            or Case(stage).claimed,
            granted=band_from_code(self.granted.data or "", view.rule_days("granted"))
            or Case(stage).granted,
        )

    def validate_area(self, field: StringField) -> None:
        """A whole postcode is cut at once, so that the page does not say it back."""
        typed = (field.data or "").strip()
        outward = sector_of(typed).partition(" ")[0]
        if typed and not outward:
            raise ValidationError("area")
        field.data = outward

    def say_what_is_wrong(self, wording: Wording) -> None:
        """Put errors into the reader's words; of choices, what was sent is not said back."""
        for field in self:
            if field.errors:
                field.errors = [wording.word("bad-choice").html]
        if self.area.errors:
            self.area.errors = [wording.word("area-unknown", example="M14").html]

    def options(self) -> SheetOptions:
        area = "" if self.area.errors else self.area.data or ""
        return SheetOptions(bool(self.large.data), bool(self.plain.data), area)


def _bands(view: View, maker: LineMaker, event: Event) -> Iterable[tuple[str, Any]]:
    for band in bands(view.rule_days(event)):
        if not band.open:
            yield band_code(band), maker.band(event, band).first.html
