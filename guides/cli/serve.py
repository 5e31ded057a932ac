"""``guides serve``: the site on this machine."""

from __future__ import annotations

import logging
from dataclasses import replace

import click
import waitress

from guides.app import create_app
from guides.cli.common import database, settings
from guides.storage.upgrade import revision
from guides.web.logs import log_json


@click.command()
@click.option(
    "--host", envvar="HOST", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option(
    "--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535)
)
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
@click.option("--log-json", "as_json", is_flag=True, help="Log lines of JSON, without any value.")
@click.option("--safe-mode", is_flag=True, help="With toolkits only: no plugin runs.")
def serve(host: str, port: int, threads: int, as_json: bool, safe_mode: bool) -> None:
    """Serve the site.

    \b
    Example:
      guides serve --port 8080
    """
    if as_json:
        log_json()
    else:
        logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    here = replace(settings(), safe_mode=True) if safe_mode else settings()
    app = create_app(here)
    if here.safe_mode:
        click.echo('Safe mode: no plugin runs. "guides plugin list" shows them all.')
    _refuse_old_database()
    try:
        server = waitress.create_server(app, host=host, port=port, threads=threads, ident=None)
    except OSError as error:
        raise click.UsageError(
            f"Port {port} on {host} cannot be used ({error.strerror}). Choose another with --port."
        ) from error
    click.echo(f"Asylum Guides is at http://{host}:{port}/ (stop with Ctrl-C)")
    server.run()


def _refuse_old_database() -> None:
    with database() as engine:
        stands = revision(engine)
    if not stands.up_to_date:
        raise click.UsageError('The database is not ready. Run "guides db upgrade" first.')
