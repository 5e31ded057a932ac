"""``guides directory gaps`` and ``fill``: where there is nobody, and what sources leave out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby

import click

from guides import clock
from guides.cli.common import say_json, view
from guides.cli.directory_common import opened
from guides.directory.areas import area_name, area_named, current
from guides.directory.gaps import Cell, GapMap, Line, fill_rates
from guides.directory.gaps import gaps as gap_map


@click.command()
@click.option("--area", default="", help="Only what is for this authority, county or nation.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def gaps(area: str, as_json: bool) -> None:
    """Show for which need, and at which stop, there is nobody.

    Counted are services that are open to all, active, and not reported as closed or moved. "." is
    nobody; "3" are three; "3*" are three that all are for a whole nation; "3!" are three of which
    none was checked in time.

    \b
    Example:
      guides directory gaps --area Manchester
    """
    code = _code(area) if area else ""
    stages = list(view().stages)
    with opened() as here:
        found = gap_map(here.directory.engine, here.viewer, on=clock.today())
    lines = found.table(stages, code)
    if as_json:
        say_json(_record(found, stages, lines, code))
        return
    for number, stage in enumerate(stages, 1):
        click.echo(f"{number:4}  {stage}")
    click.echo(f"\n{'':20}" + "".join(f"{number:>6}" for number in range(1, len(stages) + 1)))
    for line in lines:
        click.echo(f"{line.need:20}" + "".join(f"{_cell(cell):>6}" for cell in line.cells))
    where = f" in or for {area_name(code)}" if code else ""
    empty = [line.need for line in lines if not any(cell.services for cell in line.cells)]
    click.echo(f"\nNobody at any stop{where}: {', '.join(empty) or 'nothing'}.")
    if not code:
        click.echo(f"{found.services} services; {found.unplaced} say nothing of where they are.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def fill(as_json: bool) -> None:
    """Show how many services of each source say what a volunteer must know, in percent.

    \b
    Example:
      guides directory fill
    """
    with opened() as here:
        rates = fill_rates(here.directory.engine, here.viewer)
    if as_json:
        say_json([{**asdict(r), "source": r.source.name, "percent": r.percent} for r in rates])
        return
    for source, group in groupby(rates, key=lambda rate: rate.source):
        of_it = list(group)
        click.echo(f"{source.name}: {of_it[0].services} services")
        for rate in of_it:
            click.echo(f"  {rate.field:16}{rate.said:8}{rate.percent:5} %")
    if not rates:
        click.echo("There are no services. Take some in: guides directory import FILE.")


def _code(area: str) -> str:
    """The GSS code of an area that was named, or given as a code."""
    if area_name(area.upper()):
        return current(area.upper())
    if found := area_named(area):
        return found.code
    raise click.BadParameter(
        f"There is no area {area!r}. Name a local authority, a county, a region or a nation.",
        param_hint="--area",
    )


def _cell(cell: Cell) -> str:
    if not cell.services:
        return "."
    return f"{cell.services}{'' if cell.local else '*'}{'' if cell.checked else '!'}"


def _record(
    found: GapMap, stages: Sequence[str], lines: Sequence[Line], code: str
) -> dict[str, object]:
    return {
        "on": found.on.isoformat(),
        "area": code,
        "services": found.services,
        "unplaced": found.unplaced,
        "areas": [asdict(area) for area in found.areas],
        "needs": {
            line.need: dict(zip(stages, map(asdict, line.cells), strict=True)) for line in lines
        },
    }
