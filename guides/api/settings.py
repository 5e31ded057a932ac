"""Settings of a plugin: what an organisation can choose on a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

SettingKind = Literal["text", "number", "yes-no", "choice", "date"]
SettingValue = str | int | bool | date | None
"""Text and choices are ``str``, numbers ``int``, yes or no ``bool``; a day can be missing."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One field of the form. Labels are English, and translated like any other text."""

    name: str
    label: str
    kind: SettingKind = "text"
    default: SettingValue = ""
    help: str = ""
    choices: tuple[str, ...] = ()
    """For ``choice``: what can be chosen, each in English words."""
    least: int = 0
    most: int = 1_000_000
    """For ``number``: the least and the most that can be typed."""
