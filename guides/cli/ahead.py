"""``guides ahead``: today's sheets, printed before anybody asks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import click

from guides import clock
from guides.api import Case
from guides.cli.common import settings
from guides.cli.directory_common import nearby
from guides.sheets.batch import AT_ONCE
from guides.sheets.domain import SheetOptions
from guides.sheets.printing import Press
from guides.sheets.service import Composer


@click.command()
def ahead() -> None:
    """Print today's standard sheets ahead: each stop in each language, for everybody.

    They are kept where the site looks first, so that a group does not wait. Run it in the small
    hours, when the day has changed.

    \b
    Example:
      guides ahead
    """
    here = click.get_current_context().with_resource(nearby())
    press, day = Press(settings()), clock.today()
    composer = Composer(here, settings().organisation, press.shaped_by)
    cases = [Case(stage, lang) for stage in here.stages for lang in here.languages]
    wanted = [
        composer.compose(case, SheetOptions(), day) for case in cases if here.items(case.stage)
    ]
    try:
        with (
            ThreadPoolExecutor(AT_ONCE) as pool,
            click.progressbar(
                pool.map(lambda sheet: press.pdf(sheet, here), wanted),
                length=len(wanted),
                label="Printing",
            ) as printed,
        ):
            size = sum(len(pdf) for pdf in printed)
    finally:
        press.printer.close()
    click.echo(f"{len(wanted)} sheets are ready for {day} ({size / 1_000_000:.1f} MB).")
