"""The command line: ``guides …``. One file for each group of commands."""

from __future__ import annotations

import logging
import sys

import click

from guides import __version__
from guides.cli import (
    accounts,
    ahead,
    audit,
    backup,
    content,
    counts,
    db,
    extensions,
    facts,
    journey,
    keys,
    plugin,
    plugin_moves,
    serve,
    sheet,
    sweep,
    toolkit,
)
from guides.cli.common import explain


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="guides")
def cli() -> None:
    """Asylum Guides: find the stop, read what happens there, print the sheet.

    Exit codes: 0 all is well, 1 faults were found, 2 the command was used wrongly.

    \b
    Example:
      guides sheet waiting-and-support --lang ar -o sheet.pdf
    """


for command in (
    serve.serve,
    journey.stages,
    journey.languages,
    sheet.sheet,
    ahead.ahead,
    content.content,
    facts.facts,
    counts.counts,
    accounts.accounts,
    plugin.plugin,
    extensions.x,
    toolkit.toolkit,
    db.db,
    keys.keys,
    audit.audit,
    backup.backup,
    backup.verify,
    backup.restore,
    sweep.sweep,
):
    cli.add_command(command)
for command in plugin_moves.COMMANDS:
    plugin.plugin.add_command(command)


def main() -> None:
    """Entry point. Mistakes that a person can mend are said in words, without a traceback."""
    # What is logged on a server, the commands say themselves.
    logging.getLogger("guides").addHandler(logging.NullHandler())
    try:
        cli(standalone_mode=True)
    except Exception as error:
        known = explain(error)
        if known is None:
            raise
        click.echo(known.message, err=True)
        sys.exit(known.code)
