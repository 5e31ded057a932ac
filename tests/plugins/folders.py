"""Folders of content, written for one test: a toolkit of two stops, and plugins good and bad."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent

from guides import paths
from guides.plugins.registry import Registry, View
from guides.plugins.service import build_registry

Files = Mapping[str, str | bytes]
"""What stands in a folder: path to text, or to bytes where the encoding matters."""

SOURCE = """
[fact.source]
title = "Office of Rules"
url = "https://rules.example/page"
dated = "1 March 2026"
seen_on = 2026-11-01
kind = "official"
"""

TOOLKIT: Files = {
    "plugin.toml": """
        id = "small"
        api = 0
        version = "1"
        name = "Small Toolkit"
        languages = ["en", "ar"]
        required = true
        """,
    "stages/first-stop.toml": """
        id = "first-stop"
        title = "The first stop"
        short = "First"
        summary = "You begin here."
        order = 10

        [[next]]
        to = "second-stop"
        when = "You go on."
        """,
    "stages/second-stop.toml": """
        id = "second-stop"
        title = "The second stop"
        short = "Second"
        summary = "You arrive here."
        order = 20
        """,
    "facts.toml": """
        [[fact]]
        id = "emergency-999"
        topic = "safety"
        statement = "In danger, ring {value}."
        confidence = "high"
        review_by = 2027-01-31
        [fact.value]
        type = "phone"
        number = "999"
        [fact.source]
        title = "Office of Rules"
        url = "https://rules.example/help"
        dated = "undated"
        seen_on = 2026-11-01
        kind = "official"

        [[fact]]
        id = "time-to-answer"
        topic = "deadlines"
        statement = "You usually have {value} to answer."
        confidence = "high"
        review_by = 2027-01-31
        [fact.value]
        type = "duration"
        count = 14
        unit = "day"
        [fact.source]
        title = "Office of Rules"
        url = "https://rules.example/page"
        dated = "1 March 2026"
        seen_on = 2026-11-01
        kind = "official"
        """,
    "checklists/first-stop.toml": """
        [[item]]
        id = "keep-letters"
        kind = "do"
        text = "Keep your letters."
        order = 10

        [[item]]
        id = "answer-in-time"
        kind = "know"
        text = "There are usually {fact:time-to-answer} to answer."
        order = 20
        """,
    "guidance/first-stop/what-happens.md": "You wait for a letter.\n",
    "finder.toml": """
        [[question]]
        id = "letter"
        text = "Do you have a letter?"
        first = true

        [[question.answer]]
        text = "Yes"
        stage = "second-stop"

        [[question.answer]]
        text = "No"
        stage = "first-stop"
        """,
}
"""Two stops, two lines, two facts. The words of the interface are the core's own."""


STAGE = """
id = "town-hall"
title = "The town hall"
short = "Hall"
summary = "You go to the town hall."
order = 900
"""
"""A stop that has no checklist yet."""


def manifest(plugin_id: str, name: str = "", **more: object) -> str:
    """A ``plugin.toml`` with all that must be in it."""
    values = {"id": plugin_id, "api": 0, "version": "1", "name": name or plugin_id.title(), **more}
    return "".join(f"{key} = {_toml(value)}\n" for key, value in values.items())


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, int) else f'"{value}"'


def line(item_id: str = "tea", text: str = "Come for tea.", more: str = "") -> str:
    """One checklist line, as it stands in ``checklists/<stage>.toml``."""
    return f'[[item]]\nid = "{item_id}"\nkind = "do"\ntext = "{text}"\n{more}\n'


def fact(fact_id: str, statement: str = "It is so.", more: str = "", source: str = SOURCE) -> str:
    """One fact without a value; ``more`` is TOML that stands before the source."""
    return (
        f'[[fact]]\nid = "{fact_id}"\ntopic = "rules"\nstatement = "{statement}"\n'
        f'confidence = "high"\nreview_by = 2027-01-31\n{more}\n{source}\n'
    )


def write(root: Path, files: Files) -> Path:
    """Write the files below ``root``; text is dedented."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, bytes):
            path.write_bytes(content)
        else:
            path.write_text(dedent(content).lstrip("\n"), encoding="utf-8")
    return root


def plugin(parent: Path, plugin_id: str, files: Files | None = None, name: str = "") -> Path:
    """A plugin's folder with its manifest, unless ``files`` brings one."""
    return write(parent / plugin_id, {"plugin.toml": manifest(plugin_id, name), **(files or {})})


def code_plugin(parent: Path, plugin_id: str, code: str, name: str = "") -> Path:
    """A plugin's folder whose ``plugin.py`` is this, below the imports that it needs."""
    head = "import sys\nfrom guides.api import *\nfrom guides.api import hookimpl\n\n"
    return plugin(parent, plugin_id, {"plugin.py": head + dedent(code)}, name)


def toolkit(parent: Path, files: Files | None = None) -> Path:
    """The small toolkit in ``parent/small``, with the core's words, changed by ``files``."""
    root = write(parent / "small", TOOLKIT)
    core = paths.TOOLKITS / "asylum_journey"
    for name in (
        *("words.toml", "words/local.toml", "languages.toml"),
        "translations/ar/words.toml",
    ):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(core / name, root / name)
    return write(root, files or {})


def small_registry(base: Path, files: Files | None = None, local: Iterable[Path] = ()) -> Registry:
    """A registry of the small toolkit and the plugins in ``base/local`` (and ``local``)."""
    toolkit(base / "toolkits", files)
    (base / "local").mkdir(exist_ok=True)
    return build_registry(
        local=[base / "local", *local], toolkits=base / "toolkits", bundled=base / "bundled"
    )


@cache
def demo_registry() -> Registry:
    """The core toolkit with both demo plugins, as a checkout runs with them."""
    return build_registry(("riverside", "paper-folder"))


def demo_view() -> View:
    return demo_registry().for_org(None)
