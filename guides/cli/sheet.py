"""``guides sheet``: the PDF, from the command line."""

from __future__ import annotations

import os
import tempfile
from datetime import date
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from guides import clock
from guides.api import NATIONS, SHEET_AUDIENCES, Audience, Case, Nation
from guides.cli.common import Day, registry, settings
from guides.cli.directory_common import nearby
from guides.directory.sectors import sector_of
from guides.journey.service import NoSuchStage
from guides.sheets import store
from guides.sheets.domain import Sheet, SheetOptions
from guides.sheets.printing import Press
from guides.sheets.service import Composer, NothingToPrint, printed
from guides.storage.engine import DatabaseWrong, open_engine
from guides.toolkit.bands import band_of


@click.command()
@click.argument("stage")
@click.option("--lang", default="en", show_default=True, help="Language of the client.")
@click.option("--nation", type=click.Choice(NATIONS), help="Where the client lives.")
@click.option("--claimed", type=Day(), help="Day of the asylum claim; only its band is used.")
@click.option("--granted", type=Day(), help="Day of the grant; only its band is used.")
@click.option(
    "--for",
    "audiences",
    type=click.Choice(SHEET_AUDIENCES),
    multiple=True,
    help="Adds lines for them.",
)
@click.option("--near", default="", metavar="AREA", help="Where the client lives: M14.")
@click.option("--large", is_flag=True, help="Big print.")
@click.option("--plain", is_flag=True, help="Without names of services, for unsafe homes.")
@click.option("--on", type=Day(), help="As of this day. [default: today]")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="PDF file.",
)
def sheet(
    stage: str,
    lang: str,
    nation: Nation | None,
    claimed: date | None,
    granted: date | None,
    audiences: tuple[Audience, ...],
    near: str,
    large: bool,
    plain: bool,
    on: date | None,
    output: Path,
) -> None:
    """Print the sheet for a STAGE ("guides stages" lists them).

    \b
    Example:
      guides sheet granted-and-moving-on --lang ar --granted 2026-03-12 -o sheet.pdf
    """
    open_things = click.get_current_context()
    here = open_things.with_resource(nearby())
    if lang not in here.languages:
        raise click.BadParameter(
            f"There is no language {lang!r}. The languages are: {', '.join(here.languages)}.",
            param_hint="--lang",
        )
    area = sector_of(near).partition(" ")[0]
    if near and not area:
        raise click.BadParameter(
            "That is no postcode area. Write its first part, such as M14.", param_hint="--near"
        )
    if not output.absolute().parent.is_dir():
        raise click.BadParameter(f"There is no folder {output.absolute().parent}.", param_hint="-o")
    case = Case(
        stage=stage,
        lang=lang,
        nation=nation,
        audiences=frozenset(audiences),
        claimed=band_of(claimed, here.rule_days("claimed")),
        granted=band_of(granted, here.rule_days("granted")),
    )
    press = Press(settings(), in_process=True)
    composer = Composer(here, settings().organisation, press.shaped_by)
    try:
        made = composer.compose(case, SheetOptions(large, plain, area), on or clock.today())
    except NoSuchStage as error:
        raise click.BadParameter(str(error), param_hint="STAGE") from error
    except NothingToPrint as error:
        ready = ", ".join(s for s in here.stages if here.items(s))
        raise click.BadParameter(
            f"The checklist of {stage!r} is still being written. Ready are: {ready}.",
            param_hint="STAGE",
        ) from error
    try:
        _write(output, press.pdf(made, here))
    except OSError as error:
        raise click.ClickException(
            f"{error.filename or output} cannot be written ({error.strerror}). "
            "No sheet was left there: choose another place, or make room."
        ) from error
    _record(made)
    printed(here, made)
    for plugin in registry().plugins:
        if plugin.state == "broken":
            click.echo(f"Without {plugin.name}, which is broken: {plugin.reason}", err=True)
    for pair in made.trouble:
        click.echo((pair.english or pair.first).plain, err=True)
    click.echo(f"{output}: edition {made.edition}")


def _write(output: Path, pdf: bytes) -> None:
    """All of the file or none of it: a half-written sheet must not be found by anybody."""
    if output.exists() and not output.is_file():  # a printer, a pipe: nothing to put in its place
        output.write_bytes(pdf)
        return
    handle, name = tempfile.mkstemp(dir=output.absolute().parent, prefix=".", suffix=".pdf")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(pdf)
        Path(name).chmod(0o666 & ~_umask())
        Path(name).replace(output)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _record(made: Sheet) -> None:
    """Note the edition, where there is a database; paper does not wait for one."""
    try:
        engine = open_engine(settings().database_url)
        store.record(engine, made)
        engine.dispose()
    except DatabaseWrong as error:
        click.echo(f"The edition was not recorded. {error}", err=True)
    except (SQLAlchemyError, OSError):
        click.echo('The edition was not recorded: run "guides db upgrade" once.', err=True)
