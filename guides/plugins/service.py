"""Building the registry: every candidate through the one door, then the links between them."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from guides import paths
from guides.plugins.discovery import CURRENT, discover
from guides.plugins.domain import Candidate, Installed, Rank
from guides.plugins.files import ages
from guides.plugins.kept import decided_without_code
from guides.plugins.links import LooseEnd, loose_ends, replaced
from guides.plugins.loader import Loaded, load
from guides.plugins.registry import Registry
from guides.plugins.switches import NAME, Switches, read_switches
from guides.settings import Settings
from guides.toolkit.faults import BrokenContent, Fault
from guides.toolkit.folder import Folder
from guides.toolkit.manifest import Manifest

log = logging.getLogger("guides.plugins")


class ToolkitBroken(Exception):
    """A required toolkit cannot be used, so the site must not start (class A).

    The message names each file, line and mend.
    """


@dataclass(frozen=True, slots=True)
class Choices:
    """What decides which plugins run."""

    enabled: Sequence[str] = ()
    """Bundled plugins that the settings switch on."""
    switches: Switches = field(default_factory=Switches)
    """What an administrator switched since: it wins over the settings."""
    safe_mode: bool = False
    trying: Collection[str] = ()
    """Plugins that are tried out, whether or not they are switched on."""

    def why_off(self, plugin_id: str, rank: Rank) -> str:
        """The reason why a plugin is off, or "". Toolkits are always on."""
        if rank is Rank.TOOLKIT:
            return ""
        if plugin_id in self.trying:
            return ""
        if self.safe_mode:
            return "Safe mode: only toolkits run."
        usual = rank is not Rank.BUNDLED or plugin_id in self.enabled
        return self.switches.why_off(plugin_id, usual)

    def wanted(self, manifest: Manifest, rank: Rank) -> str:
        return self.why_off(manifest.id, rank)


def registry_of(
    settings: Settings,
    instead: Mapping[str, Path] | None = None,
    trying: Mapping[str, Path] | None = None,
) -> Registry:
    """The registry of an installation, as its settings, switches and data folder say.

    ``instead`` names folders of toolkits, and ``trying`` folders of plugins, to be tried out.

    Raises:
        ToolkitBroken: when a required toolkit is broken or missing.
    """
    return _built(
        _candidates(settings, instead, trying),
        _choices(settings, trying or ()),
        data_dir=None if trying else settings.data_dir,  # what is only tried is not in quarantine
    )


def rebuilt(
    registry: Registry, settings: Settings, trying: Mapping[str, Path] | None = None
) -> Registry:
    """A new registry from what is on disk now; code that was imported stays as it is.

    ``registry`` is the one that the process used so far: what it has of code is kept, and never
    imported anew. A plugin with code that came or changed since says that it needs a restart. One
    that was switched off or removed is gone at once. ``trying`` names folders of plugins to try.

    Raises:
        ToolkitBroken: when a toolkit is broken. Then go on with the registry that you have.
    """
    there = (*registry.loaded, *registry.imported)  # as it was at the start goes before
    kept = {p.installed.id: p for p in there if p.installed.has_code and p.installed.state != "off"}
    found = _built(_candidates(settings, None, trying), _choices(settings, trying or ()), kept)
    return replace(found, imported=tuple(kept.values()))


def build_registry(
    enabled: Sequence[str] = (),
    local: Iterable[Path] = (),
    toolkits: Path = paths.TOOLKITS,
    bundled: Path = paths.BUNDLED_PLUGINS,
    packs: Path | None = None,
    instead: Mapping[str, Path] | None = None,
) -> Registry:
    """Discover, decide, load, validate, register, freeze.

    Bundled plugins are off until ``enabled`` names them. Toolkits are on, and so is what an
    administrator put into a local folder or installed as a package.

    Raises:
        ToolkitBroken: when a required toolkit is broken or missing.
    """
    return _built(discover(toolkits, bundled, local, packs, instead), Choices(enabled))


def stamp(settings: Settings) -> tuple[object, ...]:
    """Something that is another as soon as files changed that show without a restart.

    Cheap enough to be asked every few seconds: it reads no file, only their size and age.
    """
    pointers = [settings.packs_dir, settings.added_dir]
    known = [_age(path) for root in pointers for path in sorted(root.glob(f"*/{CURRENT}"))]
    local = [tuple(ages(folder)) for folder in settings.local_plugin_dirs]
    return _age(settings.added_dir / NAME), tuple(known), tuple(local)


def _age(path: Path) -> tuple[object, ...]:
    try:
        stat = path.stat()
    except OSError:
        return (str(path),)
    return str(path), stat.st_mtime_ns, stat.st_size, stat.st_ino


def _candidates(
    settings: Settings,
    instead: Mapping[str, Path] | None = None,
    trying: Mapping[str, Path] | None = None,
) -> Iterator[Candidate]:
    return discover(
        paths.TOOLKITS,
        paths.BUNDLED_PLUGINS,
        settings.local_plugin_dirs,
        settings.packs_dir,
        instead,
        settings.added_dir,
        trying,
    )


def _choices(settings: Settings, trying: Collection[str] = ()) -> Choices:
    switches = read_switches(settings.added_dir)
    return Choices(settings.plugins, switches, settings.safe_mode, trying)


def _built(
    candidates: Iterable[Candidate],
    choices: Choices,
    kept: Mapping[str, Loaded] | None = None,
    data_dir: Path | None = None,
) -> Registry:
    loaded: list[Loaded] = []
    for candidate in candidates:
        if candidate.rank is not Rank.TOOLKIT:
            _refuse_broken_toolkit(loaded)  # or every plugin would be blamed for it
        taken = {plugin.installed.id for plugin in loaded if plugin.installed.state != "broken"}
        plugin = decided_without_code(candidate, choices.why_off, taken, kept)
        if plugin is None:
            plugin = load(candidate, choices.wanted, taken, data_dir)
        if plugin.runner is not None:
            plugin = _linked(plugin, loaded, candidate.root)
        loaded.append(plugin)
        _say(plugin)
    _refuse_broken_toolkit(loaded)
    loaded += _not_found(choices.enabled, loaded)
    return Registry(tuple(plugin.installed for plugin in loaded), tuple(loaded))


def _linked(plugin: Loaded, before: Sequence[Loaded], root: Path | None) -> Loaded:
    """The plugin, or the same one broken: when it names what is not there, or takes what is."""
    working = [*(p.brought for p in before if p.runner is not None), plugin.brought]
    core = [p.brought for p in before if p.installed.rank is Rank.TOOLKIT]
    found = (*loose_ends(plugin.brought, working), *replaced(plugin.brought, core))
    ends = tuple(end for end in found if end.severity == "fault")
    if not ends:
        return plugin if not found else _warned(plugin, found, root)
    broken = replace(plugin.installed, state="broken")
    if root is None:  # an installed package: there is no file to name
        return Loaded(replace(broken, reason=f"{ends[0].what} Mend: {ends[0].mend}"))
    faults = tuple(end.fault(Folder(root)) for end in ends)
    return Loaded(replace(broken, reason=str(BrokenContent(faults))), faults=faults)


def _warned(plugin: Loaded, found: Sequence[LooseEnd], root: Path | None) -> Loaded:
    """The plugin works, but the core has changed under it."""
    folder = Folder(root or Path(plugin.installed.place))
    warnings = tuple(end.fault(folder) for end in found)
    said = plugin.installed.warnings  # code that is kept was looked at before
    more = (*said, *(warning for warning in warnings if warning not in said))
    return replace(plugin, installed=replace(plugin.installed, warnings=more))


def _not_found(enabled: Sequence[str], loaded: Sequence[Loaded]) -> Iterator[Loaded]:
    """An entry for each id that was switched on, but belongs to no plugin: misspelt, mostly."""
    known = [plugin.installed.id for plugin in loaded]
    for wanted in enabled:
        if wanted not in known:
            reason = f"There is no plugin with this id. Mend: use one of {', '.join(known)}."
            missing = Installed(
                wanted, wanted, "", "", Rank.BUNDLED, place="", state="broken", reason=reason
            )
            yield Loaded(missing)
            _say(Loaded(missing))


def _say(plugin: Loaded) -> None:
    if plugin.installed.state == "broken":
        log.error("plugin %s is off: %s", plugin.installed.id, plugin.installed.reason)
    for warning in plugin.installed.warnings:
        log.warning("plugin %s: %s", plugin.installed.id, warning)


def _refuse_broken_toolkit(loaded: Sequence[Loaded]) -> None:
    """Toolkits that must be there stand in their own folder: one that is broken stops the start."""
    toolkits = [p for p in loaded if p.installed.rank is Rank.TOOLKIT]
    broken = [p for p in toolkits if p.installed.state == "broken"]
    if broken:
        raise ToolkitBroken("\n".join(_why(plugin) for plugin in broken))
    if not any(p.runner is not None and p.brought.stages for p in toolkits):
        raise ToolkitBroken(
            "There is no toolkit with stages. Mend: put toolkits/ back in its place."
        )


def _why(plugin: Loaded) -> str:
    faults: Iterable[Fault | str] = plugin.faults or (plugin.installed.reason,)
    return "\n".join([f"The toolkit {plugin.installed.id} is broken:", *map(str, faults)])
