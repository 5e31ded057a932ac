"""What a backup is made of, and what can be wrong with one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

FORMAT = 1
Kind = Literal["database", "keyring"]
Value = str | int | float | bool | None | dict[str, str]
"""A cell as JSON holds it; what JSON does not know is a dict of one: {"date": "2026-11-21"}."""


class BackupWrong(Exception):
    """A backup cannot be made, read or put back. The message says why, and what was written."""


@dataclass(frozen=True, slots=True)
class Content:
    """A toolkit or plugin that was there when the backup was made."""

    id: str
    version: str
    rank: str
    hash: str
    """Over names and bytes of its files; empty for an installed package."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file inside the bundle."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a bundle says about itself. It stands last, because counts are known at the end."""

    kind: Kind
    made: str
    """Moment in UTC, to the second."""
    program: str
    revision: str
    database: str
    """"sqlite" or "postgresql"; a bundle of one can be put back into the other."""
    key: str
    """Id of the master key; empty where there is none."""
    content: tuple[Content, ...]
    columns: dict[str, tuple[str, ...]]
    counts: dict[str, int]
    """Rows of each table, parents before children."""
    parts: tuple[Part, ...]
    plugins: dict[str, str] = field(default_factory=dict)
    """Plugins that have tables of their own, and where these stand."""
    format: int = FORMAT

    def to_json(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1).encode()


def read_manifest(data: bytes) -> Manifest:
    """The manifest as it was written.

    Raises:
        BackupWrong: when it is of a newer form, or is none.
    """
    try:
        found: dict[str, Any] = json.loads(data)
        if found["format"] > FORMAT:
            raise BackupWrong(
                "The backup was made by a newer release, in a form that this one does not know. "
                "Install that release first. Nothing was written."
            )
        found["content"] = tuple(Content(**each) for each in found["content"])
        found["parts"] = tuple(Part(**each) for each in found["parts"])
        found["columns"] = {name: tuple(columns) for name, columns in found["columns"].items()}
        return Manifest(**found)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BackupWrong(
            "The list of contents of the backup cannot be read: the file is no whole backup. "
            "Nothing was written."
        ) from error


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was written."""

    path: Path
    manifest: Manifest
    encrypted: bool
    left_out: int
    """Links and the like in the folders of packs and plugins: only files are taken."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back."""

    manifest: Manifest
    revision: str
    """Where the database stands now: older backups are brought up."""
    files: int
    left_out: tuple[str, ...]
    """Tables that this program does not have."""
    erased: int
    """Owners on the list of the erased, for whom every feature was asked to erase again."""
    replayed: bool
    """Whether there was a keyring to ask who was erased since."""
