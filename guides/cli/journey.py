"""``guides stages`` and ``guides languages``."""

from __future__ import annotations

import click

from guides.api import Section
from guides.cli.common import registry, say_json, view
from guides.journey.service import is_written
from guides.plugins.registry import View
from guides.plugins.replacing import Entry, fingerprint, is_kept, key_of


@click.command()
@click.argument("stage", required=False)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def stages(stage: str | None, as_json: bool) -> None:
    """List the stops of the journey and where each leads; of one STAGE, what a plugin can replace.

    \b
    Example:
      guides stages waiting-and-support
    """
    here = view()
    if stage is not None:
        _say_core(here, stage, as_json)
        return
    if as_json:
        say_json(
            [
                {
                    "id": stop.id,
                    "title": stop.title,
                    "next": [edge.to for edge in stop.edges],
                    "interrupts": stop.interrupts,
                    "written": is_written(here, stop.id),
                }
                for stop in here.stages.values()
            ]
        )
        return
    for stop in here.stages.values():
        mark = "" if is_written(here, stop.id) else "  (being written)"
        click.echo(f"{stop.id:34} {stop.title}{mark}")
        for edge in stop.edges:
            click.echo(f"{'':34}   {edge.kind}: {edge.to}")


def _say_core(here: View, stage: str, as_json: bool) -> None:
    """Lines and sections that toolkits have at a stop, by the name that ``replaces`` wants."""
    if stage not in here.stages:
        raise click.BadParameter(
            f"There is no stop {stage!r}. The stops are: {', '.join(here.stages)}.",
            param_hint="STAGE",
        )
    core = registry().for_org(())
    entries: tuple[Entry, ...] = (*core.items(stage), *core.sections(stage))
    rows = [
        {
            "kind": "section" if isinstance(entry, Section) else "line",
            "name": key_of(entry),
            "of": "" if is_kept(entry) else fingerprint(entry),
            "says": entry.title if isinstance(entry, Section) else entry.text,
        }
        for entry in entries
    ]
    if as_json:
        say_json(rows)
        return
    for row in rows:
        how = f'of = "{row["of"]}"' if row["of"] else "stays as it is"
        click.echo(f"{row['kind']:8} {row['name']}  {how}")
        if row["says"]:
            click.echo(f"{'':8} {row['says']}")


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
