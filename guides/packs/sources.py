"""A plugin that somebody hands over: a folder or a zip, looked at and not trusted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from guides.api import API_VERSION
from guides.lint.service import check_folder
from guides.packs.archive import (
    LIST,
    MOST_BYTES,
    Pack,
    PackWrong,
    clash,
    listed_pack,
    pack_folder,
    read_zip,
    write_files,
)
from guides.plugins.pinned import CODE_FILE, passed_over, suffixes
from guides.toolkit.faults import BrokenContent, Fault
from guides.toolkit.folder import Folder
from guides.toolkit.manifest import MANIFEST, Manifest, read_manifest


@dataclass(frozen=True, slots=True)
class Source:
    """A plugin that was handed over, with everything that is wrong with it."""

    pack: Pack
    manifest: Manifest
    place: Path
    """The folder or file that was named."""
    folder: Path
    """Its files, as they would be taken; gone when whoever opened the source is done."""
    faults: tuple[Fault, ...]
    """Faults and warnings, by file and line."""
    listed: bool
    """Whether it came with a list of hashes, so that nothing was changed on its way."""
    left_out: tuple[str, ...] = ()
    """Files that are no part of a plugin."""

    @property
    def has_code(self) -> bool:
        return CODE_FILE in self.pack.files

    @property
    def fatal(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.severity == "fault")


@contextmanager
def opened(path: Path, on: date) -> Iterator[Source]:
    """Look at a folder or zip: read, compare with its list, check. None of its code is run.

    Raises:
        PackWrong: when it is unsafe or too large, or no plugin.
        BrokenContent: when the folder is not safe to read, or has no good manifest.
    """
    if path.is_dir():
        yield _folder(path, on)
        return
    files = _unzipped(path)
    listed = listed_pack(files) if LIST in files else None
    if listed is None:
        files = _without_top(files)
    with TemporaryDirectory(prefix="guides-plugin-") as place:
        folder = Path(place) / "plugin"
        folder.mkdir()
        write_files(listed.files if listed else files, folder)
        try:
            yield _zip(path, folder, listed, files, on)
        except BrokenContent as broken:
            raise BrokenContent(_placed(broken.faults, folder, path)) from broken


def faults_of(path: Path, on: date) -> tuple[Fault, ...]:
    """Everything that is wrong with a folder or zip, by file and line.

    Raises:
        PackWrong: when a zip is unsafe or too large, or no plugin.
    """
    try:
        with opened(path, on) as source:
            return source.faults
    except BrokenContent as broken:
        if not path.is_dir():
            return broken.faults
        found = check_folder(path, on)  # also what else is wrong, beside the manifest
        return tuple(dict.fromkeys((*broken.faults, *found)))


def _folder(root: Path, on: date) -> Source:
    folder = Folder(root)
    folder.check()
    clashes = tuple(_clashes(root))
    if clashes:
        raise BrokenContent(clashes)
    manifest = read_manifest(folder)
    endings = suffixes([CODE_FILE] if (root / CODE_FILE).is_file() else [])
    pack, _ = pack_folder(root, manifest.id, manifest.version, manifest.api, endings)
    left = tuple(_left_out(root, pack))
    faults = tuple(check_folder(root, on))
    return Source(pack, manifest, root, root, faults, listed=False, left_out=left)


def _zip(
    path: Path, folder: Path, listed: Pack | None, files: dict[str, bytes], on: date
) -> Source:
    manifest = read_manifest(Folder(folder))
    pack = listed or Pack(manifest.id, manifest.version, manifest.api, files)
    refuse_other_api(pack)
    refuse_two_names(pack, manifest)
    faults = _placed(check_folder(folder, on), folder, path)
    return Source(pack, manifest, path, folder, faults, listed=listed is not None)


def refuse_other_api(pack: Pack) -> None:
    """Raises PackWrong when a pack was made for another version of the plugin interface."""
    if pack.api != API_VERSION:
        raise PackWrong(
            f"The pack is made for another version (api = {pack.api}; here it is "
            f"{API_VERSION}). Update Asylum Guides first, or take an older pack."
        )


def refuse_two_names(pack: Pack, manifest: Manifest) -> None:
    """Its list and its manifest must say the same, or PackWrong: people compare the list."""
    for name, first, second in (
        ("ids", pack.id, manifest.id),
        ("versions", pack.version, manifest.version),
    ):
        if first != second:
            raise PackWrong(f"The pack says two different {name}. Do not use it.")


def _placed(faults: list[Fault] | tuple[Fault, ...], folder: Path, path: Path) -> tuple[Fault, ...]:
    """The same faults, in files of the zip: the folder that it was unpacked into is nobody's."""
    return tuple(
        replace(fault, path=path / fault.path.relative_to(folder))
        if fault.path.is_relative_to(folder)
        else fault
        for fault in faults
    )


def _unzipped(path: Path) -> dict[str, bytes]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PackWrong("The pack is larger than any plugin. Get it from who made it.")
        data = path.read_bytes()
    except OSError as error:
        raise PackWrong(f"It cannot be read ({error.strerror}).") from error
    return read_zip(data, _endings, lambda name: passed_over(PurePosixPath(name)))


def _endings(names: object) -> frozenset[str]:
    """By whether there is code in it, at the top or in the one folder at the top."""
    found = {PurePosixPath(name) for name in names} if isinstance(names, list) else set()
    tops = {path.parts[0] for path in found}
    code = PurePosixPath(CODE_FILE) in found or any(
        PurePosixPath(top, CODE_FILE) in found for top in tops if len(tops) == 1
    )
    return suffixes([CODE_FILE] if code else [])


def _without_top(files: dict[str, bytes]) -> dict[str, bytes]:
    """Whoever packs a folder by hand mostly packs the folder itself, too."""
    tops = {name.partition("/")[0] for name in files}
    (top,) = tops if len(tops) == 1 else ("",)
    if f"{top}/{MANIFEST}" not in files:
        return files
    return {name.partition("/")[2]: data for name, data in files.items()}


def _clashes(root: Path) -> Iterator[Fault]:
    """Names that another machine takes for one and the same."""
    for folder, folders, files in os.walk(root):
        folders[:] = [name for name in folders if not name.startswith((".", "__pycache__"))]
        if two := clash([*folders, *files]):
            what = f"{two[0]} and {two[1]} differ only in small and capital letters."
            yield Fault(Path(folder, two[1]), 1, what, "Give one of them another name.")


def _left_out(root: Path, pack: Pack) -> Iterator[str]:
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.is_file() and name not in pack.files and not passed_over(PurePosixPath(name)):
            yield name


def pack(folder: Path) -> tuple[Pack, bytes]:
    """The pack of a plugin's folder, as it is: faults are found by whoever takes it.

    Raises:
        PackWrong: when its id, its version or the name of a file cannot stand in a pack.
        BrokenContent: when it has no good manifest, or holds links or what is too large.
    """
    Folder(folder).check()
    manifest = read_manifest(Folder(folder))
    endings = suffixes([CODE_FILE] if (folder / CODE_FILE).is_file() else [])
    return pack_folder(folder, manifest.id, manifest.version, manifest.api, endings)
