"""``guides db``: the database."""

from __future__ import annotations

import click

from guides import clock
from guides.backup.service import Backups
from guides.cli.common import FAULTS, database, registry, settings, view
from guides.plugins.code_tables import plugin_tables
from guides.provenance.service import note_facts
from guides.storage.engine import open_engine
from guides.storage.rows import what_is_wrong
from guides.storage.upgrade import Revision, revision
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

    before = bring_up(engine, keep, plugin_tables(registry().loaded))
    note_facts(engine, view(), clock.today())  # so that a change can be found later
    above = what_is_wrong(engine)
    engine.dispose()
    if before.up_to_date:
        click.echo(f"The database is up to date ({before.wanted}).")
    else:
        click.echo(f"The database went from {before.current or 'nothing'} to {before.wanted}.")
    for step in before.plugins:
        if step.problem:
            click.echo(f"The tables of {step.plugin} stay as they were. {step.problem}", err=True)
        else:
            was = step.current or "nothing"
            click.echo(f"The tables of {step.plugin} went from {was} to {step.wanted}.")
    if above:
        click.echo(above, err=True)
    if any(step.problem for step in before.plugins):
        raise SystemExit(FAULTS)


@db.command()
def status() -> None:
    """Say where the database stands, and whether PostgreSQL keeps organisations apart.

    Ends with 1 when there is something to mend.

    \b
    Example:
      guides db status
    """
    with database() as engine:
        stands, above = revision(engine), what_is_wrong(engine)
        click.echo(f"{engine.dialect.name}, at {stands.current or 'nothing'}.")
    if not stands.up_to_date:
        click.echo(f'It belongs at {stands.wanted}. Run "guides db upgrade" once.', err=True)
    if above:
        click.echo(above, err=True)
    if above or not stands.up_to_date:
        raise SystemExit(FAULTS)
