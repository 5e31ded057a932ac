"""A folder of files as an ordinary pluggy object."""

from __future__ import annotations

from guides.api import (
    Branding,
    Briefing,
    ChecklistItem,
    ContactCard,
    Fact,
    HandbookPage,
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
    Word,
    hookimpl,
)
from guides.toolkit.briefings_in import read_briefings, read_handbook
from guides.toolkit.content_in import (
    read_checklists,
    read_questions,
    read_sections,
    read_stages,
)
from guides.toolkit.facts_in import read_facts
from guides.toolkit.faults import Faults
from guides.toolkit.folder import Folder
from guides.toolkit.forms_in import read_forms
from guides.toolkit.languages_in import read_languages, read_translations, read_words
from guides.toolkit.local_in import read_branding, read_contact, read_hidden, read_safeguarding
from guides.toolkit.resources_in import read_resources
from guides.toolkit.services_in import read_services


class DataPlugin:
    """Answers the hooks from files. It runs no code of the folder's: there is none to run."""

    def __init__(self, folder: Folder, faults: Faults) -> None:
        self._folder = folder
        self._faults = faults

    @hookimpl
    def guides_stages(self) -> tuple[Stage, ...]:
        return tuple(read_stages(self._folder, self._faults))

    @hookimpl
    def guides_guidance(self) -> tuple[Section, ...]:
        return tuple(read_sections(self._folder, self._faults))

    @hookimpl
    def guides_checklists(self) -> tuple[ChecklistItem, ...]:
        return tuple(read_checklists(self._folder, self._faults))

    @hookimpl
    def guides_facts(self) -> tuple[Fact, ...]:
        return tuple(read_facts(self._folder, self._faults))

    @hookimpl
    def guides_resources(self) -> tuple[Resource, ...]:
        return tuple(read_resources(self._folder, self._faults))

    @hookimpl
    def guides_services(self) -> tuple[Service, ...]:
        return tuple(read_services(self._folder, self._faults))

    @hookimpl
    def guides_languages(self) -> tuple[Language, ...]:
        return tuple(read_languages(self._folder, self._faults))

    @hookimpl
    def guides_translations(self) -> tuple[Translation, ...]:
        return tuple(read_translations(self._folder, self._faults))

    @hookimpl
    def guides_words(self) -> tuple[Word, ...]:
        return tuple(read_words(self._folder, self._faults))

    @hookimpl
    def guides_questions(self) -> tuple[Question, ...]:
        return tuple(read_questions(self._folder, self._faults))

    @hookimpl
    def guides_briefings(self) -> tuple[Briefing, ...]:
        return tuple(read_briefings(self._folder, self._faults))

    @hookimpl
    def guides_handbook(self) -> tuple[HandbookPage, ...]:
        return tuple(read_handbook(self._folder, self._faults))

    @hookimpl
    def guides_forms(self) -> tuple[ProgrammeForm, ...]:
        return tuple(read_forms(self._folder, self._faults))

    @hookimpl
    def guides_hidden(self) -> tuple[Hidden, ...]:
        return tuple(read_hidden(self._folder, self._faults))

    @hookimpl
    def guides_branding(self) -> tuple[Branding, ...]:
        return tuple(read_branding(self._folder, self._faults))

    @hookimpl
    def guides_contact(self) -> tuple[ContactCard, ...]:
        return tuple(read_contact(self._folder, self._faults))

    @hookimpl
    def guides_safeguarding(self) -> tuple[SafeguardingRoute, ...]:
        return tuple(read_safeguarding(self._folder, self._faults))
