"""``guides keys``: the master key and the keyring."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from guides.audit.service import AuditLog, note_rotation
from guides.cli.common import FAULTS, settings
from guides.safe import service
from guides.safe.domain import SafeWrong
from guides.safe.service import Safe
from guides.storage.engine import open_engine
from guides.storage.upgrade import revision


@click.group()
def keys() -> None:
    """Keys: what people's words are locked with."""


class AtFault(click.ClickException):
    """Something is wrong that is not the command's use."""

    exit_code = FAULTS


@contextmanager
def in_words() -> Iterator[None]:
    """What is wrong with the safe is said, with the exit code that fits."""
    try:
        yield
    except SafeWrong as wrong:
        if settings().master_key:
            raise AtFault(str(wrong)) from wrong
        raise click.UsageError(str(wrong)) from wrong


@keys.command()
@click.option(
    "--keyring-only", is_flag=True, help="Take the key that is there; make an empty keyring."
)
def init(keyring_only: bool) -> None:
    """Make the master key and an empty keyring. What is there already is never written over.

    The setting "master_key" names the file. Copy it to a safe place apart from the backups: without
    it, nothing that was locked can be read again.

    \b
    Example:
      guides keys init
    """
    with in_words():
        key_id = service.begin(settings(), with_key=not keyring_only)
    made = "The keyring was made" if keyring_only else "The master key and the keyring were made"
    click.echo(f"{made}. Key: {key_id}.")
    click.echo(f"Copy {settings().master_key} to a safe place, apart from the backups.")


@keys.command()
@click.argument("new", metavar="NEW", type=click.Path(dir_okay=False, path_type=Path))
def rotate(new: Path) -> None:
    """Change the master key for the one in the file NEW, which is made if it is not there.

    Stop the site first. Every key in the keyring is wrapped anew, in one step; what was locked
    stays as it is. After a crash, run it again. Then name NEW in the setting "master_key".

    \b
    Example:
      guides keys rotate /etc/asylum-guides/master-2.key
    """
    with in_words():
        key_id, wrapped = service.change_master(settings(), new)
        noted = _note_in_log(new)
    if wrapped is None:
        click.echo(f"The keyring belongs to key {key_id} already.")
    else:
        click.echo(f"{wrapped} data keys were wrapped anew. Key: {key_id}.")
    if not noted:
        click.echo("The database is not ready, so the audit log does not note this.")
    click.echo(f'Now set "master_key" to {new.resolve()} and start the site again.')
    click.echo("Destroy the old key when the last backup of the keyring made with it is gone.")


def _note_in_log(new: Path) -> bool:
    """An entry with the new key: processes that still have the old one can write none after it."""
    after = replace(settings(), master_key=str(new))
    engine = open_engine(after.database_url)
    safe = Safe.from_settings(after)
    try:
        if not revision(engine).up_to_date:
            return False
        note_rotation(AuditLog.from_settings(after, safe), engine)
        return True
    finally:
        safe.close()
        engine.dispose()


@keys.command()
def check() -> None:
    """Say which master key this is, and whether it opens everything in the keyring.

    \b
    Example:
      guides keys check
    """
    with in_words():
        safe = Safe.from_settings(settings())
        found = safe.check()
        safe.close()
    click.echo(f"Key: {found.key_id}. It belongs to this keyring.")
    click.echo(f"{found.data_keys} data keys, {found.shredded} destroyed.")
    if found.closed:
        raise AtFault(
            f"{found.closed} data keys do not open: they were changed or damaged. What they "
            "locked cannot be read. Put the keyring back from its newest backup."
        )
    click.echo("All of them open.")
