"""``guides directory fetch``: a feed saved to a file."""

from __future__ import annotations

import shlex
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import click

from guides.cli.common import FAULTS, Day
from guides.directory.feeds.fetching import fetch as fetch_feed
from guides.directory.feeds.web import FeedWrong

NOT_WHOLE = 3
"""Exit code: something was saved, and the feed was not read to its end."""


@click.command()
@click.argument("url")
@click.option(
    "-o", "--output", "file", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help="Where the services are saved, as JSON.",
)  # fmt: skip
@click.option("--since", type=Day(), help="Only what changed since this day.")
@click.option("--etag", default="", help="As it was said the last time: is there anything new?")
def fetch(url: str, file: Path, since: date | None, etag: str) -> None:
    """Save an Open Referral UK or HSDS feed to a file, to look at and bring in.

    Only public sites are asked. A feed that stops half-way is kept as far as it came; the same
    command goes on from there. Exit code 3 when the file is only a part of the feed.

    \b
    Example:
      guides directory fetch https://example.org/api/oruk/v3 -o feed.json
    """
    parts = file.with_name(f".{file.name}.parts")
    try:
        found = fetch_feed(url, folder=parts, etag=etag, since=since, on_page=_say)
    except FeedWrong as error:
        click.echo(str(error), err=True)
        sys.exit(FAULTS)
    finally:
        _tidy(parts)
    for remark in found.remarks:
        click.echo(remark)
    if found.path is None:
        click.echo("Nothing has changed since; no file was written.")
        return
    found.path.replace(file)
    _tidy(parts)
    click.echo(f"{found.services:,} services are in {file}.")
    if found.etag:
        click.echo(f"For the next time: --etag {shlex.quote(found.etag)}")
    if not found.complete:
        click.echo("It is only a part: what is not in it may still be there.")
        sys.exit(NOT_WHOLE)


def _say(page: int, pages: int | None, services: int) -> None:
    of = f" of {pages:,}" if pages else ""
    click.echo(f"Page {page:,}{of}: {services:,} services.", err=True)


def _tidy(parts: Path) -> None:
    """The folder goes when nothing is kept in it for another time."""
    with suppress(OSError):
        parts.rmdir()
