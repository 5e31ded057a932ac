"""What the commands of the directory share: whose it is, and what of it there is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

import click

from guides import clock
from guides.cli.common import database, settings, view
from guides.directory.asked import Viewer
from guides.directory.plugins import sources_of, sync
from guides.directory.service import Directory
from guides.plugins.registry import View
from guides.storage.engine import DatabaseWrong
from guides.walls import open_guarded, utc_now
from guides.web.nearby import with_directory

OWN = 0
"""The directory of the site's own organisation."""


@dataclass(frozen=True, slots=True)
class Here:
    """A directory, as the operator sees it."""

    directory: Directory
    viewer: Viewer

    @property
    def org(self) -> int:
        return self.viewer.org

    @property
    def public(self) -> Viewer:
        """The same as everybody sees it."""
        return Viewer(self.org, "public", self.viewer.sources)


@contextmanager
def opened() -> Iterator[Here]:
    """The directory of the organisation that ``guides directory --organisation`` names.

    What the plugins bring is brought in first. Of another organisation than the site's own, only
    the site knows which plugins it has switched on: then those stand as they were brought in.
    """
    name = click.get_current_context().find_object(str) or ""
    guarded = open_guarded(settings())
    try:
        with database() as engine:
            directory = guarded.directory if guarded else Directory(engine, utc_now)
            org = OWN
            if name and name != settings().organisation:
                homes = guarded.people.organisations() if guarded else []
                org = next((home.id for home in homes if home.name == name), OWN)
                if org == OWN:
                    raise click.BadParameter(
                        f"There is no organisation {name!r} on this site.",
                        param_hint="--organisation",
                    )
            here = view()
            if org == OWN:
                sync(directory, org, here.services)
            sources = sources_of(directory, org, here.names)
            yield Here(directory, Viewer(org, "staff", sources))
    finally:
        if guarded:
            guarded.close()


@contextmanager
def nearby() -> Iterator[View]:
    """What this installation has switched on, with the services of its directory.

    Paper does not wait for a database: without one there are those of the plugins.
    """
    with ExitStack() as open_things:
        plain = view()
        try:
            engine = open_things.enter_context(database())
        except (DatabaseWrong, OSError):
            yield plain
            return
        directory = Directory(engine, utc_now)
        yield with_directory(directory, OWN, plain, clock.today)[0]
