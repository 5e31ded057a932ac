"""``guides boundary``: what in a note reads as advice to one person."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guides.boundary.service import MOST, flags
from guides.cli.common import FAULTS, view


@click.group()
def boundary() -> None:
    """Boundary: wordings of notes that read as advice to one person."""


@boundary.command()
@click.argument(
    "file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path)
)
def check(file: Path) -> None:
    """Show what in a FILE of notes, one on each line, reads as advice. "-" reads what is typed.

    Nothing is kept. Exit code 1 when something was found.

    \b
    Example:
      guides boundary check notes.txt
    """
    words, count = view().words, 0
    with click.open_file(str(file), encoding="utf-8", errors="replace") as opened:
        notes = opened.readlines()
    for number, note in enumerate(notes, start=1):
        for at in range(0, len(note), MOST):
            for flag in flags(note[at : at + MOST]):
                count += 1
                click.echo(f"{number}:{at + flag.start + 1}: {flag.found}")
                click.echo(f"  {words[flag.why]}")
                click.echo(f"  You could write: {flag.rewrite}")
    click.echo(f"{count} wordings were found.")
    sys.exit(FAULTS if count else 0)
