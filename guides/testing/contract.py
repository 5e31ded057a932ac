"""What every plugin must do, tested for yours. A plugin for pytest; this is the whole of its use::

    pytest_plugins = ["guides.testing.contract"]

in ``tests/conftest.py`` of your folder, or no file at all::

    python -m pytest -p guides.testing.contract my-town

Each folder with a ``plugin.toml`` is tried out on a site of its own, by each rule of
:mod:`guides.testing.rules`. A rule that is broken says where, and how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from guides import clock
from guides.testing.rules import RULES, Rule
from guides.testing.tried import Tried
from guides.toolkit.manifest import MANIFEST

MOST_SAID = 20
"""Sentences of one rule: who has hundreds to mend begins with the first."""


class RuleBroken(AssertionError):
    """A plugin does not do what every plugin must."""


class PluginFile(pytest.File):
    """The ``plugin.toml`` of a folder: it stands for the whole plugin."""

    def collect(self) -> Iterator[pytest.Item]:
        """One test for each rule."""
        tried = Tried(self.path.parent.resolve(), clock.today())
        for rule in RULES:
            yield RuleItem.from_parent(self, name=rule.__name__, rule=rule, tried=tried)


class RuleItem(pytest.Item):
    """One rule, for one plugin."""

    def __init__(self, *, rule: Rule, tried: Tried, **more: object) -> None:
        super().__init__(**more)  # type: ignore[arg-type]
        self.rule, self.tried = rule, tried

    def runtest(self) -> None:
        """Say all that is wrong, at once."""
        check(self.rule, self.tried)

    def repr_failure(
        self, excinfo: pytest.ExceptionInfo[BaseException], style: object = None
    ) -> str:
        """What is wrong, without the insides of this program."""
        if isinstance(excinfo.value, RuleBroken):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where it stands in the list."""
        return self.path, 0, f"{self.tried.plugin_id}: {self.name.replace('_', ' ')}"


def check(rule: Rule, tried: Tried) -> None:
    """Raise RuleBroken with each thing that is wrong; skip what a broken plugin cannot show."""
    if rule is not RULES[0]:
        try:
            _ = tried.registry
        except AssertionError:
            pytest.skip("It does not load.")
    found = list(dict.fromkeys(rule(tried)))
    if found:
        more = f"\n… and {len(found) - MOST_SAID} more." if len(found) > MOST_SAID else ""
        raise RuleBroken("\n".join(found[:MOST_SAID]) + more)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> PluginFile | None:
    """Every plugin that pytest comes by."""
    if file_path.name != MANIFEST:
        return None
    found: PluginFile = PluginFile.from_parent(parent, path=file_path)
    return found
