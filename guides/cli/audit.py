"""``guides audit``: who did what, and whether the log of it is whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import click

from guides.audit.busy import MOST_IN_AN_HOUR
from guides.audit.service import AuditLog, accepted, many_views
from guides.cli.common import Day, database, settings
from guides.cli.keys import AtFault, in_words
from guides.safe.service import Safe
from guides.storage.engine import Engine


@click.group()
def audit() -> None:
    """The audit log: who saw, changed, printed what. No names in it, and no content."""


@contextmanager
def _log() -> Iterator[tuple[AuditLog, Engine]]:
    with in_words():
        safe = Safe.from_settings(settings())
    try:
        with database() as engine:
            yield AuditLog.from_settings(settings(), safe), engine
    finally:
        safe.close()


@audit.command()
def verify() -> None:
    """Read the whole log, and say whether anything in it was touched.

    Notices entries that were edited, left out, put in or moved, an end that was cut off, and an old
    copy that was put back. The last two need the head, which is kept apart (setting "audit_head").

    \b
    Example:
      guides audit verify
    """
    with _log() as (log, engine):
        found, busy = log.verify(engine), many_views(engine)
    click.echo(f"{found.entries} entries were read.")
    if found.newer_than_head:
        click.echo(f"{found.newer_than_head} of them are newer than the head.")
    for fault in found.faults:
        click.echo(fault.what)
    if busy:
        click.echo(
            f"{len(busy)} opened more than {MOST_IN_AN_HOUR} records within an hour: "
            '"guides audit busy" shows them.'
        )
    if found.faults:
        raise AtFault(
            "The log is not whole. Keep the database and the head as they are, and find out who "
            'could write to them. If you put a backup back yourself, run "guides audit accept".'
        )
    click.echo("The log is whole.")


@audit.command("busy")
@click.option("--since", type=Day(), help="The first day that is looked at (UTC). [default: all]")
def busy_(since: date | None) -> None:
    """Show who opened very many records within an hour. People are pseudonyms.

    It may be a long day, or somebody who carries a caseload away. Ask them. Ends with 1 when there
    is anybody.

    \b
    Example:
      guides audit busy --since 2026-11-01
    """
    with _log() as (_, engine):
        found = many_views(engine, since)
    for each in found:
        click.echo(
            f"{each.since} {each.org or '-':12} {each.actor[:12]:12} "
            f"{each.records} records in an hour"
        )
    if found:
        raise AtFault(
            f"{len(found)} opened more than {MOST_IN_AN_HOUR} records within an hour. Find out "
            'why: "guides audit list" has what else they did.'
        )
    click.echo(f"Nobody opened more than {MOST_IN_AN_HOUR} records within an hour.")


@audit.command("list")
@click.option("--since", type=Day(), required=True, help="The first day that is shown (UTC).")
def list_(since: date) -> None:
    """List entries, newest first: number, time, organisation, who, what. People are pseudonyms.

    \b
    Example:
      guides audit list --since 2026-11-01
    """
    with _log() as (log, engine):
        found = log.entries(engine, since=since)
    for each in found:
        click.echo(
            f"{each.id:7} {each.at} {each.org or '-':12} {each.actor[:12] or '-':12} "
            f"{each.action:16} {each.kind:12} {each.subject[:12] or '-'}"
        )
    click.echo(f"{len(found)} entries since {since}.")


@audit.command()
def accept() -> None:
    """Take the log as it stands for right, and begin a new head. The log notes that, too.

    For when you put a backup back yourself, or have looked into what "verify" found.

    \b
    Example:
      guides audit accept
    """
    with _log() as (log, engine):
        entry = accepted(log, engine)
    click.echo(f"The head follows the log again, from entry {entry.id}.")
