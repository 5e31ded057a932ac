"""Taking a pack, going back, and what is there."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from guides.lint.service import check_folder
from guides.packs.archive import Pack, PackWrong, pack_folder, read_pack
from guides.packs.changes import in_words
from guides.packs.releases import Releases
from guides.packs.sources import refuse_other_api, refuse_two_names
from guides.plugins.discovery import toolkit_folders
from guides.plugins.domain import Rank
from guides.plugins.loader import Brought
from guides.plugins.registry import Registry
from guides.plugins.service import ToolkitBroken, registry_of
from guides.settings import Settings
from guides.toolkit.faults import BrokenContent, Fault
from guides.toolkit.folder import Folder
from guides.toolkit.manifest import Manifest, read_manifest


@dataclass(frozen=True, slots=True)
class Shown:
    """A toolkit in the list."""

    id: str
    name: str
    version: str
    digest: str
    taken: bool
    """Whether it came as a pack; otherwise it is the one that was shipped with the program."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A pack that could be taken, with what would change. ``faults`` say why it should not be."""

    pack: Pack
    changes: tuple[str, ...]
    faults: tuple[Fault | str, ...]
    """Of these each one keeps it out."""


@dataclass(frozen=True, slots=True)
class Packs:
    """The toolkits of one installation."""

    settings: Settings
    on: date

    @property
    def root(self) -> Path:
        """Where packs that were taken are kept, each release in a folder of its own."""
        return self.settings.packs_dir

    def list(self) -> tuple[Shown, ...]:
        """Every toolkit that is used, in the order of loading."""
        return tuple(self._shown(folder) for folder in toolkit_folders(packs=self.root))

    def _shown(self, folder: Path) -> Shown:
        manifest = read_manifest(Folder(folder))
        pack, _ = _packed(folder, manifest)
        taken = folder.is_relative_to(self.root)
        return Shown(manifest.id, manifest.name, manifest.version, pack.digest, taken)

    def pack(self, folder: Path) -> tuple[Pack, bytes]:
        """The pack of a toolkit's folder, as it is: faults are found by whoever takes it.

        Raises:
            PackWrong: when its id or version cannot stand in a pack.
            BrokenContent: when it has no good manifest, or holds links or what is too large.
        """
        Folder(folder).check()
        manifest = read_manifest(Folder(folder))
        return _packed(folder, manifest)

    def look(self, data: bytes) -> Looked:
        """Read a pack, check it, and say what would change. Nothing is taken yet.

        Raises:
            PackWrong: when it cannot even be read, or was changed on its way.
        """
        pack = read_pack(data)
        refuse_other_api(pack)
        with tempfile.TemporaryDirectory(prefix="guides-pack-") as place:
            folder = Path(place) / pack.id.replace("-", "_")
            pack.write(folder)
            try:
                refuse_two_names(pack, read_manifest(Folder(folder)))
            except BrokenContent as broken:
                raise PackWrong(" ".join(fault.what for fault in broken.faults)) from broken
            faults: list[Fault | str] = [
                fault for fault in check_folder(folder, self.on) if fault.severity == "fault"
            ]
            now = self._registry()
            try:
                then = self._registry(instead={pack.id: folder})
            except ToolkitBroken as broken:
                return Looked(pack, (), (*faults, *str(broken).split("\n")))
            faults += would_break(now, then)
            old, new = brought_by(now, pack.id), brought_by(then, pack.id)
            words = brought_by(now, "asylum-journey")
            return Looked(pack, tuple(in_words(old, new, words)), tuple(faults))

    def take(self, looked: Looked) -> None:
        """Put a pack in place of what is there; that can be gone back to.

        Raises:
            PackWrong: when it has faults, or cannot be written.
        """
        if looked.faults:
            raise PackWrong("The pack has faults and is not taken.")
        Releases(self.root).take(looked.pack)

    def roll_back(self, toolkit: str) -> str:
        """Go back to what was there before. Returns its version.

        Raises:
            PackWrong: when no pack of this toolkit was taken.
        """
        Releases(self.root).back(toolkit)
        folders = {read_manifest(Folder(f)).id: f for f in toolkit_folders(packs=self.root)}
        if toolkit not in folders:
            return "none"
        return read_manifest(Folder(folders[toolkit])).version

    def _registry(self, instead: dict[str, Path] | None = None) -> Registry:
        return registry_of(self.settings, instead)


def _packed(folder: Path, manifest: Manifest) -> tuple[Pack, bytes]:
    return pack_folder(folder, manifest.id, manifest.version, manifest.api)


def brought_by(registry: Registry, toolkit: str) -> Brought:
    found = (p.brought for p in registry.loaded if p.installed.id == toolkit)
    return next(found, Brought())


def would_break(now: Registry, then: Registry) -> Iterator[str]:
    """Plugins and other toolkits that work now and would not work with the pack."""
    works = {p.installed.id for p in now.loaded if p.runner is not None}
    for plugin in then.plugins:
        if plugin.id in works and plugin.state == "broken":
            kind = "toolkit" if plugin.rank is Rank.TOOLKIT else "plugin"
            yield f"The {kind} {plugin.id} would stop working: {plugin.reason}"


def faults_in_words(faults: Sequence[Fault | str]) -> Iterator[str]:
    """Each reason once."""
    yield from dict.fromkeys(str(fault) for fault in faults)
