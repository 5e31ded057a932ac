"""``guides stages`` and ``guides languages``."""

from __future__ import annotations

import click

from guides.cli.common import say_json, view
from guides.journey.service import is_written


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def stages(as_json: bool) -> None:
    """List the stops of the journey and where each leads.

    \b
    Example:
      guides stages --json
    """
    here = view()
    if as_json:
        say_json(
            [
                {
                    "id": stage.id,
                    "title": stage.title,
                    "next": [edge.to for edge in stage.edges],
                    "interrupts": stage.interrupts,
                    "written": is_written(here, stage.id),
                }
                for stage in here.stages.values()
            ]
        )
        return
    for stage in here.stages.values():
        mark = "" if is_written(here, stage.id) else "  (being written)"
        click.echo(f"{stage.id:34} {stage.title}{mark}")
        for edge in stage.edges:
            click.echo(f"{'':34}   {edge.kind}: {edge.to}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def languages(as_json: bool) -> None:
    """List the languages that sheets can be printed in.

    \b
    Example:
      guides languages --json
    """
    here = view()
    if as_json:
        say_json(
            [
                {
                    "code": spoken.code,
                    "name": spoken.name,
                    "english_name": spoken.english_name,
                    "direction": spoken.direction,
                    "standing": _standing(spoken.code, spoken.standing),
                }
                for spoken in here.languages.values()
            ]
        )
        return
    for spoken in here.languages.values():
        standing = _standing(spoken.code, spoken.standing)
        click.echo(
            f"{spoken.code:6} {spoken.name}  {spoken.english_name}, {spoken.direction}, {standing}"
        )


def _standing(code: str, standing: str) -> str:
    """English is what everything is translated from, so it has no standing of its own."""
    return "source" if code == "en" else standing
