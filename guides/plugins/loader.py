"""From a candidate to what it contributes: decide, load, validate. One door for every kind."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from guides.api import (
    API_VERSION,
    Branding,
    Briefing,
    ChecklistItem,
    Command,
    ContactCard,
    Fact,
    HandbookPage,
    Hidden,
    Keeping,
    Language,
    Page,
    Permission,
    ProgrammeForm,
    Question,
    Resource,
    SafeguardingRoute,
    Section,
    Service,
    Setting,
    Stage,
    Translation,
    Word,
)
from guides.plugins.code_checks import check_code
from guides.plugins.code_quarantine import watched
from guides.plugins.data_plugin import DataPlugin
from guides.plugins.domain import Candidate, Installed, Rank
from guides.plugins.files import settled
from guides.plugins.runner import PluginFailed, Runner, contained, import_file, quietly
from guides.toolkit.faults import BrokenContent, Fault, Faults
from guides.toolkit.folder import Folder
from guides.toolkit.manifest import Manifest, peek_id, read_manifest
from guides.toolkit.toml_file import ID

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Brought:
    """Everything that one plugin contributes at start."""

    stages: tuple[Stage, ...] = ()
    sections: tuple[Section, ...] = ()
    items: tuple[ChecklistItem, ...] = ()
    facts: tuple[Fact, ...] = ()
    resources: tuple[Resource, ...] = ()
    services: tuple[Service, ...] = ()
    languages: tuple[Language, ...] = ()
    translations: tuple[Translation, ...] = ()
    words: tuple[Word, ...] = ()
    questions: tuple[Question, ...] = ()
    briefings: tuple[Briefing, ...] = ()
    handbook: tuple[HandbookPage, ...] = ()
    forms: tuple[ProgrammeForm, ...] = ()
    hidden: tuple[Hidden, ...] = ()
    branding: tuple[Branding, ...] = ()
    contact: tuple[ContactCard, ...] = ()
    safeguarding: tuple[SafeguardingRoute, ...] = ()
    settings: tuple[Setting, ...] = ()
    permissions: tuple[Permission, ...] = ()
    pages: tuple[Page, ...] = ()
    commands: tuple[Command, ...] = ()
    keeping: tuple[Keeping, ...] = ()

    def counts(self) -> tuple[tuple[str, int], ...]:
        """How many of each kind, for the list; kinds of which there are none are left out."""
        return tuple((name, len(getattr(self, name))) for name in _HOOKS if getattr(self, name))


_HOOKS: dict[str, tuple[str, type]] = {
    "stages": ("guides_stages", Stage),
    "sections": ("guides_guidance", Section),
    "items": ("guides_checklists", ChecklistItem),
    "facts": ("guides_facts", Fact),
    "resources": ("guides_resources", Resource),
    "services": ("guides_services", Service),
    "languages": ("guides_languages", Language),
    "translations": ("guides_translations", Translation),
    "words": ("guides_words", Word),
    "questions": ("guides_questions", Question),
    "briefings": ("guides_briefings", Briefing),
    "handbook": ("guides_handbook", HandbookPage),
    "forms": ("guides_forms", ProgrammeForm),
    "hidden": ("guides_hidden", Hidden),
    "branding": ("guides_branding", Branding),
    "contact": ("guides_contact", ContactCard),
    "safeguarding": ("guides_safeguarding", SafeguardingRoute),
    "settings": ("guides_settings", Setting),
    "permissions": ("guides_permissions", Permission),
    "pages": ("guides_pages", Page),
    "commands": ("guides_commands", Command),
    "keeping": ("guides_holdings", Keeping),
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plugin with what it brought; ``runner`` is None when it is off or broken."""

    installed: Installed
    brought: Brought = field(default_factory=Brought)
    runner: Runner | None = None
    faults: tuple[Fault, ...] = ()
    home: Path | None = None
    """Where templates, assets and migrations of its code stand."""


def load(
    candidate: Candidate,
    wanted: Callable[[Manifest, Rank], str],
    taken: Collection[str],
    data_dir: Path | None = None,
) -> Loaded:
    """Decide on a candidate and, if it is wanted, load it. Never raises.

    ``wanted`` answers with the reason why a plugin is off, or with "". ``taken`` are the ids that
    are there already. In ``data_dir`` is noted which code is just being imported.
    """
    faults = Faults()
    try:
        manifest, plugin = _manifest(candidate, data_dir)
    except BrokenContent as broken:
        return _broken(candidate, None, str(broken), broken.faults)
    except PluginFailed as failed:
        return _broken(candidate, None, str(failed))
    except OSError as error:
        return _broken(candidate, None, f"{candidate.place} cannot be read: {error.strerror}.")
    if manifest.id in taken:
        return _broken(
            candidate,
            manifest,
            f'There is another plugin with the id "{manifest.id}". '
            "Mend: give this one another id, or remove one of the two.",
        )
    if reason := wanted(manifest, candidate.rank):
        return Loaded(replace(_entry(candidate, manifest), state="off", reason=reason))
    unchanged = _files_of(candidate)
    if (known := _read.get(candidate)) is not None and known[0] == unchanged:
        return known[1]
    runner = Runner(manifest.id)
    runner.home = _home(candidate, plugin)
    try:
        has_code = candidate.root is None or (candidate.root / "plugin.py").is_file()
        with watched(data_dir if has_code else None, manifest.id):
            _register(candidate, manifest, plugin, runner, faults)
            brought = _gather(runner, manifest.id)
            check_code(manifest.id, brought, runner.home if has_code else None)
    except BrokenContent as broken:
        return _broken(candidate, manifest, str(broken), broken.faults)
    except PluginFailed as failed:
        # What was noted on the way says it better, with file and line.
        reason = str(BrokenContent(faults.fatal)) if faults.fatal else str(failed)
        return _broken(candidate, manifest, reason, faults.fatal)
    if faults.fatal:
        return _broken(candidate, manifest, str(BrokenContent(faults.fatal)), faults.fatal)
    entry = replace(
        _entry(candidate, manifest),
        has_code=has_code,
        warnings=tuple(faults.found),
        adds=brought.counts(),
    )
    found = Loaded(entry, brought, runner, home=runner.home)
    _read.pop(candidate, None)
    if unchanged is not None and not has_code:
        while len(_read) >= MOST_READ:
            del _read[next(iter(_read))]
        _read[candidate] = unchanged, found
    return found


