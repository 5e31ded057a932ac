"""What can be said of a candidate before any of its code is imported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from pathlib import Path

from guides.plugins.domain import Candidate, Installed, Rank, State
from guides.plugins.loader import Loaded
from guides.plugins.pinned import CODE_FILE, why_not
from guides.toolkit.faults import BrokenContent
from guides.toolkit.folder import Folder
from guides.toolkit.manifest import MANIFEST, Manifest, read_manifest


def decided_without_code(
    candidate: Candidate,
    why_off: Callable[[str, Rank], str],
    taken: Collection[str],
    kept: Mapping[str, Loaded] | None = None,
) -> Loaded | None:
    """A plugin that need not, or must not, be loaded; None when it is to be loaded.

    ``kept`` is what a running process imported, by id: its code is not imported again. None means
    that the process is starting, and may import.
    """
    if candidate.rank is Rank.TOOLKIT:
        return None
    if candidate.root is None:
        return _package(candidate, why_off, taken, kept)
    if candidate.added_as and (found := _added(candidate, candidate.root, why_off)):
        return found
    if kept is None or not (candidate.root / CODE_FILE).is_file():
        return None
    try:
        manifest = read_manifest(Folder(candidate.root))
    except (BrokenContent, OSError):
        return None  # loading says what is wrong, and does not come as far as its code
    if manifest.id in taken or why_off(manifest.id, candidate.rank):
        return None
    there = kept.get(manifest.id)
    if there is None:
        return _entry(candidate, manifest.id, "off", RESTART, manifest)
    return _as_it_was(there, candidate)


RESTART = "It has code, which needs a restart. Mend: restart the site."


def _as_it_was(there: Loaded, candidate: Candidate) -> Loaded:
    """What was imported; it says so when what is on disk is another by now."""
    if there.installed.place == candidate.place or there.installed.state != "on":
        return there
    return replace(there, installed=replace(there.installed, reason=RESTART))


def _package(
    candidate: Candidate,
    why_off: Callable[[str, Rank], str],
    taken: Collection[str],
    kept: Mapping[str, Loaded] | None,
) -> Loaded | None:
    """An installed package: asking it for its name would import it."""
    point = candidate.entry_point
    if point is None:
        return None
    if reason := why_off(point.name, candidate.rank):
        return _entry(candidate, point.name, "off", reason)
    if kept is None:
        return None
    there = kept.get(point.name)
    if there is None or point.name in taken:
        return _entry(candidate, point.name, "off", RESTART)
    return _as_it_was(there, candidate)


def _added(candidate: Candidate, root: Path, why_off: Callable[[str, Rank], str]) -> Loaded | None:
    """An added release that is off, lost, not agreed to, or not what it was added as."""
    manifest, reason = None, why_not(root)
    if not reason:
        try:
            manifest = read_manifest(Folder(root))
        except (BrokenContent, OSError) as error:
            reason = str(error)
    if manifest is not None and manifest.id != candidate.added_as:
        reason = (
            f"{root / MANIFEST}:1: It was added as {candidate.added_as}, "
            f"and says it is {manifest.id}. Mend: remove it, and add it again."
        )
    if off := why_off(candidate.added_as, candidate.rank):
        return _entry(candidate, candidate.added_as, "off", off, manifest)
    return _entry(candidate, candidate.added_as, "broken", reason) if reason else None


def _entry(
    candidate: Candidate,
    plugin_id: str,
    state: State,
    reason: str,
    manifest: Manifest | None = None,
) -> Loaded:
    point = candidate.entry_point
    return Loaded(
        Installed(
            id=plugin_id,
            name=manifest.name if manifest else plugin_id,
            version=manifest.version if manifest else _version(candidate),
            organisation=manifest.organisation if manifest else "",
            rank=candidate.rank,
            place=candidate.place,
            state=state,
            reason=reason,
            has_code=point is not None or _has_code(candidate.root),
            manifest=manifest,
        )
    )


def _has_code(root: Path | None) -> bool:
    return root is not None and (root / CODE_FILE).is_file()


def _version(candidate: Candidate) -> str:
    point = candidate.entry_point
    return point.dist.version if point is not None and point.dist is not None else ""
