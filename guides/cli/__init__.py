"""The command line: ``guides …``. One file for each group of commands."""

from __future__ import annotations

import logging
import sys
from importlib import import_module

import click

from guides import __version__
from guides.cli.common import explain

COMMANDS = {
    "serve": "serve",
    "stages": "journey",
    "languages": "journey",
    "sheet": "sheet",
    "ahead": "ahead",
    "content": "content",
    "facts": "facts",
    "forms": "forms",
    "counts": "counts",
    "accounts": "accounts",
    "plugin": "plugin_moves",
    "x": "extensions",
    "toolkit": "toolkit",
    "db": "db",
    "keys": "keys",
    "audit": "audit",
    "backup": "backup",
    "verify": "backup",
    "restore": "backup",
    "sweep": "sweep",
    "boundary": "boundary",
    "directory": "directory",
    "people": "people",
    "demo": "demo",
}
"""Each command, and the file that it stands in, as a value of the same name."""


class Commands(click.Group):
    """Imports the file of a command when it is asked for: most need little of the program."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = getattr(import_module(f"guides.cli.{COMMANDS[cmd_name]}"), cmd_name)
        return found


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="guides")
def cli() -> None:
    """Asylum Guides: find the stop, read what happens there, print the sheet.

    Exit codes: 0 all is well, 1 faults were found, 2 the command was used wrongly.

    \b
    Example:
      guides sheet waiting-and-support --lang ar -o sheet.pdf
    """


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