MOST_READ = 200
_read: dict[Candidate, tuple[tuple[object, ...], Loaded]] = {}
"""Folders as they were read last, with the stamp of their files. When one of fifty plugins has
changed, or a pack is tried, the others are not read again."""


def forget() -> None:
    """Read every folder anew, as a process does that has just started."""
    _read.clear()


def _files_of(candidate: Candidate) -> tuple[object, ...] | None:
    """What is another when a file of a folder is; None when that cannot be told, or matters not."""
    if candidate.root is None or candidate.tried:
        return None
    return settled(candidate.root)


def _home(candidate: Candidate, plugin: object | None) -> Path | None:
    """The plugin's folder; for an installed package the one that its module stands in."""
    if candidate.root is not None:
        return candidate.root
    file = getattr(plugin, "__file__", None)
    return Path(file).parent if isinstance(file, str) else None


def _manifest(candidate: Candidate, data_dir: Path | None) -> tuple[Manifest, object | None]:
    """The manifest, and for an installed package the plugin object it belongs to."""
    if candidate.root is not None:
        manifest = read_manifest(Folder(candidate.root))
        # Only a toolkit can be the core: a plugin's lines carry its name, whatever it says.
        required = manifest.required and candidate.rank is Rank.TOOLKIT
        return replace(manifest, required=required), None
    point = candidate.entry_point
    if point is None:
        raise PluginFailed("There is neither a folder nor an entry point.")
    if not ID.fullmatch(point.name):
        raise PluginFailed(f'"{point.name}" cannot be an id: small letters, digits, hyphens only.')
    with watched(data_dir, point.name):
        plugin = contained(lambda: quietly(point.load), f"importing {point.value}")
    api, name = contained(
        lambda: (getattr(plugin, "api", -1), str(getattr(plugin, "name", point.name))),
        f"looking at {point.value}",
    )
    if api != API_VERSION:
        raise PluginFailed(f"{point.value} is made for api = {api}; here it is {API_VERSION}.")
    version = point.dist.version if point.dist else "unknown"
    return Manifest(id=point.name, api=API_VERSION, version=version, name=name), plugin


def _register(
    candidate: Candidate, manifest: Manifest, plugin: object | None, runner: Runner, faults: Faults
) -> None:
    """Put the plugin's files and code behind its hooks."""
    if candidate.root is None:
        runner.add(plugin)
        return
    folder = Folder(candidate.root)
    folder.check()
    runner.add(DataPlugin(folder, faults))
    code = candidate.root / "plugin.py"
    if code.is_file():
        runner.add(import_file(code, manifest.id))


def _gather(runner: Runner, plugin_id: str) -> Brought:
    """Ask every hook of the start."""
    found: dict[str, tuple[Any, ...]] = {}
    for name, (hook, item) in _HOOKS.items():
        entries: tuple[Any, ...] = runner.gather_quietly(hook, item)
        found[name] = tuple(signed(entry, plugin_id) for entry in entries)
    return Brought(**found)


def signed(entry: T, plugin_id: str) -> T:
    """The same entry, with the plugin that it came from written on it."""
    fields = getattr(entry, "__dataclass_fields__", {})
    return replace(entry, plugin=plugin_id) if "plugin" in fields else entry  # type: ignore[type-var]


def _entry(candidate: Candidate, manifest: Manifest | None) -> Installed:
    folder = candidate.root
    name = folder.name if folder else (candidate.entry_point.name if candidate.entry_point else "")
    said_id = peek_id(folder) if folder else name
    return Installed(
        id=manifest.id if manifest else said_id,
        name=manifest.name if manifest else name,
        version=manifest.version if manifest else "",
        organisation=manifest.organisation if manifest else "",
        rank=candidate.rank,
        place=candidate.place,
        state="on",
        manifest=manifest,
        has_code=bool(folder and (folder / "plugin.py").is_file()),
    )


def _broken(
    candidate: Candidate, manifest: Manifest | None, reason: str, faults: tuple[Fault, ...] = ()
) -> Loaded:
    entry = replace(_entry(candidate, manifest), state="broken", reason=reason)
    return Loaded(entry, faults=faults)
