"""Pack files: a zip with the files of one toolkit, and a list of their hashes."""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from guides.toolkit.folder import MOST_FILES, MOST_TEXT_BYTES
from guides.toolkit.toml_file import ID

LIST = "pack.json"
FORMAT = 1
MOST_BYTES = 50_000_000
"""Of all files together, unpacked."""
SUFFIXES = {".toml", ".md", ".csv"}
"""A pack is content. Code comes with a release of the program."""
VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,39}")
"""Of a toolkit that can be a pack: it names a folder."""
UNREADABLE = (
    *(zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError),
    *(OverflowError, zlib.error, lzma.LZMAError, struct.error),
)
"""What comes of a zip whose bytes were changed."""
_EPOCH = (2020, 1, 1, 0, 0, 0)


class PackWrong(ValueError):
    """A pack that is not taken; the message says what is wrong with it, and what to do."""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack file that was read whole. Nothing of it has been written anywhere."""

    id: str
    version: str
    api: int
    files: dict[str, bytes]

    @property
    def digest(self) -> str:
        """One hash for all files and their names (64 hex digits), to compare by eye or by phone."""
        said = hashlib.sha256()
        for name, data in sorted(self.files.items()):
            said.update(f"{name}\0{hashlib.sha256(data).hexdigest()}\n".encode())
        return said.hexdigest()

    def write(self, folder: Path) -> None:
        """Unpack into an empty folder.

        Raises:
            PackWrong: when two names do not go together, or one is too long.
        """
        try:
            for name, data in self.files.items():
                path = folder / PurePosixPath(name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        except OSError as error:
            raise PackWrong(f"The pack cannot be unpacked ({error.strerror}).") from error


def pack_folder(folder: Path, pack_id: str, version: str, api: int) -> tuple[Pack, bytes]:
    """The pack of a folder. The same files make the same bytes, wherever it is done.

    Raises:
        PackWrong: when its id or version could not be taken.
    """
    _refuse_names(pack_id, version)
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
        and path.suffix in SUFFIXES
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }
    pack = Pack(pack_id, version, api, files)
    listed = {
        "format": FORMAT,
        "id": pack_id,
        "version": version,
        "api": api,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        _add(archive, LIST, json.dumps(listed, indent=1).encode())
        for name, data in sorted(files.items()):
            _add(archive, name, data)
    return pack, out.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def read_pack(data: bytes) -> Pack:
    """Read a pack file and compare every hash.

    Raises:
        PackWrong: when it is no pack, is unsafe, too large, or differs from its own list.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except PackWrong:
        raise
    except UNREADABLE as error:
        raise PackWrong(f"This is not a pack that can be read ({error}). Get it again.") from error


def _read(archive: zipfile.ZipFile) -> Pack:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_FILES or sum(e.file_size for e in entries) > MOST_BYTES:
        raise PackWrong("The pack is larger than any toolkit. Get it from where it was released.")
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise PackWrong("The pack holds a file twice. Get it from where it was released.")
    for entry in entries:
        _refuse_unsafe(entry)
    if LIST not in names:
        raise PackWrong(f'There is no {LIST} in it. Make packs with "guides toolkit pack".')
    listed = _listed(archive.read(LIST))
    files = {name: archive.read(name) for name in names if name != LIST}
    _compare(listed["files"], files)
    return Pack(str(listed["id"]), str(listed["version"]), int(listed["api"]), files)


def _refuse_unsafe(entry: zipfile.ZipInfo) -> None:
    name = PurePosixPath(entry.filename)
    linked = (entry.external_attr >> 16) & 0o170000 == 0o120000
    outside = name.is_absolute() or ".." in name.parts or "\\" in entry.filename
    if linked or outside or not entry.filename.isprintable() or ":" in entry.filename:
        raise PackWrong(f"The pack wants to write outside its folder ({entry.filename!a}).")
    if entry.filename != LIST and name.suffix not in SUFFIXES:
        raise PackWrong(f"{entry.filename} is not content: a pack holds TOML, Markdown and CSV.")
    if entry.file_size > MOST_TEXT_BYTES and name.suffix != ".csv":
        raise PackWrong(f"{entry.filename} is too large ({entry.file_size:,} bytes).")


def _listed(data: bytes) -> dict[str, Any]:
    try:
        listed = json.loads(data)
        if listed["format"] != FORMAT:
            raise PackWrong("The pack was made for another version of Asylum Guides. Update it.")
        for name, kind in (("id", str), ("version", str), ("api", int), ("files", dict)):
            if not isinstance(listed[name], kind):
                raise TypeError(name)
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, PackWrong):
            raise
        raise PackWrong(f"{LIST} cannot be read ({error}). Get the pack again.") from error
    _refuse_names(listed["id"], listed["version"])
    return dict(listed)


def _refuse_names(pack_id: str, version: str) -> None:
    """Both become names of folders, so they must not lead anywhere else."""
    if not ID.fullmatch(pack_id):
        raise PackWrong(f"{pack_id!a} cannot be the id of a toolkit. Use small letters, hyphens.")
    if not VERSION.fullmatch(version):
        raise PackWrong(f"{version!a} cannot be a version. Write it like 1.2, without spaces.")


def _compare(listed: dict[str, Any], files: dict[str, bytes]) -> None:
    if missing := sorted(listed.keys() - files.keys()):
        raise PackWrong(f"{missing[0]} is missing from the pack. Get it again.")
    if added := sorted(files.keys() - listed.keys()):
        raise PackWrong(f"{added[0]} is in the pack, but not in its list. Do not use it.")
    for name, data in files.items():
        if hashlib.sha256(data).hexdigest() != listed[name]:
            raise PackWrong(
                f"{name} is not the file that was packed (its hash differs). Do not use this pack; "
                "get it again from where it was released."
            )
