"""``guides accounts``: the first accounts, from the machine that the site runs on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import get_args

import click

from guides.accounts.domain import Refused, Role
from guides.accounts.people import People
from guides.cli.common import settings
from guides.offices.domain import HostWrong
from guides.walls import Guarded, open_guarded

WHY = {
    "name-taken": "There is an account with this name already.",
    "name-wrong": "Choose a name of two to sixty letters.",
    "organisation-wrong": "Name the organisation, with two to 120 letters.",
}


@click.group()
def accounts() -> None:
    """Accounts: who can sign in."""


@contextmanager
def _guarded() -> Iterator[Guarded]:
    guarded = open_guarded(settings())
    if guarded is None:
        raise click.UsageError(
            'There are no accounts: the setting "master_key" is empty. Set it, then run '
            '"guides keys init".'
        )
    try:
        yield guarded
    finally:
        guarded.close()


@contextmanager
def _opened() -> Iterator[People]:
    with _guarded() as guarded:
        yield guarded.people


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


@accounts.command()
@click.argument("organisation")
@click.argument("host")
def host(organisation: str, host: str) -> None:
    """Give an ORGANISATION an address of its own, where its visitors see its plugins only.

    HOST is a name such as riverside.example; the proxy in front must pass it on. "" takes it away.

    \b
    Example:
      guides accounts host "Riverside Refugee Network (demo)" riverside.example
    """
    with _guarded() as guarded:
        there = {each.name: each.id for each in guarded.people.organisations()}
        if organisation not in there:
            known = ", ".join(sorted(there)) or "none yet"
            raise click.BadParameter(f"There are: {known}.", param_hint="ORGANISATION")
        try:
            named = guarded.offices.give_host(there[organisation], host)
        except HostWrong as wrong:
            raise click.BadParameter(str(wrong), param_hint="HOST") from wrong
    where = f"is at {named}" if named else "has no address of its own any more"
    click.echo(f"{organisation} {where}. The running site follows within a minute.")


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
