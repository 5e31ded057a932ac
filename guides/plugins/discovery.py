"""Where plugins are looked for. Nothing is imported here, and nothing but names is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import entry_points
from pathlib import Path

from guides.plugins.domain import Candidate, Rank
from guides.toolkit.manifest import MANIFEST

ENTRY_POINTS = "asylum_guides.plugins"


def discover(toolkits: Path, bundled: Path, local: Iterable[Path]) -> Iterator[Candidate]:
    """Toolkits, bundled plugins, installed packages and local folders, in the order of rank."""
    yield from _folders(toolkits, Rank.TOOLKIT)
    yield from _folders(bundled, Rank.BUNDLED)
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda p: p.name):
        yield Candidate(Rank.INSTALLED, None, point)
    for folder in local:
        if (folder / MANIFEST).is_file():
            yield Candidate(Rank.LOCAL, folder)
        else:
            yield from _folders(folder, Rank.LOCAL)


def _folders(parent: Path, rank: Rank) -> Iterator[Candidate]:
    if not parent.is_dir():
        return
    for root in sorted(parent.iterdir()):
        if root.is_dir() and not root.name.startswith((".", "_")):
            yield Candidate(rank, root)
