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

API_VERSION = 0
PROJECT = "asylum_guides"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened, in closed codes: no word about a person."""

    what: Literal["sheet-printed"]
    details: tuple[tuple[str, str], ...] = field(default=())


class Hooks:
    """What a plugin may implement. All but the last two are called once, at start."""

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
    def guides_checklist_items(
        self, case: Case, items: Sequence[ChecklistItem]
    ) -> Sequence[ChecklistItem]:
        """More lines for this case, each time a checklist is put together. Since 0. Failure C.

        ``items`` are the lines that stand there already. ``case`` holds closed codes only.
        """
        raise NotImplementedError

    @hookspec
    def guides_event(self, event: Happened) -> None:
        """Something happened. Called after the answer is made. Since 0. Failure D."""
