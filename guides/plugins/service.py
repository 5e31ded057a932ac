"""Building the registry: every candidate through the one door, then the links between them."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from guides import paths
from guides.plugins.discovery import discover
from guides.plugins.domain import Installed, Rank
from guides.plugins.links import loose_ends
from guides.plugins.loader import Loaded, load
from guides.plugins.registry import Registry
from guides.toolkit.faults import BrokenContent, Fault
from guides.toolkit.folder import Folder
from guides.toolkit.manifest import Manifest

log = logging.getLogger("guides.plugins")


class ToolkitBroken(Exception):
    """A required toolkit cannot be used, so the site must not start (class A).

    The message names each file, line and mend.
    """


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

    def wanted(manifest: Manifest, rank: Rank) -> str:
        if rank is not Rank.BUNDLED or manifest.id in enabled:
            return ""
        return "Not switched on here."

    loaded: list[Loaded] = []
    for candidate in discover(toolkits, bundled, local, packs, instead):
        if candidate.rank is not Rank.TOOLKIT:
            _refuse_broken_toolkit(loaded)  # or every plugin would be blamed for it
        taken = {plugin.installed.id for plugin in loaded if plugin.installed.state != "broken"}
        plugin = load(candidate, wanted, taken)
        if plugin.runner is not None:
            plugin = _linked(plugin, loaded, candidate.root)
        loaded.append(plugin)
        _say(plugin)
    _refuse_broken_toolkit(loaded)
    loaded += _not_found(enabled, loaded)
    return Registry(tuple(plugin.installed for plugin in loaded), tuple(loaded))


def _linked(plugin: Loaded, before: Sequence[Loaded], root: Path | None) -> Loaded:
    """The plugin, or the same one broken: when it names what is not there, or takes what is."""
    working = [*(p.brought for p in before if p.runner is not None), plugin.brought]
    ends = tuple(loose_ends(plugin.brought, working))
    if not ends:
        return plugin
    broken = replace(plugin.installed, state="broken")
    if root is None:  # an installed package: there is no file to name
        return Loaded(replace(broken, reason=f"{ends[0].what} Mend: {ends[0].mend}"))
    faults = tuple(end.fault(Folder(root)) for end in ends)
    return Loaded(replace(broken, reason=str(BrokenContent(faults))), faults=faults)


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
