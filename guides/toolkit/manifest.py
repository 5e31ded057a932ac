"""plugin.toml: who wrote a folder and what it needs. Read before anything else is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from guides.api import API_VERSION
from guides.toolkit.faults import BrokenContent, Fault, Faults
from guides.toolkit.folder import Folder
from guides.toolkit.toml_file import TomlFile

MANIFEST = "plugin.toml"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Who made a plugin, for which interface, for which places and languages."""

    id: str
    api: int
    version: str
    name: str
    organisation: str = ""
    contact: str = ""
    areas: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    licence: str = ""
    required: bool = False


def read_manifest(folder: Folder) -> Manifest:
    """The manifest of a folder.

    Raises:
        BrokenContent: when it is missing, unreadable, incomplete, or made for a newer interface.
    """
    path = folder.root / MANIFEST
    if not path.is_file():
        raise BrokenContent(
            (
                Fault(
                    path,
                    1,
                    "There is no plugin.toml.",
                    "Write one; docs/content-format.md shows it.",
                ),
            )
        )
    faults = Faults()
    table = TomlFile.read(folder, path, faults).root()
    manifest = Manifest(
        id=table.id(),
        api=table.number_("api", -1),
        version=table.text("version", needed=True),
        name=table.text("name", needed=True),
        organisation=table.text("organisation"),
        contact=table.text("contact"),
        areas=table.texts("areas"),
        languages=table.texts("languages"),
        licence=table.text("licence"),
        required=table.flag("required"),
    )
    table.done()
    if manifest.api != API_VERSION:
        newer = "a newer version of Asylum Guides" if manifest.api > API_VERSION else "no version"
        table.wrong(
            "api",
            f"It is made for {newer} (api = {manifest.api}; here it is {API_VERSION}).",
            f"Update Asylum Guides, or write api = {API_VERSION} if it needs nothing newer.",
        )
    if faults.fatal:
        raise BrokenContent(faults.fatal)
    return manifest


def peek_id(root: Path) -> str:
    """The id that a broken folder says it has, or the folder's name: only to speak about it."""
    try:
        table = TomlFile.read(Folder(root), root / MANIFEST, Faults()).root()
    except (OSError, BrokenContent):
        return root.name
    return table.text("id") or root.name
