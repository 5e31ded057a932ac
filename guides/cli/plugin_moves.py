"""``guides plugin add``, ``update``, ``remove`` …: what changes the plugins of a site."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import click

from guides import clock
from guides.cli.common import FAULTS, registry
from guides.cli.plugin import SOURCE, counted, here, may, plugin
from guides.packs.archive import MOST_BYTES, PackWrong
from guides.packs.plugins import Looked, Plugins, PluginWrong
from guides.packs.service import faults_in_words
from guides.packs.sources import Source, opened
from guides.packs.wheels import read_wheel
from guides.plugins.code_asks import tell_switched
from guides.toolkit.faults import BrokenContent

YES = click.option("--yes", is_flag=True, help="Do not ask.")
CODE = click.option("--code", is_flag=True, help="It may have code, and you trust who made it.")
UNCHANGED = "Nothing was changed."


@click.command()
@click.argument("path", metavar="FOLDER|ZIP|WHEEL", type=SOURCE)
@CODE
@YES
def add(path: Path, code: bool, yes: bool) -> None:
    """Add a plugin: check it, show what it is and does, ask, and put it in place.

    \b
    Example:
      guides plugin add my-town.zip
    """
    if path.suffix == ".whl":
        _tell_of_wheel(path)
        return
    _take(path, code, yes, fresh=True)


@click.command()
@click.argument("path", metavar="FOLDER|ZIP", type=SOURCE)
@CODE
@YES
def update(path: Path, code: bool, yes: bool) -> None:
    """Take another release of a plugin: check it, show what changes, ask, and put it in place.

    \b
    Example:
      guides plugin update my-town.zip
    """
    _take(path, code, yes, fresh=False)


def _take(path: Path, code: bool, yes: bool, fresh: bool) -> None:
    site = here()
    try:
        with opened(path, clock.today()) as source:
            _refuse_other_command(site, source, fresh)
            _say_who(source)
            if source.has_code and not code:
                _refuse(f"{may(True)} Add --code if you trust who made it.")
            looked = site.look(source)
            _say(looked)
            ask = f"Trust {source.manifest.name} with all that?" if source.has_code else "Take it?"
            if not yes and not click.confirm(ask):
                click.echo(UNCHANGED)
                return
            if source.has_code:
                looked = site.try_code(looked)
                _say_faults(looked)
            site.take(looked, agreed=code)
            _say_done(source, fresh)
    except PackWrong as wrong:
        _refuse(f"{path}: {wrong}")
    except BrokenContent as broken:
        _refuse("\n".join(map(str, broken.faults)))


def _refuse_other_command(site: Plugins, source: Source, fresh: bool) -> None:
    current = site.releases.current(source.pack.id)
    if fresh and current is not None:
        raise PluginWrong(
            f"{source.pack.id} was added already. "
            f'Run "guides plugin update {shlex.quote(str(source.place))}".'
        )
    if not fresh and current is None:
        raise PluginWrong(
            f"{source.pack.id} was not added yet. "
            f'Run "guides plugin add {shlex.quote(str(source.place))}".'
        )


def _say_who(source: Source) -> None:
    made, manifest = source.pack, source.manifest
    click.echo(f"{manifest.name} {made.version} ({made.id})")
    by = ", ".join(filter(None, (manifest.organisation, manifest.contact)))
    click.echo(f"  made by   {by or 'not said'}")
    click.echo(f"  licence   {manifest.licence or 'not said'}")
    click.echo(f"  may       {may(source.has_code)}")
    click.echo(f"  hash      {made.digest}")
    if not source.listed and not source.place.is_dir():
        click.echo("            It came without a list: nobody can tell whether it is whole.")
    if source.left_out:
        click.echo(f"  left out  {', '.join(source.left_out[:5])} (no part of a plugin)")


def _say(looked: Looked) -> None:
    for change in looked.changes:
        click.echo(f"  {change}")
    many = len(looked.changes)
    click.echo(f"{many} change{'' if many == 1 else 's'}.")
    for warning in looked.source.faults:
        if warning.severity == "warning":
            click.echo(str(warning))
    _say_faults(looked)


def _say_faults(looked: Looked) -> None:
    if looked.faults:
        _refuse("\n".join(faults_in_words(looked.faults)))


def _refuse(why: str) -> None:
    click.echo(why, err=True)
    click.echo(UNCHANGED, err=True)
    sys.exit(FAULTS)


def _say_done(source: Source, fresh: bool) -> None:
    made = source.pack
    click.echo(f"{made.id} {made.version} is {'added' if fresh else 'in place'}.")
    if source.has_code:
        tables = (source.folder / "migrations").is_dir()
        first = 'run "guides db upgrade" for its tables, then ' if tables else ""
        click.echo(f"It has code: {first}restart the site to run it.")
    else:
        click.echo("A site that runs shows it soon, without a restart.")
    back = f"remove {made.id}" if fresh else f"rollback {made.id}"
    click.echo(f'"guides plugin {back}" goes back.')


def _tell_of_wheel(path: Path) -> None:
    """Packages are for pip: it knows what else they need."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise PackWrong("The wheel is larger than any plugin. Get it from who made it.")
        wheel = read_wheel(path.read_bytes())
    except PackWrong as wrong:
        _refuse(f"{path}: {wrong}")
        return
    click.echo(f"{wheel.name} {wheel.version}: {wheel.summary or 'says nothing about itself'}")
    click.echo(f"  made by   {wheel.author} (as it says)")
    click.echo(f"  licence   {wheel.licence}")
    click.echo(f"  plugins   {', '.join(wheel.plugins)}")
    click.echo(f"  may       {may(True)}")
    click.echo(f"  hash      {wheel.digest}")
    click.echo("A wheel is installed with pip, not from here. If you trust who made it:")
    click.echo(f"  {shlex.quote(sys.executable)} -m pip install {shlex.quote(str(path))}")
    click.echo("Then restart the site. Nothing was changed yet.")


