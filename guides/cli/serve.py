"""``guides serve``: the site on this machine."""

from __future__ import annotations

import logging

import click
import waitress

from guides.app import create_app


@click.command()
@click.option(
    "--host", envvar="HOST", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option(
    "--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535)
)
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, threads: int) -> None:
    """Serve the site.

    \b
    Example:
      guides serve --port 8080
    """
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
    app = create_app()
    try:
        server = waitress.create_server(app, host=host, port=port, threads=threads, ident=None)
    except OSError as error:
        raise click.UsageError(
            f"Port {port} on {host} cannot be used ({error.strerror}). Choose another with --port."
        ) from error
    click.echo(f"Asylum Guides is at http://{host}:{port}/ (stop with Ctrl-C)")
    server.run()
