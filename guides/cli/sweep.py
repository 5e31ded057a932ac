"""``guides sweep``: erase what has been kept for its time."""

from __future__ import annotations

import click

from guides.cli.common import database, registry, settings
from guides.cli.keys import in_words
from guides.plugins.code_tables import plugin_holdings
from guides.walls import Guarded


@click.command()
def sweep() -> None:
    """Erase what has been kept for its time. The site does it by itself once a day.

    \b
    Example:
      guides sweep
    """
    with database() as engine:
        with in_words():
            guarded = Guarded(settings(), engine, plugin_holdings(registry().loaded))
        try:
            went = guarded.retention.sweep()
        finally:
            guarded.close()
    for name, gone in went:
        click.echo(f"{name}: {gone} erased")
    if not went:
        click.echo("Nothing was due.")
