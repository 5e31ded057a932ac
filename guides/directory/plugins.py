"""Services that plugins bring come into the directory by the same door as any other list."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from guides.api import Service
from guides.directory import documents
from guides.directory.domain import Listing
from guides.directory.from_plugin import listing_of
from guides.directory.readers.domain import Read
from guides.directory.service import Directory
from guides.directory.store import changes, listings
from guides.storage.engine import reading, saving

KIND = "plugin"


def sync(directory: Directory, org: int, services: Iterable[Service]) -> bool:
    """Bring in what plugins say now; what they said before and nobody changed is passed over.

    A plugin that is switched off is simply not among ``services``: what was said of its services
    stays, for when it is back. Returns whether anything changed.
    """
    with reading(directory.engine) as connection:
        there = listings.digests(connection, org, KIND)
    ordered = sorted(services, key=lambda service: service.plugin)
    changed = False
    for plugin, own in groupby(ordered, key=lambda service: service.plugin):
        found = [listing_of(service) for service in own]
        digest = documents.digest("\n".join(map(documents.write, found)))
        if there.get(plugin) != digest:
            _bring(directory, org, plugin, found, digest)
            changed = True
    return changed


def _bring(directory: Directory, org: int, plugin: str, found: list[Listing], digest: str) -> None:
    reads = (Read(listing.key, listing.key, listing, ()) for listing in found)
    imported = directory.importing.preview(org, KIND, plugin, reads)
    directory.importing.take(org, imported)
    with saving(directory.engine) as session:
        changes.source(session, org, KIND, plugin).digest = digest


def sources_of(directory: Directory, org: int, plugins: Iterable[str]) -> tuple[int, ...]:
    """Which sources an organisation uses: its own lists, and those of plugins that are on."""
    on = set(plugins)
    return tuple(
        source.id for source in directory.sources(org) if source.kind != KIND or source.name in on
    )
