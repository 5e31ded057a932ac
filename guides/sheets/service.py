"""What can be done with a sheet: put it together, print it, look an edition up."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from guides.api import Case, ChecklistItem, Happened
from guides.journey.domain import LineShown, ServiceShown
from guides.journey.lines import LineMaker
from guides.journey.local import contact_place
from guides.journey.places import service_shown, services_for
from guides.journey.service import NoSuchStage
from guides.plugins.registry import View
from guides.retention.service import Holding
from guides.sheets import store
from guides.sheets.domain import (
    MOST_CORE_LINES,
    MOST_PLUGIN_LINES,
    MOST_SERVICES,
    HelpLine,
    LineGroup,
    Sheet,
    SheetOptions,
    StationMark,
)
from guides.sheets.markup import WORD_IDS
from guides.storage.engine import Engine
from guides.toolkit.domain import Pair, Said
from guides.toolkit.facts_in import facts_of
from guides.toolkit.standing import fact_version, state_of
from guides.toolkit.wording import Wording

HELP_LINES = ("emergency-999", "migrant-help-line")
"""Facts whose numbers stand on every sheet."""
GROUPS = ("do", "right", "know")
HOLDING = Holding("sheets", ("edition", "sheet_count"))
"""Counts, and what stood on paper: the same for everybody."""


class NothingToPrint(LookupError):
    """The stage has no checklist yet."""


@dataclass(frozen=True, slots=True)
class Composer:
    """Puts sheets together for one organisation."""

    view: View
    organisation: str
    shaped_by: str

    def compose(self, case: Case, options: SheetOptions, on: date) -> Sheet:
        """The sheet for a case on a day.

        Raises:
            NoSuchStage: for a stage that is not there.
            NothingToPrint: for a stage that has no checklist yet.
        """
        if case.stage not in self.view.stages:
            raise NoSuchStage(case.stage, self.view.stages)
        wording = Wording(self.view, self.view.languages[case.lang])
        maker = LineMaker(self.view, wording, on)
        if not self.view.items(case.stage):
            raise NothingToPrint(case.stage)
        # A plain sheet has the core's own line in the place of one that a plugin replaced.
        view = self.view.without_local if options.plain else self.view
        items, failed = view.items_for(case)
        shown = [(i, line) for i in items if (line := maker.line(i)) is not None]
        kept = self._kept(shown, options)
        lines = [line for _, line in kept]
        if options.plain:  # the names of sources tell what the paper is about
            lines = [replace(line, notes=()) for line in lines]
        left_out = len(shown) - len(kept)
        carried = {
            i: fact_version(self.view.facts[i])
            + ("!" if state_of(self.view.facts[i], on).check_first else "")
            for item, _ in kept
            for i in facts_of(item)
        } | {f: fact_version(self.view.facts[f]) for f in HELP_LINES if f in self.view.facts}
        title = (
            wording.word_pair("sheet-title-plain")
            if options.plain
            else wording.pair(self.view.stages[case.stage].title)
        )
        help_lines = self.help_lines(wording)
        services = () if options.plain else self._places(case.stage, wording, options.area, on)
        return Sheet(
            case=case,
            options=options,
            title=title,
            instruction=wording.word_pair("sheet-instruction"),
            marks=() if options.plain else self._marks(case.stage, wording),
            groups=tuple(
                LineGroup(wording.word_pair(f"group-{kind}"), tuple(chosen))
                for kind in GROUPS
                if (chosen := [line for line in lines if line.kind == kind])
            ),
            more=wording.word_pair("more-on-page", n=left_out) if left_out else None,
            help_lines=help_lines,
            services=services,
            meet=wording.word_pair("we-meet-next"),
            guide=wording.word_pair("guide-name"),
            why_this=tuple(self._why_this(case, wording, maker)),
            trouble=()
            if options.plain
            else tuple(wording.word_pair("local-advice-missing", name=name) for name in failed),
            foot=self._foot(wording, lines, carried),
            facts=tuple(sorted(carried.items())),
            texts=_texts(lines, help_lines, services),
            organisation="" if options.plain else self.organisation,
            office=self.organisation,
            on=on,
            shaped_by=_hash(self.shaped_by, [wording.word_pair(word) for word in WORD_IDS]),
        )

    def _places(
        self, stage_id: str, wording: Wording, area: str, on: date
    ) -> tuple[ServiceShown, ...]:
        """Where to turn: the organisation itself, then services for this stop that may be named."""
        near = services_for(self.view, wording, stage_id, MOST_SERVICES, area=area, paper=on)
        office = contact_place(self.view, wording)
        return ((office, *near) if office else near)[:MOST_SERVICES]

    def service_text(self, text_id: str, lang: str) -> tuple[str, str, str] | None:
        """What a sheet would say of a service that it named, if it is shown still."""
        plugin, _, service_id = text_id.removeprefix("service/").rpartition("/")
        service = self.view.places.find(plugin, service_id)
        if service is None:
            return None
        wording = Wording(self.view, self.view.languages[lang])
        return _text_of(service_shown(self.view, wording, service))

    def help_lines(self, wording: Wording) -> tuple[HelpLine, ...]:
        """The numbers that matter everywhere."""
        spoken = wording.language
        facts = [self.view.facts[f] for f in HELP_LINES if f in self.view.facts]
        return tuple(
            HelpLine(
                wording.word_pair(f"help-{fact.id}"),
                Said(wording.value(fact.value), spoken.code, spoken.direction),
            )
            for fact in facts
            if fact.value is not None
        )

    def _kept(
        self, shown: list[tuple[ChecklistItem, LineShown]], options: SheetOptions
    ) -> list[tuple[ChecklistItem, LineShown]]:
        """Eight lines of the core and three of plugins, in order; protected ones first of all.

        A plain sheet carries no plugin's lines: their names tell what the paper is about.
        """
        # What stands in the place of a core line has its room too.
        core = [e for e in shown if e[1].credit is None or e[0].replaces]
        local = [] if options.plain else [entry for entry in shown if entry not in core]
        # Three are three: a plugin that protects all its lines must not fill the sheet with them.
        added = _first(local, MOST_PLUGIN_LINES)[:MOST_PLUGIN_LINES]
        wanted = _first(core, MOST_CORE_LINES) + added
        return [entry for entry in shown if entry in wanted]

    def _marks(self, stage_id: str, wording: Wording) -> tuple[StationMark, ...]:
        """The line across the top: the trunk, and the two branches with their first stops."""
        here = self.view.stages[stage_id]
        marks = []
        for stage in self.view.stages.values():
            if stage.interrupts or (stage.lane and stage.lane not in (1, 2)):
                continue
            past = stage.id != stage_id and (
                (stage.lane == 0 and (here.lane != 0 or stage.order < here.order))
                or (stage.lane == here.lane and stage.order < here.order)
            )
            marks.append(
                StationMark(wording.say(stage.short), stage.id == stage_id, past, stage.lane)
            )
        if here.interrupts:
            marks.append(StationMark(wording.say(here.short), True, False, 3))
        return tuple(marks)

    @staticmethod
    def _why_this(case: Case, wording: Wording, maker: LineMaker) -> Iterable[Pair]:
        """What was said about the person that shaped the lines."""
        if case.nation:
            yield wording.word_pair(f"nation-{case.nation}")
        for audience in sorted(case.audiences):
            yield wording.word_pair(f"for-{audience}")
        for event, span in (("claimed", case.claimed), ("granted", case.granted)):
            if not span.open:
                yield maker.band(event, span)

    def _foot(
        self, wording: Wording, lines: list[LineShown], carried: dict[str, str]
    ) -> tuple[Pair, ...]:
        facts = [self.view.facts[i] for i in carried]
        checked = bool(facts) and all(fact.checked_on for fact in facts)
        feet = [
            wording.word_pair("foot-information"),
            wording.word_pair("foot-facts-checked" if checked else "foot-facts-unchecked"),
        ]
        standings = {
            pair.first.standing
            for line in lines
            for pair in (line.text, line.why, line.fill, line.condition, *line.check_first)
            if pair is not None
        }
        if not wording.is_english:
            lowest = next((s for s in ("draft", "read-back", "checked") if s in standings), "draft")
            feet.append(wording.word_pair(f"foot-translation-{lowest}"))
        if any(line.text.first.missing for line in lines):
            feet.append(wording.word_pair("foot-translation-missing"))
        return tuple(feet)


def _first(
    entries: list[tuple[ChecklistItem, LineShown]], most: int
) -> list[tuple[ChecklistItem, LineShown]]:
    """At most so many, protected ones before others; their own order decides otherwise."""
    ranked = sorted(entries, key=lambda entry: not entry[1].protected)
    return ranked[: max(most, sum(entry[1].protected for entry in entries))]


def _texts(
    lines: Iterable[LineShown], help_lines: Iterable[HelpLine], services: Iterable[ServiceShown]
) -> tuple[tuple[str, str, str], ...]:
    """What the holder of the paper would want to know of when it changes."""
    found = [(line.id, _hash(line), _in_english(line.text)) for line in lines]
    for help_line in help_lines:
        english = f"{_in_english(help_line.label)}: {help_line.number.plain}"
        found.append((f"help/{english}", _hash(english), english))
    return tuple(found) + tuple(map(_text_of, services))


def _text_of(place: ServiceShown) -> tuple[str, str, str]:
    """Without when it was checked and whether it has room: paper says of both on which day."""
    words = _hash(*(getattr(place, name) for name in _LASTING))
    return f"service/{place.credit.plugin}/{place.id}", words, place.name


_LASTING = ("name", "what", "phone", "address", "hours", "languages", "how")


def _in_english(pair: Pair) -> str:
    return (pair.english or pair.first).plain


def _hash(*said: object) -> str:
    """A fingerprint of dataclasses that hold texts (12 hex digits)."""
    return hashlib.sha256(repr(said).encode()).hexdigest()[:12]


def keep_edition(engine: Engine, sheet: Sheet, copies: int = 1) -> None:
    """Note what was printed. A database that cannot be written keeps paper from nobody."""
    store.record_quietly(engine, sheet, copies)


def printed(view: View, sheet: Sheet) -> None:
    """Tell plugins that a sheet was printed: stage, language and how it looks, nothing else."""
    view.tell(
        Happened(
            "sheet-printed",
            (
                ("stage", sheet.case.stage),
                ("lang", sheet.case.lang),
                ("large", str(sheet.options.large).lower()),
            ),
        )
    )
