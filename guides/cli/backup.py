"""``guides backup``, ``restore``, ``verify``: one file that holds all, and the way back."""

from __future__ import annotations

from pathlib import Path

import click

from guides.backup.domain import Manifest
from guides.backup.restoring import Restore
from guides.backup.service import Backups
from guides.cli.common import registry, settings
from guides.plugins.code_tables import plugin_holdings, plugin_tables
from guides.walls import HOLDINGS

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("out", type=click.Path(path_type=Path))
@click.option("--keyring", is_flag=True, help="Back up the keyring instead, which is kept apart.")
def backup(out: Path, keyring: bool) -> None:
    """Write a backup to OUT, a new file or a folder, while the site runs.

    It holds the database, content packs and local plugins. It does not hold the keyring and the
    master key: keep these apart from it, and copies of the keyring for some days only, so that who
    was erased stays so.

    \b
    Example:
      guides backup guides.backup
    """
    made = Backups(settings()).make(out, "keyring" if keyring else "database")
    _say(made.manifest)
    if made.left_out:
        click.echo(f"{made.left_out} links in packs or plugins were left out: only files are kept.")
    if not made.encrypted:
        click.echo(
            'It is NOT encrypted: the setting "master_key" is empty. Keep it as you keep the '
            "database itself.",
            err=True,
        )
    click.echo(f"{made.path} was written and read back.")


@click.command()
@click.argument("bundle", type=FILE)
@click.option("--key", "key_file", default="", metavar="FILE", help="Its master key, if it is old.")
def verify(bundle: Path, key_file: str) -> None:
    """Read the whole of a backup, and say what is in it.

    \b
    Example:
      guides verify guides.backup
    """
    manifest, encrypted = Backups(settings()).verify(bundle, key_file)
    _say(manifest)
    how = f"encrypted with the master key {manifest.key}" if encrypted else "not encrypted"
    click.echo(f"The backup is whole, and {how}.")


@click.command()
@click.argument("bundle", type=FILE)
@click.option(
    "--into",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="Data folder that is to be, without a database in it.",
)
@click.option("--database", default="", metavar="URL", help="An empty database, for the tables.")
@click.option("--key", "key_file", default="", metavar="FILE", help="Its master key, if it is old.")
@click.option(
    "--without-keyring", is_flag=True, help="Although nobody can tell who was erased since."
)
def restore(bundle: Path, into: Path, database: str, key_file: str, without_keyring: bool) -> None:
    """Put a backup back, where nothing is yet. All of it is put back, or nothing.

    Who was erased since it was made is erased again, by the list in the keyring.

    \b
    Example:
      guides restore guides.backup --into /var/lib/asylum-guides-new
    """
    there = registry().loaded
    done = Restore(
        settings(),
        into.absolute(),
        (*HOLDINGS, *plugin_holdings(there, strict=True)),
        database,
        key_file,
        without_keyring,
        plugin_tables(there),
    ).run(bundle)
    _say(done.manifest)
    if done.left_out:
        click.echo(f"Not of this program, and left out: {', '.join(done.left_out)}.", err=True)
    if done.replayed:
        click.echo(f"On the list of those who were erased: {done.erased}. They stay erased.")
    if done.revision and done.revision != done.manifest.revision:
        click.echo(f"The tables were brought from {done.manifest.revision} to {done.revision}.")
    click.echo(f"All of it was put back, and {done.files} files. The folder is {into}.")


def _say(manifest: Manifest) -> None:
    rows = sum(manifest.counts.values())
    click.echo(
        f"{manifest.kind} of {manifest.made}, release {manifest.program}, at "
        f"{manifest.revision or 'its own tables'}: {rows} rows in {len(manifest.counts)} tables, "
        f"{sum(part.name.startswith('files/') for part in manifest.parts)} files."
    )
