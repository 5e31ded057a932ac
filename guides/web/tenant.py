"""One organisation as its visitors meet it: its name, what it switched on, what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from guides.api import Case
from guides.directory.asked import Viewer
from guides.journey.service import Guide
from guides.plugins.registry import View
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.printing import Press
from guides.sheets.service import Composer

MOST_SHEETS = 500
"""Sheets that are kept in memory; then all are put together anew."""


@dataclass
class Tenant:
    """Nothing of one tenant is ever in another: pages, sheets and what is kept of both."""

    name: str
    org: int | None
    """Its number, where it has accounts."""
    public_url: str
    view: View
    press: Press
    viewer: Viewer
    """Whose directory is looked into, and in which of its sources."""
    guides: dict[tuple[str, date], Guide] = field(default_factory=dict)
    sheets: dict[tuple[Case, SheetOptions, date], Sheet] = field(default_factory=dict)

    @cached_property
    def composer(self) -> Composer:
        return Composer(self.view, self.name, self.press.shaped_by)

    def sheet(self, case: Case, options: SheetOptions, on: date) -> Sheet:
        """The sheet for a case. It is put together once a day: a case holds closed codes only."""
        key = (case, options, on)
        found = self.sheets.get(key)
        if found is None:
            found = self.composer.compose(*key)
            if not found.trouble:  # what is missing may be there for the next reader
                if len(self.sheets) > MOST_SHEETS:
                    self.sheets.clear()
                self.sheets[key] = found
        return found

    def pdf(self, sheet: Sheet) -> bytes:
        """The sheet as PDF, with this organisation's address on it."""
        return self.press.pdf(sheet, self.view, self.public_url)
