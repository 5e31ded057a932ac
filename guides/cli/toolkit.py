"""``guides toolkit``: content packs, released apart from the program."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guides import clock
from guides.cli.common import FAULTS, settings
from guides.packs.archive import PackWrong
from guides.packs.service import Looked, Packs, faults_in_words

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def toolkit() -> None:
    """Toolkits: content that is released as a pack, checked, and can be gone back from."""


def _packs() -> Packs:
    return Packs(settings(), clock.today())


@toolkit.command("list")
def list_() -> None:
    """List the toolkits that are used, with version and hash.

    \b
    Example:
      guides toolkit list
    """
    for each in _packs().list():
        came = "pack" if each.taken else "shipped"
        click.echo(f"{each.id:20} {each.version:8} {each.digest[:12]}  {came:8} {each.name}")


@toolkit.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
def pack(folder: Path, output: Path | None) -> None:
    """Make a pack of a toolkit's FOLDER. The same files make the same pack.

    \b
    Example:
      guides toolkit pack toolkits/asylum_journey -o journey.zip
    """
    try:
        made, data = _packs().pack(folder)
    except PackWrong as wrong:
        raise click.BadParameter(str(wrong), param_hint="FOLDER") from wrong
    output = output or Path(f"{made.id}-{made.version}.zip")
    output.write_bytes(data)
    click.echo(f"{output}: {made.id} {made.version}, {len(made.files)} files")
    click.echo(f"hash {made.digest}")


@toolkit.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Check a pack and say what would change. Nothing is taken.

    \b
    Example:
      guides toolkit check journey.zip
    """
    looked = _look(file)
    _say(looked)
    sys.exit(FAULTS if looked.faults else 0)


@toolkit.command()
@click.argument("file", type=FILE)
@click.option("--yes", is_flag=True, help="Do not ask.")
def update(file: Path, yes: bool) -> None:
    """Take a pack: check it, say what would change, ask, and put it in place.

    \b
    Example:
      guides toolkit update journey.zip
    """
    looked = _look(file)
    _say(looked)
    if looked.faults:
        click.echo("Nothing was changed.", err=True)
        sys.exit(FAULTS)
    if not yes and not click.confirm("Take this pack?"):
        click.echo("Nothing was changed.")
        return
    _packs().take(looked)
    click.echo(
        f"{looked.pack.id} is now {looked.pack.version}. Restart the site to show it. "
        f'"guides toolkit rollback {looked.pack.id}" goes back.'
    )


@toolkit.command()
@click.argument("toolkit_id", metavar="ID")
def rollback(toolkit_id: str) -> None:
    """Go back to the release of a toolkit that was used before.

    \b
    Example:
      guides toolkit rollback asylum-journey
    """
    try:
        version = _packs().roll_back(toolkit_id)
    except PackWrong as wrong:
        raise click.BadParameter(str(wrong), param_hint="ID") from wrong
    click.echo(f"{toolkit_id} is {version} again. Restart the site to show it.")


def _look(file: Path) -> Looked:
    try:
        return _packs().look(file.read_bytes())
    except PackWrong as wrong:
        click.echo(f"{file}: {wrong} Nothing was changed.", err=True)
        sys.exit(FAULTS)


def _say(looked: Looked) -> None:
    click.echo(f"{looked.pack.id} {looked.pack.version}, hash {looked.pack.digest}")
    for change in looked.changes:
        click.echo(f"  {change}")
    click.echo(f"{len(looked.changes)} changes.")
    for fault in faults_in_words(looked.faults):
        click.echo(fault, err=True)
    if looked.faults:
        click.echo(f"{len(set(map(str, looked.faults)))} faults.", err=True)
