"""Every command explains itself, with an example that can be run."""

from __future__ import annotations

import re
import shlex

import click
import pytest

from guides.cli import cli

EXAMPLE = re.compile(r"Example:\n +guides (.+)")


THEIRS = {
    "my-town": ".",
    **dict.fromkeys(
        ("my-town.zip", "journey.zip", "notes.txt", "places.csv", "places.xlsx"), __file__
    ),
}
"""Files and folders of examples that are the reader's own."""


def _commands(group: click.Command = cli, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(group, click.Group):
        return [path]
    here = click.Context(group)
    each = [(name, group.get_command(here, name)) for name in group.list_commands(here)]
    return [found for n, c in each if c is not None for found in _commands(c, (*path, n))]


@pytest.mark.parametrize("path", _commands(), ids=" ".join)
def test_every_command_shows_an_example_of_itself(run, path: tuple[str, ...]):
    found = run(*path, "--help")
    assert found.code == 0
    (example,) = EXAMPLE.findall(found.out)
    assert shlex.split(example)[: len(path)] == list(path)


@pytest.mark.parametrize("path", _commands(), ids=" ".join)
def test_every_example_is_written_as_its_command_wants_it(path: tuple[str, ...]):
    command: click.Command = cli
    for name in path:
        assert isinstance(command, click.Group)
        found = command.get_command(click.Context(command), name)
        assert found is not None
        command = found
    words = shlex.split(EXAMPLE.findall(command.help or "")[0])[len(path) :]
    arguments = words[: words.index(">")] if ">" in words else words
    arguments = [THEIRS.get(word, word) for word in arguments]
    command.make_context(" ".join(path), arguments)  # raises click.UsageError


def test_the_first_help_lists_every_command(run):
    found = run("--help")
    assert found.code == 0
    for name in cli.list_commands(click.Context(cli)):
        assert re.search(rf"^  {name} ", found.out, re.MULTILINE)
    assert "Exit codes" in found.out


@pytest.mark.parametrize("arguments", [("shet",), ("sheet",), ("facts", "lst"), ("--nope",)])
def test_a_command_that_is_none_is_wrong_use(run, arguments: tuple[str, ...]):
    found = run(*arguments)
    assert found.code == 2
    assert found.err
    assert "Traceback" not in found.err
