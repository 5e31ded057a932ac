"""What is asked about a client: closed codes only. Three things must be said, all else may be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wtforms import (
    Form,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    ValidationError,
)

from guides.api import NATIONS, Event
from guides.directory.tongues import SPOKEN, choices
from guides.journey.lines import LineMaker
from guides.once.form import ChangeForm
from guides.people.domain import (
    ACCESS,
    AUDIENCES,
    CLOSED_WHY,
    CONTACTS,
    GUIDE_WISHES,
    READS,
    Profile,
)
from guides.plugins.registry import View
from guides.toolkit.bands import band_code, bands
from guides.toolkit.wording import Wording, own_name

ENGLISH = "en"
Choices = list[tuple[str, Any]]


class ProfileForm(ChangeForm):
    """Everything that shapes content, matching and contact."""

    tongue = SelectField(default="")
    lang = SelectField(default="")
    stage = SelectField(default="")
    reads = RadioField(default="yes")
    nation = RadioField(default="")
    claimed = RadioField(default="")
    granted = RadioField(default="")
    audiences = SelectMultipleField()
    contact = SelectMultipleField()
    access = SelectMultipleField()
    guide_wish = RadioField(default="")

    @classmethod
    def made_for(
        cls, view: View, wording: Wording, maker: LineMaker, sent: Any = None,
        now: Profile | None = None,
    ) -> ProfileForm:  # fmt: skip
        """The form with its choices in words; filled with what was sent, or what stands there."""
        form = cls(sent, data=_filled(now) if now and sent is None else None)
        nobody = ("", wording.word("option-not-said").html)
        choose = ("", wording.word("client-choose").plain)
        known = dict.fromkeys((*view.languages, *SPOKEN))
        form.tongue.choices = [choose, *_tongues(known)]
        same = ("", wording.word("client-lang-same").plain)
        printed = view.languages.values()
        form.lang.choices = [same, *((one.code, own_name(one)) for one in printed)]
        stages = view.stages.values()
        form.stage.choices = [choose, *((s.id, wording.say(s.title).plain) for s in stages)]
        form.reads.choices = [(r, wording.word(f"client-reads-{r}").html) for r in READS]
        form.nation.choices = [nobody, *((n, wording.word(f"nation-{n}").html) for n in NATIONS)]
        form.claimed.choices = [nobody, *_bands(view, maker, "claimed", now)]
        form.granted.choices = [nobody, *_bands(view, maker, "granted", now)]
        form.audiences.choices = [(a, wording.word(f"audience-{a}").html) for a in AUDIENCES]
        form.contact.choices = [(c, wording.word(f"client-contact-{c}").html) for c in CONTACTS]
        form.access.choices = [(a, wording.word(f"client-access-{a}").html) for a in ACCESS]
        wishes = [(w, wording.word(f"client-wish-{w}").html) for w in GUIDE_WISHES if w]
        form.guide_wish.choices = [("", wording.word("client-wish-none").html), *wishes]
        return form

    def validate_tongue(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError("tongue")

    def validate_stage(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError("stage")

    def say_what_is_wrong(self, wording: Wording) -> None:
        """Put errors into the reader's words; of choices, what was sent is not said back."""
        for field in self:
            if field.errors:
                empty = field.name in ("tongue", "stage") and not field.data
                word = "client-must-say" if empty else "bad-choice"
                field.errors = [wording.word(word).html]

    def profile(self, view: View) -> Profile:
        """What was said. Call after :meth:`validate`."""
        tongue = self.tongue.data or ""
        return Profile(
            tongue=tongue,
            lang=self.lang.data or (tongue if tongue in view.languages else ENGLISH),
            stage=self.stage.data or "",
            reads=next((r for r in READS if r == self.reads.data), "yes"),
            nation=next((n for n in NATIONS if n == self.nation.data), None),
            audiences=frozenset(a for a in AUDIENCES if a in (self.audiences.data or ())),
            claimed=self.claimed.data or "",
            granted=self.granted.data or "",
            contact=tuple(c for c in CONTACTS if c in (self.contact.data or ())),
            access=tuple(a for a in ACCESS if a in (self.access.data or ())),
            guide_wish=next((w for w in GUIDE_WISHES if w == self.guide_wish.data), ""),
        )


class CloseForm(Form):
    """Why somebody is not met any more."""

    why = RadioField()

    @classmethod
    def made_for(cls, wording: Wording, sent: Any = None) -> CloseForm:
        form = cls(sent)
        form.why.choices = [(w, wording.word(f"client-closed-{w}").html) for w in CLOSED_WHY]
        return form


class ReasonForm(Form):
    """Why a coordinator opens what was written."""

    reason = StringField()
    what = HiddenField(default="words")
    back = HiddenField(default="")


def _filled(profile: Profile) -> dict[str, Any]:
    return {
        "tongue": profile.tongue, "lang": profile.lang, "stage": profile.stage,
        "reads": profile.reads, "nation": profile.nation or "", "claimed": profile.claimed,
        "granted": profile.granted, "audiences": sorted(profile.audiences),
        "contact": list(profile.contact), "access": list(profile.access),
        "guide_wish": profile.guide_wish,
    }  # fmt: skip


def _tongues(codes: Iterable[str]) -> list[tuple[str, str, dict[str, str]]]:
    """By their own names and by their English ones, in the order of the English alphabet."""
    return sorted(choices(codes), key=lambda each: each[1].rpartition("· ")[2])


def _bands(view: View, maker: LineMaker, event: Event, now: Profile | None) -> Choices:
    found: Choices = [
        (band_code(band), maker.band(event, band).first.html)
        for band in bands(view.rule_days(event))
        if not band.open
    ]
    kept = getattr(now, event) if now else ""
    if kept and kept not in dict(found):
        found.append((kept, kept))  # said when the rules had other days
    return found
