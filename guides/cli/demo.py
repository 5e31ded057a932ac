"""``guides demo``: an invented organisation, to try the program with."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from guides.cli.common import settings
from guides.demo import service
from guides.demo.domain import GUIDES, ORGANISATION, Demo, DemoWrong
from guides.demo.service import DemoFolder
from guides.settings import Settings


@click.group(invoke_without_command=True)
@click.option(
    "--into",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="A folder of its own, with its own settings, key and data. It is made.",
)
@click.pass_context
def demo(context: click.Context, folder: Path | None) -> None:
    """Make a demo organisation: invented guides, clients and meetings, to try things with.

    Without --into it is made here, if there is a key and no organisation yet. What is there is
    never made twice. Nothing about a real person may be put into it.

    \b
    Example:
      guides demo --into demo
    """
    context.obj = folder.resolve() if folder else None
    if context.invoked_subcommand is None:
        _say(_make(context.obj), context.obj)


@demo.command()
@click.argument("name")
@click.pass_obj
def code(folder: Path | None, name: str) -> None:
    """Show the six digits of the authenticator of NAME, for the next half minute.

    Each is good once: after signing in with it, wait for the next.

    \b
    Example:
      guides demo code demo-coordinator-1
    """
    try:
        click.echo(service.code(_settings(folder), name))
    except DemoWrong as wrong:
        raise click.UsageError(str(wrong)) from wrong


def _settings(folder: Path | None) -> Settings:
    return DemoFolder(folder).settings() if folder else settings()


def _make(folder: Path | None) -> Demo:
    try:
        return DemoFolder(folder).make() if folder else service.make(settings())
    except DemoWrong as wrong:
        raise click.UsageError(str(wrong)) from wrong


def _say(made: Demo, folder: Path | None) -> None:
    into = f"--into {shlex.quote(str(folder))} " if folder else ""
    click.echo(f"{ORGANISATION}: {GUIDES} guides, {made.clients} clients. All of it is invented.")
    click.echo(
        f"Sign in at /sign-in as demo-guide-1 to demo-guide-{GUIDES}, demo-coordinator-1, "
        "demo-coordinator-2 or demo-administrator."
    )
    if made.password:
        click.echo(f"The password of all of them, shown this once: {made.password}")
    else:
        click.echo("The password was shown when it was made. To begin anew, delete its folder.")
    click.echo(f"Six digits for the last three: guides demo {into}code demo-coordinator-1")
    click.echo("This is for trying only. Put nothing about a real person into it.")
