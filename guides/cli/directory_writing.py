"""``guides directory export``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click

from guides.cli.common import settings
from guides.cli.directory_common import Here, opened
from guides.directory.domain import Listing
from guides.directory.shown import Shown
from guides.directory.writers.flat import write_csv, write_xlsx
from guides.directory.writers.hsds import service_document
from guides.directory.writers.hsds_files import write_hsds, write_ndjson, write_oruk

FLAT = {"csv": write_csv, "xlsx": write_xlsx}
NESTED = {"hsds": write_hsds, "oruk": write_oruk, "ndjson": write_ndjson}


@click.command()
@click.option("--format", "kind", type=click.Choice([*FLAT, *NESTED]), default="csv")
@click.option("--source", default="", help="Only what came from this list, plugin or feed.")
@click.option("--all", "everything", is_flag=True, help="Also what only staff and guides may see.")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.",
)  # fmt: skip
def export(kind: str, source: str, everything: bool, output: Path) -> None:
    """Write services into a file, with the corrections that were made here.

    hsds, oruk and ndjson are open data that other directories read; csv and xlsx are for people.

    \b
    Example:
      guides directory export --format xlsx -o services.xlsx
    """
    with opened() as here, output.open("wb") as stream:
        chosen = _chosen(here, source, everything)
        if kind in FLAT:
            count = FLAT[kind](map(as_told, chosen), stream)
        else:
            base, on = settings().public_url, here.directory.now().date()
            documents = (service_document(shown, base_url=base, on=on) for shown in chosen)
            count = NESTED[kind](documents, stream)
    click.echo(f"{output}: {count:,} services")


def _chosen(here: Here, source: str, everything: bool) -> Iterator[Shown]:
    viewer = here.viewer if everything else here.public
    for shown in here.directory.every(viewer):
        if not source or shown.source.name == source:
            yield shown


def as_told(shown: Shown) -> Listing:
    """A listing with the newest that is known of its room and its check."""
    return replace(shown.listing, room=shown.room, check=shown.check)
