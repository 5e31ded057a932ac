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
"""Beside the releases of a toolkit that came as packs: which one is used, which one was."""


def discover(
    toolkits: Path,
    bundled: Path,
    local: Iterable[Path],
    packs: Path | None = None,
    instead: Mapping[str, Path] | None = None,
) -> Iterator[Candidate]:
    """Toolkits, bundled plugins, installed packages and local folders, in the order of rank."""
    for root in toolkit_folders(toolkits, packs, instead):
        yield Candidate(Rank.TOOLKIT, root)
    yield from _folders(bundled, Rank.BUNDLED)
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda p: p.name):
        yield Candidate(Rank.INSTALLED, None, point)
    for folder in local:
        if (folder / MANIFEST).is_file():
            yield Candidate(Rank.LOCAL, folder)
        else:
            yield from _folders(folder, Rank.LOCAL)


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
        folder = pointer.parent / pointer.read_text().strip()
        if folder.is_dir() and folder.parent == pointer.parent:
            yield pointer.parent.name, folder


def _folders(parent: Path, rank: Rank) -> Iterator[Candidate]:
    if not parent.is_dir():
        return
    for root in sorted(parent.iterdir()):
        if root.is_dir() and not root.name.startswith((".", "_")):
            yield Candidate(rank, root)
