"""``guides people``: what was counted of clients, and nothing about anybody."""

from __future__ import annotations

import click

from guides.cli.common import say_json, settings
from guides.cli.keys import in_words
from guides.people.counting import SMALL, Count, counts_of
from guides.walls import open_guarded


@click.group()
def people() -> None:
    """People: counts that stay when records go."""


@people.command()
@click.option("--json", "as_json", is_flag=True, help="Print it for a program to read.")
def counts(as_json: bool) -> None:
    """List what was counted in each organisation, newest year first.

    Small numbers are left out: somebody might be known by them.

    \b
    Example:
      guides people counts --json
    """
    found = _found()
    if as_json:
        say_json({"small": SMALL, "organisations": [_for_programs(*each) for each in found]})
        return
    for name, some in found:
        click.echo(name)
        for count in some:
            number = f"under {SMALL}" if count.number is None else str(count.number)
            click.echo(f"  {count.year}  {count.what}: {count.value}  {number}")
        if not some:
            click.echo("  Nothing was counted yet.")
    if not found:
        click.echo("There is no organisation yet.")


def _found() -> list[tuple[str, tuple[Count, ...]]]:
    with in_words():
        guarded = open_guarded(settings())
    if guarded is None:
        raise click.UsageError(
            'There are no clients: the setting "master_key" is empty. Set it, then run '
            '"guides keys init".'
        )
    try:
        engine = guarded.records.engine
        return [(o.name, counts_of(engine, o.id)) for o in guarded.people.organisations()]
    finally:
        guarded.close()


def _for_programs(name: str, some: tuple[Count, ...]) -> dict[str, object]:
    counts = [{"year": c.year, "what": c.what, "value": c.value, "number": c.number} for c in some]
    return {"name": name, "counts": counts}
