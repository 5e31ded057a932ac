"""Packs for tests: honest ones, and files that only look like one."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

from guides.api import API_VERSION
from guides.packs.archive import LIST
from tests.plugins.folders import SOURCE, Files, line, manifest, write

LANTERN = "lantern"
STOP = "lantern-walk"


def release(base: Path, version: str = "1", count: int = 14, files: Files | None = None) -> Path:
    """The folder of a small toolkit that is not shipped: one stop, one fact, two lines."""
    said = f'value = {{ type = "duration", count = {count}, unit = "day" }}'
    return write(base / f"{LANTERN}-{version}", {
        "plugin.toml": manifest(LANTERN, "Lanterns", version=version),
        f"stages/{STOP}.toml": f'id = "{STOP}"\ntitle = "The walk"\nshort = "Walk"\n'
        'summary = "You walk with others."\norder = 900\n',
        "facts.toml": '[[fact]]\nid = "lantern-days"\ntopic = "rules"\n'
        'statement = "The walk is in {value}."\nconfidence = "high"\nreview_by = 2027-01-31\n'
        f"{said}\n{SOURCE}",
        f"checklists/{STOP}.toml": line("walk", "The walk is in {fact:lantern-days}.")
        + line("lamp", "Bring a lamp."),
        **(files or {}),
    })  # fmt: skip


def zipped(files: Mapping[str, bytes], links: tuple[str, ...] = ()) -> bytes:
    """A zip with these files, whatever they are called."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o120777 if name in links else 0o644) << 16
            archive.writestr(entry, data)
    return out.getvalue()


def unzipped(pack: bytes) -> dict[str, bytes]:
    """The files of a pack, without its list."""
    with zipfile.ZipFile(io.BytesIO(pack)) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != LIST}


def the_list(files: Mapping[str, bytes], /, **said: object) -> bytes:
    """A list that fits the files; ``said`` takes the place of what it says about the pack."""
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    usual = {"format": 1, "id": LANTERN, "version": "1", "api": API_VERSION, "files": hashes}
    return json.dumps({**usual, **said}).encode()


def listed(files: Mapping[str, bytes], /, links: tuple[str, ...] = (), **said: object) -> bytes:
    """A pack whose list fits its files, whatever they are."""
    return zipped({LIST: the_list(files, **said), **files}, links)
