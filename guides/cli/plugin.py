"""``guides plugin``: what is installed, and how it fares."""

from __future__ import annotations

import click

from guides.cli.common import registry, say_json


@click.group()
def plugin() -> None:
    """Plugins: what is installed, from where, and how it fares."""


@plugin.command("list")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_(as_json: bool) -> None:
    """List every plugin, those that are off or broken too, with the reason.

    \b
    Example:
      guides plugin list
    """
    found = registry().plugins
    if as_json:
        say_json(
            [
                {
                    "id": p.id,
                    "name": p.name,
                    "version": p.version,
                    "from": p.rank.name.lower(),
                    "state": p.state,
                    "reason": p.reason,
                    "code": p.has_code,
                    "adds": dict(p.adds),
                    "warnings": [str(w) for w in p.warnings],
                }
                for p in found
            ]
        )
        return
    for p in found:
        code = ", with code" if p.has_code else ""
        click.echo(f"{p.state:7} {p.id}  {p.name} {p.version}  ({p.rank.name.lower()}{code})")
        if p.adds:
            click.echo("        adds " + ", ".join(f"{n} {name}" for name, n in p.adds))
        if p.reason:
            click.echo(f"        {p.reason}")
        for warning in p.warnings:
            click.echo(f"        {warning}")
