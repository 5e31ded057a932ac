"""``guides accounts``: the first accounts, from the machine that the site runs on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import get_args

import click

from guides.accounts.domain import Refused, Role
from guides.accounts.people import People
from guides.cli.common import settings
from guides.walls import open_guarded

WHY = {
    "name-taken": "There is an account with this name already.",
    "name-wrong": "Choose a name of two to sixty letters.",
    "organisation-wrong": "Name the organisation, with two to 120 letters.",
}


@click.group()
def accounts() -> None:
    """Accounts: who can sign in."""


@contextmanager
def _opened() -> Iterator[People]:
    guarded = open_guarded(settings())
    if guarded is None:
        raise click.UsageError(
            'There are no accounts: the setting "master_key" is empty. Set it, then run '
            '"guides keys init".'
        )
    try:
        yield guarded.people
    finally:
        guarded.close()


@accounts.command()
@click.argument("organisation")
@click.argument("name")
@click.option(
    "--role", type=click.Choice(get_args(Role)), default="administrator", show_default=True
)
def found(organisation: str, name: str, role: Role) -> None:
    """Make the first account of an ORGANISATION; hand the code to its owner.

    With --role site the account looks after this site, and belongs to no organisation.

    \b
    Example:
      guides accounts found "Riverside Refugee Network (demo)" first-admin
    """
    try:
        with _opened() as people:
            code = people.found(organisation, name, role)
    except Refused as refused:
        hint = "ORGANISATION" if refused.word == "organisation-wrong" else "NAME"
        raise click.BadParameter(WHY[refused.word], param_hint=hint) from refused
    click.echo(f"{name} ({role}) chooses a password at /join with this code, within a day:")
    click.echo(f"  {code}")


@accounts.command("list")
def list_() -> None:
    """List organisations and how many accounts of each kind they have. No names of accounts.

    \b
    Example:
      guides accounts list
    """
    with _opened() as people:
        found = people.counted()
    for organisation, counted in found:
        said = ", ".join(f"{many} {role} ({state})" for (role, state), many in counted)
        click.echo(f"{organisation}: {said or 'no accounts'}")
