"""One immutable snapshot of all that is installed, and the views of it that organisations have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TypeVar

from guides.api import (
    Branding,
    Briefing,
    Case,
    ChecklistItem,
    ContactCard,
    Event,
    Fact,
    HandbookPage,
    Happened,
    Hidden,
    Language,
    ProgrammeForm,
    Question,
    Resource,
    SafeguardingRoute,
    Section,
    Service,
    Stage,
    Translation,
)
from guides.plugins.domain import Installed, Rank
from guides.plugins.joining import joined
from guides.plugins.loader import Loaded, signed
from guides.plugins.nearby import FolderPlaces, Places
from guides.plugins.replacing import without_replaced
from guides.plugins.runner import PluginFailed, Runner, log
from guides.toolkit.facts_in import facts_of

T = TypeVar("T")


@dataclass(frozen=True)
class Registry:
    """Everything that is installed, frozen. ``for_org`` gives what one organisation sees."""

    plugins: tuple[Installed, ...]
    loaded: tuple[Loaded, ...]
    imported: tuple[Loaded, ...] = ()
    """Plugins with code as this process started with them, when that was another registry."""
    _views: dict[tuple[str, ...] | None, View] = field(default_factory=dict)

    def for_org(self, enabled: Sequence[str] | None = None) -> View:
        """The view of an organisation that switched these plugins on, in its order.

        None means all that are installed. Toolkits are always there.
        """
        key = None if enabled is None else tuple(enabled)
        if key not in self._views:
            self._views[key] = View(tuple(self._chosen(key)))
        return self._views[key]

    def _chosen(self, enabled: tuple[str, ...] | None) -> Iterable[Loaded]:
        working = [plugin for plugin in self.loaded if plugin.runner is not None]
        if enabled is None:
            return working
        place = {plugin_id: at for at, plugin_id in enumerate(enabled)}
        core = [p for p in working if p.installed.rank is Rank.TOOLKIT]
        chosen = [p for p in working if p.installed.id in place and p not in core]
        return core + sorted(chosen, key=lambda p: place[p.installed.id])


class View:
    """What one organisation has switched on. Read only; made once, shared by every request."""

    def __init__(self, plugins: tuple[Loaded, ...]) -> None:
        self._plugins = plugins
        self.names: Mapping[str, str] = MappingProxyType(
            {p.installed.id: p.installed.name for p in plugins}
        )
        self.stages: Mapping[str, Stage] = MappingProxyType(
            {s.id: s for s in sorted(self._all("stages", Stage), key=lambda s: (s.lane, s.order))}
        )
        self.facts: Mapping[str, Fact] = _by_id(self._all("facts", Fact))
        self.languages: Mapping[str, Language] = MappingProxyType(
            {language.code: language for language in self._all("languages", Language)}
        )
        self.page_languages: Mapping[str, Language] = MappingProxyType(
            {code: language for code, language in self.languages.items() if language.pages}
        )
        self.words: Mapping[str, str] = MappingProxyType(
            {word.id: word.text for p in plugins for word in p.brought.words}
        )
        self.questions: Mapping[str, Question] = _by_id(self._all("questions", Question))
        self.resources: tuple[Resource, ...] = tuple(self._all("resources", Resource))
        self.services: tuple[Service, ...] = tuple(self._all("services", Service))
        self.places: Places = FolderPlaces(self.services)
        # The first one stands: a plugin cannot quietly say something else in the core's name.
        self._translations: Mapping[tuple[str, str], Translation] = MappingProxyType(
            {(t.lang, t.source): t for t in reversed(self._all("translations", Translation))}
        )
        self.briefings: tuple[Briefing, ...] = tuple(self._all("briefings", Briefing))
        self.handbook: tuple[HandbookPage, ...] = tuple(
            sorted(self._all("handbook", HandbookPage), key=lambda page: page.order)
        )
        self.forms: Mapping[str, ProgrammeForm] = MappingProxyType(
            joined(self._all("forms", ProgrammeForm))
        )
        self.branding: Branding | None = next(iter(self._all("branding", Branding)), None)
        self.contact: ContactCard | None = next(iter(self._all("contact", ContactCard)), None)
        routes = self._all("safeguarding", SafeguardingRoute)
        self.safeguarding: SafeguardingRoute | None = next(iter(routes), None)
        self.hidden: tuple[Hidden, ...] = tuple(self._all("hidden", Hidden))
        self._rank = {p.installed.id: at for at, p in enumerate(plugins)}
        self._sections = {s: self._sections_of(s) for s in self.stages}
        self._items = {s: self._items_of(s) for s in self.stages}

    def _all(self, name: str, kind: type[T]) -> list[T]:
        return [entry for p in self._plugins for entry in getattr(p.brought, name)]

    def translate(self, lang: str, english: str) -> Translation | None:
        """The translation of exactly this English sentence, if there is one."""
        return self._translations.get((lang, english))

    def translations(self) -> Iterable[Translation]:
        """Every translation that is used."""
        return self._translations.values()

    def with_places(self, places: Places) -> View:
        """The same view with services from somewhere else, such as the directory."""
        found = copy(self)
        found.__dict__.pop("without_local", None)
        found.places = places
        return found

    def with_facts(self, facts: Mapping[str, Fact]) -> View:
        """The same view with other facts in the places of its own, such as checked ones."""
        found = copy(self)
        found.__dict__.pop("without_local", None)  # it has the facts of before
        found.facts = MappingProxyType(dict(facts))
        return found

    def sections(self, stage: str) -> tuple[Section, ...]:
        """The sections of a stage, in the order in which a page shows them within a kind."""
        return self._sections.get(stage, ())

    def _sections_of(self, stage: str) -> tuple[Section, ...]:
        found = [s for s in self._all("sections", Section) if s.stage == stage]
        hidden = {each.target for each in self.hidden if each.kind == "section"}
        found = without_replaced(found, hidden, self.core)
        return tuple(sorted(found, key=lambda s: (s.order, self._rank[s.plugin], s.slug)))

    def items(self, stage: str) -> tuple[ChecklistItem, ...]:
        """The lines that a stage's checklist has for everybody and for some, in order."""
        return self._items.get(stage, ())

    def _items_of(self, stage: str) -> tuple[ChecklistItem, ...]:
        found = [i for i in self._all("items", ChecklistItem) if i.stage == stage]
        hidden = {each.target for each in self.hidden if each.kind == "line"}
        return self._sorted(without_replaced(found, hidden, self.core))

    @cached_property
    def without_local(self) -> View:
        """The same view with the core's own lines: for paper that must not name the plugins."""
        found = copy(self)
        core = [item for item in self._all("items", ChecklistItem) if item.plugin in self.core]
        found._items = {s: self._sorted(i for i in core if i.stage == s) for s in self.stages}
        return found

    def _sorted(self, items: Iterable[ChecklistItem]) -> tuple[ChecklistItem, ...]:
        return tuple(sorted(items, key=lambda i: (i.order, self._rank[i.plugin], i.plugin, i.id)))

    def items_for(self, case: Case) -> tuple[tuple[ChecklistItem, ...], tuple[str, ...]]:
        """The lines that match a case, and the names of plugins whose lines could not be had."""
        items = [item for item in self.items(case.stage) if case.matches(item.conditions)]
        failed: list[str] = []
        more: list[ChecklistItem] = []
        for runner in self.runners("guides_checklist_items"):
            try:
                answer = runner.gather(
                    "guides_checklist_items", ChecklistItem, case=case, items=tuple(items)
                )
                more += self._checked(answer, case, runner.plugin_id, items)
            except PluginFailed as error:
                log.error("plugin %s: left out of a checklist: %s", runner.plugin_id, error)
                failed.append(self.names[runner.plugin_id])
        matching = [item for item in more if case.matches(item.conditions)]
        return self._sorted([*items, *matching]), tuple(failed)

    def _checked(
        self,
        answer: Sequence[ChecklistItem],
        case: Case,
        plugin_id: str,
        there: Sequence[ChecklistItem],
    ) -> list[ChecklistItem]:
        """The lines of an answer, when all of them can stand on the checklist that was asked for.

        Raises:
            PluginFailed: when one is for another stage, is there already, or names no fact.
        """
        taken = {item.id for item in there if item.plugin == plugin_id}
        for item in answer:
            if item.stage != case.stage:
                raise PluginFailed(f'the line "{item.id}" is for the stage "{item.stage}".')
            if item.id in taken:
                raise PluginFailed(f'the line "{item.id}" is there already.')
            taken.add(item.id)
            if item.replaces:
                raise PluginFailed(f'the line "{item.id}" can replace another only at start.')
            if lost := [fact for fact in facts_of(item) if fact not in self.facts]:
                raise PluginFailed(f'the line "{item.id}": there is no fact "{lost[0]}".')
        return [signed(item, plugin_id) for item in answer]

    def tell(self, event: Happened) -> None:
        """Tell every listener. A listener that fails is logged."""
        for runner in self.runners("guides_event"):
            runner.tell("guides_event", event=event)

    def runners(self, hook: str) -> list[Runner]:
        """Those that answer a hook, in the organisation's order."""
        runners = [p.runner for p in self._plugins if p.runner is not None]
        return [runner for runner in runners if runner.implements(hook)]

    @cached_property
    def core(self) -> frozenset[str]:
        """Ids of the toolkits: what they bring is the core and needs no credit."""
        return frozenset(p.installed.id for p in self._plugins if p.installed.rank is Rank.TOOLKIT)

    def rule_days(self, event: Event) -> tuple[date, ...]:
        """The days on which a rule about this event changed, earliest first."""
        days: set[date] = set()
        entries: tuple[Fact | ChecklistItem | Section, ...] = (
            *self.facts.values(),
            *self._all("items", ChecklistItem),
            *self._all("sections", Section),
        )
        for entry in entries:
            span = getattr(entry.conditions, event)
            days.update(day for day in (span.start, span.end) if day)
        return tuple(sorted(days))


def _id(entry: object) -> str:
    return str(getattr(entry, "id", ""))


def _by_id(entries: Iterable[T]) -> Mapping[str, T]:
    return MappingProxyType({_id(entry): entry for entry in entries})
