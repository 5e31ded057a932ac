"""Wheels: what an installable package says about itself. Nothing of it is run or installed."""

from __future__ import annotations

import configparser
import hashlib
import io
import zipfile
from dataclasses import dataclass
from email.parser import HeaderParser

from guides.packs.archive import METHODS, UNREADABLE, PackWrong
from guides.plugins.discovery import ENTRY_POINTS

MOST_METADATA = 1_000_000


@dataclass(frozen=True, slots=True)
class Wheel:
    """What a wheel says about itself. Nobody has checked whether it is true."""

    name: str
    version: str
    summary: str
    author: str
    licence: str
    plugins: tuple[str, ...]
    """Ids of the plugins that it brings."""
    digest: str
    """SHA-256 of the whole file."""


def read_wheel(data: bytes) -> Wheel:
    """Read the metadata of a wheel.

    Raises:
        PackWrong: when it is no wheel, or brings no plugin.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            said = HeaderParser().parsestr(_text(archive, "METADATA"))
            points = configparser.ConfigParser(interpolation=None)
            points.optionxform = str  # type: ignore[assignment,method-assign]
            points.read_string(_text(archive, "entry_points.txt"))
    except PackWrong:
        raise
    except (*UNREADABLE, configparser.Error) as error:
        raise PackWrong("This is not a wheel that can be read. Get it again.") from error
    plugins = tuple(points[ENTRY_POINTS]) if points.has_section(ENTRY_POINTS) else ()
    if not plugins:
        raise PackWrong("This wheel brings no plugin of Asylum Guides. Ask who made it.")
    author = said.get("Author") or said.get("Author-email") or "not said"
    licence = said.get("License-Expression") or said.get("License") or "not said"
    return Wheel(
        _line(said.get("Name", "")),
        _line(said.get("Version", "")),
        _line(said.get("Summary", "")),
        _line(author),
        _line(licence),
        tuple(_line(name) for name in plugins),
        hashlib.sha256(data).hexdigest(),
    )


def _text(archive: zipfile.ZipFile, name: str) -> str:
    for entry in archive.infolist():
        folder, _, file = entry.filename.partition("/")
        if folder.endswith(".dist-info") and file == name:
            if entry.file_size > MOST_METADATA or entry.compress_type not in METHODS:
                raise PackWrong(f"{name} of this wheel is not as it should be. Do not use it.")
            return archive.read(entry).decode("utf-8", errors="replace")
    if name == "METADATA":
        raise PackWrong("This is not a wheel: it does not say what it is. Get it again.")
    return ""


def _line(text: str) -> str:
    """One short line that a screen can show."""
    shown = (
        "".join(each if each.isprintable() else " " for each in text.splitlines()[0:1][0])
        if (text.strip())
        else ""
    )
    return shown[:200]
