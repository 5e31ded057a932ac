"""Checking a folder, or all that is shipped, and listing what has no translation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from guides import paths
from guides.lint import rules
from guides.lint.finder import check_finder
from guides.lint.names import unknown_stages
from guides.lint.rules import Known
from guides.lint.texts import Text, asked, pages, statements, texts
from guides.lint.translations import check_translations
from guides.lint.translations import untranslated as without
from guides.plugins.data_plugin import DataPlugin
from guides.plugins.discovery import discover
from guides.plugins.files import Age, settled
from guides.plugins.links import forms_beside, given_twice, replaced
from guides.plugins.loader import Brought, signed
from guides.settings import Settings
from guides.toolkit.facts_in import facts_of
from guides.toolkit.faults import BrokenContent, Fault, Faults
from guides.toolkit.folder import Folder
from guides.toolkit.manifest import Manifest, peek_id, read_manifest
from guides.toolkit.toml_file import TomlFile

CORE = paths.TOOLKITS / "asylum_journey"


@dataclass(frozen=True)
class Looked:
    """A folder, read once, with every fault that reading it found."""

    folder: Folder
    brought: Brought
    faults: Faults
    manifest: Manifest | None = None

    @classmethod
    def at(cls, root: Path) -> Looked:
        """Read a folder. Raises BrokenContent when it is not safe to read on."""
        folder, faults = Folder(root), Faults()
        folder.check()
        manifest = None
        try:
            manifest = read_manifest(folder)
        except BrokenContent as broken:
            faults.found += broken.faults
        plugin = DataPlugin(folder, faults)
        brought = Brought(
            stages=plugin.guides_stages(),
            sections=plugin.guides_guidance(),
            items=plugin.guides_checklists(),
            facts=plugin.guides_facts(),
            resources=plugin.guides_resources(),
            services=plugin.guides_services(),
            languages=plugin.guides_languages(),
            translations=plugin.guides_translations(),
            words=plugin.guides_words(),
            questions=plugin.guides_questions(),
            briefings=plugin.guides_briefings(),
            handbook=plugin.guides_handbook(),
            forms=plugin.guides_forms(),
            hidden=plugin.guides_hidden(),
            branding=plugin.guides_branding(),
            contact=plugin.guides_contact(),
            safeguarding=plugin.guides_safeguarding(),
        )
        return cls(folder, brought, faults, manifest)

    @property
    def is_toolkit(self) -> bool:
        """Whether the rules for the core hold: everything has a source and a translation."""
        return self.manifest is not None and self.manifest.required

    def translated(self, lang: str) -> set[str]:
        """The English that has a translation."""
        return {t.source for t in self.brought.translations if t.lang == lang}

    def signed(self) -> Brought:
        """What it brought, with its name on what a plugin can replace."""
        name = self.manifest.id if self.manifest else ""
        return replace(
            self.brought,
            items=tuple(signed(item, name) for item in self.brought.items),
            sections=tuple(signed(section, name) for section in self.brought.sections),
        )

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every readable text that is translated as it stands."""
        return tuple(texts(self.folder))

    @cached_property
    def asked(self) -> tuple[Text, ...]:
        """Whom to ask about facts that are not sure."""
        return tuple(asked(self.folder))

    @cached_property
    def stated(self) -> tuple[Text, ...]:
        """What its facts say."""
        return tuple(statements(self.folder))

    @cached_property
    def allowed(self) -> tuple[str, ...]:
        """Names with digits that may be typed."""
        return tuple(
            name
            for path in self.folder.files("allowed.toml")
            for name in TomlFile.read(self.folder, path, self.faults).root().texts("names")
        )


_core: list[tuple[tuple[Age, ...], Looked]] = []
"""The core as it was read last, with the stamp of its files: every folder is checked beside it."""


def look_at_core() -> Looked:
    """The core toolkit, read again only after a file of it changed. Raises as Looked.at does."""
    unchanged = settled(CORE)
    if _core and unchanged == _core[0][0]:
        return _core[0][1]
    _core.clear()
    found = Looked.at(CORE)
    if unchanged is not None:
        _core.append((unchanged, found))
    return found


def check_shipped(settings: Settings, on: date) -> list[Fault]:
    """Every toolkit, bundled plugin and local plugin of this installation."""
    try:
        core = look_at_core()
    except BrokenContent as broken:
        return list(broken.faults)
    found: list[Fault] = []
    places = paths.TOOLKITS, paths.BUNDLED_PLUGINS, settings.local_plugin_dirs
    for candidate in discover(*places, added=settings.added_dir):
        if candidate.root is not None:
            found += check_folder(candidate.root, on, core)
    return found


def check_folder(root: Path, on: date, core: Looked | None = None) -> list[Fault]:
    """Every fault and warning of one folder, by file and line. ``core`` is read if not given."""
    try:
        core = core or look_at_core()
        here = core if root.resolve() == CORE.resolve() else Looked.at(root)
        if here.manifest and core.manifest and here.manifest.id == core.manifest.id:
            core = here  # another release of it, such as one in a pack
    except BrokenContent as broken:
        return list(broken.faults)
    known = _known([core, here] if core is not here else [here], on)
    found = {
        (f.path, f.line, f.what): f for f in (*here.faults.found, *_content(here, core, known))
    }
    return sorted(found.values(), key=lambda f: (str(f.path), f.line, f.what))


