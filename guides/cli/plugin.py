"""``guides plugin``: make, check and look at plugins. Adding and removing stand beside it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from guides import clock
from guides.cli.common import FAULTS, registry, say_json, settings
from guides.cli.content import shortened
from guides.packs import plugins, sources, starters
from guides.packs.archive import PackWrong
from guides.packs.plugins import Plugins, Shown
from guides.plugins.replacing import Change

SOURCE = click.Path(exists=True, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
KINDS = {
    "items": ("line", "lines"),
    "sections": ("section", "sections"),
    "services": ("service", "services"),
    "resources": ("resource", "resources"),
    "facts": ("fact", "facts"),
    "stages": ("stop", "stops"),
    "languages": ("language", "languages"),
    "translations": ("translation", "translations"),
    "questions": ("question", "questions"),
    "briefings": ("briefing", "briefings"),
    "handbook": ("handbook page", "handbook pages"),
    "forms": ("form", "forms"),
    "hidden": ("place hidden in the core", "places hidden in the core"),
}


@click.group()
def plugin() -> None:
    """Plugins: make, check, add, switch, remove; what is installed and how it fares."""


def here() -> Plugins:
    """The plugins of this installation."""
    return Plugins(settings(), clock.today())


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


@plugin.command()
@click.argument("name")
@click.option("--data/--code", default=True, help="Files only, or with code. [default: --data]")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Make it in this folder. [default: here]",
)
def new(name: str, data: bool, into: Path) -> None:
    """Make the folder of a new plugin: a filled example that works, with its first test.

    \b
    Example:
      guides plugin new my-town
    """
    folder = starters.new_plugin(name, into, code=not data)
    click.echo(f"{folder}: your plugin. Put your own words in the place of the examples. Then:")
    click.echo(f"  guides plugin check {folder}")
    click.echo(f"  python -m pytest {folder}")
    click.echo(f"  guides plugin add {folder}{'' if data else ' --code'}")


@plugin.command()
@click.argument("path", metavar="FOLDER|ZIP", type=SOURCE)
def check(path: Path) -> None:
    """Check a plugin: each fault with file, line and mend. Nothing is added, no code is run.

    \b
    Example:
      guides plugin check my-town
    """
    try:
        found = sources.faults_of(path, clock.today())
    except PackWrong as wrong:
        click.echo(f"{path}: {wrong}")
        click.echo("1 faults, 0 warnings.")
        sys.exit(FAULTS)
    for fault in shortened(found):
        click.echo(str(fault))
    faults = sum(fault.severity == "fault" for fault in found)
    click.echo(f"{faults} faults, {len(found) - faults} warnings.")
    if (path / "plugin.py").is_file():
        click.echo("Its code was not run. Its tests do that, and so does guides plugin add.")
    sys.exit(FAULTS if faults else 0)


@plugin.command()
@click.argument("folder", type=FOLDER)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path))
def pack(folder: Path, output: Path | None) -> None:
    """Make a zip of a plugin's FOLDER, with a list of hashes. The same files make the same zip.

    \b
    Example:
      guides plugin pack my-town -o my-town.zip
    """
    try:
        made, data = sources.pack(folder)
    except PackWrong as wrong:
        raise click.BadParameter(str(wrong), param_hint="FOLDER") from wrong
    output = output or Path(f"{made.id}-{made.version}.zip")
    output.write_bytes(data)
    click.echo(f"{output}: {made.id} {made.version}, {len(made.files)} files")
    click.echo(f"hash {made.digest}")


@plugin.command()
@click.argument("plugin_id", metavar="ID")
def show(plugin_id: str) -> None:
    """Show who made a plugin, what it adds, what it may do, its hash, and where it came from.

    \b
    Example:
      guides plugin show women
    """
    for line in _shown(here().show(plugin_id)):
        click.echo(line)


def _shown(found: Shown) -> Iterator[str]:
    p = found.installed
    yield f"{p.name} {p.version} ({p.id})"
    if p.manifest is not None:
        made = (p.manifest.organisation, p.manifest.contact)
        yield f"  made by   {', '.join(filter(None, made)) or 'not said'}"
        yield f"  for       {', '.join(p.manifest.areas) or 'everywhere'}"
        yield f"  licence   {p.manifest.licence or 'not said'}"
    yield f"  state     {p.state}{f': {p.reason}' if p.reason else ''}"
    yield f"  adds      {counted(p.adds) or 'nothing at the moment'}"
    yield f"  may       {may(p.has_code)}"
    yield f"  from      {p.rank.name.lower()}: {p.place}"
    if found.digest:
        yield f"  hash      {found.digest}"
    if found.record is not None:
        yield f"  added     {found.record.added}, checked that day, from {found.record.source}"
        if found.changed:
            yield "            Its files were changed since. Add it again from where it came."
    if found.previous:
        yield f"  before    {found.previous} (guides plugin rollback {p.id})"
    for warning in p.warnings:
        yield f"  {warning}"


def may(has_code: bool) -> str:
    """What a plugin can do to the site."""
    if has_code:
        return plugins.READS_EVERYTHING
    return "Say words, numbers and places, under its own name. It runs no code."


def counted(adds: tuple[tuple[str, int], ...]) -> str:
    """Such as "2 lines, 1 service"."""
    said = ((n, KINDS.get(name, (name, name))) for name, n in adds)
    return ", ".join(f"{n} {one if n == 1 else many}" for n, (one, many) in said)


@plugin.command()
@click.argument("plugin_id", metavar="ID")
@click.argument("path", metavar="[ZIP|FOLDER]", required=False, type=SOURCE)
def diff(plugin_id: str, path: Path | None) -> None:
    """Show what a plugin adds to the core and says in its place, and what changed in it.

    It is compared with the release before it, or with a ZIP or FOLDER that you name.

    \b
    Example:
      guides plugin diff women
    """
    site = here()
    folder = site.folder_of(plugin_id)
    if path is not None:
        with sources.opened(path, clock.today()) as source:
            _say(f"From {plugin_id} to {path}:", site.differs(folder, source.folder))
        return
    _say("Beside the core:", site.adds(plugin_id))
    _say("In place of the core:", tuple(_side_by_side(site.replaces(plugin_id))))
    if before := site.releases.previous(plugin_id):
        _say(f"Since {before.name}:", site.differs(before, folder))


def _side_by_side(found: tuple[Change, ...]) -> Iterator[str]:
    for change in found:
        since = ", which changed since" if change.changed else ""
        yield f"{change.kind} {change.target}{since}"
        yield f"  the core: {change.core or 'nothing any more'}"
        yield f"  here:     {change.local or 'hidden'}"


def _say(head: str, lines: tuple[str, ...]) -> None:
    click.echo(head)
    for line in lines or ("nothing",):
        click.echo(f"  {line}")
