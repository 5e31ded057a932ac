"""docs/hooks.md is the reference for plugin authors: every hook as the code has it, and it runs."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path
from types import NoneType
from typing import get_args, get_type_hints

import pytest

from guides.api import Case, Happened, Owner, PanelPage
from guides.api.hookspecs import Hooks
from guides.plugins.registry import Registry, View
from guides.plugins.service import build_registry
from tests.contracts import test_each_hook
from tests.contracts.markdown_doc import Doc, Example
from tests.contracts.one_plugin import written

HOOKS = {
    name: hook
    for name, hook in inspect.getmembers(Hooks, inspect.isfunction)
    if name[:7] == "guides_"
}
AT_WORK = {
    *("guides_checklist_items", "guides_panels", "guides_nav", "guides_personal_data"),
    "guides_event",
}
"""Hooks that are asked while people use the site; the others are asked at start."""
_PROMISE = re.compile(r"Since (\d+)\. Failure ([A-D](?: or [A-D])?)\.")


@pytest.fixture(scope="module")
def doc(checkout: Path) -> Doc:
    return Doc.at(checkout / "docs" / "hooks.md")


@pytest.fixture(scope="module")
def parts(doc: Doc) -> dict[str, str]:
    """The text under each heading."""
    pieces = re.split(r"^## (.+)$", doc.text, flags=re.MULTILINE)
    return {h.strip("`"): text for h, text in zip(pieces[1::2], pieces[2::2], strict=True)}


def _signature(name: str) -> str:
    """As the code has it, without ``self``: ``guides_event(event: Happened) -> None``."""
    found = inspect.signature(HOOKS[name])
    arguments = [f"{p.name}: {p.annotation}" for p in found.parameters.values() if p.name != "self"]
    return f"{name}({', '.join(arguments)}) -> {found.return_annotation}"


def _promise(name: str) -> tuple[str, str]:
    """Since when, and what happens when it fails, as the code's own words have it."""
    found = _PROMISE.search(" ".join((HOOKS[name].__doc__ or "").split()))
    assert found, f"{name} does not say since when, and how it may fail"
    return found[1], found[2]


def test_every_hook_is_there_and_no_other(parts: dict[str, str]) -> None:
    assert {name for name in parts if name.startswith("guides_")} == set(HOOKS)


def test_they_stand_in_the_order_in_which_they_are_asked(parts: dict[str, str]) -> None:
    written_down = [name for name in parts if name.startswith("guides_")]
    in_the_code = [name for name in vars(Hooks) if name.startswith("guides_")]
    assert written_down == in_the_code


@pytest.mark.parametrize("name", HOOKS)
def test_signature(name: str, doc: Doc) -> None:
    shown = [e.text.strip() for e in doc.examples if e.language == "text" and name in e.heading]
    assert shown == [_signature(name)]


@pytest.mark.parametrize("name", HOOKS)
def test_since_and_failure(name: str, parts: dict[str, str]) -> None:
    since, failure = _promise(name)
    assert f"Since {since}. Fails: {failure}.\n" in parts[name]
    asked = "Asked at start." in parts[name]
    assert asked == (name not in AT_WORK)


@pytest.mark.parametrize("name", HOOKS)
def test_hooks_return_frozen_things_and_never_get_the_application(name: str) -> None:
    hints = get_type_hints(HOOKS[name])
    answer = hints.pop("return")
    for hint in hints.values():
        for kind in get_args(hint) or (hint,):
            closed = isinstance(kind, str) or kind is NoneType  # a code, or nobody
            assert closed or kind.__module__.startswith("guides.api"), f"{name} is given {kind}"
    for kind in get_args(answer):
        assert dataclasses.is_dataclass(kind)
        assert getattr(kind, "__dataclass_params__").frozen  # noqa: B009 - it has no public name


def test_every_hook_has_a_test_of_its_own() -> None:
    """A plugin that implements it, and a test of its name that looks at what comes of it."""
    missing = [
        name
        for name in HOOKS
        if f"def {name}(" not in test_each_hook.PLUGINS.get(name, "")
        or not hasattr(test_each_hook, f"test_{name}")
    ]
    assert not missing


# The examples run ---------------------------------------------------------------------------------


def _examples(doc: Doc) -> dict[str, Example]:
    return {e.heading.strip("`"): e for e in doc.examples if e.language == "python"}


def test_every_hook_has_one_example(doc: Doc) -> None:
    headings = [e.heading.strip("`") for e in doc.examples if e.language == "python"]
    assert sorted(h for h in headings if h.startswith("guides_")) == sorted(HOOKS)


@pytest.fixture(scope="module")
def installed(doc: Doc, tmp_path_factory: pytest.TempPathFactory) -> Registry:
    """Every example, each in a plugin that is called like its hook."""
    local = tmp_path_factory.mktemp("local")
    for name, example in _examples(doc).items():
        if name in HOOKS:
            folder = written(local, _for_it(example.text, name), _plugin_id(name))
            if "Keeping" in example.text:
                _migrations(doc, folder, name)
    return build_registry(local=[local])


MIGRATION = "migrations/0001_loans.py"


def _migrations(doc: Doc, folder: Path, name: str) -> None:
    path = folder / MIGRATION
    path.parent.mkdir()
    path.write_text(_for_it(_examples(doc)[MIGRATION].text, name), encoding="utf-8")


def _for_it(text: str, hook: str) -> str:
    """Tables are named for their plugin; here it is not called my-town."""
    return text.replace("plugin_my_town", f"plugin_{hook}")


def _plugin_id(hook: str) -> str:
    return hook.replace("_", "-")


@pytest.mark.parametrize("name", HOOKS)
def test_the_example_works(
    name: str, installed: Registry, caplog: pytest.LogCaptureFixture
) -> None:
    (mine,) = [p for p in installed.loaded if p.installed.id == _plugin_id(name)]
    assert mine.runner is not None, mine.installed.reason
    assert mine.runner.implements(name)
    view = installed.for_org()
    if name == "guides_checklist_items":
        assert _lines_added(view)
    elif name == "guides_event":
        view.tell(Happened("sheet-printed", (("stage", "claiming"), ("lang", "ar"))))
    else:
        (kind,) = get_args(get_type_hints(HOOKS[name])["return"])
        assert mine.runner.gather(name, kind, **ASKED.get(name, {}))
    assert not caplog.records


ASKED: dict[str, dict[str, object]] = {
    # With what the examples that are asked at work are asked.
    "guides_panels": {"slot": "stop-end", "page": PanelPage("en", "waiting-and-support")},
    "guides_nav": {"viewer": None},
    "guides_personal_data": {"owner": Owner(1, "client/17"), "store": None},
}


def _lines_added(view: View) -> list[str]:
    items, failed = view.items_for(Case("waiting-and-support", "ar"))
    assert not failed
    return [item.id for item in items if item.plugin == _plugin_id("guides_checklist_items")]


def test_the_example_for_testing_passes(
    doc: Doc, checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is run as its readers would run it: in a checkout, test by test."""
    monkeypatch.chdir(checkout)
    names: dict[str, object] = {}
    exec(_examples(doc)["Testing your plugin"].text, names)
    tests = [test for name, test in names.items() if name.startswith("test_")]
    assert tests
    for test in tests:
        assert callable(test)
        test()
