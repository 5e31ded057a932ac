"""The hooks: what the host asks of a plugin, and when.

Each hook returns frozen dataclasses of :mod:`guides.api` and never receives the application.
What a plugin returns is validated before it is registered. ``since`` is the API version that
brought the hook; ``failure`` says what happens when an implementation raises:

* **A**: the required toolkit is broken: the site does not start.
* **B**: another plugin is broken at start: it is switched off, with the reason in the list.
* **C**: a contribution fails while a page is built: it is left out, and page and sheet say so.
* **D**: a listener fails: it is logged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import pluggy

from guides.api.briefings import Briefing, HandbookPage
from guides.api.conditions import Case
from guides.api.content import (
    ChecklistItem,
    Language,
    Question,
    Resource,
    Section,
    Service,
    Stage,
    Translation,
    Word,
)
from guides.api.facts import Fact
from guides.api.forms import ProgrammeForm
from guides.api.keeping import Command, Keeping, Owner, PersonalData
from guides.api.local import Branding, ContactCard, Hidden, SafeguardingRoute
from guides.api.pages import NavLink, Page, Panel, PanelPage, Permission, Slot, Store, Viewer
from guides.api.settings import Setting

API_VERSION = 0
PROJECT = "asylum_guides"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened, in closed codes: no word about a person."""

    what: Literal["sheet-printed", "session-counted", "fact-checked", "plugin-switched"]
    details: tuple[tuple[str, str], ...] = field(default=())


class Hooks:
    """What a plugin may implement. All but the last five are called once, at start."""

    @hookspec
    def guides_stages(self) -> Sequence[Stage]:
        """Stops of the journey. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_guidance(self) -> Sequence[Section]:
        """Sections of guidance, in Markdown. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_checklists(self) -> Sequence[ChecklistItem]:
        """Checklist lines, for all whom they apply to. At start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_facts(self) -> Sequence[Fact]:
        """Facts that the plugin's texts refer to. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_resources(self) -> Sequence[Resource]:
        """Leaflets, links, rooms, classes. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_services(self) -> Sequence[Service]:
        """Local places and people to turn to. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_languages(self) -> Sequence[Language]:
        """Languages that sheets can be printed in. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_translations(self) -> Sequence[Translation]:
        """Sentences in other languages. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_words(self) -> Sequence[Word]:
        """Words of the interface, in English. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_questions(self) -> Sequence[Question]:
        """Questions of "where are you now?". Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_briefings(self) -> Sequence[Briefing]:
        """How to run a meeting, line by line. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_handbook(self) -> Sequence[HandbookPage]:
        """Pages for guides and coordinators. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_forms(self) -> Sequence[ProgrammeForm]:
        """Questions for the forms of the programme. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_hidden(self) -> Sequence[Hidden]:
        """Lines and sections of the core to leave out here. At start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_branding(self) -> Sequence[Branding]:
        """Name, logo and colours, of which the first counts. At start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_contact(self) -> Sequence[ContactCard]:
        """The contact card, of which the first counts. At start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_safeguarding(self) -> Sequence[SafeguardingRoute]:
        """Whom to ring for safety; the first counts. At start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_settings(self) -> Sequence[Setting]:
        """What an organisation can choose, on a form. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_permissions(self) -> Sequence[Permission]:
        """What roles may do on this plugin's pages. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_pages(self) -> Sequence[Page]:
        """Pages of the plugin's own. Called at start. Since 0. Failure A or B.

        A page that fails when somebody opens it is an error page that names the plugin.
        """
        raise NotImplementedError

    @hookspec
    def guides_commands(self) -> Sequence[Command]:
        """Commands, under ``guides x``. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_holdings(self) -> Sequence[Keeping]:
        """How rows leave the plugin's own tables. Called at start. Since 0. Failure A or B."""
        raise NotImplementedError

    @hookspec
    def guides_checklist_items(
        self, case: Case, items: Sequence[ChecklistItem]
    ) -> Sequence[ChecklistItem]:
        """More lines for this case, each time a checklist is put together. Since 0. Failure C.

        ``items`` are the lines that stand there already. ``case`` holds closed codes only.
        """
        raise NotImplementedError

    @hookspec
    def guides_panels(self, slot: Slot, page: PanelPage) -> Sequence[Panel]:
        """Short pieces of Markdown on a page of the core, each time. Since 0. Failure C."""
        raise NotImplementedError

    @hookspec
    def guides_nav(self, viewer: Viewer | None) -> Sequence[NavLink]:
        """Ways to the plugin's pages, each time. Since 0. Failure D.

        Without a viewer for the foot of every page, with one for the page of one's own account.
        """
        raise NotImplementedError

    @hookspec
    def guides_personal_data(self, owner: Owner, store: Store) -> Sequence[PersonalData]:
        """All that the plugin keeps about an owner who asks for it. Since 0. Failure C."""
        raise NotImplementedError

    @hookspec
    def guides_event(self, event: Happened) -> None:
        """Something happened. Called after the answer is made. Since 0. Failure D."""
