"""``guides directory search`` and ``duplicates``."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from guides.cli.common import say_json, view
from guides.cli.directory_common import opened
from guides.directory.asked import Found, Search
from guides.directory.domain import GENDERS, HOUSEHOLDS, NEEDS, Gender, Household, Need
from guides.directory.sectors import sector_of
from guides.directory.to_plugin import service_of

LONDON = ZoneInfo("Europe/London")


@click.command()
@click.argument("words", nargs=-1)
@click.option("--need", "needs", multiple=True, type=click.Choice(NEEDS), help="More than once.")
@click.option("--stage", default="", help='A stop of the journey ("guides stages").')
@click.option("--lang", default="", help='A language ("guides languages").')
@click.option("--near", default="", metavar="AREA", help="A postcode area: M14, or M14 5.")
@click.option("--within", type=float, metavar="KM", help="Not farther than so many kilometres.")
@click.option("--gender", type=click.Choice(GENDERS))
@click.option("--household", type=click.Choice(HOUSEHOLDS))
@click.option("--age", type=click.IntRange(0, 120))
@click.option("--now", "open_now", is_flag=True, help="Open at this moment.")
@click.option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]), help="Open then.")
@click.option("--free", is_flag=True, help="Costs nothing.")
@click.option("--room", is_flag=True, help="Not those that are known to be full.")
@click.option("--page", type=click.IntRange(1), default=1)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def search(
    words: tuple[str, ...],
    needs: tuple[Need, ...],
    stage: str,
    lang: str,
    near: str,
    within: float | None,
    gender: Gender | None,
    household: Household | None,
    age: int | None,
    open_now: bool,
    at: datetime | None,
    free: bool,
    room: bool,
    page: int,
    as_json: bool,
) -> None:
    """Look for services by WORDS and by who they are for; best first, with the reason.

    \b
    Example:
      guides directory search solicitor --near M14 --lang ar --room
    """
    here_view = view()
    if stage and stage not in here_view.stages:
        raise click.BadParameter(
            f"There is no stage {stage!r}. The stages are: {', '.join(here_view.stages)}.",
            param_hint="--stage",
        )
    if near and not sector_of(near):
        raise click.BadParameter(
            "That is no postcode area. Write its first part: M14, or M14 5.", param_hint="--near"
        )
    with opened() as here:
        moment = here.directory.now() if open_now else at.replace(tzinfo=LONDON) if at else None
        asked = Search(
            text=" ".join(words), needs=needs, stage=stage, language=lang, gender=gender, age=age,
            household=household, sector=sector_of(near), within_km=within, at=moment, free=free,
            has_room=room,
        )  # fmt: skip
        results = here.directory.search(here.public, asked, page)
        if as_json:
            say_json(_plain(asdict(results)))
            return
        for typed, read in results.spelling:
            click.echo(f'"{typed}" was read as "{read}".')
        for found in results.found:
            _say(found, here.directory.now())
    click.echo(f"{results.total:,} services.")
    for name, count in results.hidden:
        click.echo(f"  {count:,} more without: {name}")


def _say(found: Found, now: datetime) -> None:
    service = service_of(found.shown, now.astimezone(LONDON).date())
    far = f"  {found.km:.1f} km" if found.km is not None else ""
    click.echo(f"{service.name}{far}")
    for line in (service.what, " · ".join(filter(None, (service.phone, service.hours)))):
        if line:
            click.echo(f"    {line}")
    why = ", ".join(f"{w.reason} {w.value}".strip() for w in found.why)
    when = f"checked {service.checked_on}" if service.checked_on else "never checked"
    told = f"room: {service.room} on {service.room_on}" if service.room else ""
    click.echo(f"    {' · '.join(filter(None, (why, told, when)))}")


def _plain(value: object) -> object:
    """Dates and the like as text, for JSON."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def duplicates(as_json: bool) -> None:
    """List services that may be one and the same; people decide on the desk's page.

    \b
    Example:
      guides directory duplicates
    """
    with opened() as here:
        found = here.directory.pairs(here.viewer)
    if as_json:
        say_json([
            {"first": p.first.id, "second": p.second.id, "why": p.why} for p in found
        ])  # fmt: skip
        return
    for pair in found:
        click.echo(f"{pair.first.listing.name} ({pair.first.source.name})")
        click.echo(f"  = {pair.second.listing.name} ({pair.second.source.name})?  "
                   f"{', '.join(pair.why)}")  # fmt: skip
    click.echo(f"{len(found):,} pairs.")
