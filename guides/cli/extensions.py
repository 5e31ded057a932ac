"""``guides x``: commands that plugins bring."""

from __future__ import annotations

import click

from guides.api import Command
from guides.cli.common import FAULTS, database, registry
from guides.extensions.service import PluginStore, run_command
from guides.plugins.loader import Loaded
from guides.plugins.runner import PluginFailed


class PluginCommands(click.Group):
    """The plugins that have commands. They are looked for when somebody asks, not at start."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [p.installed.id for p in _with_commands()]

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        for plugin in _with_commands():
            if plugin.installed.id == name:
                return _group(plugin)
        return None


@click.command(cls=PluginCommands)
def x() -> None:
    """Commands of plugins: guides x PLUGIN COMMAND.

    \b
    Example:
      guides x
    """


def _with_commands() -> list[Loaded]:
    return [p for p in registry().loaded if p.runner is not None and p.brought.commands]


def _group(plugin: Loaded) -> click.Group:
    group = click.Group(plugin.installed.id, help=f"Commands of {plugin.installed.name}.")
    for command in plugin.brought.commands:
        group.add_command(_command(plugin, command))
    return group


def _command(plugin: Loaded, command: Command) -> click.Command:
    def run(**typed: str) -> None:
        given = {name: typed[name.replace("-", "_")] for name in command.arguments}
        try:
            with database() as engine:
                said = run_command(plugin.installed.id, command, given, PluginStore(engine))
        except PluginFailed as failed:
            click.echo(f"The plugin {plugin.installed.name} failed: {failed}", err=True)
            raise SystemExit(FAULTS) from failed
        if said:
            click.echo(said)

    arguments = [click.Argument([name.replace("-", "_")]) for name in command.arguments]
    return click.Command(command.name, callback=run, params=[*arguments], help=command.help)
