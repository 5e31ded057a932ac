"""Plugins of one installation: add, update, go back, switch, remove; and what each of them is."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from guides.lint.service import Looked as Read
from guides.packs.changes import in_words
from guides.packs.releases import Releases
from guides.packs.service import brought_by, would_break
from guides.packs.sources import Source
from guides.plugins.code_quarantine import lift
from guides.plugins.discovery import CURRENT
from guides.plugins.domain import Installed, Rank
from guides.plugins.loader import Brought
from guides.plugins.pinned import (
    CODE,
    CODE_FILE,
    DATA,
    Record,
    contents,
    digest_of,
    record,
)
from guides.plugins.registry import Registry
from guides.plugins.replacing import Change, Entry, changes
from guides.plugins.service import ToolkitBroken, rebuilt, registry_of, stamp
from guides.plugins.switches import make_room, switch
from guides.settings import Settings
from guides.toolkit.faults import BrokenContent, Fault
from guides.toolkit.folder import Folder
from guides.toolkit.manifest import read_manifest
from guides.toolkit.toml_file import ID

READS_EVERYTHING = (
    "It has code, and this can read everything: the database, all files and keys of this site. "
    "Nobody can hold it in."
)


class PluginWrong(ValueError):
    """What was asked for cannot be done with this plugin; the message says what can."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A plugin that could be taken. ``faults`` say why it should not be."""

    source: Source
    changes: tuple[str, ...]
    faults: tuple[Fault | str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is known of one plugin."""

    installed: Installed
    digest: str
    """Of its files as they are now; empty for a package."""
    release: Path | None
    """The folder of the release, when it was added with the command."""
    record: Record | None
    previous: str
    """The release that can be gone back to."""

    @property
    def changed(self) -> bool:
        """Whether the files are others than those that were added."""
        return self.record is not None and self.record.digest != self.digest


@dataclass(frozen=True)
class Plugins:
    """The plugins of one installation.

    ``running`` is the registry that this process started with, where it has one: its code is not
    imported again. On the command line there is none.
    """

    settings: Settings
    on: date
    running: Registry | None = None

    @property
    def releases(self) -> Releases:
        return Releases(self.settings.added_dir)

    @cached_property
    def _start(self) -> Registry:
        return self.running or registry_of(self.settings)

    @cached_property
    def _made(self) -> dict[tuple[object, ...], Registry]:
        """The last registry, by the stamp of what it was made from."""
        return {}

    def now(self) -> Registry:
        """What is installed at this moment. Code is imported once at most."""
        seen = stamp(self.settings)
        if seen not in self._made:
            self._made.clear()
            self._made[seen] = rebuilt(self._start, self.settings)
        return self._made[seen]

    def find(self, plugin_id: str) -> Installed:
        """The plugin that has this id: one that works, if two have it.

        Raises:
            PluginWrong: when there is none; it names those that there are.
        """
        found = [p for p in self.now().plugins if p.id == plugin_id and p.place]
        if not found:
            known = ", ".join(p.id for p in self.now().plugins)
            raise PluginWrong(f"There is no plugin {plugin_id!a}. There are: {known}.")
        return min(found, key=lambda p: p.state == "broken")

    # Coming and going ----------------------------------------------------------------------------

    def look(self, source: Source) -> Looked:
        """Say what would change, and what is wrong. Nothing is taken, and no code of it is run.

        Raises:
            PluginWrong: when the id belongs to something else.
        """
        plugin_id = source.pack.id
        self._refuse_taken(plugin_id)
        current = self.releases.current(plugin_id)
        if source.fatal:
            return Looked(source, (), source.fatal)
        old = _read(current) if current is not None else Brought()
        words = brought_by(self.now(), "asylum-journey")
        said = [*in_words(old, _read(source.folder), words), *_code(current, source.folder)]
        faults = () if source.has_code else tuple(self._try(source))
        return Looked(source, tuple(said), faults)

    def _refuse_taken(self, plugin_id: str) -> None:
        home = self.releases.home(plugin_id)
        for plugin in self.now().plugins:
            if plugin.id == plugin_id and plugin.place and not _below(plugin.place, home):
                raise PluginWrong(
                    f"There is another plugin with the id {plugin_id}, in {plugin.place}. "
                    "Give this one another id, or change the other one there."
                )

    def try_code(self, looked: Looked) -> Looked:
        """Load a plugin with code, once somebody agreed to it, and say what is wrong."""
        return Looked(looked.source, looked.changes, tuple(self._try(looked.source)))

    def _try(self, source: Source) -> Iterator[Fault | str]:
        trying = {source.pack.id: source.folder}
        now = self.now()
        try:
            if source.has_code:
                then = registry_of(self.settings, trying=trying)
            else:
                then = rebuilt(self._start, self.settings, trying)
        except ToolkitBroken as broken:
            yield from str(broken).split("\n")
            return
        for plugin in then.plugins:
            if plugin.place == str(source.folder) and plugin.state == "broken":
                yield plugin.reason.replace(str(source.folder), str(source.place))
        yield from (why for why in would_break(now, then) if f" {source.pack.id} " not in why)

    def take(self, looked: Looked, agreed: bool = False, called: str = "") -> Path:
        """Put it in place; what was there before can be gone back to. It is switched on.

        ``called`` is what people call the file that it came in, where its place says nothing.

        Raises:
            PluginWrong: when it has faults, or code that nobody agreed to.
            PackWrong: when it cannot be written. Then nothing was changed.
        """
        source = looked.source
        if looked.faults:
            raise PluginWrong("The plugin has faults and is not taken.")
        if source.has_code and not agreed:
            raise PluginWrong(f"{READS_EVERYTHING} Add it with --code if you trust who made it.")
        if self.running is not None and source.has_code:
            raise PluginWrong("A plugin with code is added on the command line only.")
        came = called or str(source.place.resolve())
        known = Record(
            source.pack.digest,
            came,
            f"{self.on:%Y-%m-%d}",
            code=source.has_code,
        )
        fresh = self.releases.current(source.pack.id) is None
        folder = self.releases.take(source.pack, known.write)
        if fresh:
            switch(self.settings.added_dir, source.pack.id, None)
        return folder

    def roll_back(self, plugin_id: str) -> str:
        """Go back to the release that was used before. Returns its version.

        Raises:
            PluginWrong: when there is none.
        """
        before = self.releases.previous(plugin_id) if ID.fullmatch(plugin_id) else None
        if before is None:
            raise PluginWrong(
                f"There is no release of {plugin_id!a} before this one: "
                "there is nothing to go back to."
            )
        version = read_manifest(Folder(before)).version
        self.releases.back(plugin_id)
        return version

    def switch(self, plugin_id: str, on: bool) -> Installed:
        """Switch a plugin on or off for the whole site.

        Raises:
            PluginWrong: when there is none, or it is a toolkit.
            SwitchesWrong: when that cannot be written down.
        """
        plugin = self.find(plugin_id)
        if plugin.rank is Rank.TOOLKIT:
            raise PluginWrong(f"{plugin_id} is a toolkit: the site needs it, and it is always on.")
        if on:
            lift(self.settings.data_dir, plugin_id)
        switch(self.settings.added_dir, plugin_id, on)
        return self.find(plugin_id)

    def vanishing(self, plugin_id: str) -> tuple[tuple[str, int], ...]:
        """How many of each kind of thing go with a plugin that is removed.

        Raises:
            PluginWrong: when it cannot be removed from here; it says how it can.
        """
        plugin = self.find(plugin_id)
        self._removable(plugin)
        if plugin.adds or not Path(plugin.place).is_dir():
            return plugin.adds
        try:
            return _read(Path(plugin.place)).counts()
        except BrokenContent:
            return ()

    def remove(self, plugin_id: str) -> Path:
        """Take a plugin out; its folder is kept aside until it is purged. Returns where.

        Raises:
            PluginWrong: when it cannot be removed from here; it says how it can.
            SwitchesWrong: when the list of switches cannot be written.
        """
        plugin = self.find(plugin_id)
        place = self._removable(plugin)
        aside = self.settings.removed_dir / plugin_id
        try:
            make_room(self.settings.removed_dir)
            aside.mkdir(exist_ok=True)
            number = 1 + max(
                (int(p.name) for p in aside.iterdir() if p.name.isdecimal()), default=0
            )
            kept = aside / str(number)
            place.rename(kept)
        except OSError as error:
            raise PluginWrong(
                f"{place} cannot be moved ({error.strerror}). Nothing was changed."
            ) from error
        switch(self.settings.added_dir, plugin_id, None)
        return kept

    def _removable(self, plugin: Installed) -> Path:
        home, place = self.releases.home(plugin.id), Path(plugin.place)
        if _below(plugin.place, home):
            return home
        if plugin.rank is Rank.LOCAL and place.parent == self.settings.data_dir / "plugins":
            return place
        if plugin.rank is Rank.LOCAL:
            raise PluginWrong(
                f"It stands in {place}, a folder of yours. Take it out of there, "
                f'or run "guides plugin disable {plugin.id}".'
            )
        if plugin.rank is Rank.INSTALLED:
            raise PluginWrong(
                "It was installed with pip, and is removed with pip. "
                f'Or run "guides plugin disable {plugin.id}".'
            )
        if plugin.rank is Rank.TOOLKIT:
            raise PluginWrong(f"{plugin.id} is a toolkit: the site needs it.")
        raise PluginWrong(
            f'It came with the program. Run "guides plugin disable {plugin.id}" instead.'
        )

    def removed(self, plugin_id: str) -> tuple[Path, ...]:
        """What was kept aside of a plugin that was removed."""
        aside = self.settings.removed_dir / plugin_id
        there = ID.fullmatch(plugin_id) and aside.is_dir() and not aside.is_symlink()
        return tuple(sorted(aside.iterdir())) if there else ()

    def purge(self, plugin_id: str) -> int:
        """Delete what was kept aside, for good. Returns how many folders it was.

        Raises:
            PluginWrong: when nothing was kept, or it cannot be deleted.
        """
        found = self.removed(plugin_id)
        if not found:
            raise PluginWrong(f"Nothing is kept of {plugin_id!a}.")
        try:
            shutil.rmtree(self.settings.removed_dir / plugin_id)
        except OSError as error:
            raise PluginWrong(f"It cannot be deleted ({error.strerror}).") from error
        return len(found)

    # Looking ------------------------------------------------------------------------------------

    def show(self, plugin_id: str) -> Shown:
        """What is known of a plugin.

        Raises:
            PluginWrong: when there is none with this id.
        """
        return self._shown(self.find(plugin_id))

    def every(self) -> tuple[Shown, ...]:
        """All but the toolkits, each once: of two with one id the one that works."""
        found: dict[str, Installed] = {}
        for plugin in self.now().plugins:
            if plugin.rank is Rank.TOOLKIT or not plugin.place:
                continue
            if plugin.id not in found or found[plugin.id].state == "broken":
                found[plugin.id] = plugin
        return tuple(map(self._shown, found.values()))

    def _shown(self, plugin: Installed) -> Shown:
        added = self.releases.current(plugin.id) if ID.fullmatch(plugin.id) else None
        if added is None or not _below(plugin.place, self.releases.home(plugin.id)):
            return Shown(plugin, _digest(Path(plugin.place)), None, None, "")
        before = self.releases.previous(plugin.id)
        return Shown(plugin, _digest(added), added, record(added), before.name if before else "")

    def adds(self, plugin_id: str) -> tuple[str, ...]:
        """What a plugin's files add to the core, in words.

        Raises:
            PluginWrong: when there is no such plugin, or it has no files.
            BrokenContent: when its files cannot be read.
        """
        return self.differs(None, self.folder_of(plugin_id))

    def replaces(self, plugin_id: str) -> tuple[Change, ...]:
        """What a plugin's files say in place of the core, beside what the core says today."""
        brought = _read(self.folder_of(plugin_id))
        core = [p.brought for p in self.now().loaded if p.installed.rank is Rank.TOOLKIT]
        there: list[Entry] = []
        for each in core:
            there += (*each.items, *each.sections)
        return tuple(changes((*brought.items, *brought.sections), brought.hidden, there))

    def folder_of(self, plugin_id: str) -> Path:
        """The folder with a plugin's files."""
        place = Path(self.find(plugin_id).place)
        if not place.is_dir():
            raise PluginWrong(f"{plugin_id} has no folder of files that could be compared.")
        return place

    def differs(self, old: Path | None, new: Path) -> tuple[str, ...]:
        """What differs between the files of two folders, in words; None stands for nothing."""
        words = brought_by(self.now(), "asylum-journey")
        before = _read(old) if old is not None else Brought()
        return (*in_words(before, _read(new), words), *_code(old, new))


def _read(folder: Path) -> Brought:
    """What the files of a folder say. No code of it is run."""
    return Read.at(folder).brought


def _code(old: Path | None, new: Path) -> Iterator[str]:
    """Files of code that came, went or changed: what they do, no list can say."""
    before = dict(contents(old, CODE - DATA)) if old is not None and old.is_dir() else {}
    after = dict(contents(new, CODE - DATA)) if (new / CODE_FILE).is_file() else {}
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield f"Code gone: {name}"
        elif name not in before:
            yield f"Code new: {name}"
        elif before[name].read_bytes() != after[name].read_bytes():
            yield f"Code changed: {name}"


def _digest(folder: Path) -> str:
    """Empty for a package, and where a file cannot be read: the list is for finding that out."""
    try:
        return digest_of(folder) if folder.is_dir() else ""
    except OSError:
        return ""


def _below(place: str, home: Path) -> bool:
    return bool(place) and (home / CURRENT).exists() and Path(place).is_relative_to(home)
