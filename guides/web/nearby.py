"""Where the services of a page come from: the directory, or the folders of plugins without one."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date

from guides.directory.asked import Viewer
from guides.directory.places import DirectoryPlaces
from guides.directory.plugins import sources_of, sync
from guides.directory.service import Directory
from guides.plugins.registry import View
from guides.storage.engine import StorageFailed, is_there

log = logging.getLogger(__name__)


def revisions(directory: Directory) -> tuple[tuple[int, int], ...]:
    """What goes up when a directory changes, by organisation."""
    return tuple(sorted(directory.revisions().items()))


def with_directory(
    directory: Directory, org: int, view: View, today: Callable[[], date]
) -> tuple[View, Viewer]:
    """The view with the services of a directory, and who looks into it.

    What plugins bring is brought in first. A database that is not there, or does not answer, costs
    only what is not in the plugins' own folders.
    """
    viewer = Viewer(org)
    try:
        if not is_there(directory.engine):
            return view, viewer
        sync(directory, org, view.services)
        viewer = Viewer(org, sources=sources_of(directory, org, view.names))
    except StorageFailed as error:
        log.error("went on without the directory: %s", type(error).__name__)
        return view, viewer
    return view.with_places(DirectoryPlaces(directory, viewer, today, view.places)), viewer
