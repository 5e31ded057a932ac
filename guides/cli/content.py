"""``guides content``: checking what was written."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path

import click

from guides import clock
from guides.cli.common import FAULTS, Day, say_json, settings, view
from guides.lint.service import check_folder, check_shipped, known_languages
from guides.lint.service import untranslated as missing
from guides.lint.table import table as what_is_there
from guides.toolkit.faults import Fault

FEW = 3
NOT_TRANSLATED = re.compile(r'Not translated into "([^"]+)"')
PRINTS = re.compile(r'"(guides content untranslated [^"]+)"')


@click.group()
def content() -> None:
    """Content: guidance, checklists, facts, translations."""


@content.command()
@click.argument(
    "folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--on", type=Day(), help="As of this day. [default: today]")
def check(folder: Path | None, on: date | None) -> None:
    """Check a FOLDER, or everything that is shipped: each fault with file, line and mend.

    \b
    Example:
      guides content check my-town
    """
    day = on or clock.today()
    found = check_folder(folder, day) if folder else check_shipped(settings(), day)
    for fault in shortened(found):
        click.echo(str(fault))
    faults = [fault for fault in found if fault.severity == "fault"]
    warnings = len(found) - len(faults)
    click.echo(f"{len(faults)} faults, {warnings} warnings.")
    sys.exit(1 if faults else 0)


def shortened(found: Sequence[Fault]) -> Iterator[Fault | str]:
    """All faults; of lines without a translation a few for each language, and how many there are.

    A new language has hundreds of them, and something else would be lost among them.
    """
    seen: Counter[str] = Counter()
    prints: dict[str, str] = {}
    for fault in found:
        lang = NOT_TRANSLATED.match(fault.what)
        if lang is None:
            yield fault
            continue
        seen[lang[1]] += 1
        prints[lang[1]] = "".join(PRINTS.findall(fault.mend))
        if seen[lang[1]] <= FEW:
            yield fault
    for code, many in seen.items():
        if many > FEW:
            yield f"… and {many - FEW} more without {code}: {prints[code]}"


@content.command()
@click.argument("lang")
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def untranslated(lang: str, folder: Path | None) -> None:
    """List the lines that have no translation into LANG, ready to fill in.

    \b
    Example:
      guides content untranslated ar > missing.toml
    """
    known = known_languages(folder)
    if lang not in known:
        raise click.BadParameter(
            f"There is no language {lang!r}. The languages are: {', '.join(known)}.",
            param_hint="LANG",
        )
    for line in missing(lang, folder):
        click.echo(f'[[line]]\nen = {_quoted(line)}\nto = ""\n')


@content.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def table(as_json: bool) -> None:
    """Show what is written for each stop, how easy it is to read, and how far it is translated.

    \b
    Example:
      guides content table
    """
    rows = list(what_is_there(view()))
    if as_json:
        say_json([{**asdict(row), "translated": dict(row.translated)} for row in rows])
        return
    langs = [lang for lang, _ in rows[0].translated]
    head = f"{'stop':32}page variants lines said facts  client guide  " + " ".join(
        f"{lang:>4}" for lang in langs
    )
    click.echo(head)
    for row in rows:
        parts = " ".join(f"{part:3}%" for _, part in row.translated)
        click.echo(
            f"{row.stage:32}{row.page:>4} {row.variants:8} {row.lines:5} {row.briefing:4} "
            f"{row.facts:5}  {row.client_age:6.1f} {row.guide_age:5.1f}  {parts}"
        )
    empty = [f"{row.stage}: {', '.join(row.empty)}" for row in rows if row.empty]
    for line in empty:
        click.echo(f"Not complete: {line}")
    sys.exit(FAULTS if empty else 0)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
