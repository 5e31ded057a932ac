"""Settings of plugins, as they are typed and kept; and what a page of a plugin may answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from guides.api import Absent, GoTo, Sent, Setting, SettingValue, Shown

MOST_LETTERS = 500
YES, NO = "yes", "no"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".woff2": "font/woff2",
}
"""Files of a plugin that are served; whatever else lies in its folder is not."""
_TEMPLATE = re.compile(r"[a-z0-9_-]+(?:/[a-z0-9_-]+)*\.html")
"""Only such files: in them Jinja escapes what it fills in."""
_PATH = re.compile(r"(?:[a-z0-9-]+(?:/[a-z0-9-]+)*)?")
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(?:; charset=[a-z0-9-]+)?")


class NoSuchSettings(LookupError):
    """The plugin has no settings here: it is not switched on, or has none."""


class SettingsChanged(Exception):
    """Somebody else saved the settings since the form was opened. Nothing was written."""


WrongKind = Literal["number", "date", "choice", "text"]
"""The kinds of setting in which something can be typed that is none."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why something that was typed cannot be kept, and what the sentence about it names."""

    kind: WrongKind
    values: tuple[tuple[str, str | int], ...] = ()


@dataclass(frozen=True, slots=True)
class Filled:
    """The form of a plugin's settings as it was typed."""

    typed: Mapping[str, str]
    values: Mapping[str, SettingValue]
    problems: Mapping[str, Problem]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What an organisation has chosen. ``version`` goes up with each save; 0 is: nothing yet."""

    values: Mapping[str, SettingValue]
    version: int


def read(settings: Sequence[Setting], form: Mapping[str, str]) -> Filled:
    """What was typed, with every field that cannot be kept."""
    typed = {each.name: form.get(each.name, "").strip() for each in settings}
    values: dict[str, SettingValue] = {}
    problems: dict[str, Problem] = {}
    for each in settings:
        found = value_of(each, typed[each.name])
        if isinstance(found, Problem):
            problems[each.name] = found
        else:
            values[each.name] = found
    return Filled(typed, values, problems)


def value_of(setting: Setting, text: str) -> SettingValue | Problem:
    """The value that a text stands for, or why it stands for none."""
    if setting.kind == "yes-no":
        return text == YES
    if setting.kind == "number":
        return _number(setting, text)
    if setting.kind == "date":
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            return Problem("date", (("example", "2026-11-21"),))
    if setting.kind == "choice":
        return text if text in setting.choices else Problem("choice")
    if len(text) > MOST_LETTERS or not text.replace("\n", "").replace("\r", "").isprintable():
        return Problem("text", (("n", MOST_LETTERS),))
    return text


def _number(setting: Setting, text: str) -> int | Problem:
    wrong = Problem("number", (("least", setting.least), ("most", setting.most)))
    if not re.fullmatch(r"-?[0-9]{1,12}", text):
        return wrong
    return int(text) if setting.least <= int(text) <= setting.most else wrong


def written(value: SettingValue) -> str:
    """A value as it is kept, and as it stands in the form."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def chosen(settings: Sequence[Setting], kept: Mapping[str, str]) -> dict[str, SettingValue]:
    """What is kept, with the default where nothing is, or what no longer fits."""
    found: dict[str, SettingValue] = {}
    for each in settings:
        value = value_of(each, kept[each.name]) if each.name in kept else each.default
        found[each.name] = each.default if isinstance(value, Problem) else value
    return found


def unusable_answer(answer: Any) -> str:
    """Why the host cannot use what a page answered, or ""."""
    kind = type(answer)
    if kind is Absent:
        return ""
    if kind is Shown:
        good = isinstance(answer.template, str) and _TEMPLATE.fullmatch(answer.template)
        fits = isinstance(answer.values, Mapping) and answer.status in range(200, 600)
        return "" if good and fits else "a Shown without the name of a template such as a.html"
    if kind is GoTo:
        good = isinstance(answer.path, str) and _PATH.fullmatch(answer.path)
        return "" if good else "a GoTo that leads to no page of its own"
    if kind is Sent:
        good = isinstance(answer.body, bytes) and _FILE.fullmatch(str(answer.filename))
        return "" if good and _TYPE.fullmatch(str(answer.content_type)) else "a Sent without a file"
    return f"a {kind.__name__}"
