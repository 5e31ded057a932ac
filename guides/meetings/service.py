"""Putting briefings and sessions together. Nothing here knows anything about a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from guides.api import Briefing, BriefingPart, Happened, Nation
from guides.journey.domain import Credit
from guides.journey.lines import LineMaker
from guides.meetings import store
from guides.meetings.domain import (
    AskedBack,
    BriefingShown,
    PartShown,
    SafeShown,
    Session,
    Spoken,
    Tally,
    Topic,
    TwoShown,
)
from guides.plugins.registry import View
from guides.retention.service import Holding
from guides.storage.engine import Engine
from guides.toolkit.domain import Pair, Said
from guides.toolkit.facts_in import fact_ids
from guides.toolkit.standing import state_of
from guides.toolkit.wording import Wording

HOLDING = Holding("sessions", ("session_tally",))
"""Counts, and nobody's name."""


def counted(view: View, tally: Tally) -> None:
    """Tell plugins that a session was counted: its language and what it was about, no numbers."""
    details = (("lang", tally.lang), ("topics", ",".join(tally.topics)))
    view.tell(Happened("session-counted", details))


def sessions_counted(engine: Engine) -> tuple[store.Counted, ...]:
    """What was kept of sessions, by month and language."""
    return store.counted(engine)


class NoBriefing(LookupError):
    """Nobody has written a briefing for this stop yet."""


@dataclass(frozen=True, slots=True)
class Briefer:
    """Briefings for a guide who reads ``wording``'s language and speaks to clients in another."""

    view: View
    wording: Wording
    client: Wording
    on: date

    def topics(self) -> tuple[Topic, ...]:
        """What a session can be about: stops in the order of the journey, then themes."""
        stops = [stage for stage in self.view.stages.values() if self._of(stage.id)]
        themes = [b for b in self.view.briefings if b.place == "topic"]
        return (
            *(Topic(stage.id, self.wording.say(stage.title)) for stage in stops),
            *(Topic(b.id, self.wording.say(b.title)) for b in themes),
        )

    def briefings(self, stage: str) -> tuple[BriefingShown, ...]:
        """The briefings for a stop: the core's, and those of plugins.

        Raises:
            NoBriefing: when there is none.
        """
        found = self._of(stage)
        if not found:
            raise NoBriefing(stage)
        return tuple(self._shown(briefing) for briefing in found)

    def session(self, topics: Sequence[str], nation: Nation | None = None) -> Session:
        """Opening, what was chosen in the order of the journey, closing.

        Where a nation was said, what holds in others only is left out.
        """
        chosen = [topic.id for topic in self.topics() if topic.id in topics]
        order = [
            *(b for b in self.view.briefings if b.place == "opening"),
            *(b for topic in chosen for b in self._about(topic)),
            *(b for b in self.view.briefings if b.place == "closing"),
        ]
        shown = tuple(self._shown(briefing, nation) for briefing in order)
        return Session(self.client.language, nation, tuple(chosen), shown)

    def _about(self, topic: str) -> list[Briefing]:
        return [b for b in self.view.briefings if b.id == topic and b.place in ("stage", "topic")]

    def _of(self, stage: str) -> list[Briefing]:
        return [b for b in self.view.briefings if b.place == "stage" and b.id == stage]

    def _shown(self, briefing: Briefing, nation: Nation | None = None) -> BriefingShown:
        title = briefing.title or self.view.stages[briefing.id].title
        say = self.wording.say
        core = briefing.plugin in self.view.core
        name = self.view.names.get(briefing.plugin, briefing.plugin)
        return BriefingShown(
            id=briefing.id,
            place=briefing.place,
            title=self.client.pair(title),
            purpose=say(briefing.purpose),
            minutes=briefing.minutes,
            ready=tuple(say(thing) for thing in briefing.ready if self._is_shown(thing)),
            parts=tuple(
                self._part(part) for part in briefing.parts if self._can_be_said(part, nation)
            ),
            safe=tuple(
                SafeShown(say(s.when), self.client.pair(s.say))
                for s in briefing.safe
                if self._is_shown(s.when, s.say)
            ),
            pass_on=tuple(
                TwoShown(say(p.question), say(p.to))
                for p in briefing.pass_on
                if self._is_shown(p.question, p.to)
            ),
            teach_back=tuple(
                AskedBack(self.client.pair(t.ask), say(t.listen_for))
                for t in briefing.teach_back
                if self._is_shown(t.ask, t.listen_for)
            ),
            hurts=tuple(
                TwoShown(say(h.what), say(h.speak))
                for h in briefing.hurts
                if self._is_shown(h.what, h.speak)
            ),
            credit=None if core else Credit(briefing.plugin, name),
        )

    def _part(self, part: BriefingPart) -> PartShown:
        maker = LineMaker(self.view, self.client, self.on)
        return PartShown(
            kind=part.kind,
            title=self.client.pair(part.title),
            minutes=part.minutes,
            lines=tuple(self._spoken(part, maker)),
            guide=self._note(part.guide),
            condition=maker.condition(part.conditions),
        )

    def _note(self, text: str) -> Said | None:
        return self.wording.say(text) if text and self._is_shown(text) else None

    def _can_be_said(self, part: BriefingPart, nation: Nation | None) -> bool:
        nations = part.conditions.nations
        elsewhere = nation is not None and nations and nation not in nations
        return not elsewhere and any(self._is_shown(line) for line in part.say)

    def _is_shown(self, *lines: str) -> bool:
        """A line whose number may not be shown is not said either, nor what belongs to it."""
        facts = (self.view.facts[f] for line in lines for f in fact_ids(line))
        return all(state_of(fact, self.on).shown for fact in facts)

    def _spoken(self, part: BriefingPart, maker: LineMaker) -> Iterator[Spoken]:
        for line in filter(self._is_shown, part.say):
            checks: list[Pair] = []
            for fact in fact_ids(line):
                check = maker.check_first(self.view.facts[fact])
                if check is not None and check not in checks:
                    checks.append(check)
            yield Spoken(self.client.pair(line), tuple(checks))
