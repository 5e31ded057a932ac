"""From a candidate to what it contributes: decide, load, validate. One door for every kind."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from guides import paths
from guides.api import (
    API_VERSION,
    Briefing,
    ChecklistItem,
    Fact,
    HandbookPage,
    Language,
    Question,
    Resource,
    Section,
    Service,
    Stage,
    Translation,
    Word,
)
from guides.plugins.data_plugin import DataPlugin
from guides.plugins.domain import Candidate, Installed, Rank
from guides.plugins.runner import PluginFailed, Runner, contained, import_file
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
}


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plugin with what it brought; ``runner`` is None when it is off or broken."""

    installed: Installed
    brought: Brought = field(default_factory=Brought)
    runner: Runner | None = None
    faults: tuple[Fault, ...] = ()


def load(
    candidate: Candidate, wanted: Callable[[Manifest, Rank], str], taken: Collection[str]
) -> Loaded:
    """Decide on a candidate and, if it is wanted, load it. Never raises.

    ``wanted`` answers with the reason why a plugin is off, or with "". ``taken`` are the ids that
    are there already.
    """
    faults = Faults()
    try:
        manifest, plugin = _manifest(candidate)
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
    key = _shipped_as(candidate)
    if key is not None and key in _read:
        return _read[key]
    runner = Runner(manifest.id)
    try:
        has_code = _register(candidate, manifest, plugin, runner, faults)
        brought = _gather(runner, manifest.id)
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
    found = Loaded(entry, brought, runner)
    if key is not None and not has_code:
        if len(_read) > MOST_READ:
            _read.clear()
        _read[key] = found
    return found


MOST_READ = 50
_read: dict[tuple[object, ...], Loaded] = {}
"""What is shipped, as it was read last. A process that makes several sites, or tries a pack, need
not read thousands of sentences again; when a file has changed, it does."""


def _shipped_as(candidate: Candidate) -> tuple[object, ...] | None:
    """What a shipped folder is known by: its place, and how many files of which size and age."""
    root = candidate.root
    if root is None or root.parent not in (paths.TOOLKITS, paths.BUNDLED_PLUGINS):
        return None
    stats = [path.stat() for path in root.rglob("*")]
    newest = max((each.st_mtime_ns for each in stats), default=0)
    return root, len(stats), sum(each.st_size for each in stats), newest


def _manifest(candidate: Candidate) -> tuple[Manifest, object | None]:
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
    plugin = contained(point.load, f"importing {point.value}")
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
) -> bool:
    """Put the plugin's files and code behind its hooks. True when there is code."""
    if candidate.root is None:
        runner.add(plugin)
        return True
    folder = Folder(candidate.root)
    folder.check()
    runner.add(DataPlugin(folder, faults))
    code = candidate.root / "plugin.py"
    if not code.is_file():
        return False
    runner.add(import_file(code, manifest.id))
    return True


def _gather(runner: Runner, plugin_id: str) -> Brought:
    """Ask every hook of the start."""
    found: dict[str, tuple[Any, ...]] = {}
    for name, (hook, item) in _HOOKS.items():
        entries: tuple[Any, ...] = runner.gather(hook, item)
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
