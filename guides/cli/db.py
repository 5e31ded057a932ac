"""``guides db``: the database."""

from __future__ import annotations

import click

from guides import clock
from guides.backup.service import Backups
from guides.cli.common import settings, view
from guides.provenance.service import note_facts
from guides.storage.engine import open_engine
from guides.storage.upgrade import Revision
from guides.storage.upgrade import upgrade as bring_up


@click.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Make the database, or bring it to the tables of this release.

    Before a database is changed, a backup is written to "backups" in the data folder. The newest
    five of these are kept.

    \b
    Example:
      guides db upgrade
    """
    engine = open_engine(settings().database_url)

    def keep(stands: Revision) -> None:
        click.echo(
            f"A backup was written first: {Backups(settings()).before_upgrade(engine, stands).path}"
        )

    before = bring_up(engine, keep)
    note_facts(engine, view(), clock.today())  # so that a change can be found later
    engine.dispose()
    if before.up_to_date:
        click.echo(f"The database is up to date ({before.wanted}).")
    else:
        click.echo(f"The database went from {before.current or 'nothing'} to {before.wanted}.")
