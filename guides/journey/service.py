"""What a visitor can look at: the journey, a stop, the finder. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from guides.api import (
    SECTION_KINDS,
    Case,
    ChecklistItem,
    Conditions,
    Fact,
    Question,
    Section,
    Stage,
)
from guides.journey.domain import (
    Choice,
    Credit,
    FactShown,
    JourneyMap,
    LocalPage,
    QuestionShown,
    SectionShown,
    Station,
    StopPage,
    Way,
)
from guides.journey.lines import LineMaker
from guides.journey.local import has_local, local_page
from guides.journey.places import MOST_ON_STOP, credit, resource_shown, resources_of, services_for
from guides.plugins.registry import View
from guides.toolkit.domain import Said
from guides.toolkit.facts_in import fact_ids, facts_of
from guides.toolkit.standing import state_of
from guides.toolkit.wording import Wording

FORK = 2
"""The trunk forks into this many branches, at the last stage of the trunk."""


class NoSuchStage(LookupError):
    """There is no stage with this id. ``known`` are the ids that there are."""

    def __init__(self, wanted: str, known: Iterable[str]) -> None:
        self.wanted = wanted
        self.known = tuple(known)
        super().__init__(f'There is no stage "{wanted}". The stages are: {", ".join(self.known)}.')


class NoSuchQuestion(LookupError):
    """The finder has no question with this id."""


@dataclass(frozen=True, slots=True)
class Guide:
    """Everything the pages of one language need, for one organisation on one day."""

    view: View
    wording: Wording
    on: date

    # The journey ---------------------------------------------------------------------------

    def journey(self) -> JourneyMap:
        """The whole graph, sorted for drawing."""
        stations = {s.id: self.station(s.id) for s in self.view.stages.values()}
        lanes: dict[int, list[Station]] = {}
        for stage in self.view.stages.values():
            lane = -1 if stage.interrupts else stage.lane
            lanes.setdefault(lane, []).append(stations[stage.id])
        return JourneyMap(
            trunk=tuple(lanes.get(0, ())),
            yes=tuple(lanes.get(1, ())),
            no=tuple(lanes.get(2, ())),
            anytime=tuple(lanes.get(-1, ())),
        )

    def stage(self, stage_id: str) -> Stage:
        """The stage with this id.

        Raises:
            NoSuchStage: when there is none; it names those that there are.
        """
        stage = self.view.stages.get(stage_id)
        if stage is None:
            raise NoSuchStage(stage_id, self.view.stages)
        return stage

    def station(self, stage_id: str) -> Station:
        """A stop on the line, with the ways on from it. Raises :class:`NoSuchStage`."""
        stage = self.stage(stage_id)
        say = self.wording.say
        return Station(
            id=stage.id,
            title=say(stage.title),
            short=say(stage.short),
            summary=say(stage.summary),
            lane=stage.lane,
            ways=tuple(
                Way(
                    edge.to,
                    say(self.view.stages[edge.to].title),
                    say(self.view.stages[edge.to].short),
                    edge.kind,
                    say(edge.when) if edge.when else None,
                )
                for edge in stage.edges
            ),
            written=is_written(self.view, stage.id),
            credit=self.credit(stage.plugin),
        )

    # A stop --------------------------------------------------------------------------------

    def stop(self, stage_id: str) -> StopPage:
        """Everything on the page of one stop. Raises :class:`NoSuchStage`."""
        station = self.station(stage_id)
        maker = LineMaker(self.view, self.wording, self.on)
        case = Case(stage_id, self.wording.language.code)
        items, failed = self.view.items_for(case)
        extra = [i for i in self.view.items(stage_id) if i.conditions.audiences]
        lines = [*items, *(i for i in extra if i not in items)]
        before = [
            self.station(stage.id)
            for stage in self.view.stages.values()
            if any(edge.to == stage_id and edge.kind != "loop" for edge in stage.edges)
        ]
        return StopPage(
            station=station,
            before=tuple(before),
            sections=self._sections(stage_id),
            lines=tuple(line for item in lines if (line := maker.line(item))),
            facts=self._facts(stage_id, lines),
            services=services_for(self.view, self.wording, stage_id, MOST_ON_STOP),
            resources=tuple(
                resource_shown(self.view, self.wording, resource)
                for resource in resources_of(self.view, stage_id)[:MOST_ON_STOP]
            ),
            local=has_local(self.view, stage_id),
            briefed=any(b.place == "stage" and b.id == stage_id for b in self.view.briefings),
            trouble=tuple(self.wording.word("local-advice-missing", name=n) for n in failed),
        )

    def local(self, stage_id: str = "") -> LocalPage:
        """What the organisation adds, for one stop or all. Raises :class:`NoSuchStage`."""
        station = self.station(stage_id) if stage_id else None
        return local_page(self.view, self.wording, station)

    def facts_of_stop(self, stage_id: str) -> tuple[FactShown, ...]:
        """Every fact on the page of a stop, with its source. Raises :class:`NoSuchStage`."""
        self.stage(stage_id)
        return self._facts(stage_id, self.view.items(stage_id))

    def _sections(self, stage_id: str) -> tuple[SectionShown, ...]:
        found = self.view.sections(stage_id)
        ordered = sorted(found, key=lambda s: SECTION_KINDS.index(s.kind))
        return tuple(self._section(section) for section in ordered)

    def _section(self, section: Section) -> SectionShown:
        title = (
            self.wording.say(section.title)
            if section.title
            else self.wording.word(f"section-{section.kind}")
        )
        return SectionShown(
            kind=section.kind,
            slug=section.slug,
            title=title,
            html=self.wording.prose(section.body, self.on),
            reader=section.reader,
            condition=self.condition(section.conditions),
            credit=self.credit(section.plugin),
        )

    # Facts ---------------------------------------------------------------------------------

    def _facts(self, stage_id: str, items: Iterable[ChecklistItem]) -> tuple[FactShown, ...]:
        """The facts that a stop's page names, in the order in which it names them."""
        named = [i for s in self.view.sections(stage_id) for i in fact_ids(s.body)]
        ids = dict.fromkeys([*named, *(i for item in items for i in facts_of(item))])
        shown = (self.fact(self.view.facts[i]) for i in ids)
        return tuple(fact for fact in shown if fact is not None)

    def fact(self, fact: Fact) -> FactShown | None:
        """A fact with what a reader needs to trust it; None when it must not be shown."""
        state = state_of(fact, self.on)
        if not state.shown:
            return None
        maker = LineMaker(self.view, self.wording, self.on)
        return FactShown(
            id=fact.id,
            statement=self.wording.say(fact.statement, fact.value),
            value=self._value(fact),
            seen=maker.seen(fact).first,
            source_title=fact.source.title,
            source_url=fact.source.url,
            check_first=first.first if (first := maker.check_first(fact)) else None,
            condition=self.condition(fact.conditions),
            credit=self.credit(fact.plugin),
        )

    def _value(self, fact: Fact) -> Said | None:
        if fact.value is None:
            return None
        language = self.wording.language
        return Said(self.wording.value(fact.value), language.code, language.direction)

    def condition(self, conditions: Conditions) -> Said | None:
        """Whom something is for, in words; None when it is for everybody."""
        pair = LineMaker(self.view, self.wording, self.on).condition(conditions)
        return pair.first if pair else None

    # The finder ----------------------------------------------------------------------------

    def question(self, question_id: str = "") -> QuestionShown:
        """A question of "where are you now?"; the first one without an id.

        Raises:
            NoSuchQuestion: when there is none.
        """
        question = self._question(question_id)
        return QuestionShown(
            id=question.id,
            text=self.wording.say(question.text),
            hint=self.wording.say(question.hint) if question.hint else None,
            choices=tuple(
                Choice(self.wording.say(a.text), a.question, a.stage) for a in question.answers
            ),
            step=self._depth(question.id),
            credit=self.credit(question.plugin),
        )

    def _question(self, question_id: str) -> Question:
        for question in self.view.questions.values():
            if question.id == question_id or (not question_id and question.first):
                return question
        raise NoSuchQuestion(question_id)

    def _depth(self, question_id: str) -> int:
        """How many questions lead to this one, itself included, by the shortest way."""
        level = [q.id for q in self.view.questions.values() if q.first]
        seen: set[str] = set()
        for step in range(1, len(self.view.questions) + 1):
            if question_id in level:
                return step
            seen.update(level)
            asked = (a.question for q in level for a in self.view.questions[q].answers)
            level = [q for q in dict.fromkeys(asked) if q in self.view.questions and q not in seen]
        return 1

    # Credit --------------------------------------------------------------------------------

    def credit(self, plugin: str) -> Credit | None:
        """Who added something; None for the core."""
        if plugin in self.view.core or not plugin:
            return None
        return credit(self.view, plugin)


def is_written(view: View, stage_id: str) -> bool:
    """Whether a stage has guidance and a checklist, or only its place on the line."""
    return bool(view.items(stage_id)) and any(
        section.kind == "what-happens" for section in view.sections(stage_id)
    )
