"""``guides counts``: what was counted, and nothing about anybody."""

from __future__ import annotations

import click

from guides.cli.common import database
from guides.meetings.service import sessions_counted
from guides.provenance.service import mistakes_counted


@click.group()
def counts() -> None:
    """Counts: sessions with groups, and mistakes that were reported."""


@counts.command()
def sessions() -> None:
    """List the sessions that somebody chose to count, by month and language.

    \b
    Example:
      guides counts sessions
    """
    with database() as engine:
        found = sessions_counted(engine)
    for each in found:
        click.echo(
            f"{each.month}  {each.lang:4} {each.sessions} sessions, {each.people} people, "
            f"{each.minutes} minutes: {', '.join(each.topics)}"
        )
    click.echo(f"{sum(each.sessions for each in found)} sessions were counted.")


@counts.command()
def mistakes() -> None:
    """List the pages that readers reported, newest month first.

    \b
    Example:
      guides counts mistakes
    """
    with database() as engine:
        found = mistakes_counted(engine)
    for each in found:
        click.echo(f"{each.month}  {each.reports:4}  {each.kind:9} {each.page}")
    click.echo(f"{sum(each.reports for each in found)} reports.")
