"""One plugin, tried out: with it, without it, and all that it puts on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from guides.api import SHEET_AUDIENCES, Audience, Case
from guides.journey.domain import LineShown, ServiceShown
from guides.lint.service import check_folder
from guides.plugins.loader import Loaded
from guides.plugins.registry import Registry, View
from guides.settings import Settings
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.printing import Press
from guides.sheets.service import Composer
from guides.testing import registry_with
from guides.testing.visit import Visit, visited
from guides.toolkit.faults import Fault
from guides.toolkit.manifest import peek_id

AUDIENCES: tuple[frozenset[Audience], ...] = (
    frozenset(),
    *(frozenset({each}) for each in SHEET_AUDIENCES),
)
"""For whom sheets are put together here: for everybody, and for each kind of person."""


@dataclass(frozen=True)
class Tried:
    """A plugin's folder, on a day. What is dear is made once, when it is first asked for."""

    folder: Path
    today: date

    @cached_property
    def faults(self) -> tuple[Fault, ...]:
        """What "guides plugin check" says."""
        return tuple(check_folder(self.folder, self.today))

    @cached_property
    def plugin_id(self) -> str:
        return peek_id(self.folder)

    @cached_property
    def registry(self) -> Registry:
        """What a site has with this plugin. Raises AssertionError when it does not load."""
        return registry_with(self.folder)

    @cached_property
    def view(self) -> View:
        return self.registry.for_org()

    @cached_property
    def core(self) -> View:
        """What a site has without any plugin."""
        return self.registry.for_org(())

    @cached_property
    def mine(self) -> Loaded:
        """The plugin itself."""
        return next(p for p in self.registry.loaded if p.installed.id == self.plugin_id)

    @cached_property
    def visit(self) -> Visit:
        """What came of opening all pages of a site with it."""
        return visited(self.folder, self.today, list(self.cases()))

    @cached_property
    def _press(self) -> Press:
        return Press(Settings(), in_process=True)

    def cases(self) -> Iterator[Case]:
        """Each stop, in each language, for each kind of person."""
        for stage in self.view.stages:
            if self.view.items(stage):
                for lang in self.view.languages:
                    for audiences in AUDIENCES:
                        yield Case(stage, lang, audiences=audiences)

    def sheet(self, case: Case, view: View | None = None) -> Sheet:
        """The sheet for a case, with this plugin or as another view has it."""
        composer = Composer(view or self.view, "Contract test", self._press.shaped_by)
        return composer.compose(case, SheetOptions(), self.today)

    @cached_property
    def printed(self) -> tuple[tuple[Sheet, str], ...]:
        """Sheets that together hold all that this plugin puts on paper, in its languages.

        In all, where its manifest names none; elsewhere its lines stand in English, too.

        The fullest come first; one on which nothing is new any more is left out, because printing
        them all would take minutes.
        """
        manifest = self.mine.installed.manifest
        spoken = {"en", *manifest.languages} if manifest and manifest.languages else None
        cases = (case for case in self.cases() if spoken is None or case.lang in spoken)
        sheets = sorted(map(self.sheet, cases), key=_fullest)
        seen: set[LineShown | ServiceShown] = set()
        chosen = []
        for sheet in sheets:
            if new := set(self._new(sheet)) - seen:
                seen |= new
                chosen.append((sheet, self._press.html(sheet, self.view)))
        return tuple(chosen)

    def _new(self, sheet: Sheet) -> list[LineShown | ServiceShown]:
        """What stands on a sheet that did not without the plugin."""
        case = sheet.case
        if case.stage not in self.core.stages or case.lang not in self.core.languages:
            return list(shown_on(sheet))
        before = set(shown_on(self.sheet(case, self.core)))
        return [each for each in shown_on(sheet) if each not in before]


def _fullest(sheet: Sheet) -> int:
    return -sum(len(text) for _, _, text in sheet.texts)


def shown_on(sheet: Sheet) -> Iterator[LineShown | ServiceShown]:
    """The lines and places of a sheet."""
    for group in sheet.groups:
        yield from group.lines
    yield from sheet.services


def ids_on(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """The lines and places of a sheet, each with the id of the plugin that it is from, or ""."""
    for each in shown_on(sheet):
        yield each.id, each.credit.plugin if each.credit else ""
