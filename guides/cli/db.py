"""``guides db``: the database."""

from __future__ import annotations

import click

from guides import clock
from guides.cli.common import settings, view
from guides.provenance.service import note_facts
from guides.storage.engine import open_engine
from guides.storage.upgrade import upgrade as bring_up


@click.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Make the database, or bring it to the tables of this release.

    \b
    Example:
      guides db upgrade
    """
    engine = open_engine(settings().database_url)
    before = bring_up(engine)
    note_facts(engine, view(), clock.today())  # so that a change can be found later
    engine.dispose()
    if before.up_to_date:
        click.echo(f"The database is up to date ({before.wanted}).")
    else:
        click.echo(f"The database went from {before.current or 'nothing'} to {before.wanted}.")