@click.command()
@click.argument("plugin_id", metavar="ID")
def rollback(plugin_id: str) -> None:
    """Go back to the release of a plugin that was used before.

    \b
    Example:
      guides plugin rollback my-town
    """
    version = here().roll_back(plugin_id)
    click.echo(f"{plugin_id} is {version} again.{_restart(here(), plugin_id)}")


@click.command()
@click.argument("plugin_id", metavar="ID")
def enable(plugin_id: str) -> None:
    """Switch a plugin on, for the whole site.

    \b
    Example:
      guides plugin enable riverside
    """
    site = here()
    found = site.switch(plugin_id, on=True)
    tell_switched(registry().for_org(), plugin_id, on=True)
    click.echo(f"{plugin_id} is switched on.{_restart(site, plugin_id)}")
    if found.state == "broken":
        click.echo(f"It does not work: {found.reason}", err=True)
        sys.exit(FAULTS)


@click.command()
@click.argument("plugin_id", metavar="ID")
def disable(plugin_id: str) -> None:
    """Switch a plugin off, for the whole site. Its files stay where they are.

    \b
    Example:
      guides plugin disable riverside
    """
    here().switch(plugin_id, on=False)
    tell_switched(registry().for_org(), plugin_id, on=False)
    click.echo(f'{plugin_id} is switched off. "guides plugin enable {plugin_id}" brings it back.')


def _restart(site: Plugins, plugin_id: str) -> str:
    code = site.find(plugin_id).has_code
    return " It has code: restart the site." if code else ""


@click.command()
@click.argument("plugin_id", metavar="ID")
@YES
def remove(plugin_id: str, yes: bool) -> None:
    """Take a plugin out. What it brought is kept aside until you purge it.

    \b
    Example:
      guides plugin remove my-town
    """
    site = here()
    found = site.find(plugin_id)
    gone = counted(site.vanishing(plugin_id))
    click.echo(f"{found.name} {found.version} ({plugin_id}): with it go {gone or 'no lines'}.")
    if not yes and not click.confirm("Take it out?"):
        click.echo(UNCHANGED)
        return
    kept = site.remove(plugin_id)
    click.echo(f"{plugin_id} is taken out, and kept in {kept}.")
    click.echo(f'"guides plugin purge {plugin_id}" deletes it for good.')
    if found.has_code:
        click.echo("It had code: restart the site. Tables that it made stay in the database.")


@click.command()
@click.argument("plugin_id", metavar="ID")
@YES
def purge(plugin_id: str, yes: bool) -> None:
    """Delete for good what was kept of a plugin that was removed.

    \b
    Example:
      guides plugin purge my-town
    """
    site = here()
    for path in site.removed(plugin_id):
        click.echo(f"  {path}")
    if site.removed(plugin_id) and not yes and not click.confirm("Delete this for good?"):
        click.echo(UNCHANGED)
        return
    count = site.purge(plugin_id)
    click.echo(f"{count} kept {'folder' if count == 1 else 'folders'} of {plugin_id} deleted.")


for command in (add, update, rollback, enable, disable, remove, purge):
    plugin.add_command(command)
