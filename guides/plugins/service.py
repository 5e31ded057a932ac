"""Building the registry: every candidate through the one door, then the links between them."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from guides import paths
from guides.api import Stage
from guides.plugins.discovery import discover
from guides.plugins.domain import Rank
from guides.plugins.loader import Brought, Loaded, load
from guides.plugins.registry import Registry
from guides.toolkit.facts_in import fact_ids
from guides.toolkit.faults import Fault
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
) -> Registry:
    """Discover, decide, load, validate, register, freeze.

    Bundled plugins and toolkits that are not required are off until ``enabled`` names them; what
    an administrator put into a local folder or installed as a package is on.

    Raises:
        ToolkitBroken: when a required toolkit is broken or missing.
    """

    def wanted(manifest: Manifest, rank: Rank) -> str:
        if manifest.required or manifest.id in enabled or rank in (Rank.INSTALLED, Rank.LOCAL):
            return ""
        return "Not switched on here."

    loaded: list[Loaded] = []
    for candidate in discover(toolkits, bundled, local):
        if candidate.rank is not Rank.TOOLKIT:
            _refuse_broken_toolkit(loaded)  # or every plugin would be blamed for it
        taken = {plugin.installed.id for plugin in loaded if plugin.installed.state != "broken"}
        plugin = load(candidate, wanted, taken)
        if plugin.runner is not None:
            plugin = _linked(plugin, loaded)
        loaded.append(plugin)
        _say(plugin)
    _refuse_broken_toolkit(loaded)
    return Registry(tuple(plugin.installed for plugin in loaded), tuple(loaded))


def _linked(plugin: Loaded, before: Sequence[Loaded]) -> Loaded:
    """The plugin, or the same one broken: when it names what is not there, or takes what is."""
    working = [*(p.brought for p in before if p.runner is not None), plugin.brought]
    problem = next(_loose_ends(plugin.brought, working), "")
    if not problem:
        return plugin
    broken = replace(plugin.installed, state="broken", reason=problem)
    return Loaded(broken)


def _loose_ends(new: Brought, working: Sequence[Brought]) -> Iterator[str]:
    stages = {stage.id for brought in working for stage in brought.stages}
    facts = {fact.id for brought in working for fact in brought.facts}
    known = ", ".join(sorted(stages))
    for kind in ("stages", "facts", "languages", "questions"):
        times = Counter(_id(e) for brought in working for e in getattr(brought, kind))
        for entry in getattr(new, kind):
            if times[_id(entry)] > 1:
                yield f'{kind}: the id "{_id(entry)}" is there already. Mend: choose another id.'
    for stage in _stages_named(new):
        if stage not in stages:
            yield f'There is no stage "{stage}". Mend: use one of {known}.'
    for text in _texts(new):
        for fact in fact_ids(text):
            if fact not in facts:
                yield (
                    f'There is no fact "{fact}" (in "{text[:60]}…"). '
                    'Mend: correct the id; "guides facts list" shows all.'
                )
    for item in new.items:
        for fact in item.facts:
            if fact not in facts:
                yield f'"{item.id}": there is no fact "{fact}". Mend: correct the id.'
    yield from _graph(new.stages, stages)


def _stages_named(brought: Brought) -> Iterator[str]:
    yield from (item.stage for item in brought.items)
    yield from (section.stage for section in brought.sections)
    for resource in brought.resources:
        yield from resource.stages
    for service in brought.services:
        yield from service.stages


def _graph(stages: Iterable[Stage], known: set[str]) -> Iterator[str]:
    for stage in stages:
        for edge in stage.edges:
            if edge.to not in known:
                yield f'Stage "{stage.id}" leads to "{edge.to}", which is not there.'


def _texts(brought: Brought) -> Iterator[str]:
    for item in brought.items:
        yield from (item.text, item.why, item.fill)
    for section in brought.sections:
        yield section.body
    for fact in brought.facts:
        yield fact.statement
    for resource in brought.resources:
        yield resource.text


def _id(entry: object) -> str:
    return str(getattr(entry, "id", getattr(entry, "code", "")))


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
