"""Calling a plugin: one plugin at a time, so that one failure loses one plugin's answer only."""

from __future__ import annotations

import importlib.util
import logging
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import TypeVar

import pluggy

from guides.api.hookspecs import PROJECT, Hooks
from guides.plugins.validate import unusable

log = logging.getLogger("guides.plugins")
T = TypeVar("T")


class PluginFailed(Exception):
    """A plugin's code raised, tried to end the process, or answered with something unusable."""


class Runner:
    """The hooks of one plugin (its files, its code, or both).

    Each plugin has a manager of its own: pluggy calls all implementations of a hook in one go,
    and the first that raises loses the answers of all the others.
    """

    def __init__(self, plugin_id: str) -> None:
        self.plugin_id = plugin_id
        self.home: Path | None = None
        """The plugin's folder, where it has one; a failure names the line in it."""
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(Hooks)

    def add(self, plugin: object) -> None:
        """Register an object with hook implementations.

        Raises:
            PluginFailed: when it has a hook that does not exist, or asks for arguments that a
                hook does not have.
        """
        try:
            self._manager.register(plugin)
            self._manager.check_pending()
        except pluggy.PluginValidationError as error:
            raise PluginFailed(f"A hook does not fit: {error}") from error

    def implements(self, hook: str) -> bool:
        return bool(getattr(self._manager.hook, hook).get_hookimpls())

    def gather(self, hook: str, item: type[T], **arguments: object) -> tuple[T, ...]:
        """All that the plugin contributes through one hook.

        Raises:
            PluginFailed: when it raises, exits, or answers with anything but ``item`` objects.
        """

        def call() -> tuple[T, ...]:
            # An answer may run code of the plugin's too, when it is looked at.
            return tuple(e for a in self._call(hook, arguments) for e in _usable(hook, a, item))

        return contained(call, f"{hook} of {self.plugin_id}", self.home)

    def gather_quietly(self, hook: str, item: type[T]) -> tuple[T, ...]:
        """The same, at start: what the plugin prints does not get into an answer."""
        return quietly(lambda: self.gather(hook, item))

    def tell(self, hook: str, **arguments: object) -> None:
        """Call a listener. A failure is logged and goes no further (class D)."""
        try:
            contained(lambda: self._call(hook, arguments), f"{hook} of {self.plugin_id}", self.home)
        except PluginFailed as error:
            log.error("plugin %s: a listener failed: %s", self.plugin_id, error)

    def _call(self, hook: str, arguments: dict[str, object]) -> list[object]:
        answer: list[object] = getattr(self._manager.hook, hook)(**arguments)
        return answer


def _usable(hook: str, answer: object, item: type[T]) -> Iterator[T]:
    """Each entry of an answer, once it has been looked at."""
    if not isinstance(answer, Sequence) or isinstance(answer, str):
        raise PluginFailed(f"{hook} answered with {_kind(answer)}, not with a list.")
    for entry in answer:
        if type(entry) is not item:  # not a kind of it: that could have fields of its own
            raise PluginFailed(
                f"{hook} answered with {_kind(entry)} where {item.__name__} belongs."
            )
        if problem := unusable(entry):
            raise PluginFailed(f"{hook} answered with something unusable: {problem}")
        yield entry


def contained(call: Callable[[], T], what: str, home: Path | None = None) -> T:
    """Run a plugin's code; whatever it raises becomes :class:`PluginFailed`.

    ``SystemExit`` too, or a plugin could end the worker. The message names the place in the code
    (in the folder ``home``, if one of its files is on the way), never the values that were handled:
    those can be about a person. Somebody who presses Ctrl-C is not held up.
    """
    try:
        return call()
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if isinstance(error, PluginFailed):
            raise
        place = _place(error, home)
        raise PluginFailed(f"{what} raised {type(error).__name__}{place}.") from error


def _place(error: BaseException, home: Path | None) -> str:
    if isinstance(error, SyntaxError):
        return f" ({error.filename}:{error.lineno})"
    frames = traceback.extract_tb(error.__traceback__)
    mine = [f for f in frames if home is not None and Path(f.filename).is_relative_to(home)]
    last = (mine or frames)[-1:]
    return f" ({last[0].filename}:{last[0].lineno})" if last else ""


def quietly(call: Callable[[], T]) -> T:
    """Run a plugin's code at start: what it prints goes to the log of errors, not into an answer.

    A command can be asked for JSON, and a line of a plugin in it would break who reads it.
    """
    with redirect_stdout(sys.stderr):
        return call()


def import_file(path: Path, plugin_id: str) -> ModuleType:
    """Import ``plugin.py`` of a folder under a name that cannot clash.

    Raises:
        PluginFailed: when it cannot be imported.
    """
    name = f"guides_plugin_{plugin_id.replace('-', '_')}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise PluginFailed(f"{path} cannot be imported.")
    module = importlib.util.module_from_spec(spec)
    loader = spec.loader
    sys.modules[name] = module
    try:
        contained(lambda: quietly(lambda: loader.exec_module(module)), f"importing {path}")
    except PluginFailed:
        sys.modules.pop(name, None)
        raise
    return module


def _kind(thing: object) -> str:
    return f"a {type(thing).__name__}"
