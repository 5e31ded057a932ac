"""Where plugins are looked for. Nothing is imported here, and nothing but names is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import entry_points
from pathlib import Path

from guides import paths
from guides.plugins.domain import Candidate, Rank
from guides.toolkit.manifest import MANIFEST, peek_id

ENTRY_POINTS = "asylum_guides.plugins"


CURRENT, PREVIOUS = "current", "previous"
"""Beside the releases of a toolkit or plugin: which one is used, which one was."""


def discover(
    toolkits: Path,
    bundled: Path,
    local: Iterable[Path],
    packs: Path | None = None,
    instead: Mapping[str, Path] | None = None,
    added: Path | None = None,
    trying: Mapping[str, Path] | None = None,
) -> Iterator[Candidate]:
    """Toolkits, bundled plugins, installed packages and local folders, in the order of rank.

    ``added`` holds plugins that were added, by id; ``trying`` names folders of such that are to be
    tried out.
    """
    for root in toolkit_folders(toolkits, packs, instead):
        yield Candidate(Rank.TOOLKIT, root, tried=root in (instead or {}).values())
    yield from _folders(bundled, Rank.BUNDLED)
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda p: p.name):
        yield Candidate(Rank.INSTALLED, None, point)
    for folder in local:
        if (folder / MANIFEST).is_file():
            yield Candidate(Rank.LOCAL, folder)
        else:
            yield from _folders(folder, Rank.LOCAL)
    yield from _added(added, trying or {})


def _added(added: Path | None, trying: Mapping[str, Path]) -> Iterator[Candidate]:
    """Plugins that were added; one whose folder was lost too, so that somebody hears of it."""
    pointers = sorted(added.glob(f"*/{CURRENT}")) if added is not None else []
    homes = {pointer.parent.name: pointer.parent for pointer in pointers}
    for plugin_id in sorted({*homes, *trying} - {""}):
        if plugin_id in trying:
            yield Candidate(Rank.LOCAL, trying[plugin_id], tried=True)
        elif not plugin_id.startswith((".", "_")):
            home = homes[plugin_id]
            yield Candidate(Rank.LOCAL, pointed(home) or home / "lost", added_as=plugin_id)


def pointed(home: Path, pointer: str = CURRENT) -> Path | None:
    """The release that a pointer names: a folder of this home, which may be lost."""
    try:
        name = (home / pointer).read_text("utf-8").strip()
    except (OSError, ValueError):
        return None
    if not name or name.startswith(".") or "\0" in name or Path(name).name != name:
        return None
    return home / name


def toolkit_folders(
    toolkits: Path = paths.TOOLKITS,
    packs: Path | None = None,
    instead: Mapping[str, Path] | None = None,
) -> Iterator[Path]:
    """The folders of toolkits: a release that came as a pack stands for the one shipped.

    ``packs`` holds them, by toolkit id; ``instead`` names folders that are to be tried out.
    """
    taken = dict(_packed(packs)) if packs is not None else {}
    taken.update(instead or {})
    for candidate in _folders(toolkits, Rank.TOOLKIT):
        if candidate.root is not None:
            yield taken.pop(peek_id(candidate.root), candidate.root)
    yield from taken.values()


def _packed(packs: Path) -> Iterator[tuple[str, Path]]:
    for pointer in sorted(packs.glob(f"*/{CURRENT}")):
        folder = pointed(pointer.parent)
        if folder is not None and folder.is_dir():
            yield pointer.parent.name, folder


def _folders(parent: Path, rank: Rank) -> Iterator[Candidate]:
    if not parent.is_dir():
        return
    for root in sorted(parent.iterdir()):
        if root.is_dir() and not root.name.startswith((".", "_")):
            yield Candidate(rank, root)
