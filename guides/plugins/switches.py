"""Which plugins are switched on or off here, whatever the settings say: one small file."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from guides.toolkit.toml_file import ID

NAME = "switches.json"
"""In the folder of added plugins, so that a backup carries it."""
FORMAT = 1
MOST_BYTES = 1_000_000


class SwitchesWrong(ValueError):
    """The file cannot be read or written; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Switches:
    """What an administrator decided. Who is not named stays as the settings say."""

    on: Mapping[str, bool] = field(default_factory=lambda: MappingProxyType({}))
    unreadable: str = ""
    """Why the file cannot be read. Then no plugin runs: one that was switched off stays so."""

    def why_off(self, plugin_id: str, usual: bool) -> str:
        """The reason why a plugin is off, or "". ``usual``: is it on when nobody decides?"""
        if self.unreadable:
            return self.unreadable
        if self.on.get(plugin_id, usual):
            return ""
        switched = plugin_id in self.on
        return "It was switched off here." if switched else "Not switched on here."


def read_switches(folder: Path) -> Switches:
    """The switches in a folder. Never raises: a site must start."""
    file = folder / NAME
    try:
        return Switches(MappingProxyType(_decisions(file)))
    except FileNotFoundError:
        return Switches()
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Switches(
            unreadable=f"{file}:1: The list of switches cannot be read, so no plugin runs. "
            "Mend: delete this file, then switch off again what is to be off."
        )


def _decisions(file: Path) -> dict[str, bool]:
    if file.stat().st_size > MOST_BYTES:
        raise ValueError("too large")
    said = json.loads(file.read_text("utf-8"))
    if said["format"] != FORMAT:
        raise ValueError("another format")
    found = dict(said["on"])
    if not all(ID.fullmatch(name) and isinstance(is_on, bool) for name, is_on in found.items()):
        raise ValueError("not switches")
    return found


def switch(folder: Path, plugin_id: str, on: bool | None) -> Switches:
    """Write down that a plugin is on or off; None forgets what was decided about it.

    Raises:
        SwitchesWrong: when the list cannot be read or written. Nothing was changed then.
    """
    before = read_switches(folder)
    if before.unreadable:
        raise SwitchesWrong(before.unreadable)
    decided = {name: is_on for name, is_on in before.on.items() if name != plugin_id}
    if on is not None:
        decided[plugin_id] = on
    if decided == before.on:
        return before
    said = json.dumps({"format": FORMAT, "on": dict(sorted(decided.items()))}, indent=1)
    try:
        make_room(folder)
        write_whole(folder / NAME, said + "\n")
    except OSError as error:
        raise SwitchesWrong(
            f"{folder / NAME} cannot be written ({error.strerror}). Nothing was changed."
        ) from error
    return Switches(MappingProxyType(decided))


def make_room(folder: Path) -> None:
    """A folder of the data folder, and if need be that too, for their owner alone."""
    for each in (folder.parent, folder):
        each.mkdir(parents=True, exist_ok=True, mode=0o700)


def write_whole(file: Path, text: str) -> None:
    """Written whole or not at all, also when the power fails: a server may be starting."""
    new = file.with_name(f".{file.name}.{os.getpid()}.new")
    with new.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)
