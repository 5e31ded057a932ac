"""``python -m bench``: run the benchmarks and print one Markdown table."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from time import perf_counter

import click

from bench import (
    accounts,
    chromium,
    cold,
    directory,
    group,
    memory,
    pages,
    people,
    plugins,
    sheets,
    start,
    wire,
)
from bench.report import Effort, Row, machine, table

BENCHES: dict[str, Callable[[Effort], Iterator[Row]]] = {
    "pages": pages.run,
    "sheets": sheets.run,
    "group": group.run,
    "batch": group.run_batch,
    "ahead": group.run_ahead,
    "start": start.run,
    "plugins": plugins.run,
    "wire": wire.run,
    "memory": memory.run,
    "cold": cold.run,
    "chromium": chromium.run,
    "accounts": accounts.run,
    "directory": directory.run,
    "people": people.run,
}


@click.command()
@click.option("--only", multiple=True, type=click.Choice(list(BENCHES)), help="Just this one.")
@click.option("--quick", is_flag=True, help="A few rounds: does it work? Trust no number of it.")
def main(only: tuple[str, ...], quick: bool) -> None:
    """Measure, and print a table. What does not hold is no error: it is a number to work on."""
    rows: list[Row] = []
    before = machine()
    with tempfile.TemporaryDirectory() as bytecode:
        # Processes that are started find their modules compiled, as an installation does: the
        # round that does not count compiles them, and leaves nothing in the checkout.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = bytecode
        for name in only or BENCHES:
            started = perf_counter()
            for row in BENCHES[name](Effort(quick)):
                click.echo(f"{row.what}: {row.measured}", err=True)
                rows.append(row)
            click.echo(f"-- {name} took {perf_counter() - started:.0f} s", err=True)
    click.echo(f"{before} (at the end: {machine().rpartition(' ')[2]})\n")
    click.echo("\n".join(table(rows)))


if __name__ == "__main__":
    sys.exit(main())
