"""Sheets and services as the demo finds them on its own shelf."""

from __future__ import annotations

from dataclasses import dataclass, field

from guides import clock
from guides.directory.asked import Search, Viewer
from guides.directory.places import DirectoryPlaces
from guides.directory.plugins import sources_of, sync
from guides.directory.service import Directory
from guides.people.consent.domain import Use
from guides.people.consent.service import wordings
from guides.people.domain import Profile
from guides.plugins.registry import View
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.service import Composer, keep_edition
from guides.storage.engine import Engine
from guides.toolkit.wording import ENGLISH, Wording

HOME = 0
"""The number of the directory of the site's own organisation."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a guide prints, and whom they ring: the same as on the site's own pages."""

    view: View
    engine: Engine
    directory: Directory
    organisation: str
    shaped_by: str
    """A fingerprint of all that shapes a sheet but its words."""
    _made: dict[tuple[Profile, bool], Sheet] = field(default_factory=dict)

    @classmethod
    def stocked(cls, view: View, directory: Directory, organisation: str, shaped_by: str) -> Shelf:
        """With the services of the plugins brought in, as the site does when somebody looks."""
        sync(directory, HOME, view.services)
        viewer = Viewer(HOME, sources=sources_of(directory, HOME, view.names))
        places = DirectoryPlaces(directory, viewer, clock.today, view.places)
        return cls(view.with_places(places), directory.engine, directory, organisation, shaped_by)

    def sheet(self, profile: Profile, *, earlier: bool) -> Sheet:
        """For a client; ``earlier``: as it was before the plugins were switched on."""
        made = self._made.get((profile, earlier))
        if made is None:
            view = self.view.without_local if earlier else self.view
            composer = Composer(view, self.organisation, self.shaped_by)
            made = composer.compose(profile.case(), SheetOptions(), clock.today())
            self._made[profile, earlier] = made
        return made

    def note(self, sheet: Sheet) -> None:
        keep_edition(self.engine, sheet)

    def wordings(self) -> dict[Use, str]:
        """Which words were asked for each consent: those of today."""
        return wordings(Wording(self.view, ENGLISH))

    def service(self, stage: str) -> tuple[str, str] | None:
        """Id and name of one for this stop, or of any."""
        viewer = Viewer(HOME, "volunteers", sources_of(self.directory, HOME, self.view.names))
        for asked in (Search(stage=stage), Search()):
            for found in self.directory.search(viewer, asked, size=1).found:
                return found.shown.id, found.shown.listing.name
        return None
