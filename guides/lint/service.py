"""Checking a folder, or all that is shipped, and listing what has no translation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guides import paths
from guides.lint import rules
from guides.lint.finder import check_finder
from guides.lint.rules import Known
from guides.lint.texts import Text, asked, pages, row_of, statements, texts
from guides.lint.translations import check_translations
from guides.lint.translations import untranslated as without
from guides.plugins.data_plugin import DataPlugin
from guides.plugins.discovery import discover
from guides.settings import Settings
from guides.toolkit.facts_in import facts_of
from guides.toolkit.faults import BrokenContent, Fault, Faults
from guides.toolkit.folder import Folder
from guides.toolkit.manifest import Manifest, read_manifest
from guides.toolkit.toml_file import TomlFile

CORE = paths.TOOLKITS / "asylum_journey"


@dataclass(frozen=True, slots=True)
class Looked:
    """A folder, read once, with every fault that reading it found."""

    folder: Folder
    plugin: DataPlugin
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
        return cls(folder, DataPlugin(folder, faults), faults, manifest)

    def allowed(self) -> tuple[str, ...]:
        """Names with digits that may be typed."""
        return tuple(
            name
            for path in self.folder.files("allowed.toml")
            for name in TomlFile.read(self.folder, path, self.faults).root().texts("names")
        )


def check_shipped(settings: Settings, on: date) -> list[Fault]:
    """Every toolkit, bundled plugin and local plugin of this installation."""
    found: list[Fault] = []
    for candidate in discover(paths.TOOLKITS, paths.BUNDLED_PLUGINS, settings.local_plugin_dirs):
        if candidate.root is not None:
            found += check_folder(candidate.root, on)
    return found


def check_folder(root: Path, on: date) -> list[Fault]:
    """Every fault and warning of one folder, by file and line."""
    try:
        here = Looked.at(root)
        core = here if root.resolve() == CORE.resolve() else Looked.at(CORE)
    except BrokenContent as broken:
        return list(broken.faults)
    known = _known([core, here] if core is not here else [here], on)
    found = [*_content(here, core, known)]
    found += here.faults.found
    return sorted(set(found), key=lambda f: (str(f.path), f.line, f.what))


def _known(folders: Iterable[Looked], on: date) -> Known:
    looked = list(folders)
    return Known(
        stages=[s.id for each in looked for s in each.plugin.guides_stages()],
        facts={f.id: f for each in looked for f in each.plugin.guides_facts()},
        languages=[lang.code for each in looked for lang in each.plugin.guides_languages()],
        allowed=[name for each in looked for name in each.allowed()],
        on=on,
    )


def _content(here: Looked, core: Looked, known: Known) -> Iterator[Fault]:
    own = list(texts(here.folder))
    stated = list(statements(here.folder))
    for text in (*own, *stated):
        yield from rules.numbers(text, known)
        yield from rules.advice(text)
        yield from rules.fact_references(text, known)
        yield from rules.values_named(text, known)
        yield from rules.links(text, known)
    for page in pages(here.folder):
        yield from rules.too_hard(page)
    yield from _stages_named(here, known)
    yield from _sources(here, known)
    facts = list(here.plugin.guides_facts())
    for text, fact in zip(stated, facts, strict=False):
        yield from rules.overdue((text, fact), known.on)
    yield from check_finder(here.folder, here.plugin.guides_questions(), known)
    yield from _translations(here, core, own, known)


def _stages_named(here: Looked, known: Known) -> Iterator[Fault]:
    """Files, services and resources that name a stage which is not there."""
    for pattern in ("checklists/*.toml", "guidance/*/*.md"):
        for path in here.folder.files(pattern):
            stage = path.stem if path.suffix == ".toml" else path.parent.name
            if stage not in known.stages:
                yield _no_stage(path, 1, stage, known)
    for own in here.plugin.guides_stages():
        for edge in own.edges:
            if edge.to not in known.stages:
                yield _no_stage(here.folder.root / "stages" / f"{own.id}.toml", 1, edge.to, known)
    places = [(s.id, s.stages, "services.csv") for s in here.plugin.guides_services()]
    things = [(r.id, r.stages, "resources.toml") for r in here.plugin.guides_resources()]
    for entry_id, stages, name in (*places, *things):
        for named in stages:
            if named not in known.stages:
                path = here.folder.root / name
                yield _no_stage(path, row_of(here.folder, path, entry_id), named, known)


def _no_stage(path: Path, line: int, stage: str, known: Known) -> Fault:
    return Fault(
        path,
        line,
        f'There is no stage "{stage}".',
        f"Use one of {', '.join(sorted(known.stages))}.",
    )


def _sources(here: Looked, known: Known) -> Iterator[Fault]:
    """Lines of a toolkit that say how things are, but name no fact that says so too."""
    toolkit = here.manifest is not None and here.manifest.required
    for path in here.folder.files("checklists/*.toml"):
        file = TomlFile.read(here.folder, path, Faults())
        items = [i for i in here.plugin.guides_checklists() if i.stage == path.stem]
        seen: set[str] = set()
        for table, item in zip(file.tables("item"), items, strict=False):
            if item.id in seen:
                yield Fault(
                    path, table.line("id"), f'"{item.id}" is there twice.', "Choose another id."
                )
            seen.add(item.id)
            text = Text(path, table.line("facts"), item.text, "client")
            for name in item.facts:
                yield from rules.fact_reference(text, name, known)
            if toolkit and item.kind != "do" and not facts_of(item):
                yield Fault(
                    path,
                    table.line("text"),
                    f'The line "{item.id}" has no source.',
                    'Name the facts that it rests on: facts = ["…"].',
                )


def _translations(here: Looked, core: Looked, own: list[Text], known: Known) -> Iterator[Fault]:
    asks = list(asked(here.folder))
    english = {text.text for text in (*own, *asks, *statements(here.folder))}
    if core is not here:
        english |= {t.text for t in (*texts(core.folder), *asked(core.folder))}
    words = {w.id: w.text for each in (core, here) for w in each.plugin.guides_words()}
    yield from check_translations(here.folder, english, words, known)
    toolkit = here.manifest is not None and here.manifest.required
    wanted = known.languages if toolkit else here.manifest.languages if here.manifest else ()
    for lang in wanted:
        if lang != "en":
            done = {t.source for t in here.plugin.guides_translations() if t.lang == lang}
            if core is not here:
                done |= {t.source for t in core.plugin.guides_translations() if t.lang == lang}
            for fault in without(_to_translate([*own, *asks]), lang, done):
                yield fault if toolkit else _as_warning(fault)


def _to_translate(found: Iterable[Text]) -> list[Text]:
    """Each sentence once. Plural forms are translated by their ids, not by their English."""
    first: dict[str, Text] = {}
    for text in found:
        if not (text.reader == "interface" and _is_plural(text.text)):
            first.setdefault(text.text, text)
    return list(first.values())


def _is_plural(text: str) -> bool:
    return text.startswith("{n} ") and text.count(" ") <= 2


def _as_warning(fault: Fault) -> Fault:
    return Fault(fault.path, fault.line, fault.what, fault.mend, "warning")


def untranslated(lang: str, root: Path | None) -> list[str]:
    """The English lines of the core, and of a folder, that neither of them translates."""
    folders = [Looked.at(each) for each in dict.fromkeys((CORE, root or CORE))]
    done = {t.source for f in folders for t in f.plugin.guides_translations() if t.lang == lang}
    found = _to_translate(text for f in folders for text in (*texts(f.folder), *asked(f.folder)))
    return [text.text for text in found if text.reader != "guide" and text.text not in done]
