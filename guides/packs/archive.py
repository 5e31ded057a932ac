"""Pack files: a zip with the files of one toolkit or plugin, and a list of their hashes."""

from __future__ import annotations

import hashlib
import io
import json
import lzma
import re
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from guides.plugins.pinned import CONTENT, contents, digest
from guides.toolkit.folder import MOST_BYTES as BYTES_BY_ENDING
from guides.toolkit.folder import MOST_FILES, MOST_TEXT_BYTES
from guides.toolkit.toml_file import ID

LIST = "pack.json"
FORMAT = 1
MOST_BYTES = 50_000_000
"""Of all files together, unpacked."""
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Other ways of packing can make much out of few bytes before anybody can count them."""
VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z.+_-]{0,39}")
"""Of what can be a pack: it names a folder."""
UNREADABLE = (
    *(zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError),
    *(OverflowError, zlib.error, lzma.LZMAError, struct.error),
)
"""What comes of a zip whose bytes were changed."""
_EPOCH = (2020, 1, 1, 0, 0, 0)

Endings = Callable[[Collection[str]], Collection[str]]
"""Which endings files may have, by the names of all of them."""


def content(names: Collection[str]) -> Collection[str]:
    """A toolkit holds content only, whatever else is there."""
    return CONTENT


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
        return digest(self.files)

    @property
    def release(self) -> str:
        """The name of the folder that keeps it."""
        return f"{self.version}-{self.digest[:12]}"

    def write(self, folder: Path) -> None:
        """Unpack into an empty folder.

        Raises:
            PackWrong: when two names do not go together, or one is too long.
        """
        write_files(self.files, folder)


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files whose names were looked at into an empty folder.

    Raises:
        PackWrong: when two names do not go together, or one is too long.
    """
    try:
        for name, data in files.items():
            path = folder / PurePosixPath(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        raise PackWrong(f"The pack cannot be unpacked ({error.strerror}).") from error


def pack_folder(
    folder: Path, pack_id: str, version: str, api: int, endings: Collection[str] = CONTENT
) -> tuple[Pack, bytes]:
    """The pack of a folder. The same files make the same bytes, wherever it is done.

    Raises:
        PackWrong: when its id, its version or the name of a file could not be taken.
    """
    _refuse_names(pack_id, version)
    files = {name: path.read_bytes() for name, path in contents(folder, endings)}
    _refuse_clashes(files)
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


def read_pack(data: bytes, endings: Endings = content) -> Pack:
    """Read a pack file and compare every hash.

    Raises:
        PackWrong: when it is no pack, is unsafe, too large, or differs from its own list.
    """
    files = read_zip(data, endings)
    if LIST not in files:
        raise PackWrong(
            f'There is no {LIST} in it. Make packs with "guides toolkit pack" or '
            '"guides plugin pack".'
        )
    return listed_pack(files)


def listed_pack(files: dict[str, bytes]) -> Pack:
    """The pack that these files of a zip are; its list is among them.

    Raises:
        PackWrong: when they differ from the list.
    """
    listed = _listed(files[LIST])
    rest = {name: data for name, data in files.items() if name != LIST}
    _compare(listed["files"], rest)
    return Pack(str(listed["id"]), str(listed["version"]), int(listed["api"]), rest)


def read_zip(
    data: bytes, endings: Endings, skip: Callable[[str], bool] | None = None
) -> dict[str, bytes]:
    """The files of a zip, each looked at before it is unpacked. ``skip`` names those to pass over.

    Raises:
        PackWrong: when it cannot be read, is unsafe or too large.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive, endings, skip or (lambda name: False))
    except PackWrong:
        raise
    except UNREADABLE as error:
        raise PackWrong(f"This is not a pack that can be read ({error}). Get it again.") from error


def _read(
    archive: zipfile.ZipFile, endings: Endings, skip: Callable[[str], bool]
) -> dict[str, bytes]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    size = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_FILES or size > MOST_BYTES:
        raise PackWrong(
            f"The pack is larger than any toolkit: {len(entries):,} files, {size:,} bytes. At "
            f"most {MOST_FILES:,} files and {MOST_BYTES:,} bytes are taken. Take the rest out."
        )
    for entry in entries:
        _refuse_unsafe(entry)
    entries = [entry for entry in entries if not skip(entry.filename)]
    names = [entry.filename for entry in entries]
    if len(set(names)) != len(names):
        raise PackWrong("The pack holds a file twice. Get it from where it was released.")
    _refuse_clashes(names)
    wanted = endings(names)
    for entry in entries:
        _refuse_unfit(entry, wanted)
    return {entry.filename: _unpacked(archive, entry) for entry in entries}


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """A file of the zip: never more of it than it says, or few bytes could become very many."""
    with archive.open(entry) as file:
        return file.read(entry.file_size + 1)  # to the end, where its sum is compared


def _refuse_unsafe(entry: zipfile.ZipInfo) -> None:
    name = PurePosixPath(entry.filename)
    linked = (entry.external_attr >> 16) & 0o170000 == 0o120000
    outside = name.is_absolute() or ".." in name.parts or "\\" in entry.filename
    if linked or outside or not entry.filename.isprintable() or ":" in entry.filename:
        raise PackWrong(f"The pack wants to write outside its folder ({entry.filename!a}).")


def _refuse_unfit(entry: zipfile.ZipInfo, endings: Collection[str]) -> None:
    suffix = PurePosixPath(entry.filename).suffix
    if entry.filename != LIST and suffix not in endings:
        may = ", ".join(sorted(endings))
        raise PackWrong(f"{entry.filename} is not content: a pack holds {may}.")
    most = BYTES_BY_ENDING.get(suffix, MOST_TEXT_BYTES)
    if entry.file_size > most:
        raise PackWrong(
            f"{entry.filename} is too large ({entry.file_size:,} bytes; {most:,} are the most)."
        )
    if entry.compress_type not in METHODS:
        raise PackWrong(f"{entry.filename} was packed in an unusual way. Make an ordinary zip.")


def _refuse_clashes(names: Collection[str]) -> None:
    if two := clash(names):
        raise PackWrong(
            f"{two[0]} and {two[1]} differ only in small and capital letters. "
            "Give one of them another name."
        )


def clash(names: Collection[str]) -> tuple[str, str] | None:
    """Two names that some machines take for the same: they would become one file there."""
    seen: dict[str, str] = {}
    for name in names:
        for part in (PurePosixPath(name), *PurePosixPath(name).parents[:-1]):
            folded = unicodedata.normalize("NFC", str(part)).casefold()
            if seen.setdefault(folded, str(part)) != str(part):
                return seen[folded], str(part)
    return None


def _listed(data: bytes) -> dict[str, Any]:
    try:
        listed = json.loads(data)
        if listed["format"] != FORMAT:
            raise PackWrong("The pack was made for another version of Asylum Guides. Update it.")
        for name, kind in (("id", str), ("version", str), ("api", int), ("files", dict)):
            if not isinstance(listed[name], kind):
                raise TypeError(name)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        if isinstance(error, PackWrong):
            raise
        raise PackWrong(f"{LIST} cannot be read ({error}). Get it again.") from error
    _refuse_names(listed["id"], listed["version"])
    return dict(listed)


def _refuse_names(pack_id: str, version: str) -> None:
    """Both become names of folders, so they must not lead anywhere else."""
    if not ID.fullmatch(pack_id):
        raise PackWrong(f"{pack_id!a} cannot be an id. Use small letters, digits, hyphens.")
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
