"""What is asked of plugins with code while people use the site: panels, links, personal data."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from guides.api import (
    Happened,
    NavLink,
    Owner,
    Panel,
    PanelPage,
    PersonalData,
    Slot,
    Store,
    Viewer,
)
from guides.plugins.registry import View
from guides.plugins.runner import PluginFailed, log

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class From(Generic[T]):
    """What one plugin answered."""

    plugin: str
    name: str
    found: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Answers(Generic[T]):
    """What all plugins answered, in the organisation's order, and who failed, by name."""

    found: tuple[From[T], ...]
    failed: tuple[str, ...]


def panels(view: View, slot: Slot, page: PanelPage) -> Answers[Panel]:
    """The panels for a slot of a page."""
    return _ask(view, "guides_panels", Panel, slot=slot, page=page)


def links(view: View, viewer: Callable[[str], Viewer | None]) -> Answers[NavLink]:
    """Ways to the plugins' pages; each plugin is told of the viewer what concerns it."""
    found: list[From[NavLink]] = []
    failed: list[str] = []
    for plugin in view.names:
        answer = _ask(view, "guides_nav", NavLink, only=(plugin,), viewer=viewer(plugin))
        found += answer.found
        failed += answer.failed
    return Answers(tuple(found), tuple(failed))


def personal_data(view: View, owner: Owner, store: Store) -> Answers[PersonalData]:
    """All that plugins keep about somebody who asks for it, and which could not say."""
    return _ask(view, "guides_personal_data", PersonalData, owner=owner, store=store)


def tell_switched(view: View, plugin: str, on: bool) -> None:
    """Tell plugins that one of them was switched on or off."""
    state = "on" if on else "off"
    view.tell(Happened("plugin-switched", (("plugin", plugin), ("state", state))))


def _ask(
    view: View, hook: str, item: type[T], only: Iterable[str] = (), **arguments: object
) -> Answers[T]:
    """Every plugin by itself: one that fails loses its own answer only."""
    chosen = tuple(only)
    found: list[From[T]] = []
    failed: list[str] = []
    for runner in view.runners(hook):
        name = view.names[runner.plugin_id]
        if chosen and runner.plugin_id not in chosen:
            continue
        try:
            answer = runner.gather(hook, item, **arguments)
        except PluginFailed as error:
            log.error("plugin %s: left out: %s", runner.plugin_id, error)
            failed.append(name)
        else:
            found.append(From(runner.plugin_id, name, answer))
    return Answers(tuple(found), tuple(failed))