def _known(folders: Iterable[Looked], on: date) -> Known:
    looked = list(folders)
    return Known(
        stages=[s.id for each in looked for s in each.brought.stages],
        facts={f.id: f for each in looked for f in each.brought.facts},
        languages=[lang.code for each in looked for lang in each.brought.languages],
        on_pages=[lang.code for each in looked for lang in each.brought.languages if lang.pages],
        allowed=frozenset(name for each in looked for name in each.allowed),
        on=on,
    )


def _content(here: Looked, core: Looked, known: Known) -> Iterator[Fault]:
    for text in (*here.texts, *here.stated, *here.asked):
        yield from rules.numbers(text, known)
        yield from rules.advice(text)
        yield from rules.fact_references(text, known)
        yield from rules.values_named(text, known)
        yield from rules.links(text, known)
    for page in pages(here.folder):
        yield from rules.too_hard(page)
    yield from unknown_stages(here.folder, known)
    there = [here.brought] if core is here else [core.brought, here.brought]
    yield from (end.fault(here.folder) for end in given_twice(here.brought, there))
    yield from (end.fault(here.folder) for end in forms_beside(here.brought, there))
    if core is not here:
        named = _toolkits_named(here, core)
        yield from (end.fault(here.folder) for end in replaced(here.brought, named))
    yield from _sources(here, known)
    for text, fact in zip(here.stated, here.brought.facts, strict=False):
        yield from rules.overdue((text, fact), known.on)
    yield from check_finder(here.folder, here.brought.questions, known)
    yield from _translations(here, core, known)


def _toolkits_named(here: Looked, core: Looked) -> list[Brought]:
    """The core, and other toolkits of which a folder replaces or hides something."""
    named = [item.replaces for item in here.brought.items]
    named += [section.replaces for section in here.brought.sections]
    named += [each.target for each in here.brought.hidden]
    others = {name.partition("/")[0] for name in named if name}
    roots = [each for each in sorted(paths.TOOLKITS.iterdir()) if peek_id(each) in others]
    return [core.signed(), *(Looked.at(r).signed() for r in roots if r.resolve() != CORE.resolve())]


def _sources(here: Looked, known: Known) -> Iterator[Fault]:
    """Lines of a toolkit that say how things are, but name no fact that says so too."""
    for path in here.folder.files("checklists/*.toml"):
        file = TomlFile.read(here.folder, path, Faults())
        items = [i for i in here.brought.items if i.stage == path.stem]
        for table, item in zip(file.tables("item"), items, strict=False):
            text = Text(path, table.line("facts"), item.text, "client")
            for name in item.facts:
                yield from rules.fact_reference(text, name, known)
            if here.is_toolkit and item.kind != "do" and not facts_of(item):
                yield Fault(
                    path,
                    table.line("text"),
                    f'The line "{item.id}" has no source.',
                    'Name the facts that it rests on: facts = ["…"].',
                )


def _translations(here: Looked, core: Looked, known: Known) -> Iterator[Fault]:
    english = {text.text for text in (*here.texts, *here.asked, *here.stated)}
    if core is not here:
        english |= {text.text for text in (*core.texts, *core.asked)}
    words = {w.id: w.text for each in (core, here) for w in each.brought.words}
    yield from check_translations(here.folder, english, words, known)
    promised = here.manifest.languages if here.manifest else ()
    wanted = _to_translate([*here.texts, *here.asked])
    for lang in promised:
        if lang != "en":
            done = here.translated(lang) | core.translated(lang)
            there = [text for text in wanted if text.place == "paper" or lang in known.on_pages]
            yield from without(there, lang, done, of_core=core is here)


def _to_translate(found: Iterable[Text]) -> list[Text]:
    """Each sentence once. Plural forms are translated by their ids, not by their English.

    What clients read counts before what guides read, and what is on paper before what is not.
    """
    first: dict[str, Text] = {}
    for text in found:
        if text.reader == "interface" and _is_plural(text.text):
            continue
        there = first.get(text.text)
        if there is None or _matters(text) > _matters(there):
            first[text.text] = text
    return list(first.values())


def _matters(text: Text) -> tuple[bool, bool]:
    return text.reader != "guide", text.place == "paper"


def _is_plural(text: str) -> bool:
    return text.startswith("{n} ") and text.count(" ") <= 2


def known_languages(root: Path | None) -> list[str]:
    """Codes of the languages that the core and a folder have."""
    folders = [look_at_core(), *([Looked.at(root)] if root and root != CORE else [])]
    return [language.code for each in folders for language in each.brought.languages]


def untranslated(lang: str, root: Path | None) -> list[str]:
    """The English lines of the core, and of a folder, that neither of them translates."""
    folders = [look_at_core(), *([Looked.at(root)] if root and root != CORE else [])]
    done = {source for each in folders for source in each.translated(lang)}
    found = _to_translate(text for f in folders for text in (*f.texts, *f.asked))
    spoken = next(each for f in folders for each in f.brought.languages if each.code == lang)
    return [
        text.text
        for text in found
        if text.reader != "guide"
        and text.text not in done
        and (spoken.pages or text.place == "paper")
    ]
