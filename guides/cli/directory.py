"""``guides directory``: services brought in, looked for, written out, kept true."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from guides.cli.common import FAULTS
from guides.cli.directory_common import Here, opened
from guides.cli.directory_fetch import fetch
from guides.cli.directory_looking import duplicates, search
from guides.cli.directory_reports import fill, gaps
from guides.cli.directory_writing import export
from guides.directory.imported import Import, Row
from guides.directory.importing import ImportWrong, changed_fields
from guides.directory.readers import open_reader
from guides.directory.readers.domain import ReadWrong

MOST_SAID = 20
WHY = {
    "import-gone": 'There is no such import. "guides directory imports" lists them.',
    "import-done": "This import was left or given back already.",
    "import-later": "A later import of the same source stands. Undo that one first.",
}
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
@click.option("--organisation", default="", help="Whose directory. [default: the site's own]")
@click.pass_context
def directory(context: click.Context, organisation: str) -> None:
    """The referral directory: who near here is open and has room."""
    context.obj = organisation


for command in (export, fetch, search, duplicates, gaps, fill):
    directory.add_command(command)


@directory.command("import")
@click.argument("file", type=FILE)
@click.option("--name", default="", help="What the list is called. [default: the file's name]")
@click.option("--feed", is_flag=True, help="It was fetched from a feed: NAME is its address.")
@click.option("--partial", is_flag=True, help="What is not in it is not missing.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
def import_(file: Path, name: str, feed: bool, partial: bool, dry_run: bool) -> None:
    """Bring in the services of a FILE: CSV, Excel, HSDS or Open Referral JSON, a data package.

    Rows that cannot be read are held, and said; the others are taken. The same list again, under
    the same name, changes only what is new in it; what was corrected here stays corrected.

    \b
    Example:
      guides directory import places.xlsx --name "Our list" --dry-run
    """
    with opened() as here:
        imported = _preview(here, file, name or file.stem, feed, not partial)
        found = here.directory.importing.one(here.org, imported)
        _say(here, found)
        if dry_run:
            here.directory.importing.leave(here.org, imported)
            click.echo("Nothing was changed.")
            return
        changes = sum(found.counts.get(action, 0) for action in ("new", "changed"))
        with click.progressbar(length=changes, label="Taking") as bar:
            here.directory.importing.take(here.org, imported, step=bar.update)
        click.echo(f"Taken. To give it back: guides directory undo {imported}")


def _preview(here: Here, file: Path, name: str, feed: bool, whole: bool) -> int:
    importing = here.directory.importing
    kind = "feed" if feed else "file"
    try:
        reader = open_reader(file, importing.headings(here.org))
        with click.progressbar(reader, length=0, label="Reading") as rows:
            return importing.preview(
                here.org,
                kind,
                name,
                rows,
                whole=lambda: whole and reader.complete,
                notes=lambda: reader.notes,
            )
    except ReadWrong as error:
        raise click.BadParameter(str(error), param_hint="FILE") from error


def _say(here: Here, found: Import) -> None:
    counts = found.counts
    for note in found.notes:
        click.echo(note)
    for action, words in (
        ("new", "are new"),
        ("changed", "are others than before"),
        ("same", "are as they were"),
        ("gone", "are not in it any more"),
        ("held", "are held, because they cannot be read"),
    ):
        if counts.get(action):
            click.echo(f"{counts[action]:>7,} {words}")
    importing = here.directory.importing
    for action in ("held", "new", "changed"):
        rows = importing.rows(here.org, found.id, action=action, most=MOST_SAID)
        for row in rows:
            _say_row(row)
    if counts.get("held", 0) > MOST_SAID:
        click.echo(f"  … and {counts['held'] - MOST_SAID:,} more are held.")


def _say_row(row: Row) -> None:
    for reason in row.reasons:
        click.echo(f"  {row.line}, {row.name or 'held'}: {reason}")
    if fields := changed_fields(row):
        click.echo(f"  {row.line}, {row.name}: {', '.join(fields)}")


@directory.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Read a FILE and say what is wrong in it; nothing is brought in. Exit code 1 for faults.

    \b
    Example:
      guides directory check places.csv
    """
    held = good = 0
    try:
        with opened() as here:
            headings = here.directory.importing.headings(here.org)
        reader = open_reader(file, headings)
        for read in reader:
            held, good = held + (read.listing is None), good + (read.listing is not None)
            for reason in read.reasons:
                click.echo(f"{file}, {read.line}: {reason}")
    except ReadWrong as error:
        raise click.BadParameter(str(error), param_hint="FILE") from error
    for note in reader.notes:
        click.echo(f"{file}: {note}")
    click.echo(f"{good:,} can be taken, {held:,} are held.")
    sys.exit(FAULTS if held else 0)


@directory.command()
def imports() -> None:
    """List what was brought in, newest first.

    \b
    Example:
      guides directory imports
    """
    with opened() as here:
        for each in here.directory.importing.several(here.org):
            counts = ", ".join(f"{n:,} {action}" for action, n in each.counts.items() if n)
            click.echo(f"{each.id:>5}  {each.at:%Y-%m-%d %H:%M}  {each.state:8} "
                       f"{each.source_name} ({counts or 'nothing'})")  # fmt: skip


@directory.command()
@click.argument("number", type=int)
def undo(number: int) -> None:
    """Give back the import with this NUMBER: what stood there before stands there again.

    \b
    Example:
      guides directory undo 7
    """
    with opened() as here:
        try:
            here.directory.importing.undo(here.org, number)
        except ImportWrong as error:
            raise click.BadParameter(WHY[error.word], param_hint="NUMBER") from error
    click.echo("Given back.")


@directory.command()
def due() -> None:
    """List what is to be checked, and what was reported: the list to ring down.

    \b
    Example:
      guides directory due
    """
    with opened() as here:
        queue = here.directory.queue(here.viewer, here.directory.now().date())
    for said in queue.reported:
        click.echo(f"{said.event.kind:12} {said.shown.listing.name}")
    for each in queue.due:
        over = "never checked" if each.days_over is None else f"{each.days_over} days over"
        phone = next((p.number for p in each.shown.listing.phones), "")
        click.echo(f"{over:14} {each.shown.listing.name}  {phone}")
    if queue.due_total > len(queue.due):
        click.echo(f"… and {queue.due_total - len(queue.due):,} more.")


@directory.command()
def reindex() -> None:
    """Work out again by which words services are found: after an update that says so.

    \b
    Example:
      guides directory reindex
    """
    with opened() as here:
        click.echo(f"{here.directory.reindex(here.org):,} services.")
