"""``guides content``: checking what was written."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from guides import clock
from guides.cli.common import Day, settings
from guides.lint.service import check_folder, check_shipped, known_languages
from guides.lint.service import untranslated as missing


@click.group()
def content() -> None:
    """Content: guidance, checklists, facts, translations."""


@content.command()
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--on", type=Day(), help="As of this day. [default: today]")
def check(folder: Path | None, on: date | None) -> None:
    """Check a FOLDER, or everything that is shipped: each fault with file, line and mend.

    \b
    Example:
      guides content check my-town
    """
    day = on or clock.today()
    found = check_folder(folder, day) if folder else check_shipped(settings(), day)
    for fault in found:
        click.echo(str(fault))
    faults = [fault for fault in found if fault.severity == "fault"]
    warnings = len(found) - len(faults)
    click.echo(f"{len(faults)} faults, {warnings} warnings.")
    sys.exit(1 if faults else 0)


@content.command()
@click.argument("lang")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def untranslated(lang: str, folder: Path | None) -> None:
    """List the lines that have no translation into LANG, ready to fill in.

    \b
    Example:
      guides content untranslated ar > missing.toml
    """
    known = known_languages(folder)
    if lang not in known:
        raise click.BadParameter(
            f"There is no language {lang!r}. The languages are: {', '.join(known)}.",
            param_hint="LANG",
        )
    for line in missing(lang, folder):
        click.echo(f'[[line]]\nen = {_quoted(line)}\nto = ""\n')


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
