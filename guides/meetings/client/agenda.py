"""What a meeting at a stop is made of: lines of the sheet, questions, whom to pass on to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from guides.api import Case, Phone, TeachBack
from guides.journey.domain import LineShown, RouteShown, ServiceShown
from guides.journey.local import contact_place, safe_route
from guides.journey.service import Guide, NoSuchStage
from guides.meetings.client.domain import ASK, STOP, STOPS, Stop
from guides.meetings.domain import AskedBack, BriefingShown
from guides.meetings.service import Briefer, NoBriefing
from guides.people.domain import Profile
from guides.plugins.registry import View
from guides.plugins.replacing import key_of
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.service import NothingToPrint
from guides.toolkit.domain import Pair, Said
from guides.toolkit.facts_in import fact_ids
from guides.toolkit.standing import state_of
from guides.toolkit.wording import Wording

Sheets = Callable[[Case, SheetOptions], Sheet]
"""Puts a sheet together, or has it ready."""
_NUMBERS: dict[Stop, tuple[str, ...]] = {
    "advice": ("cla-phone", "scot-helpline"),
    "safeguarding": (),
    "trafficking": ("trafficking-helpline", "trafficking-salvation"),
    "violence": ("da-england", "da-scotland", "da-wales", "da-ni"),
    "age": ("childline",),
}
"""Facts with numbers that hold everywhere, besides those that an organisation has said."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question that the client answers alone."""

    id: str
    asked: AskedBack


@dataclass(frozen=True, slots=True)
class Number:
    """A line to ring, with the sentence that says for whom it is."""

    what: Said
    phone: Said


@dataclass(frozen=True, slots=True)
class PassOn:
    """What to say, and whom to ring, where a guide stops."""

    kind: Stop
    item: str
    say: Pair
    local: bool
    """Whether the organisation's own route is for this."""
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Whom:
    """Whom to ring in this organisation, for all kinds of worry."""

    route: RouteShown | None
    office: ServiceShown | None
    stops: tuple[PassOn, ...]


@dataclass(frozen=True)
class Table:
    """What lies on the table when a guide and a client sit down at one stop."""

    profile: Profile
    stage: str
    guide: Guide
    theirs: Wording
    """The client's language."""
    sheets: Sheets

    @property
    def case(self) -> Case:
        """What the sheet may know."""
        return case_of(self.profile, self.stage, self.guide.view)

    @cached_property
    def sheet(self) -> Sheet | None:
        """None where nobody has written a checklist for the stop yet."""
        try:
            return self.sheets(self.case, SheetOptions())
        except (NothingToPrint, NoSuchStage):
            return None

    @cached_property
    def lines(self) -> dict[str, LineShown]:
        """The lines of the sheet by their ids, in order."""
        return _lines(self.sheet)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """What is asked back, in the client's and the guide's language."""
        say = self.guide.wording.say
        return tuple(
            Question(_item(each), AskedBack(self.theirs.pair(each.ask), say(each.listen_for)))
            for each in _asked(self.guide.view, self.stage, self.guide.on)
        )

    @property
    def briefings(self) -> tuple[BriefingShown, ...]:
        """What to read before."""
        here = self.guide
        try:
            return Briefer(here.view, here.wording, self.theirs, here.on).briefings(self.stage)
        except NoBriefing:
            return ()

    @property
    def whom(self) -> Whom:
        """The way out of a meeting, for each kind of worry."""
        view, words = self.guide.view, self.guide.wording
        stops = tuple(
            PassOn(
                kind=kind,
                item=STOP + kind,
                say=self.theirs.word_pair(f"meeting-say-{kind}"),
                local=kind != "advice",
                numbers=tuple(self._numbers(kind)),
            )
            for kind in STOPS
        )
        return Whom(safe_route(view, words), contact_place(view, words), stops)

    def _numbers(self, kind: Stop) -> Iterator[Number]:
        words, spoken = self.guide.wording, self.guide.wording.language
        for name in _NUMBERS[kind]:
            fact = self.guide.view.facts.get(name)
            if fact is None or not isinstance(fact.value, Phone):
                continue
            if state_of(fact, self.guide.on).shown and self.case.matches(fact.conditions):
                number = Said(words.value(fact.value), spoken.code, spoken.direction)
                yield Number(words.say(fact.statement, fact.value), number)


def case_of(profile: Profile, stage: str, view: View) -> Case:
    """What a sheet may know, at the stop of a meeting and in a language there are sheets in."""
    lang = profile.lang if profile.lang in view.languages else "en"
    return replace(profile.case(), stage=stage, lang=lang)


def offered(profile: Profile, stage: str, view: View, sheets: Sheets, on: date) -> frozenset[str]:
    """Ids of all that can be ticked. Without words, for this is asked at each tick."""
    try:
        lines = _lines(sheets(case_of(profile, stage, view), SheetOptions()))
    except (NothingToPrint, NoSuchStage):
        lines = {}
    return frozenset((*lines, *(_item(each) for each in _asked(view, stage, on))))


def english_of(view: View) -> dict[str, str]:
    """The English of all that can be ticked today, by its id."""
    found = {key_of(item): item.text for stage in view.stages for item in view.items(stage)}
    asked = (each for briefing in view.briefings for each in briefing.teach_back)
    return found | {_item(each): each.ask for each in asked}


def _lines(sheet: Sheet | None) -> dict[str, LineShown]:
    return {line.id: line for group in (sheet.groups if sheet else ()) for line in group.lines}


def _asked(view: View, stage: str, on: date) -> Iterator[TeachBack]:
    """A question whose number may not be shown is not asked."""
    for briefing in view.briefings:
        if briefing.place == "stage" and briefing.id == stage:
            for each in briefing.teach_back:
                facts = (*fact_ids(each.ask), *fact_ids(each.listen_for))
                if all(state_of(view.facts[fact], on).shown for fact in facts):
                    yield each


def _item(asked: TeachBack) -> str:
    return ASK + hashlib.sha256(asked.ask.encode()).hexdigest()[:16]
